//! What the editor offers while a line is written: check-ins, their states, tags, links.

use std::sync::LazyLock;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, Position, TextEdit,
};
use regex::Regex;

use super::client::Client;
use super::document::{Analysis, Document};
use super::name_index::CurrentNames;
use crate::commitment::Commitment;
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::index::CommitmentKey;
use crate::commitment::name::folded;
use crate::text::{FileSpan, regex};

static LINK: LazyLock<Regex> = LazyLock::new(|| regex(r"\[\[([^\[\]|#]*)$"));
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:^|[\s(])#([\p{L}\p{N}_/-]*)$"));
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\s*(?:[-*+]\s+)?([\p{L}][\p{L}\p{N}_ -]*?)::\s*(\p{L}*)$"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*[-*+]\s+(\[?.?\]?\s*[^\[\]:]*)$"));
/// What a field can say in a word.
const STATES: [CheckInState; 5] = [
    CheckInState::Kept,
    CheckInState::Partly,
    CheckInState::Missed,
    CheckInState::Rest,
    CheckInState::Moved,
];
/// What a box can say: a missed day has none.
const BOXES: [CheckInState; 4] =
    [CheckInState::Kept, CheckInState::Partly, CheckInState::Rest, CheckInState::Moved];

/// What may stand at a place, and whether to ask again after the next letter.
pub(super) fn completion(
    document: &mut Document,
    place: Position,
    names: &CurrentNames,
    client: &Client,
) -> CompletionList {
    let reading = document.reading();
    if reading.withheld {
        return CompletionList::default();
    }
    let offset = document.text.offset(place, client.encoding);
    let (start, line) = document.line_before(offset);
    let (typed, lead) = (FileSpan::at(offset), String::new());
    let mut menu =
        CompletionMenu { document, client, typed, lead, named: false, items: Vec::new() };
    let group = |found: &regex::Captures, group| {
        found.get(group).map_or(offset, |group: regex::Match| start + group.start())
    };
    if let Some(found) = LINK.captures(line) {
        menu.typed.start = group(&found, 1);
        menu.named = true;
        let closed = document.after(offset).starts_with("]]");
        for name in &names.index.links {
            let text = if closed { name.clone() } else { format!("{name}]]") };
            menu.add(name, text, CompletionItemKind::File, "");
        }
    } else if let Some(found) = FIELD.captures(line) {
        let key = folded(&found[1]);
        let mut known = document.project.setup.commitments.commitments().iter();
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
        for tag in &names.index.tags {
            menu.add(tag, tag.clone(), CompletionItemKind::Keyword, "");
        }
    } else if let Some(found) = ITEM.captures(line) {
        menu.typed.start = group(&found, 1);
        found[1].clone_into(&mut menu.lead);
        let meant = found[1].trim_start_matches(['[', ']', 'x', 'X', '/', '-', '>', ' ']);
        let meant = meant.to_lowercase();
        // Editors close a bracket as soon as it is opened.
        let after = document.after(offset);
        menu.typed.end += usize::from(line.contains('[') && after.starts_with(']'));
        let fits = |one: &&Commitment| one.title.to_lowercase().contains(&meant);
        for commitment in due(document, &reading).filter(fits) {
            menu.check_ins(commitment);
        }
    }
    // While the names are being read there may be more to come.
    let is_incomplete = menu.named && names.loading;
    CompletionList { is_incomplete, items: menu.items, ..CompletionList::default() }
}

/// The commitments that can be kept on the entry's day and have no check-in in it.
pub(super) fn due<'a>(
    document: &'a Document,
    reading: &'a Analysis,
) -> impl Iterator<Item = &'a Commitment> {
    let decided = |key: CommitmentKey| {
        let mut check_ins = reading.check_ins.iter().filter(move |one| one.commitment == key);
        check_ins.any(|one| one.state != CheckInState::Open)
    };
    let all = document.project.setup.commitments.iter();
    let wanted = all.filter(move |(key, _)| !decided(*key)).map(|(_, one)| one);
    wanted.filter(|one| reading.date.is_some_and(|date| one.is_due(date)))
}

struct CompletionMenu<'a> {
    document: &'a Document,
    client: &'a Client,
    /// What was typed of the word and is replaced.
    typed: FileSpan,
    /// What an editor has to find before a label: brackets are no part of a name.
    lead: String,
    /// Whether names of the journal are what is wanted.
    named: bool,
    items: Vec<CompletionItem>,
}

impl CompletionMenu<'_> {
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
        let label = format!("{}: {}", commitment.title, CheckInState::Missed.name());
        let text = format!("{}:: {}", commitment.id, CheckInState::Missed.name());
        self.add(&label, text, CompletionItemKind::Event, "what got in the way?");
    }
}
