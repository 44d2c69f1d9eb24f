//! Which folder is the journal, and what says so.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::config;
use crate::disk;

/// What says that a folder is the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FoundBy {
    /// Its config.
    Config,
    /// It is a vault of Obsidian or Logseq.
    Vault,
    /// The person named it.
    Name,
    /// The environment: `EVENKEEL_JOURNAL`.
    Environment,
    /// The config of the person.
    UserConfig,
    /// It holds entries with a date.
    DatedEntries,
    /// Nothing: it is where the command was started.
    Nothing,
}

/// The journal that is meant where no folder says one.
#[derive(Debug, Clone)]
pub(crate) struct FallbackJournal {
    /// Where it lies.
    pub(crate) folder: PathBuf,
    /// What says so.
    pub(crate) found_by: FoundBy,
}

/// A folder with what says that it is the journal.
#[derive(Debug)]
pub(super) struct Location {
    pub(super) folder: PathBuf,
    pub(super) found_by: FoundBy,
}

/// The journal that `start` belongs to; without one the current folder's, which `is_named` when the
/// person chose it. Where no folder is a journal's, it is `fallback`.
///
/// # Errors
/// The fallback is no folder; or there is none, and the folder is one that nobody wants to be looked
/// through.
pub(super) fn locate(
    start: Option<&Path>,
    is_named: bool,
    fallback: Option<&FallbackJournal>,
) -> Result<Location> {
    let here = Path::new(".");
    if let Some(folder) = disk::find_upward(start.unwrap_or(here)) {
        let found_by = said_by(&folder);
        return Ok(Location { folder, found_by });
    }
    let is_named = is_named || start.is_some();
    if let Some(FallbackJournal { folder, found_by }) = fallback.filter(|_| !is_named) {
        if !folder.is_dir() {
            bail!(
                "{} names the journal {}, and there is no such folder",
                name(*found_by),
                folder.display()
            );
        }
        let folder = disk::find_upward(folder).unwrap_or_else(|| folder.clone());
        return Ok(Location { folder: whole(&folder), found_by: *found_by });
    }
    let start = start.unwrap_or(here);
    let folder = match start.parent() {
        _ if !start.is_file() => start,
        _ if is_below(start, here) => here,
        parent => parent.unwrap_or(start),
    };
    let folder = whole(folder);
    if !is_named && disk::holds_home(&folder) {
        bail!(
            "{} is no journal by itself, so it was not looked through. Go to your journal, name it with `-C DIR`, or for good with EVENKEEL_JOURNAL; `evenkeel init` makes one",
            folder.display()
        );
    }
    if folder.parent().is_none() {
        bail!(
            "{} is the whole disk, so it was not looked through. Name the folder of your journal",
            folder.display()
        );
    }
    let found_by = if is_named { FoundBy::Name } else { FoundBy::Nothing };
    Ok(Location { folder, found_by })
}

fn said_by(folder: &Path) -> FoundBy {
    if folder.join(config::FILE_NAME).is_file() { FoundBy::Config } else { FoundBy::Vault }
}

/// What a person calls it.
const fn name(found_by: FoundBy) -> &'static str {
    match found_by {
        FoundBy::Environment => "EVENKEEL_JOURNAL",
        _ => "your config",
    }
}

impl FoundBy {
    /// Why a folder is the journal, for `evenkeel where`.
    pub(crate) fn reason(self) -> String {
        match self {
            Self::Config => format!("it holds {}", config::FILE_NAME),
            Self::Vault => "it is a vault of Obsidian or Logseq".to_owned(),
            Self::Name => "you named it".to_owned(),
            Self::Environment => "EVENKEEL_JOURNAL names it".to_owned(),
            Self::UserConfig => "`journal:` in your config names it".to_owned(),
            Self::DatedEntries => "it holds entries with a date".to_owned(),
            Self::Nothing => "nothing says that it is a journal".to_owned(),
        }
    }
}

fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn is_below(path: &Path, folder: &Path) -> bool {
    whole(path).starts_with(whole(folder))
}

/// A path as the person would type it: relative to the current folder where it lies below.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let path = path.strip_prefix(here).unwrap_or(path);
    if path.as_os_str().is_empty() { "this folder".to_owned() } else { path.display().to_string() }
}
