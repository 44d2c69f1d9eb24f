//! `commitments/walk.html`: one commitment with all its days.

use super::page::{Page, TemplateContext, TemplatePage, cards};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::commitment_detail::CommitmentDetail;
use crate::site::commitment_view::{CommitmentView, ViewContext};
use crate::site::entry_page::EntryPage;

struct CommitmentPage<'s> {
    view: &'s CommitmentView<'s>,
    note: &'s EntryPage<'s>,
}

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let note =
        |view: &CommitmentView| site.draft.pages.iter().find(|page| page.card.url == view.url);
    let pages =
        site.views.iter().filter_map(|view| Some(CommitmentPage { view, note: note(view)? }));
    pages.map(Page::template).collect()
}

impl TemplatePage for CommitmentPage<'_> {
    fn path(&self) -> String {
        self.view.url.clone()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let calendar = &site.input.calendar;
        let context = ViewContext { urls: &site.urls, calendar };
        let since = self.view.since(calendar.today);
        TemplateContext::new("commitment.html", &self.view.title)
            .with("commitment", self.view)
            .with("detail", &CommitmentDetail::new(self.view.tracked, since, &context))
            .with("html", &site.draft.builder.body(self.note))
            .with("backlinks", &cards(site.backlinks(&self.view.url)))
    }
}
