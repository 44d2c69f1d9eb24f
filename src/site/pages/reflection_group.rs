//! `reflections/2026-03.html` and `reflections/next-step-in-2026.html`: the reflections of a month,
//! and those of a theme in a year.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::reflections::ReflectionGroup;

struct ReflectionGroupPage<'s>(&'s ReflectionGroup<'s>);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let groups = site.reflections.months.iter().chain(&site.reflections.themes);
    groups.map(|group| Page::template(ReflectionGroupPage(group))).collect()
}

impl TemplatePage for ReflectionGroupPage<'_> {
    fn path(&self) -> String {
        self.0.url.clone()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(self.0.input_hash())
    }

    fn context(&self, _: &Site) -> TemplateContext {
        let title = match self.0.theme {
            "" => "Reflections".to_owned(),
            theme => format!("{theme}, {}", self.0.period),
        };
        TemplateContext::new("gathering.html", title)
            .with("gathering", self.0)
            .with("reflections", &self.0.reflections)
    }
}
