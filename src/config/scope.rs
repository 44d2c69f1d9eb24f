//! Which files belong to a journal.

use globset::{Glob, GlobSet, GlobSetBuilder};

/// Which paths belong to the journal.
#[derive(Debug, Clone)]
pub struct FileScope {
    include: GlobSet,
    exclude: GlobSet,
}

impl FileScope {
    /// The files that a glob of `include` names and none of `exclude`.
    pub(super) fn new(include: &[String], exclude: &[String]) -> Self {
        Self { include: globs(include), exclude: globs(exclude) }
    }

    /// Whether a file, relative to the journal, belongs to it.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.include.is_match(path) && !self.excludes(path)
    }

    /// Whether a file or folder is left out by name.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }
}

/// Patterns that are not globs were reported when the config was read; they match nothing.
pub(super) fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()).for_each(|glob| {
        set.add(glob);
    });
    set.build().unwrap_or_default()
}
