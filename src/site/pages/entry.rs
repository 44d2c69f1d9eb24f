//! `entries/2026-03-02.html` and `pages/about.html`: one entry.

use super::page::{Page, TemplateContext, TemplatePage, cards, hashes};
use crate::commitment::cadence::days_between;
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_card::{CardLine, EntryCard};
use crate::site::entry_page::EntryPage;
use crate::site::page_builder::untitled;
use crate::spoken::number;

/// An entry of so many days ago is an old one.
const YEAR: i64 = 365;

/// An entry of a day, with those before and after it.
struct DayEntryPage<'s> {
    page: &'s EntryPage<'s>,
    previous: Option<&'s EntryPage<'s>>,
    next: Option<&'s EntryPage<'s>>,
}

/// An entry without a day.
struct NotePage<'s>(&'s EntryPage<'s>);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let days = &site.draft.days;
    let mut pages = Vec::with_capacity(days.len());
    let mut previous = None;
    for (index, page) in days.iter().enumerate() {
        pages.push(Page::template(DayEntryPage { page, previous, next: days.get(index + 1) }));
        previous = Some(page);
    }
    let notes = site.draft.pages.iter().filter(|page| site.input.tracked(page.entry).is_none());
    pages.extend(notes.map(|page| Page::template(NotePage(page))));
    pages
}

/// "a year ago", "two years ago": whole years.
fn ago(days: i64) -> String {
    match usize::try_from(days * 100 / 36_525).unwrap_or(0) {
        0 | 1 => "a year ago".to_owned(),
        years => format!("{} years ago", number(years)),
    }
}

/// Its day of the year, where that has a page.
fn anniversary<'a>(page: &'a EntryPage, site: &Site) -> Option<&'a str> {
    let day = page.card.date.get(5..)?;
    site.anniversaries.contains_key(day).then_some(day)
}

fn backlinks(page: &EntryPage, site: &Site) -> Vec<InputHash> {
    hashes(site.backlinks(&page.card.url).iter().copied())
}

fn context(page: &EntryPage, site: &Site) -> TemplateContext {
    let (today, date) = (site.input.calendar.today, page.entry.date());
    let days = date.map_or(0, |date| days_between(date, today));
    TemplateContext::new("entry.html", &*page.title)
        .with("titled", &(*page.title != *untitled(page.entry)))
        .with("old", &(days >= YEAR))
        .with("ago", &(days >= YEAR).then(|| ago(days)))
        .with("entry", &*page.card)
        .with("html", &site.draft.builder.body(page))
        .with("tags", &page.tags())
        .with("mood", &page.shown_entry().front.text("mood"))
        .with("fields", &page.fields())
        .with("backlinks", &cards(site.backlinks(&page.card.url)))
}

fn line<'a>(page: &'a EntryPage) -> CardLine<'a> {
    page.card.line()
}

impl TemplatePage for DayEntryPage<'_> {
    fn path(&self) -> String {
        self.page.card.url.clone()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let beside = [self.previous, self.next].map(|page| page.map(|page| page.input_hash));
        let anniversary = anniversary(self.page, site).is_some();
        let backlinks = backlinks(self.page, site);
        Some(InputHash::of(&(self.page.input_hash, beside, anniversary, backlinks)))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let anniversary = anniversary(self.page, site).map(|day| format!("days/{day}.html"));
        context(self.page, site)
            .with("previous", &self.previous.map(line))
            .with("next", &self.next.map(line))
            .with("anniversary", &anniversary)
    }
}

impl TemplatePage for NotePage<'_> {
    fn path(&self) -> String {
        self.0.card.url.clone()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        Some(InputHash::of(&(self.0.input_hash, backlinks(self.0, site))))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        context(self.0, site)
            .with("previous", &None::<&EntryCard>)
            .with("next", &None::<&EntryCard>)
            .with("anniversary", &None::<String>)
    }
}
