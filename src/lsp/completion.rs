//! What the editor offers while a line is written: check-ins, their states, tags, links.

use std::sync::{Arc, LazyLock};

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Position, TextEdit,
};
use regex::Regex;

use super::Client;
use super::document::{Document, Reading};
use super::names::Names;
use crate::commitment::Commitment;
use crate::commitment::account::is_due;
use crate::commitment::name::folded;
use crate::journal::check_in::State;
use crate::text::{Span, regex};

static LINK: LazyLock<Regex> = LazyLock::new(|| regex(r"\[\[([^\[\]|#]*)$"));
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[\s(])#([\p{L}\p{N}_/-]*)$"));
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(?:[-*+]\s+)?([\p{L}][\p{L}\p{N}_ -]*?)::\s*(\p{L}*)$"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*[-*+]\s+(\[?.?\]?\s*[^\[\]:]*)$"));
/// What a field can say in a word.
const STATES: [State; 5] = [State::Kept, State::Partly, State::Missed, State::Rest, State::Moved];
/// What a box can say: a missed day has none.
const BOXES: [State; 4] = [State::Kept, State::Partly, State::Rest, State::Moved];

/// What may stand at a place, and whether to ask again after the next letter.
pub(super) fn completion(
    document: &mut Document,
    place: Position,
    (names, more): &(Arc<Names>, bool),
    client: &Client,
) -> CompletionList {
    let reading = document.reading();
    if reading.withheld {
        return CompletionList::default();
    }
    let offset = document.text.offset(place, client.encoding);
    let (start, line) = document.line_before(offset);
    let (typed, lead) = (Span::at(offset), String::new());
    let mut menu = Menu { document, client, typed, lead, named: false, items: Vec::new() };
    let group = |found: &regex::Captures, group| {
        found.get(group).map_or(offset, |group: regex::Match| start + group.start())
    };
    if let Some(found) = LINK.captures(line) {
        menu.typed.start = group(&found, 1);
        menu.named = true;
        let closed = document.text.as_str()[offset..].starts_with("]]");
        for name in &names.links {
            let text = if closed { name.clone() } else { format!("{name}]]") };
            menu.add(name, text, CompletionItemKind::File, "");
        }
    } else if let Some(found) = FIELD.captures(line) {
        let key = folded(&found[1]);
        let mut known = document.project.promises.register.commitments.iter();
        if known.any(|one| one.names().any(|name| folded(name) == key)) {
            menu.typed.start = group(&found, 2);
            let space = if line.ends_with(':') { " " } else { "" };
            for state in STATES {
                let text = format!("{space}{}", state.name());
                menu.add(state.name(), text, CompletionItemKind::EnumMember, "");
            }
        }
    } else if let Some(found) = TAG.captures(line) {
        menu.typed.start = group(&found, 1);
        menu.named = true;
        for tag in &names.tags {
            menu.add(tag, tag.clone(), CompletionItemKind::Keyword, "");
        }
    } else if let Some(found) = ITEM.captures(line) {
        menu.typed.start = group(&found, 1);
        found[1].clone_into(&mut menu.lead);
        let meant = found[1].trim_start_matches(['[', ']', 'x', 'X', '/', '-', '>', ' ']);
        let meant = meant.to_lowercase();
        // Editors close a bracket as soon as it is opened.
        let after = &document.text.as_str()[offset..];
        menu.typed.end += usize::from(line.contains('[') && after.starts_with(']'));
        let fits = |one: &&Commitment| one.title.to_lowercase().contains(&meant);
        for commitment in due(document, &reading).filter(fits) {
            menu.check_ins(commitment);
        }
    }
    // While the names are being read there may be more to come.
    let is_incomplete = menu.named && *more;
    CompletionList { is_incomplete, items: menu.items, ..CompletionList::default() }
}

/// The commitments that can be kept on the entry's day and have no mark in it.
pub(super) fn due<'a>(
    document: &'a Document,
    reading: &'a Reading,
) -> impl Iterator<Item = &'a Commitment> {
    let marked = |index: usize| {
        let mut marks = reading.marks.iter().filter(move |mark| mark.commitment == index);
        marks.any(|mark| mark.state != State::Open)
    };
    let all = document.project.promises.register.commitments.iter().enumerate();
    let wanted = all.filter(move |(index, _)| !marked(*index)).map(|(_, one)| one);
    wanted.filter(|one| reading.date.is_some_and(|date| is_due(one, date)))
}

struct Menu<'a> {
    document: &'a Document,
    client: &'a Client,
    /// What was typed of the word and is replaced.
    typed: Span,
    /// What an editor has to find before a label: brackets are no part of a name.
    lead: String,
    /// Whether names of the journal are what is wanted.
    named: bool,
    items: Vec<CompletionItem>,
}

impl Menu<'_> {
    fn add(&mut self, label: &str, new_text: String, kind: CompletionItemKind, detail: &str) {
        let range = self.document.text.range(self.typed, self.client.encoding);
        let order = format!("{:05}", self.items.len());
        self.items.push(CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            sort_text: Some(order),
            // An editor compares this with what it is about to replace.
            filter_text: Some(format!("{}{label}", self.lead)),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        });
    }

    fn check_ins(&mut self, commitment: &Commitment) {
        for state in BOXES {
            let label = format!("{}: {}", commitment.title, state.name());
            let text = format!("[{}] {}", state.letter(), commitment.title);
            let least = commitment.minimum.as_deref().unwrap_or_default();
            self.add(&label, text, CompletionItemKind::Event, least);
        }
        let label = format!("{}: {}", commitment.title, State::Missed.name());
        let text = format!("{}:: {}", commitment.id, State::Missed.name());
        self.add(&label, text, CompletionItemKind::Event, "what got in the way?");
    }
}
