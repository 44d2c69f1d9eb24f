//! Then and now: two of the person's own sentences about the same thing, far apart. What is heavy
//! is never chosen, and neither is today.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::Serialize;

use super::sample::SelfTalkDay;
use crate::commitment::cadence::{days_between, later};
use crate::diagnostic::Family;
use crate::site::arranged::Site;
use crate::site::entry_card::EntryCard;
use crate::site::margin_notes::unmarked;
use crate::text::one_line;

/// At least so many days lie between the two.
const APART: i64 = 365;
/// "Now" is one of the last days.
const NOW: i64 = 120;
/// The writer, in the languages whose rules there are.
const ME: [&str; 3] = ["I", "ich", "Ich"];
/// Letters of a word that says what a sentence is about.
const WORD: usize = 5;
/// What is in more than one of so many entries says nothing of what a sentence is about.
const SELDOM: usize = 10;
/// Bytes of a sentence that can stand alone.
const LENGTH: std::ops::RangeInclusive<usize> = 20..=160;

/// Two sentences far apart.
#[derive(Debug, Serialize)]
pub(super) struct ThenAndNow<'s> {
    then: Quote<'s>,
    now: Quote<'s>,
}

#[derive(Debug, Clone, Serialize)]
struct Quote<'s> {
    words: String,
    entry: &'s EntryCard,
}

impl<'s> ThenAndNow<'s> {
    /// The pair of this month; `None` where there is none.
    pub(super) fn new(days: &'s [SelfTalkDay<'s>], site: &'s Site) -> Option<Self> {
        let today = site.input.calendar.today;
        let open = |day: &&SelfTalkDay| site.may_be_chosen(day.page);
        let last = days.iter().filter_map(|day| day.date).filter(|date| *date < today).max()?;
        let now: Vec<&SelfTalkDay> = days
            .iter()
            .filter(open)
            .filter(|day| day.marked.is_empty())
            .filter(|day| day.date.is_some_and(|date| date < today && date > later(last, -NOW)))
            .collect();
        let old = |date: Date| days_between(date, later(last, -NOW)) >= APART - NOW;
        let then = days.iter().filter(open).filter(|day| day.date.is_some_and(old));
        let counts = WordCounts::of(days);
        let mut pairs = Vec::new();
        for day in then {
            for words in harsh_sentences(day) {
                let about = counts.content(&words);
                let tags: Vec<&str> =
                    day.page.card.tags.iter().map(|tag| tag.url.as_str()).collect();
                let found = now.iter().rev().filter(|now| far(day, now)).find_map(|now| {
                    let shared =
                        now.page.card.tags.iter().any(|tag| tags.contains(&tag.url.as_str()));
                    answer(now, &about, shared)
                });
                if let Some(answer) = found {
                    pairs.push(Self { then: Quote { words, entry: &day.page.card }, now: answer });
                }
            }
        }
        // Another pair each month, the same all through it.
        let month =
            usize::try_from(i32::from(today.year()) * 12 + i32::from(today.month())).ok()?;
        let at = month % pairs.len().max(1);
        pairs.into_iter().nth(at)
    }
}

fn far(then: &SelfTalkDay, now: &SelfTalkDay) -> bool {
    then.date.zip(now.date).is_some_and(|(then, now)| days_between(then, now) >= APART)
}

/// The sentences of a day that the rules marked as harsh.
fn harsh_sentences(day: &SelfTalkDay) -> Vec<String> {
    let source = &day.page.entry.source;
    let harsh = day.marked.iter().filter(|one| one.family == Family::Harsh);
    let sentence = |start: usize| {
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '\n' | '…');
        let from = source.get(..start)?.rfind(ends).map_or(0, |at| at + 1);
        // The mark itself may have more than one byte.
        let from = (from..=start).find(|at| source.is_char_boundary(*at))?;
        let rest = source.get(from..)?;
        let lead = rest.len() - rest.trim_start().len();
        let length = rest.get(lead..)?.find(ends).map_or(rest.len() - lead, |at| at + 1);
        let end = (lead + length..=rest.len()).find(|at| rest.is_char_boundary(*at))?;
        let words = unmarked(&one_line(rest.get(lead..end)?));
        let plain = !words.starts_with(['-', '>', '#', '|']) && !words.contains(['[', '<', '`']);
        (LENGTH.contains(&words.len()) && plain).then_some(words)
    };
    harsh.filter_map(|one| sentence(one.start)).collect()
}

/// A sentence of a day about the same thing; its first where the tags already say so.
fn answer<'s>(day: &SelfTalkDay<'s>, about: &BTreeSet<String>, tagged: bool) -> Option<Quote<'s>> {
    let mut sentences = day.page.read.plain.lines().flat_map(|line| {
        line.split_inclusive(['.', '!', '?'])
            .map(str::trim)
            .filter(|one| LENGTH.contains(&one.len()))
    });
    let own = |sentence: &&str| {
        let mut words = sentence.split(|letter: char| !letter.is_alphabetic());
        words.any(|word| ME.contains(&word)) && sentence.ends_with(['.', '!', '?'])
    };
    let same = |sentence: &&str| tagged || words(sentence).any(|word| about.contains(&word));
    let found = sentences.find(|sentence| own(sentence) && same(sentence))?;
    Some(Quote { words: found.to_owned(), entry: &day.page.card })
}

/// The words of a journal by how many of its entries have them.
struct WordCounts {
    entries: usize,
    counts: HashMap<String, usize>,
}

impl WordCounts {
    fn of(days: &[SelfTalkDay]) -> Self {
        let mut counts = HashMap::new();
        for day in days {
            for word in words(&day.page.read.plain).collect::<BTreeSet<String>>() {
                *counts.entry(word).or_default() += 1;
            }
        }
        Self { entries: days.len(), counts }
    }

    /// The words that say what a sentence is about: those that are not in every tenth entry.
    fn content(&self, sentence: &str) -> BTreeSet<String> {
        let count = |word: &String| self.counts.get(word).copied().unwrap_or(0);
        let seldom = |word: &String| count(word) * SELDOM <= self.entries;
        words(sentence).filter(seldom).collect()
    }
}

/// The longer words of a text, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphabetic());
    words.filter(|word| word.chars().count() >= WORD).map(str::to_lowercase)
}
