//! What a journal's files and tags are called, read beside the work when they are first needed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::disk;
use crate::journal::date;
use crate::journal::entry::Entry;
use crate::project::{self, FileCheck, FoundBy, Project};

/// The names of one journal.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    /// Where the file lies that a link calls so, by the name in lower case.
    files: BTreeMap<String, PathBuf>,
    /// What links may call files, as it is written.
    pub(super) links: BTreeSet<String>,
    pub(super) tags: BTreeSet<String>,
}

impl NameIndex {
    /// The file that a link calls so.
    pub(super) fn file(&self, name: &str) -> Option<&PathBuf> {
        self.files.get(&name.to_lowercase())
    }

    fn read(project: &Project) -> Self {
        let mut names = Self::default();
        if is_vast(project) {
            return names;
        }
        let walked = disk::walk(&project.folder, &project.folder, &project.config.scope());
        for found in walked.map(|walked| walked.entries).unwrap_or_default() {
            let FileCheck { entry: Some(entry), disclosure, .. } =
                project::check_file(&found, project)
            else {
                continue;
            };
            names.add(&entry, disclosure.is_withheld(), &found.path);
        }
        names
    }

    /// Of an entry of which nothing may be said, only the day is a name.
    fn add(&mut self, entry: &Entry, withheld: bool, path: &Path) {
        let day = entry.date().map(|date| date.to_string());
        let mut called: Vec<String> = day.into_iter().collect();
        if !withheld {
            called.push(entry.stem().to_owned());
            called.extend(date::beside(entry.stem()));
            called.extend(entry.title.clone());
            called.extend(entry.front.list("aliases"));
            self.tags.extend(entry.tags.iter().cloned());
        }
        for name in called.into_iter().filter(|name| !name.contains(['[', ']', '|', '#', '\n'])) {
            self.files.entry(name.to_lowercase()).or_insert_with(|| path.to_owned());
            self.links.insert(name);
        }
    }
}

/// The names of a journal as they were last read.
#[derive(Debug, Default)]
pub(super) struct CurrentNames {
    pub(super) index: Arc<NameIndex>,
    /// Whether there may be others soon.
    pub(super) loading: bool,
}

/// The names of a journal, read beside the work.
#[derive(Debug, Default)]
pub(super) struct NameLoader {
    names: Arc<Mutex<Arc<NameIndex>>>,
    reader: Option<thread::JoinHandle<()>>,
    /// Whether files may have come or gone since.
    stale: bool,
}

impl NameLoader {
    /// Takes note that files may have come or gone.
    pub(super) fn forget(&mut self) {
        self.stale = true;
    }

    /// The names as they were last read.
    pub(super) fn names(&mut self, project: &Arc<Project>) -> CurrentNames {
        let reading = self.reader.as_ref().is_some_and(|reader| !reader.is_finished());
        if (self.reader.is_none() || self.stale) && !reading {
            self.stale = false;
            let (project, kept) = (Arc::clone(project), Arc::clone(&self.names));
            self.reader = Some(thread::spawn(move || {
                let names = Arc::new(NameIndex::read(&project));
                *kept.lock().unwrap_or_else(PoisonError::into_inner) = names;
            }));
        }
        // Asked before the names are taken, so that what was read meanwhile is not missed.
        let loading = self.reader.as_ref().is_some_and(|reader| !reader.is_finished());
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        CurrentNames { index: Arc::clone(&names), loading }
    }
}

/// Whether a journal is a folder that nobody wants to be looked through, and that does not say by
/// itself that it is one.
pub(super) fn is_vast(project: &Project) -> bool {
    let says_so = matches!(project.found_by(), FoundBy::Config | FoundBy::Vault);
    !says_so && disk::holds_home(&project.folder)
}
