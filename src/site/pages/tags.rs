//! `tags/index.html`: every tag, and how many entries have it.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_card::CountedLink;

struct TagsPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(TagsPage)]
}

impl TemplatePage for TagsPage {
    fn path(&self) -> String {
        "tags/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let count = |url: &str| site.by_tag.get(url).map_or(0, Vec::len);
        let tags = site.draft.builder.index.tags.values();
        let tags =
            tags.map(|tag| CountedLink { name: &tag.name, url: &tag.url, count: count(&tag.url) });
        TemplateContext::new("tags.html", "Tags").with("tags", &tags.collect::<Vec<_>>())
    }
}
