//! `search/index.html`: the page that searches.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct SearchPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(SearchPage)]
}

impl TemplatePage for SearchPage {
    fn path(&self) -> String {
        "search/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::default())
    }

    fn context(&self, _: &Site) -> TemplateContext {
        TemplateContext::new("search.html", "Search")
    }
}
