//! How the person themself reworded attacks, as far as a conversation needs it.

use std::path::PathBuf;

use crate::cli::output::tell;
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Reworded};
use crate::project::Project;
use crate::text::one_line;

/// What the person wrote instead of attacks, oldest first.
pub(super) struct Memory {
    journal: PathBuf,
    known: Vec<Reworded>,
}

impl Memory {
    /// What is known from before; a damaged record is told when it is written next.
    pub(super) fn new(project: &Project) -> Self {
        let journal = project.folder.clone();
        let known = disk::reworded(&journal).unwrap_or_default();
        Self { journal, known }
    }

    /// How the person reworded the same attack last.
    pub(super) fn before(&self, found: &Diagnostic) -> Option<&str> {
        Reworded::last_of(&self.known, found)
    }

    /// How much is known.
    pub(super) const fn len(&self) -> usize {
        self.known.len()
    }

    /// Keeps words of the person's own, which `run` of `fix` wrote.
    pub(super) fn keep(&mut self, found: &Diagnostic, instead: &str, run: Option<u64>) {
        let one = Reworded::new(found, one_line(instead), run);
        self.known.extend(one);
        self.write();
    }

    /// Forgets what was kept since `len` was known.
    pub(super) fn back_to(&mut self, len: usize) {
        if self.known.len() > len {
            self.known.truncate(len);
            self.write();
        }
    }

    fn write(&self) {
        if let Err(error) = disk::write_reworded(&self.journal, &self.known) {
            tell(format!("note: {error:#}."));
        }
    }
}
