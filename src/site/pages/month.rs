//! `months/2026-03.html`: the entries of a month.

use jiff::civil::Date;

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear, NamedLink};

struct MonthPage<'s> {
    year: &'s CalendarYear<'s>,
    month: &'s CalendarMonth<'s>,
    previous: Option<&'s CalendarMonth<'s>>,
    next: Option<&'s CalendarMonth<'s>>,
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

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        let beside = [self.previous, self.next].map(|month| month.map(|month| &month.date));
        Some(InputHash::of(&(self.month.input_hash(), beside)))
    }

    fn context(&self, _: &Site) -> TemplateContext {
        let title = self.month.date.parse::<Date>();
        let title = title.map_or_else(|_| String::new(), |date| date.strftime("%B %Y").to_string());
        TemplateContext::new("month.html", title)
            .with("month", self.month)
            .with("year", &NamedLink { name: &self.year.name, url: &self.year.url })
            .with("previous", &self.previous.map(CalendarMonth::link))
            .with("next", &self.next.map(CalendarMonth::link))
    }
}
