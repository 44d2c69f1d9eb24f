//! Files of the journal that pages show or link to; of a photo the picture alone.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::disk::{self, SiteFile};
use crate::project::Project;
use crate::site::attachment::{Cleaned, clean};

/// What is said about a build, collected from all threads.
#[derive(Debug, Default)]
pub(super) struct BuildNotes(Mutex<Vec<String>>);

impl BuildNotes {
    pub(super) fn add(&self, note: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// All of them, in order.
    pub(super) fn into_sorted(self) -> Vec<String> {
        let mut notes = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        notes.sort();
        notes
    }
}

/// The file of the journal at `from`, as it is on the site.
pub(super) fn attachment<'a>(
    to: &str,
    from: &'a str,
    project: &Project,
    notes: &'a BuildNotes,
) -> SiteFile<'a> {
    let path = project.folder.join(from);
    let attachments = project.config.attachments;
    let stamp = disk::stamp(&path, &attachments);
    let make = move || -> Result<Option<Vec<u8>>> {
        if runs(&path) {
            notes.add(format!(
                "{from} is not on the site: a page or a program could load or run something. Link to it by its whole address if you need it."
            ));
            return Ok(None);
        }
        Ok(match clean(&ending(&path), disk::read(&path)?, attachments) {
            Cleaned::Clean(bytes) => Some(bytes),
            Cleaned::LeftOff(why) => {
                notes.add(format!("{from} is not on the site: {why}"));
                None
            }
        })
    };
    SiteFile { stamp, ..SiteFile::new(to.to_owned(), make) }
}

/// Whether a browser would run the file, or the file is an entry under another name.
fn runs(path: &Path) -> bool {
    let whole = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    ["html", "htm", "xhtml", "xht", "shtml", "mht", "mhtml", "js", "mjs"].contains(&&*ending(path))
        || ["md", "markdown"].contains(&&*ending(&whole))
}

fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase()
}
