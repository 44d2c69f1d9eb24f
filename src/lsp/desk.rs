//! The journals of an editor: found upward from each file, opened once, opened again when their
//! config, rules or commitments change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::names::{Names, Shelf};
use crate::config;
use crate::disk;
use crate::project::{Manner, Project};
use crate::watch::{Change, change};

/// A journal that is open.
struct Journal {
    project: Arc<Project>,
    /// Its names, from when they are first needed.
    names: Option<Shelf>,
}

/// The journals of an editor, by folder.
pub(super) struct Desk {
    manner: Manner,
    /// The folders that the editor has open.
    pub(super) folders: Vec<PathBuf>,
    journals: BTreeMap<PathBuf, Journal>,
}

impl Desk {
    pub(super) fn new(manner: Manner, folders: Vec<PathBuf>) -> Self {
        Self { manner, folders, journals: BTreeMap::new() }
    }

    /// The folder of the journal that a file belongs to: the one with a config above it, else the
    /// folder that the editor has open, else its own.
    fn folder(&self, file: Option<&Path>) -> PathBuf {
        let around = |file: &Path| {
            let up = file.ancestors().skip(1).find(|folder| folder.is_dir())?;
            let open = || self.folders.iter().find(|folder| file.starts_with(folder)).cloned();
            disk::find_upward(up).or_else(open).or_else(|| Some(up.to_owned()))
        };
        let first = || self.folders.first().cloned().unwrap_or_else(|| PathBuf::from("."));
        file.and_then(around).unwrap_or_else(first)
    }

    /// The journal that a file belongs to, and whether it was opened just now.
    pub(super) fn project(&mut self, file: Option<&Path>) -> Result<(Arc<Project>, bool)> {
        let folder = self.folder(file);
        if let Some(journal) = self.journals.get(&folder) {
            return Ok((Arc::clone(&journal.project), false));
        }
        let project = Arc::new(Project::open(&folder, &self.manner)?);
        let journal = Journal { project: Arc::clone(&project), names: None };
        self.journals.insert(folder, journal);
        Ok((project, true))
    }

    /// The names of a journal; none while they are being read.
    pub(super) fn names(&mut self, project: &Arc<Project>) -> Option<Arc<Names>> {
        let mut journals = self.journals.values_mut();
        let journal = journals.find(|journal| Arc::ptr_eq(&journal.project, project))?;
        journal.names.get_or_insert_with(|| Shelf::begin(Arc::clone(project))).names()
    }

    /// Takes note of a change on disk: true when a journal has to be opened again.
    pub(super) fn changed(&mut self, file: &Path) -> bool {
        let mut again = false;
        // A config may begin a journal where none was.
        if file.file_name().is_some_and(|name| name == config::FILE_NAME) {
            again = true;
            self.journals.clear();
        }
        self.journals.retain(|folder, journal| {
            let output = folder.join(&journal.project.config.output);
            match change(file, folder, &output) {
                Change::Setup => {
                    again = true;
                    return false;
                }
                Change::Content => journal.names = None,
                Change::Nothing => {}
            }
            true
        });
        again
    }

    /// Opens every journal again when it is next needed.
    pub(super) fn forget(&mut self) {
        self.journals.clear();
    }
}
