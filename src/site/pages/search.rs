//! `search/index.html`: the page that searches, and what leads on without typing.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::calendar::{CalendarMonth, CalendarYear, NamedLink};
use crate::site::entry_card::CountedLink;

/// How many tags are named.
const MOST: usize = 20;

struct SearchPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(SearchPage)]
}

impl TemplatePage for SearchPage {
    fn path(&self) -> String {
        "search/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let newest = site.years.last().map_or(&[][..], |year| &year.months);
        let months: Vec<NamedLink> = newest.iter().rev().map(CalendarMonth::link).collect();
        let years: Vec<NamedLink> = site.years.iter().rev().map(CalendarYear::named).collect();
        TemplateContext::new("search.html", "Search")
            .with("tags", &tags(site))
            .with("months", &months)
            .with("years", &years)
    }
}

/// The tags of most entries.
fn tags<'s>(site: &'s Site) -> Vec<CountedLink<'s>> {
    let count = |url: &str| site.by_tag.get(url).map_or(0, Vec::len);
    let tags = site.draft.builder.index.tags.values();
    let mut tags: Vec<CountedLink> = tags
        .map(|tag| CountedLink { name: &tag.name, url: &tag.url, count: count(&tag.url) })
        .collect();
    // What is as frequent stays in order.
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.count));
    tags.truncate(MOST);
    tags
}
