//! `commitments/index.html`: what goes on, what is paused, what ended.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::commitment::metrics::Status;
use crate::commitment::sentence::{SpokenPart, news};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::commitment_view::CommitmentView;
use crate::spoken::{capital, list, number};

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
        let of = |wanted: &[Status]| {
            let mut views: Vec<&CommitmentView> =
                site.listed().filter(|view| wanted.contains(&view.status)).collect();
            // What is open today stands first, the rest by name.
            views.sort_by_key(|view| (!view.open, view.title.to_lowercase()));
            views
        };
        let active = of(&[Status::Active]);
        let paused = of(&[Status::Paused, Status::NotStarted]);
        let ended = of(&[Status::Finished, Status::Released, Status::Ended]);
        TemplateContext::new("commitments.html", "Commitments")
            .with("lead", &lead(site, &active, &paused, &ended))
            .with("going_on", &active)
            .with("resting", &paused)
            .with("ended", &ended)
    }
}

fn lead(
    site: &Site,
    active: &[&CommitmentView],
    paused: &[&CommitmentView],
    ended: &[&CommitmentView],
) -> Vec<SpokenPart> {
    let today = site.input.calendar.today;
    let back = active.iter().filter(|view| news(view.tracked, today).is_some());
    let back: Vec<String> = back.map(|view| format!("“{}”", view.title)).collect();
    let mut said = Vec::new();
    if !back.is_empty() {
        said.push(SpokenPart::back(format!("Back to {}", list(&back))));
        said.push(SpokenPart::plain(". "));
    }
    let verb = |count: usize, one: &str, many: &str| {
        format!("{} {}", number(count), if count == 1 { one } else { many })
    };
    let waiting = paused.iter().filter(|view| view.status == Status::NotStarted).count();
    let parts = [
        (active.len(), verb(active.len(), "goes on", "go on")),
        (paused.len() - waiting, verb(paused.len() - waiting, "rests", "rest")),
        (waiting, verb(waiting, "begins later", "begin later")),
        (ended.len(), verb(ended.len(), "has ended", "have ended")),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text).collect();
    said.push(SpokenPart::plain(format!(
        "{}. A day off ends nothing here; what counts is coming back.",
        capital(&list(&parts))
    )));
    said
}
