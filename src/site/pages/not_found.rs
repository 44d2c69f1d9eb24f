//! `404.html`: what a host shows for an address that leads nowhere.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct NotFoundPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(NotFoundPage)]
}

impl TemplatePage for NotFoundPage {
    fn path(&self) -> String {
        "404.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::of(&()))
    }

    fn context(&self, _: &Site) -> TemplateContext {
        TemplateContext::new("404.html", "Not here")
    }
}
