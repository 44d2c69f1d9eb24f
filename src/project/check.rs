//! Reads, parses and lints one file of a journal.

use std::panic::{self, AssertUnwindSafe};

use super::open::{JournalSetup, Project};
use crate::commitment::check_in;
use crate::commitment::progress::EntryCheckIns;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, JournalFile};
use crate::journal::disclosure::Disclosure;
use crate::journal::entry::{Entry, Parsed};
use crate::journal::prose::Prose;
use crate::lint::{self, Verdict};
use crate::report::CheckedFile;
use crate::text::FileSpan;

/// What reading one text gives.
pub(crate) struct FileCheck {
    /// `None` when it could not be read.
    pub(crate) entry: Option<Entry>,
    /// How much of it may be told.
    pub(crate) disclosure: Disclosure,
    /// What it adds to the progress; none in a journal without commitments.
    pub(crate) check_ins: Option<EntryCheckIns>,
    pub(crate) checked: CheckedFile,
}

impl FileCheck {
    /// A file of which nothing is known but that it could not be read.
    fn unread(found: &JournalFile, kind: &'static str, message: String) -> Self {
        let problem = Diagnostic::journal(kind, Severity::Error, FileSpan::at(0), message);
        let checked = CheckedFile::new(found.name.clone(), String::new(), vec![problem]);
        Self { entry: None, disclosure: Disclosure::Open, check_ins: None, checked }
    }

    /// A file that the system did not let us read.
    pub(super) fn unreadable(found: &JournalFile, error: &anyhow::Error) -> Self {
        let cause = error.root_cause();
        let message = format!("This file cannot be read: {cause}. It was left out.");
        Self::unread(found, "unreadable", message)
    }
}

/// Reads, parses and lints one file.
pub(crate) fn check_file(found: &JournalFile, project: &Project) -> FileCheck {
    match disk::read(&found.path) {
        Ok(bytes) => check_bytes(found, bytes, project),
        Err(error) => FileCheck::unreadable(found, &error),
    }
}

/// Parses and lints what one file holds.
pub(super) fn check_bytes(found: &JournalFile, bytes: Vec<u8>, project: &Project) -> FileCheck {
    match text_of(bytes) {
        Ok(text) => check(found, text, project),
        Err(message) => FileCheck::unread(found, "not-utf8", message),
    }
}

/// The bytes as text, or why they are none.
pub(crate) fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        format!(
            "This file is not UTF-8 text: line {line} has other bytes. It was left out. Save it as UTF-8, which every editor offers."
        )
    })
}

/// Parses and lints one text. A panic becomes a diagnostic that names the file and shows none of
/// it.
pub(crate) fn check(found: &JournalFile, text: String, project: &Project) -> FileCheck {
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        let Parsed { entry, prose, mut diagnostics } =
            Entry::parse(&found.inside, text, &project.config);
        let verdict = lint::check(&entry, &prose, project.rules());
        let disclosure = disclosure(&entry, &verdict, project);
        let hushed = matches!(verdict, Verdict::Hushed(_));
        let (mut check_ins, odd) = check_ins(&entry, &prose, project);
        diagnostics.extend(odd);
        match verdict {
            Verdict::Withheld => {
                check_ins.iter_mut().for_each(EntryCheckIns::silence);
                diagnostics.clear();
            }
            Verdict::Hushed(findings) | Verdict::Findings(findings) => {
                diagnostics.extend(findings);
            }
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        let source = if diagnostics.is_empty() { String::new() } else { entry.source.clone() };
        let mut checked = CheckedFile::new(found.name.clone(), source, diagnostics);
        checked.hushed = hushed;
        FileCheck { entry: Some(entry), disclosure, check_ins, checked }
    }));
    result.unwrap_or_else(|_| {
        let message = "evenkeel has a fault and could not read this file. It was left out; the file is as it was. Please report what kind of Markdown it holds.";
        FileCheck::unread(found, "crash", message.to_owned())
    })
}

/// How much of an entry may be told.
fn disclosure(entry: &Entry, verdict: &Verdict, project: &Project) -> Disclosure {
    let withheld = verdict.is_withheld();
    if entry.private {
        return Disclosure::Private { withheld };
    }
    if entry.private_passages.is_empty() {
        return if withheld { Disclosure::Withheld } else { Disclosure::Open };
    }
    let rest = entry.redacted(&project.config).filter(|_| withheld);
    if rest.is_some_and(|rest| is_withheld(rest, project)) {
        Disclosure::Withheld
    } else {
        Disclosure::Redacted { withheld }
    }
}

fn is_withheld(redacted: Entry, project: &Project) -> bool {
    let Parsed { entry, prose, .. } =
        Entry::parse(&redacted.path, redacted.source, &project.config);
    lint::check(&entry, &prose, project.rules()).is_withheld()
}

/// What an entry adds to the progress, and what is odd about its check-ins or its definition.
pub(super) fn check_ins(
    entry: &Entry,
    prose: &Prose,
    project: &Project,
) -> (Option<EntryCheckIns>, Vec<Diagnostic>) {
    let JournalSetup { commitments, diagnostics, form, .. } = &project.setup;
    let mut odd = diagnostics.get(&entry.path).cloned().unwrap_or_default();
    if commitments.is_empty() {
        return (None, odd);
    }
    let (check_ins, unclear) = check_in::parse::parse(entry, prose, commitments, project.today);
    odd.extend(unclear);
    (Some(EntryCheckIns::new(entry, check_ins, form)), odd)
}
