//! `commitments/walk.html`: one commitment with all its numbers.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::commitment_view::CommitmentView;

struct CommitmentPage<'s>(&'s CommitmentView<'s>);

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    site.views.iter().map(|view| Page::template(CommitmentPage(view))).collect()
}

impl TemplatePage for CommitmentPage<'_> {
    fn path(&self) -> String {
        self.0.url.clone()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        TemplateContext::new("commitment.html", &self.0.title)
            .with("commitment", self.0)
            .with("backlinks", &cards(site.backlinks(&self.0.url)))
    }
}
