//! The files a command is to look at, as the person named them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::output::tell;
use crate::disk::{self, JournalFile};
use crate::journal::template;
use crate::project::{Project, shown};

/// Files, and folders that could not be looked into.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) files: Vec<JournalFile>,
    pub(super) problems: Vec<String>,
}

/// Where to look for the journal that `paths` belong to.
pub(super) fn start(paths: &[PathBuf]) -> Option<&Path> {
    paths.first().map(PathBuf::as_path).filter(|first| first.exists())
}

/// How files are named in what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileNaming {
    /// Relative to the working directory, so that whoever reads it can open them.
    WorkingDirectory,
    /// Relative to the folder that was given; a file, or one of several folders, as it was typed.
    Given,
}

impl Targets {
    /// The files below `paths`; the whole journal when none is given.
    pub(super) fn find(paths: &[PathBuf], project: &Project, naming: FileNaming) -> Result<Self> {
        let scope = project.config.scope();
        let from_here = naming == FileNaming::WorkingDirectory;
        if paths.is_empty() {
            let walked = disk::walk(&project.folder, &project.folder, &scope)?;
            let mut files = walked.entries;
            for file in files.iter_mut().filter(|_| from_here) {
                file.name = shown(&file.path);
            }
            return Ok(Self { files, problems: walked.problems });
        }
        let mut found = Self::default();
        for path in paths {
            if path.is_dir() {
                let folder = path
                    .canonicalize()
                    .with_context(|| format!("{} cannot be read", path.display()))?;
                let walked = disk::walk(&folder, &project.folder, &scope)?;
                // With one folder names can be relative to it; with several they would be ambiguous.
                let prefix = match path.strip_prefix(".") {
                    _ if paths.len() == 1 && !from_here => Path::new(""),
                    Ok(below) if from_here => below,
                    _ => path,
                };
                found.files.extend(walked.entries.into_iter().map(|file| JournalFile {
                    name: prefix.join(&file.name).to_string_lossy().into_owned(),
                    ..file
                }));
                found.problems.extend(walked.problems);
            } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("org")) {
                bail!(
                    "{} is an Org file, and evenkeel reads Markdown. `pandoc -t gfm` makes Markdown of it",
                    path.display()
                );
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
        // The template is what entries are made of, and none itself.
        found.files.retain(|file| file.inside != template::PATH);
        found.files.sort();
        found.files.dedup();
        Ok(found)
    }

    /// Leaves out what the journal leaves out, though it was named: for hooks and editors, which name
    /// whatever was changed.
    pub(super) fn leave_out_excluded(&mut self, project: &Project) {
        self.files.retain(|file| is_looked_at(file, project));
    }

    /// Says what could not be looked into. True when there was something.
    pub(super) fn tell_problems(&self) -> bool {
        for problem in &self.problems {
            tell(format!("error: {problem}."));
        }
        !self.problems.is_empty()
    }
}

/// Whether a file is one that the journal does not leave out.
pub(super) fn is_looked_at(file: &JournalFile, project: &Project) -> bool {
    let scope = project.config.scope();
    let entry = disk::is_entry(&file.inside) && file.inside != template::PATH;
    entry && scope.contains(&file.inside)
}
