//! Files of the journal that pages show or link to; of a photo the picture alone.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use crate::config::Attachments;
use crate::disk::{self, SiteFile};
use crate::project::Project;
use crate::site::attachment::{Cleaned, clean};
use crate::site::{PhotoCopies, PhotoCopy};

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

/// A photo that pages show: it is read once, whichever of its copies is made first.
pub(super) struct PhotoSource {
    /// Its path in the journal, and on this machine.
    file: String,
    path: PathBuf,
    attachments: Attachments,
    copies: Mutex<Option<PhotoCopies>>,
}

impl PhotoSource {
    pub(super) fn new(file: &str, project: &Project) -> Self {
        Self {
            file: file.to_owned(),
            path: project.folder.join(file),
            attachments: project.config.attachments,
            copies: Mutex::new(None),
        }
    }

    /// Its copies on the site; `tell` is called when they were made from the photo.
    pub(super) fn files<'a>(
        &'a self,
        notes: &'a BuildNotes,
        tell: &'a (dyn Fn() + Sync),
    ) -> Vec<SiteFile<'a>> {
        let stamp = disk::stamp(&self.path, &self.attachments);
        let file = |copy: PhotoCopy| {
            let make = move || self.make(copy, notes, tell);
            SiteFile { stamp, ..SiteFile::new(copy.path(&self.file), make) }
        };
        PhotoCopy::ALL.map(file).into()
    }

    /// The bytes of one copy. The others wait until they are asked for, and no longer.
    fn make(
        &self,
        copy: PhotoCopy,
        notes: &BuildNotes,
        tell: &(dyn Fn() + Sync),
    ) -> Result<Option<Vec<u8>>> {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(copies) = copies.as_mut() {
            let bytes = copies.take(copy);
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        match clean(&ending(&self.path), disk::read(&self.path)?, self.attachments) {
            Cleaned::Clean(bytes) => {
                let mut all = PhotoCopies::new(bytes);
                let bytes = all.take(copy);
                *copies = Some(all);
                tell();
                Ok(Some(bytes))
            }
            Cleaned::LeftOff(why) => {
                if copy == PhotoCopy::Page {
                    notes.add(format!("{} is not on the site: {why}", self.file));
                }
                Ok(None)
            }
        }
    }
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
