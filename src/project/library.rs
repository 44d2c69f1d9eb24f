//! Every file of a journal, read, parsed and linted; again only where it changed.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use anyhow::Result;
use rayon::prelude::*;

use super::{Project, Promises};
use crate::commitment::account::{Account, Sheet};
use crate::commitment::reading::Mark;
use crate::diagnostic::{Diagnostic, Severity};
use crate::disk::{self, Found};
use crate::journal::Journal;
use crate::journal::entry::{Entry, Parsed};
use crate::journal::prose::Prose;
use crate::lint;
use crate::report::{Checked, Summary};
use crate::site::Remarks;
use crate::text::{Span, fingerprint};

/// One file: what it holds and what there is to say about it.
pub(crate) struct Item {
    hash: u64,
    /// `None` when it could not be read.
    entry: Option<Box<Entry>>,
    withheld: bool,
    /// Withheld, and not only for the sake of a private passage.
    heavy: bool,
    sheet: Option<Box<Sheet>>,
    pub(crate) checked: Checked,
}

/// Is told at every file that is read how many there are.
pub(crate) type Pace<'a> = dyn Fn(usize) + Sync + 'a;

/// The files of a journal.
#[derive(Default)]
pub(crate) struct Library {
    items: BTreeMap<String, Item>,
    /// Files that are no Markdown.
    pub(crate) others: Vec<String>,
    /// Files and folders that could not be looked into.
    pub(crate) problems: Vec<String>,
    /// What links in the journal lead to, where that lies elsewhere.
    pub(crate) links: Vec<PathBuf>,
}

impl Library {
    /// Reads what is new or changed, forgets what is gone, and names both.
    pub(crate) fn refresh(&mut self, project: &Project, pace: &Pace) -> Result<Vec<String>> {
        self.refresh_if(project, pace, &|_| true)
    }

    /// The same when only these files can have changed.
    pub(crate) fn refresh_some(
        &mut self,
        project: &Project,
        paths: &BTreeSet<PathBuf>,
    ) -> Result<Vec<String>> {
        let unread = self.items.iter().filter(|(_, item)| item.entry.is_none());
        let again: Vec<PathBuf> = unread.map(|(name, _)| project.folder.join(name)).collect();
        let named: Vec<(String, &PathBuf)> = paths
            .iter()
            .chain(again.iter().filter(|path| path.is_file()))
            .map(|path| (project.inside(path), path))
            .collect();
        let is_known = |(name, path): &(String, &PathBuf)| {
            self.items.contains_key(name) || path.is_file() && self.others.contains(name)
        };
        if !named.iter().all(is_known) {
            // Something came or went; a folder may have, with all that is in it.
            let folders: Vec<&PathBuf> = paths.iter().filter(|path| path.is_dir()).collect();
            let new = |found: &Found| {
                paths.contains(&found.path)
                    || !self.items.contains_key(&found.name)
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
                self.items.remove(&name);
                changed.push(name);
                continue;
            }
            let Some(before) = self.items.get(&name) else { continue };
            let found = Found { inside: name.clone(), name: name.clone(), path: path.clone() };
            if let Some(item) = read(&found, Some(before.hash), project) {
                self.items.insert(name.clone(), item);
                changed.push(name);
            }
        }
        Ok(changed)
    }

    fn refresh_if(
        &mut self,
        project: &Project,
        pace: &Pace,
        wanted: &(dyn Fn(&Found) -> bool + Sync),
    ) -> Result<Vec<String>> {
        let walked = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        self.others = walked.others;
        self.problems = walked.problems;
        self.links = walked.links;
        let files = walked.entries.len();
        let read: Vec<(String, Option<Item>)> = walked
            .entries
            .par_iter()
            .map(|found| {
                pace(files);
                let known = self.items.get(&found.name).map(|item| item.hash);
                let item = if wanted(found) { read(found, known, project) } else { None };
                (found.name.clone(), item)
            })
            .collect();
        let mut old = std::mem::take(&mut self.items);
        let mut changed = Vec::new();
        for (name, item) in read {
            let before = old.remove(&name);
            if item.is_some() {
                changed.push(name.clone());
            }
            if let Some(item) = item.or(before) {
                self.items.insert(name, item);
            }
        }
        changed.extend(old.into_keys());
        Ok(changed)
    }

