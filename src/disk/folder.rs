//! What lies in the folders of a journal that hold no entries: rules, themes, commitments.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::file::{read, read_text};
use crate::config;
use crate::lint::RuleSource;

/// The folder, from `start` upward, that holds a config.
#[must_use]
pub(crate) fn find_upward(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let start = if start.is_dir() { start.as_path() } else { start.parent()? };
    start.ancestors().find(|folder| folder.join(config::FILE_NAME).is_file()).map(Path::to_owned)
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
    let wanted =
        |path: &Path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let mut found = Vec::new();
    for (path, name) in below(&folder.join("rules"))? {
        if wanted(&path) {
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

/// `path` relative to `root`, with `/`.
pub(super) fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
