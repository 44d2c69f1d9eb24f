//! What the editor offers at a finding: another wording, a question, leaving it alone.

use std::fmt::Write as _;

use gen_lsp_types::{
    CodeAction, CodeActionKind, Command, DocumentChange, Edit as Changed,
    OptionalVersionedTextDocumentIdentifier, Range, SnippetTextEdit, StringValue, TextDocumentEdit,
    TextDocumentIdentifier, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;

use super::client::Client;
use super::command::ALLOW;
use super::document::{Document, lsp_diagnostics};
use crate::diagnostic::{Applicability, BLANK, Diagnostic, Family, Suggestion};
use crate::journal::entry::{Entry, Parsed};
use crate::lint::{answered, suppression};
use crate::text::{Edit, FileSpan, line_end, one_line};

/// Findings for which actions are offered at once; nobody reads a longer list.
const MOST: usize = 20;

/// Every action for the findings that `range` touches.
pub(super) fn actions(document: &mut Document, range: Range, client: &Client) -> Vec<CodeAction> {
    let reading = document.reading();
    let wanted = document.text.span(range, client.encoding);
    let touches =
        |found: &&Diagnostic| found.span.start <= wanted.end && wanted.start <= found.span.end;
    let mut findings = reading.findings.iter().filter(touches).peekable();
    if findings.peek().is_none() {
        return Vec::new();
    }
    let offers = ActionMenu {
        parsed: Entry::parse(&document.inside(), document.text.as_str(), &document.project.config),
        document,
        client,
    };
    findings.take(MOST).flat_map(|finding| offers.of(finding)).collect()
}

struct ActionMenu<'a> {
    parsed: Parsed,
    document: &'a Document,
    client: &'a Client,
}

impl ActionMenu<'_> {
    fn of(&self, finding: &Diagnostic) -> Vec<CodeAction> {
        let mut actions: Vec<CodeAction> =
            finding.suggestions.iter().map(|one| self.rewrite(finding, one)).collect();
        if finding.family == Family::Journal {
            return actions;
        }
        actions.extend(finding.question.as_deref().map(|question| self.ask(finding, question)));
        actions.extend(self.leave_here(finding));
        actions.push(self.leave_in_entry(finding));
        actions.extend(self.never_flag(finding));
        actions
    }

    fn action(&self, finding: &Diagnostic, title: String, edits: &[Edit]) -> CodeAction {
        let (text, encoding) = (&self.document.text, self.client.encoding);
        let about =
            lsp_diagnostics(std::slice::from_ref(finding), text, &self.document.project, encoding);
        CodeAction {
            title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(about),
            edit: Some(self.edit(edits)),
            ..CodeAction::default()
        }
    }

    /// Another wording; its blanks are stops for the tabulator where the client can do that.
    fn rewrite(&self, finding: &Diagnostic, suggestion: &Suggestion) -> CodeAction {
        let title = format!("Instead: {}", one_line(&suggestion.title));
        let mut action = self.action(finding, title, &suggestion.edits);
        let safe = suggestion.applicability == Applicability::Safe;
        action.is_preferred = safe.then_some(true);
        let blanks = suggestion.edits.iter().any(|edit| edit.replacement.contains(BLANK));
        if blanks && self.client.snippets {
            action.edit = Some(self.snippet(&suggestion.edits));
        }
        action
    }

    /// Puts the question below the paragraph, as a quotation to answer.
    fn ask(&self, finding: &Diagnostic, question: &str) -> CodeAction {
        let edit = answered::asking(&self.parsed, finding.span, question, None);
        self.action(finding, format!("Ask me: {}", one_line(question)), &[edit])
    }

    fn leave_here(&self, finding: &Diagnostic) -> Option<CodeAction> {
        let edit = suppression::ignore(&self.parsed, finding.span, &finding.rule, "")?;
        Some(self.action(finding, "Leave this alone here".to_owned(), &[edit]))
    }

    fn leave_in_entry(&self, finding: &Diagnostic) -> CodeAction {
        let entry = &self.parsed.entry;
        let feed = line_end(&entry.source);
        let replacement = format!("<!-- evenkeel: off {} -->{feed}{feed}", finding.rule);
        let edit = Edit { span: FileSpan::at(entry.front.body), replacement };
        let title = format!("Leave `{}` alone in this entry", finding.rule);
        self.action(finding, title, &[edit])
    }

    fn never_flag(&self, finding: &Diagnostic) -> Option<CodeAction> {
        let words = self.document.project.rules().words_to_allow(&self.parsed, finding)?;
        let title = format!("Never flag \"{words}\" again, in any entry");
        let command = Command {
            title: title.clone(),
            command: ALLOW.to_owned(),
            arguments: Some(vec![json!(self.document.uri), json!(words)]),
            ..Command::default()
        };
        Some(CodeAction { edit: None, command: Some(command), ..self.action(finding, title, &[]) })
    }

    fn edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        edit(self.document, edits, self.client)
    }

    fn snippet(&self, edits: &[Edit]) -> WorkspaceEdit {
        let mut stop = 0;
        let changes = edits.iter().map(|edit| {
            let range = self.document.text.range(edit.span, self.client.encoding);
            let value = snippet(&edit.replacement, &mut stop);
            let snippet = StringValue { value };
            Changed::SnippetTextEdit(SnippetTextEdit { range, snippet, annotation_id: None })
        });
        versioned(self.document, changes.collect())
    }
}

/// Edits of a document, in the form that the client can take.
pub(super) fn edit(document: &Document, edits: &[Edit], client: &Client) -> WorkspaceEdit {
    let plain = |edit: &Edit| TextEdit {
        range: document.text.range(edit.span, client.encoding),
        new_text: edit.replacement.clone(),
    };
    let changes: Vec<TextEdit> = edits.iter().map(plain).collect();
    if client.document_changes {
        return versioned(document, changes.into_iter().map(Changed::TextEdit).collect());
    }
    let by_file = [(Uri(document.uri.clone()), changes)].into();
    WorkspaceEdit { changes: Some(by_file), ..WorkspaceEdit::default() }
}

/// Edits that hold for this version of a document alone.
fn versioned(document: &Document, edits: Vec<Changed>) -> WorkspaceEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier {
        version: Some(document.version),
        text_document_identifier: TextDocumentIdentifier { uri: Uri(document.uri.clone()) },
    };
    let change = DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits });
    WorkspaceEdit { document_changes: Some(vec![change]), ..WorkspaceEdit::default() }
}

/// `text` as a snippet: every blank a stop, in order.
fn snippet(text: &str, stop: &mut usize) -> String {
    let plain = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
    let mut parts = text.split(BLANK);
    let mut out = parts.next().map_or_else(String::new, plain);
    for part in parts {
        *stop += 1;
        // Writing to a string cannot fail.
        let _ = write!(out, "${{{stop}:{BLANK}}}{}", plain(part));
    }
    out
}
