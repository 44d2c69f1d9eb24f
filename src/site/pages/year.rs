//! `years/2026.html`: the entries of a year, with a calendar of each month.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::CalendarYear;

struct YearPage<'s>(&'s CalendarYear<'s>);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    site.years.iter().map(|year| Page::template(YearPage(year))).collect()
}

impl TemplatePage for YearPage<'_> {
    fn path(&self) -> String {
        self.0.url.clone()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(self.0.input_hash())
    }

    fn context(&self, _: &Site) -> TemplateContext {
        TemplateContext::new("year.html", &self.0.name).with("year", self.0)
    }
}
