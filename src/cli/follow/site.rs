//! The site that is kept up to date while somebody writes.

use std::fs::File;

use anyhow::{Context, Result};

use crate::cli::build::{Arguments, Built, Shape, Workshop};
use crate::disk::{self, Output};
use crate::project::Project;
use crate::project::library::Library;

/// The site that is kept up to date.
pub(super) struct Site {
    pub(super) output: Output,
    shape: Shape,
    /// None when it has to be opened again.
    pub(super) workshop: Option<Workshop>,
    /// Whether what can wait is older than the pages.
    pub(super) behind: bool,
    /// Says to others that this program keeps the site.
    _keeper: Option<File>,
}

impl Site {
    pub(super) fn open(arguments: &Arguments, project: &Project) -> Result<Self> {
        let folder = arguments.output(project);
        let output = Output::open(&folder)?;
        let shape = arguments.shape(output.folder())?;
        let folder = folder
            .canonicalize()
            .with_context(|| format!("{} cannot be used", folder.display()))?;
        let keeper = disk::keep(&folder)?;
        if keeper.is_none() {
            anstream::eprintln!(
                "note: another evenkeel keeps this site up to date too. They take turns, and every page is whole."
            );
        }
        let output = Output::open(&folder)?;
        Ok(Self { output, shape, workshop: None, behind: false, _keeper: keeper })
    }

    /// Builds what changed.
    pub(super) fn build(
        &mut self,
        project: &Project,
        library: &Library,
        later: bool,
    ) -> Result<Built> {
        let later = later && self.workshop.is_some() && self.shape.is_open();
        let workshop = match &mut self.workshop {
            Some(workshop) => workshop,
            None => self.workshop.insert(Workshop::open(project, self.shape.include_private)?),
        };
        let mut built = workshop.build(project, library, &mut self.output, (&self.shape, later))?;
        if later && !built.published.removed.is_empty() {
            // What was taken away is nowhere any more, not even for a moment in the search.
            let rest = workshop.build(project, library, &mut self.output, (&self.shape, false))?;
            built.published.written.extend(rest.published.written);
            self.behind = false;
        } else {
            // What is owed from a round before stays owed.
            self.behind = later && (self.behind || !built.published.written.is_empty());
        }
        Ok(built)
    }
}
