//! `days/index.html`: this day in other years, and a year of days to go to.

use jiff::civil::Date;
use serde::Serialize;

use super::page::{Page, TemplateContext, TemplatePage, hashes};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_card::EntryCard;
use crate::site::entry_page::EntryPage;
use crate::spoken::{capital, counted};

/// A year that has all days.
const LEAP: i16 = 2024;
/// Days with more years than this look alike.
const MOST: usize = 3;

struct OnThisDayPage;

/// A row of the year of days.
#[derive(Debug, Serialize)]
struct MonthOfDays {
    name: String,
    days: Vec<DayOfYears>,
}

#[derive(Debug, Serialize)]
struct DayOfYears {
    number: i8,
    /// In how many years it was written on, at most three.
    size: usize,
    url: Option<String>,
    /// "5 March: three years".
    label: String,
    today: bool,
}

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(OnThisDayPage)]
}

/// The entries of today's day of the year, oldest first.
fn same_day<'s>(site: &'s Site) -> impl DoubleEndedIterator<Item = &'s EntryPage<'s>> {
    let day = site.input.calendar.today.strftime("%m-%d").to_string();
    let days = site.draft.days.iter();
    days.filter(move |page| page.card.date.get(5..) == Some(day.as_str()))
}

impl TemplatePage for OnThisDayPage {
    fn path(&self) -> String {
        "days/index.html".to_owned()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let days = site.draft.days.iter().map(|page| &page.card.date);
        Some(InputHash::of(&(hashes(same_day(site)), days.collect::<Vec<_>>())))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let same: Vec<&EntryCard> = same_day(site).rev().map(|page| &*page.card).collect();
        TemplateContext::new("on-this-day.html", "On this day")
            .with("today", &site.input.calendar.today.to_string())
            .with("entries", &same)
            .with("months", &months(site))
    }
}

fn months(site: &Site) -> Vec<MonthOfDays> {
    let today = site.input.calendar.today;
    // For each day of the year the years in which it was written on, and its newest entry.
    let mut written: std::collections::BTreeMap<(i8, i8), (usize, &EntryPage)> =
        std::collections::BTreeMap::new();
    let mut before: Option<Date> = None;
    for page in &site.draft.days {
        let Some(date) = page.entry.date() else { continue };
        let day = written.entry((date.month(), date.day())).or_insert((0, page));
        day.0 += usize::from(before != Some(date));
        day.1 = page;
        before = Some(date);
    }
    let day = |date: Date| {
        let found = written.get(&(date.month(), date.day()));
        let years = found.map_or(0, |(years, _)| *years);
        let url = found.map(|(years, page)| match years {
            1 => page.card.url.clone(),
            _ => format!("days/{}.html", date.strftime("%m-%d")),
        });
        DayOfYears {
            number: date.day(),
            size: years.min(MOST),
            url,
            label: format!("{}: {}", date.strftime("%-d %B"), counted(years, "year")),
            today: (date.month(), date.day()) == (today.month(), today.day()),
        }
    };
    let firsts = (1..=12).filter_map(|month| Date::new(LEAP, month, 1).ok());
    let month = |first: Date| {
        let days =
            (1..=first.days_in_month()).filter_map(|day| Date::new(LEAP, first.month(), day).ok());
        MonthOfDays {
            name: capital(&first.strftime("%b").to_string()),
            days: days.map(day).collect(),
        }
    };
    firsts.map(month).collect()
}
