//! Then and now: two of the person's own sentences about the same thing, far apart. What is heavy
//! is never chosen, and neither is today.

use std::collections::BTreeSet;

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
/// Letters of a word that says what a sentence is about.
const WORD: usize = 5;
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
        let mut pairs = Vec::new();
        for day in then {
            for words in harsh_sentences(day) {
                let about = content(&words);
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
    let own = |words: &&str| {
        let mine = ["I ", "I’", "I'"]
            .iter()
            .any(|me| words.starts_with(me) || words.contains(&format!(" {me}")));
        mine && words.ends_with(['.', '!', '?'])
    };
    let same = |words: &&str| tagged || content(words).intersection(about).next().is_some();
    let found = sentences.find(|words| own(words) && same(words))?;
    Some(Quote { words: found.to_owned(), entry: &day.page.card })
}

/// The words that say what a sentence is about.
fn content(sentence: &str) -> BTreeSet<String> {
    let words = sentence.split(|letter: char| !letter.is_alphabetic());
    words
        .filter(|word| {
            word.chars().count() >= WORD && !LIGHT.contains(&word.to_lowercase().as_str())
        })
        .map(str::to_lowercase)
        .collect()
}

/// Longer words that say nothing of what a sentence is about.
const LIGHT: [&str; 40] = [
    "about",
    "above",
    "after",
    "again",
    "always",
    "another",
    "around",
    "because",
    "before",
    "being",
    "could",
    "every",
    "everything",
    "first",
    "going",
    "myself",
    "never",
    "nothing",
    "other",
    "should",
    "since",
    "still",
    "their",
    "there",
    "these",
    "thing",
    "things",
    "think",
    "those",
    "through",
    "today",
    "under",
    "until",
    "where",
    "which",
    "while",
    "without",
    "would",
    "wrong",
    "yesterday",
];
