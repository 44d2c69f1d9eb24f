//! `entries/index.html`: every year, and calendars of the newest months.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

/// How many of the newest months are shown as calendars.
const MONTHS: usize = 4;

struct EntriesPage;

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
        let months = site.years.iter().rev().flat_map(|year| year.months.iter().rev());
        TemplateContext::new("entries.html", "Entries")
            .with("years", &site.year_links())
            .with("calendars", &months.take(MONTHS).collect::<Vec<_>>())
    }
}
