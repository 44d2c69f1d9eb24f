//! `commitments/index.html`: every commitment in a few lines.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;

struct CommitmentsPage;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    if site.views.is_empty() { Vec::new() } else { vec![Page::template(CommitmentsPage)] }
}

impl TemplatePage for CommitmentsPage {
    fn path(&self) -> String {
        "commitments/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("commitments.html", "Commitments")
            .with("commitments", &site.listed().collect::<Vec<_>>())
    }
}
