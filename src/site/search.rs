//! The index that the search page loads, as scripts: they work from disk, where nothing else can be
//! loaded.
//!
//! `index.js` holds for every stem the entries that have it, newest first, and what a result shows;
//! the words themselves lie in `words-N.js`, of which the page loads only those of the results it
//! shows. Nothing private or withheld is in either.

mod code;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use foldhash::fast::FixedState;
use jiff::civil::Date;
use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use serde_json::json;

use self::code::{digits, front_coded, postings};
use self::vocabulary::Vocabulary;
use super::leaf::Leaf;
use super::{Draft, Input};
use crate::commitment::cadence::days_between;
use crate::journal::check_in::State;
use crate::text::fingerprint;

/// Bytes of words in one part, about; a part is loaded whole.
const PART: usize = 64 * 1024;
/// In how many runs the words are counted side by side.
const RUNS: usize = 8;

/// Entries by word, in order.
pub(super) type Lists = HashMap<String, Vec<u32>, FixedState>;

/// What every script calls: the page defines it.
const CALL: &str = "evenkeel";

/// The index of a site.
pub(super) struct Index<'d> {
    input: &'d Input<'d>,
    /// Entries, the newest first, then pages.
    leaves: Vec<&'d Leaf<'d>>,
    /// Where each part begins in `leaves`.
    parts: Vec<usize>,
}

impl<'d> Index<'d> {
    /// Takes up every entry that may be spoken of.
    pub(super) fn new(draft: &'d Draft) -> Self {
        let leaves = draft.days.iter().rev().chain(&draft.pages);
        let leaves: Vec<&Leaf> = leaves.filter(|leaf| !leaf.withheld).collect();
        let mut parts = Vec::new();
        let mut bytes = PART;
        for (index, leaf) in leaves.iter().enumerate() {
            if bytes >= PART {
                parts.push(index);
                bytes = 0;
            }
            bytes += leaf.read.plain.len();
        }
        Self { input: draft.nursery.input, leaves, parts }
    }

    /// How many parts the words have.
    pub(super) const fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Tells the words of one part from others.
    pub(super) fn print(&self, part: usize) -> u64 {
        fingerprint(&self.of(part).iter().map(|leaf| leaf.print).collect::<Vec<_>>())
    }

    fn of(&self, part: usize) -> &[&'d Leaf<'d>] {
        let end = self.parts.get(part + 1).copied().unwrap_or(self.leaves.len());
        &self.leaves[self.parts[part]..end]
    }

    /// The words of one part: a list of texts.
    pub(super) fn words(&self, part: usize) -> String {
        let texts: Vec<&str> =
            self.of(part).iter().map(|leaf| leaf.read.plain.trim_end()).collect();
        script(&format!("words-{part}"), &json!(texts))
    }

    /// The index itself.
    pub(super) fn script(&self) -> String {
        let language = self.input.config.languages.first().map_or("en", String::as_str);
        let vocabulary = Vocabulary::new(self.count(), &Stemmer::create(algorithm(language)));
        let count = self.leaves.len();
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
                "formStems": forms.iter().map(|(_, stem)| digits(*stem)).collect::<Vec<_>>().join(" "),
                "endings": vocabulary.endings,
                "urls": self.column(|leaf| {
                    let usual = format!("entries/{}.html", leaf.card.date);
                    if leaf.card.url == usual { String::new() } else { leaf.card.url.clone() }
                }),
                "titles": self.column(title),
                "dates": self.dates(),
                "tags": self.tags(),
                "moods": self.moods(),
                "commitments": self.commitments(),
            }),
        )
    }

    /// A value for each entry, a line each.
    fn column(&self, value: impl Fn(&Leaf) -> String) -> String {
        let lines: Vec<String> =
            self.leaves.iter().map(|leaf| value(leaf).replace('\n', " ")).collect();
        lines.join("\n")
    }

    /// Days since 1970 of each entry; `-` for a page.
    fn dates(&self) -> String {
        // Each day as the difference to the one before it: the list is in order.
        let mut out = String::new();
        let mut before = Date::constant(1970, 1, 1);
        for leaf in &self.leaves {
            // Writing to a string cannot fail.
            let _ = match leaf.entry.date() {
                Some(date) => {
                    let step = write!(out, "{} ", days_between(date, before));
                    before = date;
                    step
                }
                None => write!(out, "- "),
            };
        }
        out
    }

    /// Entries by tag.
    fn tags(&self) -> Vec<(String, String)> {
        let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, leaf) in (0..).zip(&self.leaves) {
            for tag in &leaf.card.tags {
                lists.entry(&tag.name).or_default().push(at);
            }
        }
        self.coded(lists)
    }

    /// Entries by mood.
    fn moods(&self) -> Vec<(String, String)> {
        let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (at, leaf) in (0..).zip(&self.leaves) {
            if let Some(mood) = &leaf.card.mood {
                lists.entry(mood).or_default().push(at);
            }
        }
        self.coded(lists)
    }

    /// Entries of days on which something was written down about a commitment.
    fn commitments(&self) -> Vec<(String, String)> {
        let public: BTreeSet<&str> =
            self.leaves.iter().map(|leaf| leaf.entry.path.as_str()).collect();
        let mut lists: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for standing in &self.input.account.standings {
            if !public.contains(standing.commitment.path.as_str()) {
                continue;
            }
            let said = |date: Date| {
                let day = standing.record.days.get(&date);
                day.is_some_and(|day| day.state != State::Open)
            };
            let days = (0..).zip(&self.leaves);
            let days = days.filter(|(_, leaf)| leaf.entry.date().is_some_and(said));
            let list: Vec<u32> = days.map(|(at, _)| at).collect();
            if !list.is_empty() {
                lists.insert(&standing.commitment.title, list);
            }
        }
        self.coded(lists)
    }

    fn coded(&self, lists: BTreeMap<&str, Vec<u32>>) -> Vec<(String, String)> {
        let coded =
            |(name, list): (&str, Vec<u32>)| (name.to_owned(), postings(&list, self.leaves.len()));
        lists.into_iter().map(coded).collect()
    }

    /// Every word as it is searched, and the entries that have it, in order.
    fn count(&self) -> Lists {
        let numbered: Vec<(u32, &&Leaf)> = (0..).zip(&self.leaves).collect();
        let run = numbered.len().div_ceil(RUNS).max(1);
        let runs: Vec<Lists> = numbered.par_chunks(run).map(count).collect();
        let mut all = Lists::default();
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
fn count(leaves: &[(u32, &&Leaf)]) -> Lists {
    let mut words = Lists::default();
    for (at, leaf) in leaves {
        for text in [leaf.card.title.as_str(), &leaf.read.plain] {
            vocabulary::words(text, |word| match words.get_mut(word) {
                Some(list) if list.last() == Some(at) => {}
                Some(list) => list.push(*at),
                None => drop(words.insert(word.to_owned(), vec![*at])),
            });
        }
    }
    words
}

/// A title that says no more than the date is left to the page.
fn title(leaf: &Leaf) -> String {
    let plain = leaf.entry.date().map(|date| date.strftime("%A, %-d %B %Y").to_string());
    if plain.as_ref() == Some(&leaf.card.title) { String::new() } else { leaf.card.title.clone() }
}

fn script(name: &str, value: &serde_json::Value) -> String {
    // A script may not hold `</script`, even in a string.
    let value = value.to_string().replace('<', "\\u003c");
    format!("{CALL}(\"{name}\",{value})\n")
}

/// The stemmer of a language; of one that has none, the English one.
fn algorithm(language: &str) -> Algorithm {
    match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => Algorithm::English,
    }
}
