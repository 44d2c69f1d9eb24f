//! The index that the search page loads, as scripts: they work from disk, where nothing else can be
//! loaded.
//!
//! `catalogue.js` holds what each entry is called and where it lies, and the tags: all that the
//! switcher of every page needs. `index.js` holds for every stem the entries that have it, newest
//! first; the words themselves lie in `words-N.js`, of which the page loads only those of the
//! results it shows. Nothing private or withheld is in any of them.

mod code;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::json;

use self::code::{digits, front_coded, postings};
use self::vocabulary::{Vocabulary, WordLists};
use super::draft::SiteDraft;
use super::entry_card::{EntryCard, mood_number};
use super::entry_page::EntryPage;
use super::input::SiteInput;
use crate::commitment::cadence::days_between;
use crate::commitment::check_in::notation::CheckInState;
use crate::digest::InputHash;
use crate::search::{each_word, stemmer};

/// Bytes of words in one part, about; a part is loaded whole.
const PART: usize = 64 * 1024;
/// In how many runs the words are counted side by side.
const RUNS: usize = 8;

/// Moods that can be chosen from, at most.
const MOODS: usize = 40;

/// What every script calls: the page defines it.
const CALL: &str = "evenkeel";

/// A name and its entries, coded.
type CodedList = (String, String);

/// The index of a site.
pub(super) struct SearchIndex<'d> {
    input: &'d SiteInput<'d>,
    /// Entries, the newest first, then pages.
    pages: Vec<&'d EntryPage<'d>>,
    /// Where each part begins in `pages`.
    parts: Vec<usize>,
}

impl<'d> SearchIndex<'d> {
    /// Takes up every entry that may be spoken of.
    pub(super) fn new(draft: &'d SiteDraft) -> Self {
        let pages = draft.days.iter().rev().chain(&draft.pages);
        let pages: Vec<&EntryPage> = pages.filter(|page| !page.withheld).collect();
        let mut parts = Vec::new();
        let mut bytes = PART;
        for (index, page) in pages.iter().enumerate() {
            if bytes >= PART {
                parts.push(index);
                bytes = 0;
            }
            bytes += page.read.plain.len();
        }
        Self { input: draft.builder.input, pages, parts }
    }

    /// How many parts the words have.
    pub(super) const fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Tells the words of one part from others.
    pub(super) fn input_hash(&self, part: usize) -> InputHash {
        InputHash::of(&self.of(part).iter().map(|page| page.input_hash).collect::<Vec<_>>())
    }

    fn of(&self, part: usize) -> &[&'d EntryPage<'d>] {
        let start = self.parts.get(part).copied().unwrap_or(self.pages.len());
        let end = self.parts.get(part + 1).copied().unwrap_or(self.pages.len());
        self.pages.get(start..end).unwrap_or_default()
    }

    /// The words of one part: a list of texts.
    pub(super) fn words(&self, part: usize) -> String {
        let texts: Vec<&str> =
            self.of(part).iter().map(|page| page.read.plain.trim_end()).collect();
        script(&format!("words-{part}"), &json!(texts))
    }

    /// The index itself.
    pub(super) fn script(&self) -> String {
        let language = self.input.config.languages.first().map_or("en", String::as_str);
        let vocabulary = Vocabulary::new(self.count(), &stemmer(language));
        let count = self.pages.len();
        let lists = vocabulary.stems.values().map(|docs| postings(docs, count));
        let lists: Vec<String> = lists.collect();
        let forms = vocabulary.irregular();
        script(
            "index",
            &json!({
                "count": count,
                "parts": self.parts,
                "stems": front_coded(vocabulary.stems.keys().map(String::as_str)),
                "postings": lists.join(" "),
                "forms": front_coded(forms.iter().map(|(form, _)| *form)),
                "formStems": forms.iter().map(|(_, stem)| digits(*stem)).collect::<String>(),
                "endings": vocabulary.endings,
                "lists": {
                    "tag": self.lists(|card| card.tags.iter().map(|tag| tag.name.as_str()).collect()),
                    "year": self.years(),
                    "mood": self.moods(),
                    "commitment": self.commitments(),
                },
            }),
        )
    }

    /// What each entry is called and where it lies, and the tags.
    pub(super) fn catalogue(&self) -> String {
        let tags = self.pages.iter().flat_map(|page| &page.card.tags);
        let tags: BTreeMap<&str, &str> =
            tags.map(|tag| (tag.name.as_str(), tag.url.as_str())).collect();
        let tags = tags.into_iter().map(|(name, url)| json!({ "title": name, "url": url }));
        script(
            "catalogue",
            &json!({
                "urls": self.column(|page| {
                    let usual = format!("entries/{}.html", page.card.date);
                    if page.card.url == usual { String::new() } else { page.card.url.clone() }
                }),
                "titles": self.column(title),
                "dates": self.dates(),
                "tags": tags.collect::<Vec<_>>(),
            }),
        )
    }

