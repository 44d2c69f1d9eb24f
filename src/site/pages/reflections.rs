//! `reflections/index.html`: the newest reflections, and all months and themes.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::reflections::amends;

struct ReflectionsPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(ReflectionsPage)]
}

impl TemplatePage for ReflectionsPage {
    fn path(&self) -> String {
        "reflections/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("reflections.html", "Reflections")
            .with("reflections", &site.reflections.newest)
            .with("months", &site.reflections.months)
            .with("themes", &site.reflections.themes)
            .with("amends", &amends(&site.draft.days))
    }
}
