//! The day's commitments above an entry, and where its links lead.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use gen_lsp_types::{CodeLens, Command, DocumentLink, Uri};
use regex::Regex;
use serde_json::json;

use super::Client;
use super::document::Document;
use super::names::Names;
use super::position::uri;
use crate::commitment::account::is_due;
use crate::commitment::writing::CheckIn;
use crate::journal::check_in::State;
use crate::journal::entry::Entry;
use crate::text::{Edit, Span, regex};

/// The command that writes a check-in.
pub(super) const CHECK_IN: &str = "evenkeel.checkIn";

static WIKI: LazyLock<Regex> = LazyLock::new(|| regex(r"\[\[([^\[\]|#\n]+)[^\[\]\n]*\]\]"));
static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r#"\]\(<?([^()<>\s"]+\.[A-Za-z0-9]+)>?(?:#[^()\s]*)?(?:\s+"[^"\n]*")?\)"#)
});

/// A line for each commitment of the entry's day: what was written down, or a way to do so.
pub(super) fn lenses(document: &mut Document, client: &Client) -> Vec<CodeLens> {
    let reading = document.reading();
    let Some(date) = reading.date else { return Vec::new() };
    let place = document.text.range(Span::at(reading.body), client.encoding);
    let all = document.project.promises.register.commitments.iter().enumerate();
    let lens = |(index, commitment): (usize, &crate::commitment::Commitment)| {
        let mut marks = reading.marks.iter().filter(|mark| mark.commitment == index);
        let said = marks.rfind(|mark| mark.date == date && mark.state != State::Open);
        let title = &commitment.title;
        let command = match said {
            Some(mark) => {
                Command { title: format!("{title}: {}", mark.state.name()), ..Command::default() }
            }
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
    all.filter(|(_, commitment)| is_due(commitment, date)).map(lens).collect()
}

/// The edit that writes a check-in into a document; why not, where none can.
pub(super) fn check_in(document: &Document, id: &str, state: &str) -> Result<Edit, String> {
    let project = &document.project;
    let mut known = project.promises.register.commitments.iter();
    let Some(commitment) = known.find(|one| one.id == id) else {
        return Err(format!("there is no commitment `{id}`"));
    };
    let states = [State::Kept, State::Partly, State::Rest, State::Missed];
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
    let check_in = CheckIn { commitment, state, amount: None, note: None };
    project.check_in((&inside, before), &check_in, date).ok_or_else(|| {
        format!(
            "this entry is written in a way that the check-in does not fit into. Write it yourself: `- [{}] {}`",
            state.letter(),
            commitment.title
        )
    })
}

/// The links of a document that lead to a file of the journal.
pub(super) fn links(document: &mut Document, names: &Names, client: &Client) -> Vec<DocumentLink> {
    if document.reading().withheld {
        return Vec::new();
    }
    let text = document.text.as_str();
    let mut links = Vec::new();
    let mut add = |found: regex::Match, target: &Path| {
        let range = document.text.range(Span::new(found.start(), found.end()), client.encoding);
        let target = uri(target).map(Uri);
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
    if link.contains("://") {
        return None;
    }
    // An address below the document's own: percent-encoding is undone on the way.
    let own = url::Url::parse(&document.uri).ok()?;
    let file = own.join(link).ok()?.to_file_path().ok()?;
    file.is_file().then_some(file)
}
