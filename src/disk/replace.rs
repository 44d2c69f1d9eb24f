//! Files of the journal, and others that a person keeps, replaced or made one at a time, whole or
//! not at all.

use std::path::Path;

use anyhow::{Context, Result};

use super::state::StateFolder;
use super::system::{self, Unfinished};

/// Puts `bytes` in the place of the file at `path`, in one step: at any moment there is the old
/// file or the new one. Owner, mode and links stay. `before` is what the file must still hold;
/// without it the file may be new. `journal` is the journal it belongs to.
///
/// # Errors
/// It was changed by somebody else, is read-only, or cannot be written. It is then as it was.
pub(crate) fn replace(
    journal: &Path,
    path: &Path,
    before: Option<&[u8]>,
    bytes: &[u8],
) -> Result<()> {
    StateFolder::lock(journal)?.replace(path, before, bytes)
}

/// Makes a file of the journal in `journal` that must not exist yet, with the folders above it: all
/// of it or nothing.
///
/// # Errors
/// It exists, or cannot be written.
pub(crate) fn create_new(journal: &Path, path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    StateFolder::lock(journal)?.create(path, content.as_ref())
}

/// Writes a program that git may run, in the place of what is there.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write_program(path: &Path, content: &str) -> Result<()> {
    let cannot = || format!("{} cannot be written", path.display());
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    system::create_folders(folder).with_context(cannot)?;
    let mut file = Unfinished::private(folder).with_context(cannot)?;
    file.write_durably(content.as_bytes())
        .and_then(|()| file.make_executable())
        .and_then(|()| file.persist(path))
        .with_context(cannot)
}
