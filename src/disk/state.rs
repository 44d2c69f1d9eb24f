//! The folder in which a journal keeps what belongs to the program alone, and every change of a
//! file of the journal that is made through it.
//!
//! What is written begins as an unfinished file in this folder, out of the way of editors and of
//! programs that copy a journal elsewhere, and is moved into its place when the disk has all of
//! it. Whoever writes holds a lock; so what lies there unfinished when the lock is taken is left
//! over from a crash, and goes.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::layout::{IGNORE, STATE, STATE_LOCK};
use super::ownership::is_link;
use super::system::{self, Unfinished, sweep};

/// The state folder of a journal, locked for writing for as long as this lives.
#[derive(Debug)]
pub(super) struct StateFolder {
    folder: PathBuf,
    _lock: File,
}

/// What is done at the end with a file that is whole.
enum Place<'a> {
    /// It takes the place of this file, which must not have changed meanwhile.
    Over(Option<&'a [u8]>, Option<Metadata>),
    /// Nothing may be there yet.
    New,
}

impl StateFolder {
    /// The state folder of the journal in `journal`, made where there is none, when nobody else
    /// writes there.
    ///
    /// # Errors
    /// It cannot be made, or is a link: then nothing is written through it.
    pub(super) fn lock(journal: &Path) -> Result<Self> {
        let folder = journal.join(STATE);
        refuse_link(&folder)?;
        let cannot = || format!("the folder {} cannot be made", folder.display());
        if !journal.is_dir() {
            // With the permissions that folders get here, not with those of this one.
            system::create_folders(journal).with_context(cannot)?;
        }
        system::create_private_folders_durably(&folder).with_context(cannot)?;
        let lock = folder.join(STATE_LOCK);
        refuse_link(&lock)?;
        refuse_other(&lock)?;
        let lock = system::open_lock(&lock)
            .with_context(|| format!("{} cannot be written", lock.display()))?;
        // A file system without locks lets everybody through.
        let _ = lock.lock();
        sweep(&folder);
        let state = Self { folder, _lock: lock };
        let ignore = state.path(IGNORE)?;
        if !ignore.exists() {
            state.write(IGNORE, b"*\n")?;
        }
        Ok(state)
    }

    /// Where a file of this folder lies.
    ///
    /// # Errors
    /// It is a link.
    pub(super) fn path(&self, name: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        refuse_link(&path)?;
        Ok(path)
    }

    /// Writes a file of this folder: the old one or the new one is there at any moment.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(name)?;
        let cannot = || format!("{} cannot be written", path.display());
        let folder = path.parent().unwrap_or(&self.folder);
        if !folder.is_dir() {
            refuse_link(folder)?;
            system::create_private_folders_durably(folder).with_context(cannot)?;
        }
        let mut file = Unfinished::private(&self.folder).with_context(cannot)?;
        file.write_durably(bytes).and_then(|()| file.persist(&path)).with_context(cannot)?;
        system::sync_folder(folder);
        Ok(())
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write_json(&self, name: &str, value: &impl Serialize) -> Result<()> {
        self.write(name, &serde_json::to_vec(value)?)
    }

    /// Puts an unreadable file aside under a name that is free, and gives that name.
    ///
    /// # Errors
    /// It cannot be moved.
    pub(super) fn put_aside(&self, name: &str) -> Result<PathBuf> {
        let path = self.path(name)?;
        let free = (1..).map(|number: u32| path.with_extension(format!("unreadable-{number}")));
        let mut free = free.filter(|path| fs::symlink_metadata(path).is_err());
        let aside = free.next().unwrap_or_else(|| path.clone());
        system::rename(&path, &aside)
            .with_context(|| format!("{} cannot be put aside", path.display()))?;
        Ok(aside)
    }

