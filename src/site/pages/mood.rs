//! `mood/index.html`: the moods that were written down, over time.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::entry_page::EntryPage;
use crate::site::mood::MoodChart;

struct MoodPage;

pub(super) fn pages<'s>(site: &'s Site<'s>) -> Vec<Page<'s>> {
    let has_moods = site.draft.days.iter().any(|page| page.card.mood.is_some());
    if has_moods { vec![Page::template(MoodPage)] } else { Vec::new() }
}

impl TemplatePage for MoodPage {
    fn path(&self) -> String {
        "mood/index.html".to_owned()
    }

    fn inputs(&self, site: &Site) -> Option<InputHash> {
        let moods = site.draft.days.iter().map(|page| (&page.card.date, &page.card.mood));
        Some(InputHash::of(&moods.filter(|(_, mood)| mood.is_some()).collect::<Vec<_>>()))
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let days: Vec<&EntryPage> = site.draft.days.iter().collect();
        TemplateContext::new("mood.html", "Mood")
            .with("mood", &MoodChart::new(&days, site.input.calendar.week_starts))
    }
}
