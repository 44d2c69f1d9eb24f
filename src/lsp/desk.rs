//! The journals of an editor: found upward from each file, opened once, opened again when their
//! config, rules or commitments change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::names::{Names, Shelf};
use crate::config;
use crate::disk;
use crate::project::{Manner, Project, today};
use crate::watch::{Change, change};

/// A journal that is open.
struct Journal {
    project: Arc<Project>,
    names: Shelf,
    /// Whether its folder was meant: by a config, or because the editor has it open. The folder of
    /// a lone file is not looked into.
    meant: bool,
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
    /// folder that the editor has open, else its own; and whether it was meant.
    fn folder(&self, file: Option<&Path>) -> (PathBuf, bool) {
        let around = |file: &Path| {
            let up = file.ancestors().skip(1).find(|folder| folder.is_dir())?;
            let open = || self.folders.iter().find(|folder| file.starts_with(folder)).cloned();
            let meant = disk::find_upward(up).or_else(open);
            Some(meant.map_or_else(|| (up.to_owned(), false), |folder| (folder, true)))
        };
        let first = || match self.folders.first() {
            Some(folder) => (folder.clone(), true),
            None => (PathBuf::from("."), false),
        };
        file.and_then(around).unwrap_or_else(first)
    }

    /// The journal that a file belongs to; and, when it was opened just now, what there is to say
    /// about that. One that cannot be opened is taken as one without settings.
    pub(super) fn project(&mut self, file: Option<&Path>) -> (Arc<Project>, Option<Result<()>>) {
        let (folder, meant) = self.folder(file);
        if let Some(journal) = self.journals.get(&folder) {
            return (Arc::clone(&journal.project), None);
        }
        let (project, said) = match Project::open(&folder, &self.manner) {
            Ok(project) => (project, Ok(())),
            Err(error) => (Project::bare(&folder, &self.manner), Err(error)),
        };
        let project = Arc::new(project);
        let journal = Journal { project: Arc::clone(&project), names: Shelf::default(), meant };
        self.journals.insert(folder, journal);
        (project, Some(said))
    }

    /// Whether it is another day than when a journal was opened.
    pub(super) fn is_another_day(&self) -> bool {
        let mut open = self.journals.values().map(|journal| &journal.project);
        open.any(|project| project.today != today(&self.manner, &project.config))
    }

    /// The names of a journal as they were last read, and whether there may be others soon.
    pub(super) fn names(&mut self, project: &Arc<Project>) -> (Arc<Names>, bool) {
        let mut journals = self.journals.values_mut();
        let journal = journals.find(|journal| Arc::ptr_eq(&journal.project, project));
        let meant = journal.filter(|journal| journal.meant);
        meant.map(|journal| journal.names.names(project)).unwrap_or_default()
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
                Change::Content => journal.names.forget(),
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
