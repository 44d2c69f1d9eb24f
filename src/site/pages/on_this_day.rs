//! `days/index.html`: this day in other years, and every day of the year with several entries.

use super::page::{Page, TemplateContext, TemplatePage, hashes};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_card::{CountedLink, EntryCard};
use crate::site::entry_page::EntryPage;

struct OnThisDayPage;

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
        let counts = site.days_of_years().into_iter();
        let counts: Vec<(&str, usize)> = counts.map(|(day, pages)| (day, pages.len())).collect();
        Some(InputHash::of(&(hashes(same_day(site)), counts)))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let same: Vec<&EntryCard> = same_day(site).rev().map(|page| &*page.card).collect();
        // A day of the year, in a year that has all of them.
        let named = |(day, pages): (&str, &[&EntryPage])| {
            (format!("2024-{day}"), format!("days/{day}.html"), pages.len())
        };
        let days: Vec<(String, String, usize)> =
            site.days_of_years().into_iter().map(named).collect();
        let days: Vec<CountedLink> = days
            .iter()
            .map(|(name, url, count)| CountedLink { name, url, count: *count })
            .collect();
        TemplateContext::new("on-this-day.html", "On this day")
            .with("today", &site.input.calendar.today.to_string())
            .with("entries", &same)
            .with("days", &days)
    }
}
