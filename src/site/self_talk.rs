//! What the rules found over time: how often, what it was, and where. Counts of words, never of
//! worth: more in a month is said to be honest, and nothing is said to be good.

mod categories;
mod sample;
mod then_and_now;
mod trend;

use std::collections::BTreeMap;

use serde::Serialize;

use self::categories::{Category, categories};
pub(super) use self::sample::days;
use self::sample::{Marked, SelfTalkDay};
use self::then_and_now::ThenAndNow;
use self::trend::SelfTalkTrend;
use super::arranged::Site;
use super::buckets::Bucket;
use super::entry_card::NamedCount;
use crate::diagnostic::Family;

/// How many of the last marked places are shown.
const LATELY: usize = 6;

/// What the page of self-talk shows.
#[derive(Debug, Serialize)]
pub(super) struct SelfTalk<'s> {
    /// Words that were read.
    words: usize,
    /// Entries without any finding, and all.
    without: usize,
    entries: usize,
    /// Attacks on oneself over time.
    harsh: SelfTalkTrend<'s>,
    /// What slips out of one's hands, where there is enough of it.
    avoidant: Option<SelfTalkTrend<'s>>,
    then_and_now: Option<ThenAndNow<'s>>,
    categories: Vec<Category<'s>>,
    /// What a quarter or a month of the categories' charts is called.
    unit: &'static str,
    lately: Vec<&'s Marked<'s>>,
    /// Other wordings that were taken with `fix`, by category, the most frequent first.
    taken: Vec<NamedCount>,
}

impl<'s> SelfTalk<'s> {
    /// Counts over the entries that may be spoken of, which [`days`] lists.
    pub(super) fn new(days: &'s [SelfTalkDay<'s>], site: &'s Site) -> Self {
        let week_starts = site.input.calendar.week_starts;
        let dated = || days.iter().filter(|day| day.date.is_some());
        let bucket = Bucket::of(dated().filter_map(|day| day.date), week_starts);
        let harsh = SelfTalkTrend::new(days, Family::Harsh, bucket);
        let few = |family| {
            days.iter().flat_map(|day| &day.marked).filter(|one| one.family == family).count()
        };
        let avoidant = (few(Family::Avoidant) >= trend::ENOUGH)
            .then(|| SelfTalkTrend::new(days, Family::Avoidant, bucket));
        let lately = dated().rev().flat_map(|day| day.marked.iter().rev()).take(LATELY);
        // Pages without a day are counted only where there is nothing else.
        let mut counted: Vec<&SelfTalkDay> = dated().collect();
        if counted.is_empty() {
            counted = days.iter().collect();
        }
        let (unit, categories) = categories(days, bucket);
        Self {
            words: days.iter().map(|day| day.words).sum(),
            without: counted.iter().filter(|day| day.marked.is_empty()).count(),
            entries: counted.len(),
            then_and_now: ThenAndNow::new(days, site).filter(|_| harsh.is_lighter()),
            harsh,
            avoidant,
            categories,
            unit,
            lately: lately.collect(),
            taken: taken(site),
        }
    }
}

/// Other wordings that were taken, by the title of their rule.
fn taken(site: &Site) -> Vec<NamedCount> {
    let input = site.input;
    let shown = |path: &str| {
        let page = site.draft.all().find(|page| page.entry.path == path);
        page.is_some_and(|page| !page.withheld && !page.entry.private)
    };
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for one in input.taken.iter().filter(|one| shown(&one.path)) {
        let rule = input.rules.iter().find(|rule| rule.id.id() == one.rule);
        let title = rule.map_or(&one.rule, |rule| &rule.title);
        *taken.entry(title.clone()).or_default() += 1;
    }
    NamedCount::all(taken)
}
