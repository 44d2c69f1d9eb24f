//! The only module that reads or writes files.
//!
//! What it cannot do is an error with the path, the cause and what to try next. Files of the
//! journal are only read; what is written is made beside the target and moved over it.

#![expect(clippy::disallowed_methods, reason = "this is the module that reads and writes files")]

mod git;
mod guard;
mod publish;
mod replace;
mod served;
mod staged;
mod turn;
mod walk;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub use git::{Changes, Lines, changed};
pub use publish::{Item, Make, Output, Published, holds, is_site, stamp};
pub use replace::{Undo, replace, restore, taken};
pub use served::{Served, opener, served};
pub use staged::{Staged, hooks_folder, staged};
pub use turn::keep;
pub use walk::{Found, Walked, is_entry, walk};

use crate::config;
use crate::lint::rule_set::Source;

/// Reads a file's bytes.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Reads a text file.
///
/// # Errors
/// The file cannot be read, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let bytes = read(path)?;
    String::from_utf8(bytes).ok().with_context(|| {
        format!("{} is not UTF-8 text. Save it as UTF-8, which every editor offers", path.display())
    })
}

/// Reads a text file; `None` when there is none.
///
/// # Errors
/// It is there and cannot be read, or is not UTF-8.
pub fn text_if_any(path: &Path) -> Result<Option<String>> {
    if path.is_file() { read_text(path).map(Some) } else { Ok(None) }
}

/// The Markdown files that lie directly in `folder/name`, path relative to `folder` and text, in
/// order. Those that are not UTF-8 are left to whoever walks the whole journal.
///
/// # Errors
/// A file cannot be read.
pub fn texts(folder: &Path, name: &str) -> Result<Vec<(String, String)>> {
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

/// Reads standard input to its end, as text.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub fn read_stdin() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
    String::from_utf8(bytes).ok().context("standard input is not UTF-8 text")
}

/// The folder, from `start` upward, that holds a config.
#[must_use]
pub fn find_upward(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let start = if start.is_dir() { start.as_path() } else { start.parent()? };
    start.ancestors().find(|folder| folder.join(config::FILE_NAME).is_file()).map(Path::to_owned)
}

/// The journal's own rule files, those below `folder/rules`, in path order.
///
/// # Errors
/// A file cannot be read.
pub fn rules(folder: &Path) -> Result<Vec<Source>> {
    let wanted =
        |path: &Path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
    let mut found = Vec::new();
    for (path, name) in below(&folder.join("rules"))? {
        if wanted(&path) {
            found.push(Source { path: name, text: read_text(&path)? });
        }
    }
    Ok(found)
}

/// The files of the journal's own theme, those below `folder/themes/name`: path and bytes.
///
/// # Errors
/// A file cannot be read.
pub fn theme(folder: &Path, name: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let files = below(&folder.join("themes").join(name))?;
    files.into_iter().map(|(path, name)| Ok((name, read(&path)?))).collect()
}

/// The names of the folders in `folder`, in order.
#[must_use]
pub fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below `folder` with its path relative to it; nothing when there is no such folder.
fn below(folder: &Path) -> Result<Vec<(PathBuf, String)>> {
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
fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}

/// Writes a program that git may run.
///
/// # Errors
/// It cannot be written.
pub fn write_program(path: &Path, content: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let written = fs::write(path, content);
    #[cfg(unix)]
    let written = written.and_then(|()| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(path, mode)
    });
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Writes a file, with the folders above it, in the place of what is there.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, bytes))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// What tells one folder from another in the same place; `None` where that is not known.
#[must_use]
pub fn identity(folder: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(folder).ok().map(|data| (data.dev(), data.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Removes a file.
///
/// # Errors
/// It cannot be removed.
pub fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).with_context(|| format!("{} cannot be removed", path.display()))
}

/// Creates a file that must not exist yet, with the folders above it.
///
/// # Errors
/// It exists, or cannot be written.
pub fn create_new(path: &Path, content: &str) -> Result<()> {
    if path.exists() {
        bail!("{} exists already and was not touched", path.display());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let mut file = fs::File::create_new(path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(content.as_bytes())
        .with_context(|| format!("{} cannot be written", path.display()))
}