    /// Whether one of these files holds something that must not be repeated.
    pub(crate) fn hides(&self, names: &[String]) -> bool {
        let of = |name: &String| self.items.get(name);
        names.iter().filter_map(of).any(|item| {
            let entry = item.entry.as_ref();
            item.withheld || entry.is_none_or(|one| one.private || !one.private_passages.is_empty())
        })
    }

    /// Whether nothing was read yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Forgets everything, so that the next refresh reads it under new rules.
    pub(crate) fn clear(&mut self) {
        self.items.clear();
    }

    /// The journal, in order.
    pub(crate) fn journal(&self) -> Journal<'_> {
        Journal::new(self.items.values().filter_map(|item| item.entry.as_deref()))
    }

    /// What the rules found in each entry, by its path in the journal.
    pub(crate) fn remarks(&self) -> Remarks<'_> {
        let told = |item: &&Item| !item.withheld && !item.checked.diagnostics.is_empty();
        let found = self.items.values().filter(told).filter_map(|item| {
            Some((item.entry.as_ref()?.path.as_str(), item.checked.diagnostics.as_slice()))
        });
        found.collect()
    }

    /// What there is to say about each file, by path.
    pub(crate) fn checked(&self) -> impl Iterator<Item = &Checked> {
        self.items.values().map(|item| &item.checked)
    }

    /// What there is to say about one file.
    pub(crate) fn get(&self, name: &str) -> Option<&Checked> {
        self.items.get(name).map(|item| &item.checked)
    }

    /// The account of the journal.
    pub(crate) fn account(&self, project: &Project) -> Account {
        let sheets: Vec<Sheet> =
            self.items.values().filter_map(|item| item.sheet.as_deref().cloned()).collect();
        project.account(&sheets)
    }

    /// What entries that may be spoken of say about commitments.
    pub(crate) fn marks(&self) -> impl Iterator<Item = &Mark> {
        let open = self.items.values().filter(|item| !item.heavy);
        let open = open.filter(|item| item.entry.as_ref().is_some_and(|entry| !entry.private));
        open.filter_map(|item| item.sheet.as_ref()).flat_map(|sheet| &sheet.marks)
    }

    /// The entries that may be spoken of, with their findings.
    pub(crate) fn public(&self) -> impl Iterator<Item = (&Entry, &Checked)> {
        let open = self.items.values().filter(|item| !item.heavy);
        let read = open.filter_map(|item| Some((item.entry.as_deref()?, &item.checked)));
        read.filter(|(entry, _)| !entry.private)
    }

    /// Whether a file could not be read.
    pub(crate) fn is_unread(&self) -> bool {
        self.items.values().any(|item| item.entry.is_none())
    }

    /// The entries about which nothing may be said or repeated, by path.
    pub(crate) fn withheld(&self) -> BTreeSet<String> {
        let withheld = self.items.iter().filter(|(_, item)| item.withheld);
        withheld.map(|(name, _)| name.clone()).collect()
    }

    /// The same for a site without private passages: an entry that is withheld only for the sake of
    /// one is like any other there, or it would tell of it.
    pub(crate) fn heavy(&self) -> BTreeSet<String> {
        let heavy = self.items.iter().filter(|(_, item)| item.heavy);
        heavy.map(|(name, _)| name.clone()).collect()
    }

    /// Counts over all files.
    pub(crate) fn summary(&self) -> Summary {
        let withheld = self.withheld().into_iter().collect();
        let mut summary = Summary { files: self.items.len(), withheld, ..Summary::default() };
        for item in self.items.values() {
            summary.words += item.entry.as_ref().map_or(0, |entry| entry.words);
            summary.add(&item.checked.diagnostics);
        }
        summary
    }
}

/// `None` when the file is as it was.
fn read(found: &Found, known: Option<u64>, project: &Project) -> Option<Item> {
    match disk::read(&found.path) {
        Ok(bytes) => {
            let hash = fingerprint(bytes.as_slice());
            (known != Some(hash)).then(|| item(found, hash, bytes, project))
        }
        Err(error) => Some(Item {
            hash: 0,
            entry: None,
            withheld: false,
            heavy: false,
            sheet: None,
            checked: unread(&found.name, "unreadable", unreadable(&error)),
        }),
    }
}

/// Whether an entry is withheld without its private passages too.
fn is_heavy(entry: &Entry, project: &Project) -> bool {
    let Some(redacted) = entry.redacted(&project.config) else { return true };
    let Parsed { entry, prose, .. } =
        Entry::parse(&redacted.path, redacted.source, &project.config);
    lint::check(&entry, &prose, &project.rules).withheld
}

