//! The files a command is to look at, as the person named them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::output::tell;
use crate::disk::{self, JournalFile};
use crate::project::Project;

/// Files, and folders that could not be looked into.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) files: Vec<JournalFile>,
    pub(super) problems: Vec<String>,
}

/// Where to look for the journal that `paths` belong to.
pub(super) fn start(paths: &[PathBuf]) -> &Path {
    match paths.first() {
        Some(first) if first.exists() => first,
        _ => Path::new("."),
    }
}

impl Targets {
    /// The files below `paths`; the whole journal when none is given.
    pub(super) fn find(paths: &[PathBuf], project: &Project) -> Result<Self> {
        let scope = project.config.scope();
        if paths.is_empty() {
            let walked = disk::walk(&project.folder, &project.folder, &scope)?;
            return Ok(Self { files: walked.entries, problems: walked.problems });
        }
        let mut found = Self::default();
        for path in paths {
            if path.is_dir() {
                let folder = path
                    .canonicalize()
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                let walked = disk::walk(&folder, &project.folder, &scope)?;
                // With one folder names are relative to it; with several they would be ambiguous.
                let prefix = if paths.len() == 1 { PathBuf::new() } else { path.clone() };
                found.files.extend(walked.entries.into_iter().map(|file| JournalFile {
                    name: prefix.join(&file.name).to_string_lossy().into_owned(),
                    ..file
                }));
                found.problems.extend(walked.problems);
            } else if path.exists() {
                found.files.push(JournalFile {
                    name: path.to_string_lossy().into_owned(),
                    inside: project.inside(path),
                    path: path.clone(),
                });
            } else {
                bail!("there is no file or folder {}. Check the spelling", path.display());
            }
        }
        found.files.sort();
        found.files.dedup();
        Ok(found)
    }

    /// Says what could not be looked into. True when there was something.
    pub(super) fn tell_problems(&self) -> bool {
        for problem in &self.problems {
            tell(format!("error: {problem}."));
        }
        !self.problems.is_empty()
    }
}
