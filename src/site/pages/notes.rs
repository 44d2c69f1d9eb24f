//! `pages/index.html`: entries without a day.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct NotesPage;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    if site.plain.is_empty() { Vec::new() } else { vec![Page::template(NotesPage)] }
}

impl TemplatePage for NotesPage {
    fn path(&self) -> String {
        "pages/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("pages.html", "Pages").with("pages", &cards(&site.plain))
    }
}
