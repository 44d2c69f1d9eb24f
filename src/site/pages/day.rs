//! `days/03-02.html`: the entries of a day of the year, in several years.

use super::page::{Page, TemplateContext, TemplatePage, cards, hashes};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_page::EntryPage;

struct DayPage<'s> {
    /// Month and day: `03-02`.
    name: &'s str,
    /// The newest first.
    entries: &'s [&'s EntryPage<'s>],
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let days = site.days_of_years().into_iter();
    days.map(|(name, entries)| Page::template(DayPage { name, entries })).collect()
}

impl TemplatePage for DayPage<'_> {
    fn path(&self) -> String {
        format!("days/{}.html", self.name)
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::of(&hashes(self.entries.iter().copied())))
    }

    fn context(&self, _: &Site) -> TemplateContext {
        TemplateContext::new("day.html", "On this day").with("entries", &cards(self.entries))
    }
}
