//! The day's commitments above an entry, and where its links lead.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gen_lsp_types::{CodeLens, Command, DocumentLink, Uri};
use regex::Regex;
use serde_json::json;

use super::client::Client;
use super::command::CHECK_IN;
use super::document::Document;
use super::name_index::NameIndex;
use super::uri::{file_of_url, linked_file};
use crate::commitment::Commitment;
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::check_in::write::NewCheckIn;
use crate::commitment::index::CommitmentKey;
use crate::disk;
use crate::journal::entry::Entry;
use crate::project::EntryText;
use crate::text::{Edit, FileSpan, regex};

static WIKI: LazyLock<Regex> = LazyLock::new(|| regex(r"\[\[([^\[\]|#\n]+)[^\[\]\n]*\]\]"));
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r#"\]\(<?([^()<>\s"]+\.[A-Za-z0-9]+)>?(?:#[^()\s]*)?(?:\s+"[^"\n]*")?\)"#)
});

/// A line for each commitment of the entry's day: what was written down, or a way to do so.
pub(super) fn lenses(document: &mut Document, client: &Client) -> Vec<CodeLens> {
    let reading = document.reading();
    let Some(date) = reading.date else { return Vec::new() };
    let place = document.text.range(FileSpan::at(reading.body), client.encoding);
    let all = document.project.setup.commitments.iter();
    let lens = |(key, commitment): (CommitmentKey, &Commitment)| {
        let mut check_ins = reading.check_ins.iter().filter(|check_in| check_in.commitment == key);
        let said = check_ins
            .rfind(|check_in| check_in.date == date && check_in.state != CheckInState::Open);
        let title = &commitment.title;
        let command = match said {
            Some(check_in) => Command {
                title: format!("{title}: {}", check_in.state.name()),
                ..Command::default()
            },
            None if date > document.project.today => {
                Command { title: format!("{title}: to come"), ..Command::default() }
            }
            None => Command {
                title: format!("{title}: open, write it down as kept"),
                command: CHECK_IN.to_owned(),
                arguments: Some(vec![json!(document.uri), json!(commitment.id), json!("kept")]),
                ..Command::default()
            },
        };
        CodeLens { range: place, command: Some(command), data: None }
    };
    all.filter(|(_, commitment)| commitment.is_due(date)).map(lens).collect()
}

/// The edit that writes a check-in into a document; why not, where none can.
pub(super) fn check_in(document: &Document, id: &str, state: &str) -> Result<Edit, String> {
    let project = &document.project;
    let Some((_, commitment)) = project.setup.commitments.by_id(id) else {
        return Err(format!("there is no commitment `{id}`"));
    };
    let states =
        [CheckInState::Kept, CheckInState::Partly, CheckInState::Rest, CheckInState::Missed];
    let Some(state) = states.into_iter().find(|known| known.name() == state) else {
        return Err("a check-in is kept, partly, rest or missed".to_owned());
    };
    let (inside, before) = (document.inside(), document.text.as_str());
    let Some(date) = Entry::parse(&inside, before, &project.config).entry.date() else {
        return Err("this is no entry of a day".to_owned());
    };
    if date > project.today {
        return Err(format!("{date} is still to come"));
    }
    let check_in = NewCheckIn { commitment, state, amount: None, note: None };
    let entry = EntryText { path: &inside, text: before };
    project.check_in(entry, &check_in, date).ok_or_else(|| {
        format!(
            "this entry is written in a way that the check-in does not fit into. Write it yourself: `- [{}] {}`",
            state.letter(),
            commitment.title
        )
    })
}

/// The links of a document that lead to a file of the journal.
pub(super) fn links(
    document: &mut Document,
    names: &NameIndex,
    client: &Client,
) -> Vec<DocumentLink> {
    if document.reading().withheld {
        return Vec::new();
    }
    let text = document.text.as_str();
    let mut links = Vec::new();
    let mut add = |found: regex::Match, target: &Path| {
        let range = document.text.range(FileSpan::new(found.start(), found.end()), client.encoding);
        let target = disk::file_url(target).map(Uri);
        links.push(DocumentLink { range, target, ..DocumentLink::default() });
    };
    for found in WIKI.captures_iter(text).filter_map(|found| found.get(1)) {
        if let Some(file) = names.file(found.as_str().trim()) {
            add(found, file);
        }
    }
    for found in INLINE.captures_iter(text).filter_map(|found| found.get(1)) {
        if let Some(file) = beside(document, found.as_str()) {
            add(found, &file);
        }
    }
    links
}

/// The file that a relative link leads to, where there is one.
fn beside(document: &Document, link: &str) -> Option<PathBuf> {
    let own = file_of_url(&document.uri)?;
    linked_file(&own, link).filter(|file| file.is_file())
}
