//! Words that are being written, before they are in an entry: kept in the state folder until they
//! are, so that nothing is lost when the entry cannot be written.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::layout::DRAFT;
use super::state::StateFolder;

/// The file of the draft, with what is left of an earlier one.
///
/// # Errors
/// It cannot be made.
pub(crate) fn draft(journal: &Path) -> Result<PathBuf> {
    let state = StateFolder::lock(journal)?;
    let path = state.path(DRAFT)?;
    if !path.exists() {
        state.write(DRAFT, b"")?;
    }
    Ok(path)
}
