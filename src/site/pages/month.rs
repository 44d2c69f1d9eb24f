//! `months/2026-03.html`: a month, its days as a calendar and one by one.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::commitment::cadence::later;
use crate::commitment::day_state::DayState;
use crate::commitment::metrics::SlotCounts;
use crate::commitment::sentence::{SpokenPart, parts};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear};
use crate::site::commitment_view::CommitmentView;
use crate::spoken::{list, ordinal, span};

/// How many tags are named.
const TAGS: usize = 3;

struct MonthPage<'s> {
    year: &'s CalendarYear<'s>,
    month: &'s CalendarMonth<'s>,
    previous: Option<&'s CalendarMonth<'s>>,
    next: Option<&'s CalendarMonth<'s>>,
}

/// A commitment in one month.
#[derive(Debug, Serialize)]
struct MonthCommitment {
    title: String,
    url: String,
    dots: Vec<DayState>,
    /// "16 kept, six not that day, two not written down".
    sentence: String,
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let months =
        site.years.iter().flat_map(|year| year.months.iter().map(move |month| (year, month)));
    let months: Vec<(&CalendarYear, &CalendarMonth)> = months.collect();
    let mut previous = None;
    let mut pages = Vec::with_capacity(months.len());
    for (index, (year, month)) in months.iter().copied().enumerate() {
        let next = months.get(index + 1).map(|(_, month)| *month);
        pages.push(Page::template(MonthPage { year, month, previous, next }));
        previous = Some(month);
    }
    pages
}

impl TemplatePage for MonthPage<'_> {
    fn path(&self) -> String {
        self.month.url.clone()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let beside = [self.previous, self.next].map(|month| month.map(|month| &month.date));
        Some(InputHash::of(&(self.month.input_hash(), beside, site.views_hash)))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let first = self.month.date.parse::<Date>().unwrap_or_default();
        let views: Vec<&CommitmentView> = site.listed().collect();
        let today = site.input.calendar.today;
        let commitments = views.iter().filter_map(|view| commitment(view, first, today));
        TemplateContext::new("month.html", first.strftime("%B %Y").to_string())
            .with("lead", &self.lead(&views, first))
            .with("month", self.month)
            .with(
                "entries",
                &self.month.entries.iter().rev().map(|page| &*page.card).collect::<Vec<_>>(),
            )
            .with("commitments", &commitments.collect::<Vec<_>>())
            .with("year", &self.year.named())
            .with("previous", &self.previous.map(CalendarMonth::link))
            .with("next", &self.next.map(CalendarMonth::link))
    }
}

impl MonthPage<'_> {
    /// The returns of the month, and what it was about.
    fn lead(&self, views: &[&CommitmentView], first: Date) -> Vec<SpokenPart> {
        let mut said = Vec::new();
        let last = first.last_of_month();
        let back = views.iter().filter_map(|view| {
            let within = |date: Date| first <= date && date <= last;
            let longest = view.tracked.marked_returns().filter(|one| within(one.date));
            longest.max_by_key(|one| (one.days_away, one.date)).map(|one| (one, view))
        });
        if let Some((one, view)) = back.max_by_key(|(one, _)| (one.days_away, one.date)) {
            let day = ordinal(u32::from(one.date.day().unsigned_abs()));
            said.push(SpokenPart::plain("You "));
            said.push(SpokenPart::back(format!("came back to “{}”", view.title)));
            said.push(SpokenPart::plain(format!(" on the {day}, after {}. ", span(one.days_away))));
        }
        let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
        for tag in self.month.entries.iter().flat_map(|page| &page.card.tags) {
            *tags.entry(&tag.name).or_default() += 1;
        }
        let mut tags: Vec<(&str, usize)> =
            tags.into_iter().filter(|(_, count)| *count > 1).collect();
        tags.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
        let names: Vec<&str> = tags.iter().take(TAGS).map(|(name, _)| *name).collect();
        if !names.is_empty() {
            said.push(SpokenPart::plain(format!("Tagged most often: {}.", list(&names))));
        }
        said
    }
}

fn commitment(view: &CommitmentView, first: Date, today: Date) -> Option<MonthCommitment> {
    let tracked = view.tracked;
    let last = first.last_of_month().min(today);
    let slots =
        tracked.timeline.slots.iter().filter(|slot| first <= slot.date && slot.date <= last);
    let counts = SlotCounts::of(slots);
    let days = (0..i64::from(first.days_in_month())).map(|day| later(first, day));
    let held = days.take_while(|date| *date <= last);
    let dots: Vec<DayState> = held.map(|date| DayState::within(tracked, date)).collect();
    if dots.iter().all(|dot| *dot == DayState::Free) {
        return None;
    }
    let kept = dots.iter().filter(|dot| dot.is_kept()).count();
    let sentence = if counts.due == 0 {
        format!("{} kept", crate::spoken::number(kept))
    } else {
        parts(&counts, &tracked.commitment, last)
    };
    Some(MonthCommitment { title: view.title.clone(), url: view.url.clone(), dots, sentence })
}
