//! The journals of an editor: found upward from each file, opened once, opened again when their
//! config, rules or commitments change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::name_index::{CurrentNames, NameLoader};
use crate::config::{self, Today};
use crate::disk;
use crate::project::{OpenOptions, Project, today};
use crate::watch::classify::{ChangeKind, classify};

/// A journal that is open.
struct OpenJournal {
    project: Arc<Project>,
    names: NameLoader,
    /// Whether its folder was meant: by a config, or because the editor has it open. The folder of
    /// a lone file is not looked into.
    meant: bool,
}

/// The journals of an editor, by folder.
pub(super) struct Workspace {
    options: OpenOptions,
    /// The folders that the editor has open.
    pub(super) folders: Vec<PathBuf>,
    journals: BTreeMap<PathBuf, OpenJournal>,
}

impl Workspace {
    pub(super) fn new(options: OpenOptions, folders: Vec<PathBuf>) -> Self {
        Self { options, folders, journals: BTreeMap::new() }
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
        let (project, said) = match Project::open(Some(&folder), &self.options) {
            Ok(project) => (project, Ok(())),
            Err(error) => (Project::bare(&folder, &self.options), Err(error)),
        };
        let project = Arc::new(project);
        let journal =
            OpenJournal { project: Arc::clone(&project), names: NameLoader::default(), meant };
        self.journals.insert(folder, journal);
        (project, Some(said))
    }

    /// Whether it is another day than when a journal was opened.
    pub(super) fn is_another_day(&self) -> bool {
        let mut open = self.journals.values().map(|journal| &journal.project);
        open.any(|project| {
            // Only the clock moves by itself.
            let moves = project.config.today == Today::Clock;
            moves && project.today != today(&self.options, &project.config, &project.folder)
        })
    }

    /// The names of a journal as they were last read.
    pub(super) fn names(&mut self, project: &Arc<Project>) -> CurrentNames {
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
            match classify(file, folder, &output) {
                ChangeKind::Setup => {
                    again = true;
                    return false;
                }
                ChangeKind::Content => journal.names.forget(),
                ChangeKind::Nothing => {}
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
