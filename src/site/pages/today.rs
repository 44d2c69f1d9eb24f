//! `index.html`: what is open today, the newest entry, this day in other years.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::commitment_view::CommitmentView;
use crate::site::entry_card::EntryCard;

/// How many entries it shows beside the newest.
const RECENT: usize = 5;

struct TodayPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(TodayPage)]
}

impl TemplatePage for TodayPage {
    fn path(&self) -> String {
        "index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let today = site.input.calendar.today;
        let days = &site.draft.days;
        let mut newest = days.iter().rev().map(|page| &*page.card);
        let open: Vec<&CommitmentView> = site.listed().filter(|view| view.open).collect();
        let same_day = site.anniversaries.get(today.strftime("%m-%d").to_string().as_str());
        let same_day = cards(same_day.map(Vec::as_slice).unwrap_or_default());
        let before = |card: &&EntryCard| card.date < today.to_string();
        let earlier: Vec<&EntryCard> = same_day.into_iter().filter(before).collect();
        TemplateContext::new("index.html", &site.input.config.title)
            .with("today", &today.to_string())
            .with("open", &open)
            .with("newest", &newest.next())
            .with("recent", &newest.take(RECENT).collect::<Vec<_>>())
            .with("on_this_day", &earlier)
            .with("question", &site.input.question)
            .with("years", &site.year_links())
            .with("first", &days.first().map(|page| &*page.card.date))
            .with("words", &site.years.iter().map(|year| year.words).sum::<usize>())
            .with("entries", &days.len())
    }
}
