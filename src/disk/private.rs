//! Files and folders that only their owner may read.

use std::path::Path;

use anyhow::{Context, Result};

use super::system;

/// What is said of a file of a site that cannot be written.
pub(super) fn cannot_write(path: &Path) -> String {
    format!("{} cannot be written. The site that was there is as it was", path.display())
}

/// Writes a file of a site, that only its owner may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    system::write_private(path, bytes).with_context(|| cannot_write(path))
}

/// Makes a folder, and those above it, that only their owner may look into.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    system::create_private_folders(path)
        .with_context(|| format!("the folder {} cannot be made", path.display()))
}
