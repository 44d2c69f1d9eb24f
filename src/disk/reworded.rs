//! How the person themself reworded an attack: kept on this machine alone, never of a private or
//! withheld text, and emptied by one command.

use std::path::Path;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::layout::REWORDED;
use super::state::{self, StateFolder};

/// So many are kept; the oldest go first.
const KEPT: usize = 200;

/// What stood in a journal once, and what the person wrote instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reworded {
    /// The rule that found it.
    pub(crate) rule: String,
    /// The words that made the finding, in small letters: "lazy".
    pub(crate) attack: String,
    /// What the person wrote instead.
    pub(crate) instead: String,
}

/// Every rewording that is kept, oldest first.
///
/// # Errors
/// They cannot be read.
pub(crate) fn reworded(journal: &Path) -> Result<Vec<Reworded>> {
    Ok(state::read_json(journal, REWORDED)?.unwrap_or_default())
}

/// Keeps one more.
///
/// # Errors
/// It cannot be kept, or what was kept before cannot be read and was put aside.
pub(crate) fn keep_reworded(journal: &Path, one: Reworded) -> Result<()> {
    let state = StateFolder::lock(journal)?;
    let read = reworded(journal);
    let aside = match &read {
        Ok(_) => None,
        Err(_) => Some(state.put_aside(REWORDED)?),
    };
    let mut all = read.unwrap_or_default();
    all.retain(|known| *known != one);
    all.push(one);
    let old = all.len().saturating_sub(KEPT);
    all.drain(..old);
    state.write_json(REWORDED, &all)?;
    match aside {
        Some(aside) => bail!(
            "your earlier rewordings could not be read. They were put aside as {}",
            aside.display()
        ),
        None => Ok(()),
    }
}

/// Forgets them all. How many there were.
///
/// # Errors
/// They cannot be read or written.
pub(crate) fn forget_reworded(journal: &Path) -> Result<usize> {
    let count = reworded(journal)?.len();
    if count > 0 {
        StateFolder::lock(journal)?.write_json(REWORDED, &Vec::<Reworded>::new())?;
    }
    Ok(count)
}
