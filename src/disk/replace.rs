//! Replaces one file at a time, whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Puts `bytes` in the place of the file at `path`, in one step: at any moment there is the old
/// file or the new one. Mode and links stay. `before` is what the file must still hold; without
/// it the file may be new.
///
/// # Errors
/// It was changed by somebody else, is read-only, or cannot be written. It is then as it was.
pub(crate) fn replace(path: &Path, before: Option<&[u8]>, bytes: &[u8]) -> Result<()> {
    // A link stays a link: what it leads to is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let as_it_was = || format!("{} cannot be written. It is as it was", path.display());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        bail!("{} is read-only and was not touched", path.display());
    }
    let mut file = tempfile::Builder::new()
        .prefix(".evenkeel-")
        .tempfile_in(folder)
        .with_context(as_it_was)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(as_it_was)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions()).with_context(as_it_was)?;
    }
    if let Some(before) = before
        && fs::read(&target).ok().as_deref() != Some(before)
    {
        bail!("{} was changed by another program meanwhile, so it was not touched", path.display());
    }
    file.persist(&target).with_context(as_it_was)?;
    Ok(())
}
