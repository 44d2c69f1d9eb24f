//! What lies in the folders of a journal that hold no entries: rules, themes, commitments.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::civil::Date;

use super::file::{read, read_text};
use super::layout::relative;
use super::walk::{is_entry, is_passed_over, walk};
use crate::config::{self, Config};
use crate::journal::date::{self, PathDate};
use crate::journal::vault::VaultKind;
use crate::lint::RuleSource;

/// Folders of programs that keep a journal beside them.
const VAULTS: [(&str, VaultKind); 2] =
    [(".obsidian", VaultKind::Obsidian), ("logseq", VaultKind::Logseq)];
/// So many files and folders are looked at, so deep, to see whether a folder holds a journal.
const LOOKED_AT: usize = 2_000;
const DEEP: usize = 4;

/// The folder, from `start` upward, that is a journal's: it holds a config, or a vault of Obsidian or
/// Logseq.
#[must_use]
pub(crate) fn find_upward(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let start = if start.is_dir() { start.as_path() } else { start.parent()? };
    let is_journal =
        |folder: &Path| folder.join(config::FILE_NAME).is_file() || vault_kind(folder).is_some();
    start.ancestors().find(|folder| is_journal(folder)).map(Path::to_owned)
}

/// Whose vault a folder is; Logseq's first, for Obsidian opens any folder.
#[must_use]
pub(crate) fn vault_kind(folder: &Path) -> Option<VaultKind> {
    let mut vaults = VAULTS.iter().rev();
    vaults.find(|(name, _)| folder.join(name).is_dir()).map(|(_, kind)| *kind)
}

/// Whether there is Markdown in a folder whose name says a day.
#[must_use]
pub(crate) fn holds_dated_entries(folder: &Path, config: &Config) -> bool {
    let scope = config.scope();
    let walk = walkdir::WalkDir::new(folder).max_depth(DEEP).into_iter();
    let files = walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry));
    files.flatten().take(LOOKED_AT).any(|entry| {
        let name = relative(folder, entry.path());
        let dated =
            matches!(date::from_path(&name, config), PathDate::Pure(_) | PathDate::Inside(_));
        dated && is_entry(&name) && scope.contains(&name) && entry.file_type().is_file()
    })
}

/// The newest day that the name of an entry says, and that is not after `now`.
#[must_use]
pub(crate) fn newest_day(folder: &Path, config: &Config, now: Date) -> Option<Date> {
    let walked = walk(folder, folder, &config.scope()).ok()?;
    let days =
        walked.entries.iter().filter_map(|file| match date::from_path(&file.inside, config) {
            PathDate::Pure(day) | PathDate::Inside(day) => Some(day),
            _ => None,
        });
    days.filter(|day| *day <= now).max()
}

/// Whether a folder is the person's home or holds it, as the root of the disk does: no command looks
/// through all of it because it happened to be started there.
#[must_use]
pub(crate) fn holds_home(folder: &Path) -> bool {
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    folder.parent().is_none() || home.is_some_and(|home| home.starts_with(folder))
}

/// The Markdown files that lie directly in `folder/name`, path relative to `folder` and text, in
/// order. Those that are not UTF-8 are left to whoever walks the whole journal.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn texts(folder: &Path, name: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for (path, file) in below(&folder.join(name))? {
        let markdown = path.extension().is_some_and(|end| end == "md" || end == "markdown");
        if markdown
            && !file.contains('/')
            && !file.starts_with('.')
            && let Ok(text) = String::from_utf8(read(&path)?)
        {
            found.push((format!("{name}{file}"), text));
        }
    }
    Ok(found)
}

/// The journal's own rule files, those below `folder/rules`, in path order.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn rules(folder: &Path) -> Result<Vec<RuleSource>> {
    let mut found = Vec::new();
    for (path, name) in below(&folder.join("rules"))? {
        // What was meant for a rule is told of, not passed over.
        if RuleSource::is_meant(&name) {
            found.push(RuleSource { path: name, text: read_text(&path)? });
        }
    }
    Ok(found)
}

/// The files of the journal's own theme, those below `folder/themes/name`: path and bytes.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn theme(folder: &Path, name: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let files = below(&folder.join("themes").join(name))?;
    files.into_iter().map(|(path, name)| Ok((name, read(&path)?))).collect()
}

/// Whether there is a file at `folder`, or a folder that is not empty.
#[must_use]
pub(crate) fn holds_something(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut inside) => inside.next().is_some(),
        Err(_) => folder.exists(),
    }
}

/// The names of the folders in `folder`, in order.
#[must_use]
pub(crate) fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below `folder` with its path relative to it; nothing when there is no such folder.
pub(super) fn below(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
        if entry.file_type().is_file() {
            let name = relative(folder, entry.path());
            found.push((entry.into_path(), name));
        }
    }
    Ok(found)
}
