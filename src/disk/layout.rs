//! The names of the files and folders that the program keeps for itself.

use std::path::Path;

/// Marks a folder as a site that evenkeel built, and lists its files.
pub(super) const MANIFEST: &str = ".evenkeel-site.json";
/// What a publish in progress still has to do.
pub(super) const PLAN: &str = ".evenkeel-plan.json";
/// Stamps of copied files, so that photos are not read again at every build. Safe to delete.
pub(super) const STAMPS: &str = ".evenkeel-stamps.json";
/// Where changed files wait.
pub(super) const STAGE: &str = ".evenkeel-stage";
/// So that a site in a repository is never committed by accident.
pub(super) const IGNORE: &str = ".gitignore";
/// Held by whoever publishes, for as long as that takes.
pub(super) const PUBLISH_LOCK: &str = ".evenkeel-turn";
/// Held by a program that keeps the site up to date, for as long as it runs.
pub(super) const WATCH_LOCK: &str = ".evenkeel-keeper";
/// The page that opens a preview.
pub(super) const OPENER: &str = ".evenkeel-open.html";
/// Where a journal keeps what belongs to the program alone.
pub(super) const STATE: &str = ".evenkeel";
/// In it: held by whoever writes, for as long as that takes.
pub(super) const STATE_LOCK: &str = "lock";
/// In it: a folder with a file for each of the last runs of `fix`, named by its number: what the
/// files of the journal were before.
pub(super) const UNDO: &str = "undo";
/// In it: which suggestions were taken in each run: rules and paths, no word of the journal.
pub(super) const TAKEN: &str = "taken.json";
/// In it: words that are not in an entry yet.
pub(super) const DRAFT: &str = "draft.md";
/// In it: how the person reworded what was found.
pub(super) const REWORDED: &str = "reworded.json";

/// Whether `folder` is a site that evenkeel built.
#[must_use]
pub(crate) fn is_site(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Whether `folder` is a site that evenkeel built and holds a file of this name.
#[must_use]
pub(crate) fn holds(folder: &Path, name: &str) -> bool {
    is_site(folder) && folder.join(name).is_file()
}

/// `path` relative to `root`, with `/`.
pub(super) fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    path.to_string_lossy().replace('\\', "/")
}
