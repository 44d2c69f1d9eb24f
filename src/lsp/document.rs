//! A text that is open in the editor, and what the linter says about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic as LspDiagnostic, DiagnosticSeverity, DiagnosticTag, Range,
    Uri,
};
use jiff::civil::Date;

use super::position::{Encoding, Text};
use crate::commitment::check_in::parse::CheckIn;
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::disk::{self, JournalFile};
use crate::project::Project;
use crate::project::{self, FileCheck};
use crate::report::RulesPage;
use crate::text::FileSpan;

/// What the program is called beside a finding.
const SOURCE: &str = "evenkeel";
/// What is told of a suppression that nothing needs any more.
const UNUSED: &str = "unused-suppression";

/// A text that is open.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: String,
    pub(super) version: i32,
    pub(super) text: Text,
    /// Where it lies, or would.
    pub(super) path: Option<PathBuf>,
    pub(super) project: Arc<Project>,
    /// Whether what was published is about another text.
    pub(super) stale: bool,
    /// What was read of the text; none since it changed.
    reading: Option<Arc<Analysis>>,
}

/// What there is to say about a text.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    /// Nothing may be said about it.
    pub(super) withheld: bool,
    pub(super) date: Option<Date>,
    /// Where its text begins.
    pub(super) body: usize,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) check_ins: Vec<CheckIn>,
}

impl Document {
    pub(super) fn new(uri: String, version: i32, text: String, project: Arc<Project>) -> Self {
        let path = super::position::path(&uri);
        Self { uri, version, text: Text::new(text), path, project, stale: true, reading: None }
    }

    /// Replaces a part of the text, or all of it.
    pub(super) fn change(&mut self, range: Option<Range>, by: String, encoding: Encoding) {
        self.text = match range {
            Some(range) => self.text.clone().replaced(range, &by, encoding),
            None => Text::new(by),
        };
        self.forget();
    }

    /// Forgets what was said, because the text or the rules are others now.
    pub(super) fn forget(&mut self) {
        self.reading = None;
        self.stale = true;
    }

    /// Its path in the journal.
    pub(super) fn inside(&self) -> String {
        self.path
            .as_deref()
            .map_or_else(|| "untitled.md".to_owned(), |path| self.project.inside(path))
    }

    /// Whether it is one of the journal's own texts: Markdown that no setting leaves out.
    fn is_entry(&self) -> bool {
        let inside = self.inside();
        let outside = self.path.is_some() && Path::new(&inside).is_absolute();
        outside || disk::is_entry(&inside) && self.project.config.scope().contains(&inside)
    }

    /// Reads the text, unless it was read already.
    pub(super) fn reading(&mut self) -> Arc<Analysis> {
        if let Some(reading) = &self.reading {
            return Arc::clone(reading);
        }
        let reading = Arc::new(self.read());
        self.reading = Some(Arc::clone(&reading));
        reading
    }

    fn read(&self) -> Analysis {
        if !self.is_entry() {
            return Analysis::default();
        }
        let inside = self.inside();
        let found = JournalFile { name: inside.clone(), inside, path: PathBuf::new() };
        let text = self.text.as_str().to_owned();
        let FileCheck { entry, disclosure, check_ins, checked } =
            project::check(&found, text, &self.project);
        // Of a text that asks for care nothing is said at all.
        let withheld = disclosure.is_withheld();
        if withheld {
            return Analysis { withheld, ..Analysis::default() };
        }
        Analysis {
            withheld,
            date: entry.as_ref().and_then(crate::journal::entry::Entry::date),
            body: entry.map_or(0, |entry| entry.front.body),
            findings: checked.diagnostics,
            check_ins: check_ins.map(|entry| entry.check_ins).unwrap_or_default(),
        }
    }

    /// The findings, as the editor is told them.
    pub(super) fn lsp_diagnostics(&mut self, encoding: Encoding) -> Vec<LspDiagnostic> {
        let reading = self.reading();
        lsp_diagnostics(&reading.findings, &self.text, &self.project, encoding)
    }

    /// The text from a byte on.
    pub(super) fn after(&self, offset: usize) -> &str {
        self.text.as_str().get(offset..).unwrap_or_default()
    }

    /// The line of a byte up to it, and where the line begins.
    pub(super) fn line_before(&self, offset: usize) -> (usize, &str) {
        let line = self.text.before(offset);
        (offset - line.len(), line)
    }
}

/// Findings about `text`, as an editor is told them.
pub(super) fn lsp_diagnostics(
    findings: &[Diagnostic],
    text: &Text,
    project: &Project,
    encoding: Encoding,
) -> Vec<LspDiagnostic> {
    // Nothing else that an editor could open is on this machine.
    let page = project.rules_page().and_then(|page| disk::file_url(&page));
    let languages = project.config.languages.clone();
    let page = page.map(|url| RulesPage { url, languages });
    findings.iter().map(|finding| one(finding, text, page.as_ref(), encoding)).collect()
}

fn one(
    finding: &Diagnostic,
    text: &Text,
    page: Option<&RulesPage>,
    encoding: Encoding,
) -> LspDiagnostic {
    let severity = match finding.severity {
        Severity::Hint => DiagnosticSeverity::Hint,
        Severity::Info => DiagnosticSeverity::Information,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Error => DiagnosticSeverity::Error,
    };
    let span = shown(finding.span, text.as_str());
    LspDiagnostic {
        range: text.range(span, encoding),
        severity: Some(severity),
        code: Some(Code::String(finding.rule.to_string())),
        code_description: page
            .filter(|_| finding.family != Family::Journal)
            .map(|page| CodeDescription { href: Uri(page.address(&finding.rule)) }),
        source: Some(SOURCE.to_owned()),
        message: finding.message.clone().into(),
        tags: (finding.rule.id() == UNUSED).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: None,
        data: None,
    }
}

/// An empty place is shown as the rest of its line's first word, so that there is something to see.
fn shown(span: FileSpan, text: &str) -> FileSpan {
    let rest = text.get(span.start..).unwrap_or_default();
    let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
    if span.start < span.end { span } else { FileSpan::new(span.start, span.start + word) }
}