    /// Puts `bytes` in the place of the file at `path`, in one step: at any moment there is the old
    /// file or the new one. Owner, mode and links stay. `before` is what the file must still hold;
    /// without it the file may be new.
    ///
    /// # Errors
    /// It was changed by somebody else, is read-only, would change hands, or cannot be written. It
    /// is then as it was.
    pub(super) fn replace(&self, path: &Path, before: Option<&[u8]>, bytes: &[u8]) -> Result<()> {
        // A link stays a link: what it leads to is replaced.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            bail!("{} is read-only and was not touched", path.display());
        }
        self.put(&target, bytes, &Place::Over(before, old))
    }

    /// Makes a file that must not exist yet, with the folders above it: all of it or nothing.
    ///
    /// # Errors
    /// It exists, or cannot be written.
    pub(super) fn create(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        if fs::symlink_metadata(path).is_ok() {
            bail!("{} exists already and was not touched", path.display());
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
            system::create_folders(folder)
                .with_context(|| format!("{} cannot be made", folder.display()))?;
        }
        self.put(path, bytes, &Place::New)
    }

    fn put(&self, target: &Path, bytes: &[u8], place: &Place) -> Result<()> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        match move_in(&self.folder, target, bytes, place) {
            // Another disk than the state folder's: then beside it, where a crash is swept too.
            Err(error) if is_other_disk(&error) => {
                sweep(folder);
                move_in(folder, target, bytes, place)?;
            }
            other => other?,
        }
        system::sync_folder(folder);
        Ok(())
    }
}

/// A file that another program changed while a new text of it was made.
#[derive(Debug)]
struct ChangedMeanwhile(PathBuf);

impl std::fmt::Display for ChangedMeanwhile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} was changed by another program meanwhile, so it was not touched",
            self.0.display()
        )
    }
}

impl std::error::Error for ChangedMeanwhile {}

/// Whether a file could not be written because another program changed it at the same moment.
pub(crate) fn was_changed_meanwhile<T>(written: &Result<T>) -> bool {
    written.as_ref().is_err_and(anyhow::Error::is::<ChangedMeanwhile>)
}

/// Writes a file in `workplace` and moves it to `target`.
fn move_in(workplace: &Path, target: &Path, bytes: &[u8], place: &Place) -> Result<()> {
    let Place::Over(before, old) = place else {
        let cannot = || format!("{} cannot be written", target.display());
        let mut file = Unfinished::ordinary(workplace).with_context(cannot)?;
        file.write_durably(bytes).with_context(cannot)?;
        return file.persist_new(target).with_context(cannot);
    };
    let as_it_was = || format!("{} cannot be written. It is as it was", target.display());
    let file = match old {
        Some(_) => Unfinished::private(workplace),
        None => Unfinished::ordinary(workplace),
    };
    let mut file = file.with_context(as_it_was)?;
    file.write_durably(bytes).with_context(as_it_was)?;
    if let Some(old) = old {
        file.inherit(old).with_context(|| {
            format!("the owner of {} cannot be kept, so it was not touched", target.display())
        })?;
    }
    if before.is_some() && fs::read(target).ok().as_deref() != *before {
        return Err(anyhow::Error::new(ChangedMeanwhile(target.to_owned())));
    }
    file.persist(target).with_context(as_it_was)
}

fn is_other_disk(error: &anyhow::Error) -> bool {
    let kind = |error: &io::Error| error.kind() == io::ErrorKind::CrossesDevices;
    error.downcast_ref::<io::Error>().is_some_and(kind)
}

/// Reads a file of the journal's state folder; `None` when there is none.
///
/// # Errors
/// It, or the folder, is a link; or it cannot be read.
pub(super) fn read(journal: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let folder = journal.join(STATE);
    let path = folder.join(name);
    refuse_link(&folder)?;
    refuse_link(&path)?;
    refuse_other(&path)?;
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// Reads a value of the journal's state folder; `None` when there is none.
///
/// # Errors
/// As for [`read`]; or it is damaged.
pub(super) fn read_json<T: DeserializeOwned>(journal: &Path, name: &str) -> Result<Option<T>> {
    let Some(bytes) = read(journal, name)? else { return Ok(None) };
    let path = || format!("{} is damaged", journal.join(STATE).join(name).display());
    serde_json::from_slice(&bytes).map(Some).with_context(path)
}

/// A pipe or a device in the place of a file would never end.
fn refuse_other(path: &Path) -> Result<()> {
    let other = fs::metadata(path).is_ok_and(|data| !data.is_file());
    if other {
        bail!("{} is no file. Remove it, and run this again", path.display());
    }
    Ok(())
}

/// What lies in the state folder of a journal may have come with a journal from elsewhere; a link
/// in it could lead anywhere.
pub(super) fn refuse_link(path: &Path) -> Result<()> {
    if is_link(path) {
        bail!(
            "{} is a link, and evenkeel writes and reads through none here. Remove it, and run this again",
            path.display()
        );
    }
    Ok(())
}
