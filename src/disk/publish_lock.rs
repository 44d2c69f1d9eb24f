//! Locks in an output folder: who publishes, and who keeps the site up to date.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context, Result};

use super::layout::{PUBLISH_LOCK, WATCH_LOCK};
use super::private::cannot_write;
use super::system;

/// Waits until nobody else publishes into `folder`. The lock ends when the file is dropped.
pub(super) fn publish_lock(folder: &Path) -> Result<File> {
    let file = own_file(folder, PUBLISH_LOCK)?;
    // A file system without locks lets everybody through.
    let _ = file.lock();
    Ok(file)
}

fn own_file(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    if fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink()) {
        // Not ours, and what it leads to is none of our business.
        let _ = system::remove_file(&path);
    }
    system::open_lock(&path).with_context(|| cannot_write(&path))
}

/// Says that this program keeps the site in `folder` up to date, for as long as the file lives;
/// `None` when another one does already.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn watch_lock(folder: &Path) -> Result<Option<File>> {
    let file = own_file(folder, WATCH_LOCK)?;
    Ok(match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => None,
        _ => Some(file),
    })
}
