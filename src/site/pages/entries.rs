//! `entries/index.html`: the newest entries, the newest year as calendars, each year as a strip.

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage};
use super::today::recent_span;
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear, NamedLink};
use crate::site::strip::WeekStrip;

/// How many of the newest entries are shown.
const LATELY: usize = 5;

struct EntriesPage;

/// A year: its weeks, and its months to go to.
#[derive(Debug, Serialize)]
struct YearStrip<'s> {
    strip: WeekStrip,
    months: Vec<NamedLink<'s>>,
}

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(EntriesPage)]
}

impl TemplatePage for EntriesPage {
    fn path(&self) -> String {
        "entries/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let calendar = &site.input.calendar;
        let strip =
            |year: &'_ CalendarYear| WeekStrip::new(year, calendar.week_starts, calendar.today);
        let years = site.years.iter().rev().map(|year| YearStrip {
            strip: strip(year),
            months: year.months.iter().rev().map(CalendarMonth::link).collect(),
        });
        let newest = site.years.last();
        let calendars = newest.map(|year| year.months.iter().rev().collect::<Vec<_>>());
        let lately = site.draft.days.iter().rev().take(LATELY).map(|page| &*page.card);
        let first = site.draft.days.first().and_then(|page| page.entry.date());
        let last = site.draft.days.last().and_then(|page| page.entry.date());
        TemplateContext::new("entries.html", "Entries")
            .with("lately", &lately.collect::<Vec<_>>())
            .with("lately_span", &recent_span(last, calendar.today))
            .with("calendars", &calendars.unwrap_or_default())
            .with("years", &years.collect::<Vec<_>>())
            .with("entries", &site.draft.days.len())
            .with("first", &first.map(|date: Date| date.to_string()))
    }
}
