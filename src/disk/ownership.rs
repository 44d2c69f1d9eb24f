//! What a publish must not touch: folders of others, and whatever a folder that came from elsewhere
//! points at.

use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};

use super::layout::{IGNORE, OPENER, PLAN, PUBLISH_LOCK, STAGE, WATCH_LOCK, is_site};
use super::system::is_unfinished;

/// Checks that a folder is empty or ours.
pub(super) fn refuse_others(folder: &Path) -> Result<()> {
    let mut content = fs::read_dir(folder)
        .with_context(|| format!("{} cannot be used as the output folder", folder.display()))?;
    let own = [STAGE, IGNORE, PUBLISH_LOCK, WATCH_LOCK, OPENER];
    let is_own = |name: &str| own.contains(&name) || is_unfinished(name);
    let unknown =
        content.any(|entry| entry.is_ok_and(|entry| !is_own(&entry.file_name().to_string_lossy())));
    if unknown && !is_site(folder) && !folder.join(PLAN).is_file() {
        bail!(
            "{} holds files that evenkeel did not make, so nothing was written there.\n\
             Choose another folder with `--output`, or empty this one yourself",
            folder.display()
        );
    }
    Ok(())
}

pub(super) fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink())
}

/// Whether a name of a manifest or a plan stays below the folder: these files may have come with a
/// folder that somebody else made.
pub(super) fn is_inside(folder: &Path, name: &str) -> bool {
    let mut path = folder.to_owned();
    let mut parts = Path::new(name).components().peekable();
    if parts.peek().is_none() {
        return false;
    }
    while let Some(part) = parts.next() {
        let Component::Normal(part) = part else { return false };
        path.push(part);
        if parts.peek().is_some() && is_link(&path) {
            return false;
        }
    }
    true
}
