//! Locks in an output folder: who publishes, and who keeps the site up to date.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};

use super::publish::cannot_write;

/// Held by whoever publishes, for as long as that takes.
pub(super) const TURN: &str = ".evenkeel-turn";
/// Held by a program that keeps the site up to date, for as long as it runs.
pub(super) const KEEPER: &str = ".evenkeel-keeper";

/// Waits until nobody else publishes into `folder`. The turn ends when the file is dropped.
pub(super) fn turn(folder: &Path) -> Result<File> {
    let file = own_file(folder, TURN)?;
    // A file system without locks gives everybody their turn.
    let _ = file.lock();
    Ok(file)
}

fn own_file(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    if fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink()) {
        // Not ours, and what it leads to is none of our business.
        let _ = fs::remove_file(&path);
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&path).with_context(|| cannot_write(&path))
}

/// Says that this program keeps the site in `folder` up to date, for as long as the file lives;
/// `None` when another one does already.
///
/// # Errors
/// The folder cannot be written.
pub fn keep(folder: &Path) -> Result<Option<File>> {
    let file = own_file(folder, KEEPER)?;
    Ok(match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => None,
        _ => Some(file),
    })
}
