//! Finds the files of a journal.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use walkdir::{DirEntry, WalkDir};

use super::layout::{is_site, relative};
use crate::config::FileScope;

/// Folders that hold no entries, wherever they stand.
const SKIPPED: [&str; 4] = ["templates", "themes", "rules", "node_modules"];

/// A file of the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct JournalFile {
    /// Its path as it is to be shown: relative to the folder that was walked, with `/`.
    pub name: String,
    /// Its path relative to the journal, with `/`.
    pub inside: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// The Markdown files, in path order.
    pub entries: Vec<JournalFile>,
    /// The names of all other files, in order.
    pub others: Vec<String>,
    /// What could not be looked into, and why.
    pub problems: Vec<String>,
    /// What links lead to.
    pub links: Vec<PathBuf>,
}

/// The files below `folder`.
///
/// Hidden folders, what git ignores, templates, sites that evenkeel built and whatever `scope`
/// leaves out are passed over. Patterns of `scope` are relative to `journal`.
///
/// # Errors
/// `folder` is missing or cannot be read.
pub(crate) fn walk(folder: &Path, journal: &Path, scope: &FileScope) -> Result<Walk> {
    if let Err(error) = std::fs::read_dir(folder) {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "There is no such folder. Check the spelling",
            io::ErrorKind::PermissionDenied => "You may not read it. Check its permissions",
            _ => "It cannot be read",
        };
        bail!("{}: {hint} ({error})", folder.display());
    }
    let mut ignores = Ignores::above(folder);
    let mut walked = Walk::default();
    let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // A link that leads back up is read once, where it leads to.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(folder, path));
                let cause = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                walked.problems.push(format!("{path} cannot be read: {cause}"));
                continue;
            }
        };
        let in_journal = entry.path().strip_prefix(journal).unwrap_or(entry.path());
        let in_journal = in_journal.to_string_lossy().replace('\\', "/");
        let is_dir = entry.file_type().is_dir();
        ignores.leave(entry.depth());
        let link = entry.depth() > 0 && entry.path_is_symlink();
        if entry.depth() > 0
            && (is_passed_over(&entry)
                || scope.excludes(&in_journal)
                || ignores.ignores(entry.path(), is_dir))
        {
            if is_dir {
                walk.skip_current_dir();
            }
            continue;
        }
        walked.links.extend(link.then(|| entry.path().canonicalize().ok()).flatten());
        if is_dir {
            ignores.enter(entry.path(), entry.depth());
        } else if !entry.file_type().is_file() {
            // A pipe or a device would never end.
        } else if is_readable(entry.path()) && scope.contains(&in_journal) {
            let name = relative(folder, entry.path());
            walked.entries.push(JournalFile { name, inside: in_journal, path: entry.into_path() });
        } else if !is_markdown(entry.path()) {
            walked.others.push(relative(folder, entry.path()));
        }
    }
    walked.entries.sort();
    walked.others.sort();
    Ok(walked)
}

/// Whether a file or folder holds no entries, as its name says.
pub(super) fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    if !entry.file_type().is_dir() {
        return name.starts_with('.');
    }
    let logseq_backup =
        name == "bak" && entry.path().parent().is_some_and(|up| up.ends_with("logseq"));
    name.starts_with('.') || SKIPPED.contains(&&*name) || logseq_backup || is_site(entry.path())
}

/// Whether a path, relative to its root, can be that of an entry: Markdown, or plain text that is read
/// as such, in no folder that is passed over. The scope says whether it is one.
#[must_use]
pub(crate) fn is_entry(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let file = parts.next().unwrap_or_default();
    is_readable(Path::new(file))
        && !file.starts_with('.')
        && !parts.any(|folder| folder.starts_with('.') || SKIPPED.contains(&folder))
}

/// Text that can be read as Markdown; `.txt` belongs to a journal only where `include` names it.
fn is_readable(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    is_markdown(path) || ending.eq_ignore_ascii_case("txt")
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}

/// The `.gitignore` files in force, outermost first.
struct Ignores {
    stack: Vec<(usize, Gitignore)>,
}

impl Ignores {
    /// Those above `folder`, up to the root of its repository.
    fn above(folder: &Path) -> Self {
        let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let mut found = Vec::new();
        if !absolute.join(".git").exists() {
            for up in absolute.ancestors().skip(1) {
                found.extend(read(up));
                if up.join(".git").exists() {
                    found.reverse();
                    return Self { stack: found.into_iter().map(|ignore| (0, ignore)).collect() };
                }
            }
        }
        Self { stack: Vec::new() }
    }

    fn enter(&mut self, folder: &Path, depth: usize) {
        let absolute = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        self.stack.extend(read(&absolute).map(|ignore| (depth + 1, ignore)));
    }

    /// Forgets what belonged to folders deeper than the one that holds an entry at `depth`.
    fn leave(&mut self, depth: usize) {
        self.stack.retain(|(level, _)| *level <= depth);
    }

    fn ignores(&self, path: &Path, is_dir: bool) -> bool {
        if self.stack.is_empty() {
            return false;
        }
        let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        for (_, ignore) in self.stack.iter().rev() {
            if !absolute.starts_with(ignore.path()) {
                continue;
            }
            let matched = ignore.matched(&absolute, is_dir);
            if !matched.is_none() {
                return matched.is_ignore();
            }
        }
        false
    }
}

fn read(folder: &Path) -> Option<Gitignore> {
    let file = folder.join(".gitignore");
    if !file.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    builder.add(file);
    builder.build().ok()
}
