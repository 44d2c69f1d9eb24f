//! `starred/index.html`: the entries that the person wants to come back to.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct StarredPage;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    if site.starred.is_empty() { Vec::new() } else { vec![Page::template(StarredPage)] }
}

impl TemplatePage for StarredPage {
    fn path(&self) -> String {
        "starred/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("starred.html", "Starred").with("entries", &site.starred)
    }
}