/// Reads, parses and lints one file.
pub(crate) fn check_file(found: &Found, project: &Project) -> Checkup {
    let text = match disk::read(&found.path) {
        Ok(bytes) => text_of(bytes).map_err(|message| ("not-utf8", message)),
        Err(error) => Err(("unreadable", unreadable(&error))),
    };
    match text {
        Ok(text) => check(found, text, project),
        Err((rule, message)) => Checkup::failed(unread(&found.name, rule, message)),
    }
}

fn unreadable(error: &anyhow::Error) -> String {
    format!("This file cannot be read: {}. It was left out.", error.root_cause())
}

fn item(found: &Found, hash: u64, bytes: Vec<u8>, project: &Project) -> Item {
    match text_of(bytes) {
        Ok(text) => {
            let Checkup { entry, withheld, sheet, checked } = check(found, text, project);
            let heavy = withheld && entry.as_ref().is_none_or(|entry| is_heavy(entry, project));
            let (entry, sheet) = (entry.map(Box::new), sheet.map(Box::new));
            Item { hash, entry, withheld, heavy, sheet, checked }
        }
        Err(message) => Item {
            hash,
            entry: None,
            withheld: false,
            heavy: false,
            sheet: None,
            checked: unread(&found.name, "not-utf8", message),
        },
    }
}

/// The bytes as text, or why they are none.
pub(crate) fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        format!(
            "This file is not UTF-8 text: line {line} has other bytes. It was left out. Save it as UTF-8, which every editor offers."
        )
    })
}

/// A file of which nothing is known but that it could not be read.
fn unread(name: &str, rule: &'static str, message: String) -> Checked {
    let diagnostics = vec![Diagnostic::journal(rule, Severity::Error, Span::at(0), message)];
    Checked::new(name.to_owned(), String::new(), diagnostics)
}

/// What reading one text gives.
pub(crate) struct Checkup {
    /// `None` when it could not be read.
    pub(crate) entry: Option<Entry>,
    /// Nothing may be said about it.
    pub(crate) withheld: bool,
    /// What it adds to the account; none in a journal without commitments.
    pub(crate) sheet: Option<Sheet>,
    pub(crate) checked: Checked,
}

impl Checkup {
    const fn failed(checked: Checked) -> Self {
        Self { entry: None, withheld: false, sheet: None, checked }
    }
}

/// Parses and lints one text. A panic becomes a diagnostic that names the file and shows none of
/// it.
pub(crate) fn check(found: &Found, text: String, project: &Project) -> Checkup {
    let result = panic::catch_unwind(AssertUnwindSafe(|| {
        let Parsed { entry, prose, mut diagnostics } =
            Entry::parse(&found.inside, text, &project.config);
        let reading = lint::check(&entry, &prose, &project.rules);
        let (mut sheet, faults) = sheet(&entry, &prose, project);
        diagnostics.extend(faults);
        if reading.withheld {
            sheet.iter_mut().for_each(Sheet::silence);
            diagnostics.clear();
        }
        diagnostics.extend(reading.diagnostics);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        (entry, reading.withheld, sheet, diagnostics)
    }));
    let Ok((entry, withheld, sheet, diagnostics)) = result else {
        let message = "evenkeel has a fault and could not read this file. It was left out; the file is as it was. Please report what kind of Markdown it holds.";
        return Checkup::failed(unread(&found.name, "crash", message.to_owned()));
    };
    let source = if diagnostics.is_empty() { String::new() } else { entry.source.clone() };
    let checked = Checked::new(found.name.clone(), source, diagnostics);
    Checkup { entry: Some(entry), withheld, sheet, checked }
}

/// What an entry adds to the account, and what is odd about its check-ins or its definition.
pub(crate) fn sheet(
    entry: &Entry,
    prose: &Prose,
    project: &Project,
) -> (Option<Sheet>, Vec<Diagnostic>) {
    let Promises { register, faults, template, .. } = &project.promises;
    let mut odd = faults.get(&entry.path).cloned().unwrap_or_default();
    if register.commitments.is_empty() {
        return (None, odd);
    }
    let (marks, unclear) = register.read(entry, prose, project.today);
    odd.extend(unclear);
    (Some(Sheet::new(entry, marks, template)), odd)
}
