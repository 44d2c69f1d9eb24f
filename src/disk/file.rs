//! Single files: read, written, made and removed.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, Result};

use super::system;

/// Reads a file's bytes.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Reads a text file.
///
/// # Errors
/// The file cannot be read, or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    let bytes = read(path)?;
    String::from_utf8(bytes).ok().with_context(|| {
        format!("{} is not UTF-8 text. Save it as UTF-8, which every editor offers", path.display())
    })
}

/// Reads a text file; `None` when there is none.
///
/// # Errors
/// It is there and cannot be read, or is not UTF-8.
pub(crate) fn text_if_any(path: &Path) -> Result<Option<String>> {
    if path.is_file() { read_text(path).map(Some) } else { Ok(None) }
}

/// Reads standard input to its end, as text.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(crate) fn read_stdin() -> Result<String> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
    String::from_utf8(bytes).ok().context("standard input is not UTF-8 text")
}

/// Writes a file, with the folders above it, in the place of what is there.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().map_or(Ok(()), system::create_folders);
    folder
        .and_then(|()| system::write(path, bytes))
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// What tells one folder from another in the same place; `None` where that is not known.
#[must_use]
pub(crate) fn identity(folder: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(folder).ok().map(|data| (data.dev(), data.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Removes a file.
///
/// # Errors
/// It cannot be removed.
pub(crate) fn remove(path: &Path) -> Result<()> {
    system::remove_file(path).with_context(|| format!("{} cannot be removed", path.display()))
}
