//! `rules/index.html`: every rule, explained.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct RulesListPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(RulesListPage)]
}

impl TemplatePage for RulesListPage {
    fn path(&self) -> String {
        "rules/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        Some(InputHash::default())
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("rules.html", "What is noticed, and why")
            .with("rules", site.input.rules)
    }
}
