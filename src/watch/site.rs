//! The site that is kept up to date while somebody writes.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::builder::{BuildOptions, BuildReport, BuildScope, SiteBuilder};
use crate::disk::{self, OutputFolder};
use crate::project::{JournalIndex, Project};

/// The site that is kept up to date.
pub(crate) struct WatchedSite {
    output: OutputFolder,
    options: BuildOptions,
    /// None when it has to be opened again.
    builder: Option<SiteBuilder>,
    /// Whether what can wait is older than the pages.
    pub(super) behind: bool,
    /// Held for as long as this program watches; none when another one does.
    lock: Option<File>,
}

impl WatchedSite {
    /// Prepares the folder that the site goes to.
    ///
    /// # Errors
    /// The folder belongs to somebody else, or cannot be used.
    pub(crate) fn open(folder: &Path, options: BuildOptions) -> Result<Self> {
        let folder: PathBuf = folder
            .canonicalize()
            .with_context(|| format!("{} cannot be used", folder.display()))?;
        let lock = disk::watch_lock(&folder)?;
        let output = OutputFolder::open(&folder)?;
        Ok(Self { output, options, builder: None, behind: false, lock })
    }

    /// Whether another program keeps this site up to date too.
    pub(crate) const fn is_shared(&self) -> bool {
        self.lock.is_none()
    }

    /// Where it lies.
    pub(crate) fn folder(&self) -> &Path {
        self.output.folder()
    }

    /// Reads the theme and the rules again at the next build.
    pub(super) fn reopen(&mut self) {
        self.builder = None;
    }

    /// Builds what changed.
    pub(super) fn build(
        &mut self,
        project: &Project,
        index: &JournalIndex,
        scope: BuildScope,
    ) -> Result<BuildReport> {
        let can_wait = self.builder.is_some() && self.options.is_open();
        let scope = if can_wait { scope } else { BuildScope::All };
        let builder = match &mut self.builder {
            Some(builder) => builder,
            None => self.builder.insert(SiteBuilder::open(project, self.options.clone())?),
        };
        let mut report = builder.build(project, index, &mut self.output, scope, &|_| ())?;
        if scope == BuildScope::UntilRest && !report.published.removed.is_empty() {
            // What was taken away is nowhere any more, not even for a moment in the search.
            let rest = builder.build(project, index, &mut self.output, BuildScope::All, &|_| ())?;
            report.published.written.extend(rest.published.written);
            self.behind = false;
        } else {
            // What was put off in a batch before is still to be made.
            self.behind = scope == BuildScope::UntilRest
                && (self.behind || !report.published.written.is_empty());
        }
        Ok(report)
    }
}
