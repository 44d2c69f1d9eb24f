//! How the person reworded attacks before, as far as a conversation needs it.

use std::path::PathBuf;

use crate::cli::output::tell;
use crate::diagnostic::{Diagnostic, ReadingTrace};
use crate::disk::{self, Reworded};
use crate::project::Project;
use crate::text::one_line;

/// What the person wrote instead of attacks.
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
        let attack = found.reading.as_ref()?.attack()?;
        let same = |one: &&Reworded| one.rule == found.rule.id() && one.attack == attack;
        self.known.iter().rev().find(same).map(|one| one.instead.as_str())
    }

    /// Keeps what the person wrote instead of an attack.
    pub(super) fn keep(&mut self, found: &Diagnostic, instead: &str) {
        let attack = found.reading.as_ref().and_then(ReadingTrace::attack);
        let instead = one_line(instead);
        let Some(attack) = attack.filter(|_| instead.contains(' ')) else { return };
        let one = Reworded { rule: found.rule.id().to_owned(), attack, instead };
        if let Err(error) = disk::keep_reworded(&self.journal, one.clone()) {
            tell(format!("note: {error:#}."));
        }
        self.known.push(one);
    }
}
