//! Files and folders that only their owner may read.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

/// What is said of a file of a site that cannot be written.
pub(super) fn cannot_write(path: &Path) -> String {
    format!("{} cannot be written. The site that was there is as it was", path.display())
}

/// Writes a file that only its owner may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.with_context(|| cannot_write(path))
}

/// Makes a folder, and those above it, that only their owner may look into.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("the folder {} cannot be made", path.display()))
}
