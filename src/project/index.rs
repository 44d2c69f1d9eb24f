//! Every file of a journal, read, parsed and linted; again only where it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Result;
use rayon::prelude::*;

use super::check::{FileCheck, check_bytes};
use super::open::Project;
use crate::commitment::check_in::parse::CheckIn;
use crate::commitment::progress::{EntryCheckIns, Progress};
use crate::digest::ContentHash;
use crate::disk::{self, JournalFile};
use crate::journal::Journal;
use crate::journal::disclosure::Disclosure;
use crate::journal::entry::Entry;
use crate::report::{CheckedFile, Summary};
use crate::site::{CheckInsByPath, FindingsByPath};

/// One file: what it holds and what there is to say about it.
struct IndexedFile {
    hash: ContentHash,
    /// `None` when it could not be read.
    entry: Option<Box<Entry>>,
    disclosure: Disclosure,
    check_ins: Option<Box<EntryCheckIns>>,
    checked: CheckedFile,
}

/// Is told at every file that is read how many there are.
pub(crate) type OnFile<'a> = dyn Fn(usize) + Sync + 'a;

/// The files of a journal, read, parsed and linted.
#[derive(Default)]
pub(crate) struct JournalIndex {
    files: BTreeMap<String, IndexedFile>,
    /// Files that are no Markdown.
    pub(crate) others: Vec<String>,
    /// Files and folders that could not be looked into.
    pub(crate) problems: Vec<String>,
    /// What links in the journal lead to, where that lies elsewhere.
    pub(crate) links: Vec<PathBuf>,
}

impl JournalIndex {
    /// Reads what is new or changed, forgets what is gone, and names both.
    pub(crate) fn refresh(&mut self, project: &Project, on_file: &OnFile) -> Result<Vec<String>> {
        self.refresh_if(project, on_file, &|_| true)
    }

    /// The same when only these files can have changed.
    pub(crate) fn refresh_some(
        &mut self,
        project: &Project,
        paths: &BTreeSet<PathBuf>,
    ) -> Result<Vec<String>> {
        let unread = self.files.iter().filter(|(_, item)| item.entry.is_none());
        let again: Vec<PathBuf> = unread.map(|(name, _)| project.folder.join(name)).collect();
        let named: Vec<(String, &PathBuf)> = paths
            .iter()
            .chain(again.iter().filter(|path| path.is_file()))
            .map(|path| (project.inside(path), path))
            .collect();
        let is_known = |(name, path): &(String, &PathBuf)| {
            self.files.contains_key(name) || path.is_file() && self.others.contains(name)
        };
        if !named.iter().all(is_known) {
            // Something came or went; a folder may have, with all that is in it.
            let folders: Vec<&PathBuf> = paths.iter().filter(|path| path.is_dir()).collect();
            let new = |found: &JournalFile| {
                paths.contains(&found.path)
                    || !self.files.contains_key(&found.name)
                    || folders.iter().any(|folder| found.path.starts_with(folder))
            };
            let wanted: BTreeSet<String> =
                disk::walk(&project.folder, &project.folder, &project.config.scope())?
                    .entries
                    .iter()
                    .filter(|found| new(found))
                    .map(|found| found.name.clone())
                    .collect();
            return self.refresh_if(project, &|_| (), &|found| wanted.contains(&found.name));
        }
        let mut changed = Vec::new();
        for (name, path) in named {
            if !path.is_file() {
                self.files.remove(&name);
                changed.push(name);
                continue;
            }
            let Some(before) = self.files.get(&name) else { continue };
            let found =
                JournalFile { inside: name.clone(), name: name.clone(), path: path.clone() };
            if let Some(item) = read(&found, Some(before.hash), project) {
                self.files.insert(name.clone(), item);
                changed.push(name);
            }
        }
        Ok(changed)
    }

    fn refresh_if(
        &mut self,
        project: &Project,
        on_file: &OnFile,
        wanted: &(dyn Fn(&JournalFile) -> bool + Sync),
    ) -> Result<Vec<String>> {
        let walked = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        self.others = walked.others;
        self.problems = walked.problems;
        self.links = walked.links;
        let files = walked.entries.len();
        let read: Vec<(String, Option<IndexedFile>)> = walked
            .entries
            .par_iter()
            .map(|found| {
                on_file(files);
                let known = self.files.get(&found.name).map(|item| item.hash);
                let item = if wanted(found) { read(found, known, project) } else { None };
                (found.name.clone(), item)
            })
            .collect();
        let mut old = std::mem::take(&mut self.files);
        let mut changed = Vec::new();
        for (name, item) in read {
            let before = old.remove(&name);
            if item.is_some() {
                changed.push(name.clone());
            }
            if let Some(item) = item.or(before) {
                self.files.insert(name, item);
            }
        }
        changed.extend(old.into_keys());
        Ok(changed)
    }

