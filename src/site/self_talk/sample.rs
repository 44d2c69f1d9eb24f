//! What may be told of each entry: its words, and the places that the rules marked.

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::Family;
use crate::site::arranged::Site;
use crate::site::entry_card::EntryCard;
use crate::site::entry_page::EntryPage;
use crate::site::input::RuleExplanation;
use crate::site::margin_notes::unmarked;
use crate::text::one_line;

/// Longer quotes are cut.
const LONGEST: usize = 70;

/// An entry that may be spoken of.
#[derive(Debug)]
pub(in crate::site) struct SelfTalkDay<'s> {
    pub(super) date: Option<Date>,
    pub(super) page: &'s EntryPage<'s>,
    pub(super) words: usize,
    pub(super) marked: Vec<Marked<'s>>,
}

/// A place that a rule marked.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Marked<'s> {
    #[serde(skip)]
    pub(super) family: Family,
    #[serde(skip)]
    pub(super) rule: Option<&'s RuleExplanation>,
    /// Where it begins in the file.
    #[serde(skip)]
    pub(super) start: usize,
    /// The person's words.
    pub(super) words: String,
    pub(super) entry: &'s EntryCard,
}

/// The entries that may be spoken of, in order; pages first.
pub(in crate::site) fn days<'s>(site: &'s Site) -> Vec<SelfTalkDay<'s>> {
    let draft = site.draft;
    let all = draft.pages.iter().chain(&draft.days);
    let open = all.filter(|page| !page.withheld && !page.entry.private);
    open.map(|page| SelfTalkDay {
        date: page.entry.date(),
        page,
        words: page.card.words,
        marked: marked(page, site),
    })
    .collect()
}

fn marked<'s>(page: &'s EntryPage<'s>, site: &'s Site) -> Vec<Marked<'s>> {
    let found = site.input.findings.get(page.entry.path.as_str()).copied().unwrap_or_default();
    let told = found.iter().filter(|one| one.family.is_self_talk() && !page.entry.hides(one.span));
    told.map(|one| Marked {
        family: one.family,
        rule: site.input.rules.iter().find(|rule| rule.id == one.rule),
        start: one.span.start,
        words: quoted(one.span.slice(&page.entry.source)),
        entry: &page.card,
    })
    .collect()
}

/// Words of the file as they are quoted.
fn quoted(words: &str) -> String {
    let words = unmarked(&one_line(words));
    let long = words.chars().count() > LONGEST;
    if !long {
        return words;
    }
    let cut: String = words.chars().take(LONGEST).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
