//! The config of the person, as it lies on this machine.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::locate::{FallbackJournal, FoundBy};
use crate::config::UserConfig;
use crate::disk;
use crate::report::CheckedFile;

/// What the person set once for all of their journals.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserSettings {
    /// Where it would lie; `None` where a machine has no place for such files.
    pub(crate) path: Option<PathBuf>,
    pub(crate) config: UserConfig,
    /// What is wrong with it.
    pub(super) problem: Option<CheckedFile>,
}

impl UserSettings {
    /// Reads the config at `path`; without a file there every setting is open.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub(crate) fn read(path: Option<PathBuf>) -> Result<Self> {
        let text = path.as_deref().map(disk::text_if_any).transpose()?.flatten();
        let Some(text) = text else { return Ok(Self { path, ..Self::default() }) };
        let (config, diagnostics) = UserConfig::parse(&text);
        let name = path.as_ref().map_or_else(String::new, |path| path.display().to_string());
        let problem = (!diagnostics.is_empty()).then(|| CheckedFile::new(name, text, diagnostics));
        Ok(Self { path, config, problem })
    }

    /// The journal that it names.
    pub(crate) fn journal(&self) -> Option<FallbackJournal> {
        let named = self.config.journal.as_deref()?;
        let beside = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = beside.join(at_home(named));
        Some(FallbackJournal { folder, found_by: FoundBy::UserConfig })
    }
}

/// A path as a person writes it: `~` is their home.
pub(crate) fn at_home(path: &str) -> PathBuf {
    let below = path.strip_prefix('~').map(|below| below.trim_start_matches('/'));
    match (below, std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => PathBuf::from(path),
    }
}