    /// Whether one of these files holds something that must not be repeated.
    pub(crate) fn hides(&self, names: &[String]) -> bool {
        let of = |name: &String| self.files.get(name);
        names
            .iter()
            .filter_map(of)
            .any(|item| item.entry.is_none() || item.disclosure.hides_something())
    }

    /// Whether nothing was read yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Forgets everything, so that the next refresh reads it under new rules.
    pub(crate) fn clear(&mut self) {
        self.files.clear();
    }

    /// The journal, in order.
    pub(crate) fn journal(&self) -> Journal<'_> {
        Journal::new(self.files.values().filter_map(|item| item.entry.as_deref()))
    }

    /// What the rules found in each entry, by its path in the journal.
    pub(crate) fn findings(&self) -> FindingsByPath<'_> {
        let told = |item: &&IndexedFile| {
            !item.disclosure.is_withheld() && !item.checked.diagnostics.is_empty()
        };
        let found = self.files.values().filter(told).filter_map(|item| {
            Some((item.entry.as_ref()?.path.as_str(), item.checked.diagnostics.as_slice()))
        });
        found.collect()
    }

    /// What there is to say about each file, by path.
    pub(crate) fn checked(&self) -> impl Iterator<Item = &CheckedFile> {
        self.files.values().map(|item| &item.checked)
    }

    /// What there is to say about one file.
    pub(crate) fn get(&self, name: &str) -> Option<&CheckedFile> {
        self.files.get(name).map(|item| &item.checked)
    }

    /// The progress of the journal's commitments.
    pub(crate) fn progress(&self, project: &Project) -> Progress {
        let all: Vec<EntryCheckIns> =
            self.files.values().filter_map(|item| item.check_ins.as_deref().cloned()).collect();
        project.progress(&all)
    }

    /// What each entry says about commitments, by path.
    pub(crate) fn check_ins_by_path(&self) -> CheckInsByPath<'_> {
        let all = self.files.iter();
        let all = all.filter_map(|(name, item)| Some((name, item.check_ins.as_ref()?)));
        all.map(|(name, entry)| (name.as_str(), entry.check_ins.as_slice())).collect()
    }

    /// What entries that may be spoken of say about commitments.
    pub(crate) fn check_ins(&self) -> impl Iterator<Item = &CheckIn> {
        let public = self.files.values().filter(|item| item.disclosure.is_public());
        public.filter_map(|item| item.check_ins.as_ref()).flat_map(|entry| &entry.check_ins)
    }

    /// The entries that may be spoken of, with their findings.
    pub(crate) fn public(&self) -> impl Iterator<Item = (&Entry, &CheckedFile)> {
        let public = self.files.values().filter(|item| item.disclosure.is_public());
        public.filter_map(|item| Some((item.entry.as_deref()?, &item.checked)))
    }

    /// Whether a file could not be read.
    pub(crate) fn is_unread(&self) -> bool {
        self.files.values().any(|item| item.entry.is_none())
    }

    /// The entries about which nothing may be said or repeated, by path.
    pub(crate) fn withheld(&self) -> BTreeSet<String> {
        self.withheld_on(true)
    }

    /// The same for a site that shows private passages, or that does not.
    pub(crate) fn withheld_on(&self, private_shown: bool) -> BTreeSet<String> {
        let withheld =
            self.files.iter().filter(|(_, item)| item.disclosure.is_withheld_on(private_shown));
        withheld.map(|(name, _)| name.clone()).collect()
    }

    /// The entries that are hushed.
    pub(crate) fn hushed(&self) -> BTreeSet<String> {
        let hushed = self.files.iter().filter(|(_, item)| item.checked.hushed);
        hushed.map(|(name, _)| name.clone()).collect()
    }

    /// Counts over all files.
    pub(crate) fn summary(&self) -> Summary {
        let withheld = self.withheld().into_iter().collect();
        let mut summary = Summary { files: self.files.len(), withheld, ..Summary::default() };
        for item in self.files.values() {
            summary.words += item.entry.as_ref().map_or(0, |entry| entry.words);
            summary.add(&item.checked.diagnostics);
        }
        summary
    }
}

/// `None` when the file is as it was.
fn read(found: &JournalFile, known: Option<ContentHash>, project: &Project) -> Option<IndexedFile> {
    let (hash, check) = match disk::read(&found.path) {
        Ok(bytes) => {
            let hash = ContentHash::of(bytes.as_slice());
            if known == Some(hash) {
                return None;
            }
            (hash, check_bytes(found, bytes, project))
        }
        Err(error) => (ContentHash::default(), FileCheck::unreadable(found, &error)),
    };
    let FileCheck { entry, disclosure, check_ins, checked } = check;
    let (entry, check_ins) = (entry.map(Box::new), check_ins.map(Box::new));
    Some(IndexedFile { hash, entry, disclosure, check_ins, checked })
}
