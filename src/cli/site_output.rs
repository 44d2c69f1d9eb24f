//! What is said about a site that was built, and about the files it was made of.

use super::output::{tell, tell_rendered};
use crate::builder::BuildReport;
use crate::diagnostic::{Diagnostic, Family, Severity};
use crate::project::{JournalIndex, Project, shown};
use crate::report::{CheckedFile, Reporter, count};

/// Says which links and photos lead nowhere, `most` of them, and what else there is to say.
pub(super) fn print_broken_links(
    report: &BuildReport,
    project: &Project,
    most: usize,
    reporter: &dyn Reporter,
) {
    let mut left = most;
    for file in &report.broken {
        let mut file = file.clone();
        file.diagnostics.truncate(left);
        left -= file.diagnostics.len();
        if !file.diagnostics.is_empty() {
            tell_rendered(&reporter.file(&from_here(file, project)));
        }
    }
    let all: usize = report.broken.iter().map(|file| file.diagnostics.len()).sum();
    if all > most {
        let more = count(all - most, "more link");
        tell(format!("{more} that lead nowhere; `evenkeel build --strict` tells all."));
    }
    for note in &report.notes {
        tell(format!("note: {note}"));
    }
}

/// A file of the journal, named relative to the working directory.
pub(super) fn from_here(file: CheckedFile, project: &Project) -> CheckedFile {
    CheckedFile { path: shown(&project.folder.join(&file.path)), ..file }
}

/// Says what is odd about the files themselves; findings about words are only counted. True when
/// a file could not be read.
pub(super) fn print_journal_problems(
    project: &Project,
    index: &JournalIndex,
    reporter: &dyn Reporter,
) -> bool {
    let mut unread = false;
    let files = index.checked().map(|file| from_here(file.clone(), project));
    for checked in project.diagnostics.iter().cloned().chain(files) {
        let heavy =
            |d: &&Diagnostic| d.family == Family::Journal && d.severity >= Severity::Warning;
        let diagnostics: Vec<_> = checked.diagnostics.iter().filter(heavy).cloned().collect();
        unread |= diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        if !diagnostics.is_empty() {
            tell_rendered(&reporter.file(&CheckedFile { diagnostics, ..checked.clone() }));
        }
    }
    unread
}
