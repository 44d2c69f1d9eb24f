//! Entries as they may be shown outside of themselves: nothing private, and none that asks for care.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use super::check::check;
use super::open::Project;
use crate::disk::{self, JournalFile};
use crate::journal::date::beside;
use crate::journal::entry::Entry;
use crate::journal::template;
use crate::search::{Question, each_word, is_near, stemmer};

/// An entry without what is private in it.
#[derive(Debug, Clone)]
pub(crate) struct PublicEntry {
    file: JournalFile,
    pub(crate) date: Option<Date>,
    /// Its title, or what its file's name says beside the day.
    pub(crate) title: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) mood: Option<String>,
    /// Its words as they are written.
    pub(crate) text: String,
    is_untouched: bool,
}

/// How much is kept back: the harsh days too, where the program chooses what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChosenBy {
    /// The person asked for it.
    Person,
    /// The program offers it.
    Program,
}

/// What a question found.
#[derive(Debug, Default)]
pub(crate) struct SearchResult {
    /// The entries, the newest first, with the places of what was asked in their texts.
    pub(crate) entries: Vec<(PublicEntry, Vec<std::ops::Range<usize>>)>,
    /// A word that is nowhere, and the one that was taken for it.
    pub(crate) forgiven: Option<(String, String)>,
}

/// All entries and pages of a journal of which something may be shown, but for those that ask for
/// care: that is looked up for what is shown.
pub(crate) struct PublicEntries<'p> {
    project: &'p Project,
    entries: Vec<PublicEntry>,
    /// Whether any of the wanted files is there, whoever may read it.
    pub(crate) any_file: bool,
    /// What could not be read: a sentence each.
    pub(crate) problems: Vec<String>,
}

impl<'p> PublicEntries<'p> {
    /// Reads those of the files that are `wanted`.
    ///
    /// # Errors
    /// The journal cannot be looked through.
    pub(crate) fn read(
        project: &'p Project,
        wanted: impl Fn(&JournalFile) -> bool,
    ) -> anyhow::Result<Self> {
        let walk = disk::walk(&project.folder, &project.folder, &project.config.scope())?;
        let mut problems: Vec<String> =
            walk.problems.iter().map(|problem| format!("{problem}.")).collect();
        let files: Vec<JournalFile> =
            walk.entries.into_iter().filter(|file| wanted(file)).collect();
        let any_file = !files.is_empty();
        let read: Vec<Result<Option<PublicEntry>, String>> =
            files.into_par_iter().map(|file| public(file, project)).collect();
        let mut entries = Vec::new();
        for one in read {
            match one {
                Ok(entry) => entries.extend(entry),
                Err(problem) => problems.push(problem),
            }
        }
        entries.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.path().cmp(b.path())));
        Ok(Self { project, entries, any_file, problems })
    }

    /// Those of days, the newest first, in which somebody wrote.
    pub(crate) fn written(&self) -> impl DoubleEndedIterator<Item = &PublicEntry> {
        self.entries.iter().filter(|entry| entry.date.is_some() && !entry.is_untouched)
    }

    /// Whether an entry may be shown by whoever chose it.
    pub(crate) fn may_show(&self, entry: &PublicEntry, chosen_by: ChosenBy) -> bool {
        let Ok(text) = disk::read_text(&entry.file.path) else { return false };
        let checked = check(&entry.file, text, self.project);
        checked.disclosure.is_public()
            && !(checked.checked.hushed && chosen_by == ChosenBy::Program)
    }

    /// What answers a question, among the entries that `fits` lets through.
    pub(crate) fn search(
        &self,
        text: &str,
        fits: &(dyn Fn(&PublicEntry) -> bool + Sync),
    ) -> SearchResult {
        let language = self.project.config.languages.first().map_or("en", String::as_str);
        let stemmer = stemmer(language);
        let answers = |question: &Question| {
            let found = self.entries.par_iter().filter(|entry| fits(entry)).filter_map(|entry| {
                let places = question.answer(&entry.text, &entry.beside(), &stemmer)?;
                self.may_show(entry, ChosenBy::Person).then(|| (entry.clone(), places))
            });
            found.collect::<Vec<_>>()
        };
        let question = Question::new(text, &stemmer);
        let entries = answers(&question);
        if !entries.is_empty() || question.is_empty() {
            return SearchResult { entries, forgiven: None };
        }
        let counts = self.vocabulary();
        for (at, word) in question.wanted() {
            if counts.contains_key(word) {
                continue;
            }
            let longer: Vec<&str> =
                counts.keys().map(String::as_str).filter(|other| other.starts_with(word)).collect();
            let entries = answers(&question.with(at, &longer, &stemmer));
            if !longer.is_empty() && !entries.is_empty() {
                return SearchResult { entries, forgiven: None };
            }
            // Only a word that leads to something that may be shown is repeated.
            let mut near: Vec<(&String, &usize)> =
                counts.iter().filter(|(other, _)| is_near(word, other)).collect();
            near.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
            for (other, _) in near {
                let entries = answers(&question.with(at, &[other], &stemmer));
                if !entries.is_empty() {
                    return SearchResult {
                        entries,
                        forgiven: Some((word.to_owned(), other.clone())),
                    };
                }
            }
        }
        SearchResult::default()
    }

    /// The words of the journal, and in how many entries each is.
    fn vocabulary(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            let mut words = std::collections::BTreeSet::new();
            for text in [&entry.text, &entry.beside()] {
                each_word(text, |word| {
                    words.insert(word.to_owned());
                });
            }
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        counts
    }
}