    /// A value for each entry.
    fn column<T>(&self, value: impl Fn(&EntryPage) -> T) -> Vec<T> {
        self.pages.iter().map(|page| value(page)).collect()
    }

    /// The day of each entry as the difference to the one before it, for the list is in order, the
    /// first to 1970; none for a page.
    fn dates(&self) -> Vec<Option<i64>> {
        let mut before = Date::constant(1970, 1, 1);
        let dates = self.pages.iter().map(|page| page.entry.date());
        dates.map(|date| Some(days_between(date?, std::mem::replace(&mut before, date?)))).collect()
    }

    /// Entries by year, the newest first.
    fn years(&self) -> Vec<CodedList> {
        let mut years = self.lists(|card| card.date.split('-').take(1).collect());
        years.reverse();
        years
    }

    /// Entries by mood, numbers in their order; none where there are so many that nobody would choose.
    fn moods(&self) -> Vec<CodedList> {
        let number = |mood: &str| mood_number(mood).unwrap_or(f64::INFINITY);
        let mut moods = self.lists(|card| card.mood.as_deref().into_iter().collect());
        moods.sort_by(|(a, _), (b, _)| number(a).total_cmp(&number(b)));
        if moods.len() > MOODS { Vec::new() } else { moods }
    }

    /// Entries by what is written about them.
    fn lists<'a>(&'a self, values: impl Fn(&'a EntryCard) -> Vec<&'a str>) -> Vec<CodedList> {
        let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, page) in (0..).zip(&self.pages) {
            for value in values(&page.card).into_iter().filter(|value| !value.is_empty()) {
                lists.entry(value).or_default().push(at);
            }
        }
        self.coded(lists)
    }

    /// Entries of days on which something was written down about a commitment.
    fn commitments(&self) -> Vec<CodedList> {
        let public: BTreeSet<&str> =
            self.pages.iter().map(|page| page.entry.path.as_str()).collect();
        let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for tracked in self.input.shown() {
            if !public.contains(tracked.commitment.path.as_str()) {
                continue;
            }
            let said = |date: Date| {
                let day = tracked.day_log.days.get(&date);
                day.is_some_and(|day| day.state != CheckInState::Open)
            };
            let days = (0..).zip(&self.pages);
            let days = days.filter(|(_, page)| page.entry.date().is_some_and(said));
            let list: Vec<u32> = days.map(|(at, _)| at).collect();
            if !list.is_empty() {
                lists.insert(&tracked.commitment.title, list);
            }
        }
        self.coded(lists)
    }

    fn coded(&self, lists: BTreeMap<&str, Vec<u32>>) -> Vec<CodedList> {
        let coded =
            |(name, list): (&str, Vec<u32>)| (name.to_owned(), postings(&list, self.pages.len()));
        lists.into_iter().map(coded).collect()
    }

    /// Every word as it is searched, and the entries that have it, in order.
    fn count(&self) -> WordLists {
        let numbered: Vec<(u32, &&EntryPage)> = (0..).zip(&self.pages).collect();
        let run = numbered.len().div_ceil(RUNS).max(1);
        let runs: Vec<WordLists> = numbered.par_chunks(run).map(count).collect();
        let mut all = WordLists::default();
        // In order, so that every list stays in order.
        for (word, list) in runs.into_iter().flatten() {
            match all.get_mut(&word) {
                Some(known) => known.extend(list),
                None => drop(all.insert(word, list)),
            }
        }
        all
    }
}

/// The words of some entries, and which of them have it.
fn count(pages: &[(u32, &&EntryPage)]) -> WordLists {
    let mut words = WordLists::default();
    for (at, page) in pages {
        let tags = page.card.tags.iter().map(|tag| tag.name.as_str());
        for text in [page.card.title.as_str(), &page.read.plain].into_iter().chain(tags) {
            each_word(text, |word| match words.get_mut(word) {
                Some(list) if list.last() == Some(at) => {}
                Some(list) => list.push(*at),
                None => drop(words.insert(word.to_owned(), vec![*at])),
            });
        }
    }
    words
}

/// A title that says no more than the date is left to the page.
fn title(page: &EntryPage) -> String {
    let plain = page.entry.date().map(|date| date.strftime("%A, %-d %B %Y").to_string());
    if plain.as_ref() == Some(&page.card.title) { String::new() } else { page.card.title.clone() }
}

fn script(name: &str, value: &serde_json::Value) -> String {
    // A script may not hold `</script`, even in a string.
    let value = value.to_string().replace('<', "\\u003c");
    format!("{CALL}(\"{name}\",{value})\n")
}
