//! A progress bar for those who wait longer than half a second at a terminal.

use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget};

use crate::project::JournalIndex;
use crate::project::Project;

const PATIENCE: Duration = Duration::from_millis(500);

pub(super) struct FileProgress {
    bar: ProgressBar,
    started: Instant,
}

impl FileProgress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, started: Instant::now() }
    }

    /// One file of so many is done.
    pub(super) fn step(&self, files: usize) {
        self.bar.set_length(files as u64);
        self.bar.inc(1);
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for FileProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Reads what is new or changed in a journal, and names it.
pub(super) fn read(index: &mut JournalIndex, project: &Project) -> Result<Vec<String>> {
    let progress = FileProgress::new();
    index.refresh(project, &|files| progress.step(files))
}
