//! The account of a journal, read for the commands that need no findings.

use anyhow::Result;
use rayon::prelude::*;

use crate::commitment::account::{Account, Sheet};
use crate::disk::{self, Found};
use crate::journal::entry::Entry;
use crate::lint;
use crate::project::Project;
use crate::project::library;

/// Every sheet of a journal, and its account.
pub(super) struct Books {
    pub(super) account: Account,
    pub(super) sheets: Vec<Sheet>,
    /// Whether something could not be read; it was said.
    pub(super) incomplete: bool,
}

impl Books {
    /// Reads the whole journal.
    pub(super) fn read(project: &Project) -> Result<Self> {
        let walked = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        for problem in &walked.problems {
            anstream::eprintln!("error: {problem}.");
        }
        let read: Vec<Result<Sheet, String>> =
            walked.entries.par_iter().map(|found| sheet(found, project)).collect();
        let mut incomplete = !walked.problems.is_empty();
        let mut sheets = Vec::new();
        for sheet in read {
            match sheet {
                Ok(sheet) => sheets.push(sheet),
                Err(message) => {
                    incomplete = true;
                    anstream::eprintln!("error: {message}");
                }
            }
        }
        let account = project.account(&sheets);
        Ok(Self { account, sheets, incomplete })
    }
}

fn sheet(found: &Found, project: &Project) -> Result<Sheet, String> {
    let bytes = disk::read(&found.path).map_err(|error| format!("{error:#}."))?;
    let text = library::text_of(bytes).map_err(|error| format!("{}: {error}", found.name))?;
    let parsed = Entry::parse(&found.inside, text, &project.config);
    let (sheet, _) = library::sheet(&parsed.entry, &parsed.prose, project);
    let empty = || Sheet::new(&parsed.entry, Vec::new(), &project.promises.template);
    let mut sheet = sheet.unwrap_or_else(empty);
    // Of an entry of which nothing may be said no word may go further.
    if sheet.speaks() && lint::check(&parsed.entry, &parsed.prose, &project.rules).withheld {
        sheet.silence();
    }
    Ok(sheet)
}
