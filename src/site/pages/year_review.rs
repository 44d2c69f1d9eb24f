//! `reviews/2026.html`: a year looked back on, what was returned to and kept first, then how much
//! was written.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::mood::{MoodChart, mood};
use super::page::{Page, TemplateContext, TemplatePage};
use crate::commitment::describe;
use crate::commitment::lapses::Return;
use crate::commitment::slot::{Slot, SlotState};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::CalendarYear;
use crate::site::chart::{self, ChartBar};
use crate::site::commitment_view::CommitmentView;
use crate::site::entry_card::{CountedLink, EntryCard};
use crate::site::entry_page::EntryPage;

/// How many tags and longest entries are named.
const MOST: usize = 5;

/// What the page of a year shows.
#[derive(Debug, Serialize)]
struct YearReview<'a> {
    name: String,
    url: String,
    /// Coming back after time away, the most often first.
    returns: Vec<YearReturns>,
    kept: Vec<YearKept>,
    /// In date order.
    milestones: Vec<YearMilestone>,
    entries: usize,
    days: usize,
    words: usize,
    /// Each month with entries.
    months: Vec<MonthWords>,
    bars: Vec<ChartBar>,
    mood: Option<MoodChart>,
    /// The most frequent first.
    tags: Vec<CountedLink<'a>>,
    starred: Vec<&'a EntryCard>,
    longest: Vec<&'a EntryCard>,
}

#[derive(Debug, Serialize)]
struct YearReturns {
    title: String,
    url: String,
    count: usize,
    /// The longest time away, in days, and the day of the return.
    days: i64,
    date: String,
}

#[derive(Debug, Serialize)]
struct YearMilestone {
    date: String,
    title: String,
    url: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct YearKept {
    title: String,
    url: String,
    done: usize,
    due: usize,
    partly: usize,
    unrecorded: usize,
}

/// How much was written in a month.
#[derive(Debug, Serialize)]
struct MonthWords {
    /// Its first day.
    date: String,
    words: usize,
}

impl<'a> YearReview<'a> {
    /// What there is to say about a year.
    fn new(year: &CalendarYear<'a>, views: &[&CommitmentView]) -> Self {
        let days: Vec<&EntryPage> = year.months.iter().flat_map(|month| month.entries).collect();
        let within = |date: Date| format!("{:04}", date.year()) == year.name;
        let mut kept = Vec::new();
        let (mut returns, mut milestones) = (Vec::new(), Vec::new());
        for view in views {
            let about = |date: Date, text: String| YearMilestone {
                date: date.to_string(),
                title: view.title.clone(),
                url: view.url.clone(),
                text,
            };
            let slots = view.tracked.timeline.slots.iter().filter(|slot| within(slot.date));
            let count =
                |wanted: fn(&Slot) -> bool| slots.clone().filter(|slot| wanted(slot)).count();
            let due = count(Slot::is_due);
            if due > 0 {
                kept.push(YearKept {
                    title: view.title.clone(),
                    url: view.url.clone(),
                    done: count(|slot| slot.state == SlotState::Kept),
                    due,
                    partly: count(|slot| matches!(slot.state, SlotState::Partly(_))),
                    unrecorded: count(|slot| slot.state.is_unrecorded()),
                });
            }
            let metrics = &view.tracked.metrics;
            let back = || metrics.lapses.returns.iter().filter(|one| within(one.date));
            if let Some(Return { date, days_away }) = back().max_by_key(|one| one.days_away) {
                returns.push(YearReturns {
                    title: view.title.clone(),
                    url: view.url.clone(),
                    count: back().count(),
                    days: *days_away,
                    date: date.to_string(),
                });
            }
            let reached = metrics.milestones.iter().filter(|one| within(one.date));
            milestones.extend(reached.map(|one| about(one.date, describe::milestone(one))));
        }
        returns.sort_by(|a: &YearReturns, b| {
            b.count.cmp(&a.count).then_with(|| a.title.cmp(&b.title))
        });
        milestones.sort_by(|a: &YearMilestone, b| a.date.cmp(&b.date));
        let cards: Vec<&EntryCard> = days.iter().map(|page| &*page.card).collect();
        let mut dates: Vec<&str> = cards.iter().map(|card| card.date.as_str()).collect();
        dates.dedup();
        let months = year.months.iter();
        let months: Vec<MonthWords> = months
            .map(|month| MonthWords { date: month.date.clone(), words: month.words() })
            .collect();
        let mut longest: Vec<&EntryCard> = cards.clone();
        longest.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.date.cmp(&b.date)));
        longest.truncate(MOST);
        Self {
            name: year.name.clone(),
            url: address(year),
            returns,
            kept,
            milestones,
            entries: cards.len(),
            days: dates.len(),
            words: year.words,
            bars: chart::bars(&heights(&months)),
            months,
            mood: mood(&days),
            tags: tags(&cards),
            starred: cards.iter().filter(|card| card.starred).copied().collect(),
            longest,
        }
    }
}

/// Where the page of a year looked back on lies.
pub(super) fn address(year: &CalendarYear) -> String {
    format!("reviews/{}.html", year.name)
}

struct YearReviewPage<'s>(&'s CalendarYear<'s>);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    site.years.iter().map(|year| Page::template(YearReviewPage(year))).collect()
}

impl TemplatePage for YearReviewPage<'_> {
    fn path(&self) -> String {
        address(self.0)
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        Some(InputHash::of(&(self.0.input_hash(), site.views_hash)))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let review = YearReview::new(self.0, &site.listed().collect::<Vec<_>>());
        TemplateContext::new("looking-back.html", format!("Looking back on {}", review.name))
            .with("year", &review)
    }
}

#[expect(clippy::cast_precision_loss, reason = "words of a month")]
fn heights(months: &[MonthWords]) -> Vec<Vec<f64>> {
    months.iter().map(|month| vec![month.words as f64]).collect()
}

fn tags<'a>(cards: &[&'a EntryCard]) -> Vec<CountedLink<'a>> {
    let mut counts: BTreeMap<&str, CountedLink> = BTreeMap::new();
    for tag in cards.iter().flat_map(|card| &card.tags) {
        let new = || CountedLink { name: &tag.name, url: &tag.url, count: 0 };
        counts.entry(&tag.url).or_insert_with(new).count += 1;
    }
    let mut tags: Vec<CountedLink> = counts.into_values().collect();
    tags.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(b.name)));
    tags.truncate(MOST);
    tags
}