impl PublicEntry {
    /// Where it lies, relative to the journal.
    pub(crate) fn path(&self) -> &str {
        &self.file.inside
    }

    /// Where it lies.
    pub(crate) fn file(&self) -> &std::path::Path {
        &self.file.path
    }

    /// What counts as its words beside its text.
    fn beside(&self) -> String {
        let title = self.title.iter().map(String::as_str);
        title.chain(self.tags.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    /// Its first words, without headings, marks and fields: at most `most` letters.
    pub(crate) fn opening(&self, most: usize) -> String {
        let words = self.text.lines().filter_map(said).flat_map(str::split_whitespace);
        let mut out = String::new();
        for word in words {
            if out.chars().count() + word.chars().count() > most {
                out.push('…');
                break;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }
}

/// What a line says to a reader: without the mark of a list or a quotation; `None` for headings,
/// tasks, fields, tables, pictures and what is still to be filled in.
pub(crate) fn said(line: &str) -> Option<&str> {
    let line = line.trim();
    let item = ["- ", "* ", "+ ", "> "].iter().find_map(|mark| line.strip_prefix(mark));
    let words = item.unwrap_or(line).trim_start();
    let silent = words.is_empty()
        || words.starts_with(['#', '|', '!', '<', '`', '~'])
        || item.is_some() && words.starts_with('[') && words.get(2..3) == Some("]")
        || words.contains("::")
        || template::is_form(words)
        || template::is_navigation(words)
        || words.chars().all(|letter| "-*_= ".contains(letter));
    (!silent).then_some(words)
}

/// The public part of one file; `None` for one that is private as a whole.
fn public(file: JournalFile, project: &Project) -> Result<Option<PublicEntry>, String> {
    let bytes = disk::read(&file.path).map_err(|error| format!("{error:#}."))?;
    let text = super::check::text_of(bytes).map_err(|error| format!("{}: {error}", file.name))?;
    let entry = Entry::parse(&file.inside, text, &project.config).entry;
    if entry.private {
        return Ok(None);
    }
    let shown = entry.redacted(&project.config).unwrap_or(entry);
    let text = shown.visible(false).text.trim().to_owned();
    Ok(Some(PublicEntry {
        date: shown.date(),
        title: shown.title.clone().or_else(|| beside(shown.stem())),
        tags: shown.tags.clone(),
        mood: shown.front.text("mood").filter(|mood| !mood.is_empty()),
        text,
        is_untouched: project.is_untouched(&shown),
        file,
    }))
}
