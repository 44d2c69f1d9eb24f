//! `tags/sea.html`: the entries with a tag, the newest with their first words.

use super::page::{Page, TemplateContext, TemplatePage, cards, hashes};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_card::{CardLine, TagLink};
use crate::site::entry_page::EntryPage;

/// How many entries are shown with their first words.
const CARDS: usize = 30;

struct TagPage<'s> {
    tag: &'s TagLink,
    /// The newest first.
    entries: &'s [&'s EntryPage<'s>],
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let tags = site.draft.builder.index.tags.values();
    let entries = |tag: &TagLink| site.by_tag.get(tag.url.as_str()).map_or(&[][..], Vec::as_slice);
    tags.map(|tag| Page::template(TagPage { tag, entries: entries(tag) })).collect()
}

impl TemplatePage for TagPage<'_> {
    fn path(&self) -> String {
        self.tag.url.clone()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::of(&(self.tag, hashes(self.entries.iter().copied()))))
    }

    fn context(&self, _: &Site) -> TemplateContext {
        let (newest, older) = self.entries.split_at(self.entries.len().min(CARDS));
        let older: Vec<CardLine> = older.iter().map(|page| page.card.line()).collect();
        TemplateContext::new("tag.html", format!("#{}", self.tag.name))
            .with("tag", self.tag)
            .with("entries", &cards(newest))
            .with("older", &older)
    }
}
