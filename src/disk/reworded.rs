//! How the person themself reworded an attack: kept on this machine alone, never of a private or
//! withheld text, and emptied by one command.

use std::path::Path;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::layout::REWORDED;
use super::state::{self, StateFolder};
use crate::diagnostic::{Diagnostic, ReadingTrace};

/// So many are kept; the oldest go first.
const KEPT: usize = 200;

/// What stood in a journal once, and what the person wrote instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reworded {
    /// The rule that found it.
    rule: String,
    /// The words that made the finding, in small letters: "lazy".
    attack: String,
    /// What the person wrote instead.
    instead: String,
    /// The run of `fix` that wrote it, which can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    run: Option<u64>,
}

impl Reworded {
    /// A rewording of a finding; `None` where no word made it.
    pub(crate) fn new(found: &Diagnostic, instead: String, run: Option<u64>) -> Option<Self> {
        let attack = found.reading.as_ref()?.attack()?;
        Some(Self { rule: found.rule.id().to_owned(), attack, instead, run })
    }

    /// Whether it is of the same attack.
    fn is_about(&self, found: &Diagnostic) -> bool {
        let attack = found.reading.as_ref().and_then(ReadingTrace::attack);
        self.rule == found.rule.id() && attack.is_some_and(|attack| attack == self.attack)
    }

    /// How the person reworded the same attack last.
    pub(crate) fn last_of<'a>(all: &'a [Self], found: &Diagnostic) -> Option<&'a str> {
        all.iter().rev().find(|one| one.is_about(found)).map(|one| one.instead.as_str())
    }
}

/// Every rewording that is kept, oldest first.
///
/// # Errors
/// They cannot be read.
pub(crate) fn reworded(journal: &Path) -> Result<Vec<Reworded>> {
    Ok(state::read_json(journal, REWORDED)?.unwrap_or_default())
}

/// The last run of `fix` of which a rewording is kept.
pub(super) fn last_reworded(journal: &Path) -> Option<u64> {
    reworded(journal).unwrap_or_default().iter().filter_map(|one| one.run).max()
}

/// Forgets what a run of `fix` reworded.
pub(super) fn forget_reworded(state: &StateFolder, journal: &Path, run: u64) -> Result<()> {
    // A damaged record is told by whoever writes to it.
    let mut known = reworded(journal).unwrap_or_default();
    let count = known.len();
    known.retain(|one| one.run != Some(run));
    if known.len() < count { state.write_json(REWORDED, &known) } else { Ok(()) }
}

/// Writes the rewordings that are kept, the newest of them.
///
/// # Errors
/// They cannot be written, or what was kept before cannot be read and was put aside.
pub(crate) fn write_reworded(journal: &Path, all: &[Reworded]) -> Result<()> {
    let state = StateFolder::lock(journal)?;
    let aside = match reworded(journal) {
        Ok(_) => None,
        Err(_) => Some(state.put_aside(REWORDED)?),
    };
    let newest = all.get(all.len().saturating_sub(KEPT)..).unwrap_or_default();
    state.write_json(REWORDED, &newest)?;
    match aside {
        Some(aside) => bail!(
            "your earlier rewordings could not be read. They were put aside as {}",
            aside.display()
        ),
        None => Ok(()),
    }
}
