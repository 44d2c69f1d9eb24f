//! Options that every command takes, and values of options.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use super::output::{rendered, tell_rendered};
use crate::config::USER_FILE;
use crate::journal::spoken_day::{DAY_FORMS, PERIOD_FORMS, SpokenDay, SpokenPeriod};
use crate::project::{FallbackJournal, FoundBy, OpenOptions, Project, UserSettings, at_home};

/// The variable that names the journal for every folder that is none.
const JOURNAL: &str = "EVENKEEL_JOURNAL";

/// Options that every command takes.
#[derive(Debug, clap::Args)]
pub(super) struct GlobalArgs {
    /// Work as if started in this folder.
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(super) directory: Option<PathBuf>,
    /// Use this config instead of the evenkeel.yaml found upward from the journal.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Take this day as today.
    #[arg(long, value_name = "DATE", global = true, value_parser = day)]
    today: Option<SpokenDay>,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(super) color: Color,
}

impl GlobalArgs {
    /// How a journal is to be opened, from any folder.
    ///
    /// # Errors
    /// The person's own config cannot be read.
    pub(super) fn options(&self) -> Result<OpenOptions> {
        let options = self.options_here()?;
        let named = journal_of_environment().or_else(|| options.user.journal());
        Ok(OpenOptions { fallback: named, ..options })
    }

    /// The same for hooks and editors, which have to do with the folder that they are in, and no
    /// other.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::options`].
    pub(super) fn options_here(&self) -> Result<OpenOptions> {
        Ok(OpenOptions {
            config: self.config.clone(),
            today: self.today,
            named: self.directory.is_some(),
            user: UserSettings::read(user_file())?,
            ..OpenOptions::default()
        })
    }

    /// Opens the journal for what is written there today, whatever day its config has.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::open`], and that the folder is no journal by itself.
    pub(super) fn open_to_write(&self) -> Result<Project> {
        let options = OpenOptions { by_clock: true, ..self.options()? };
        readable(Project::open(None, &options)?)?.writable()
    }

    /// Finds the journal for what is written there today, without a look at its rules.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::open_to_write`].
    pub(super) fn find_to_write(&self) -> Result<Project> {
        let options = OpenOptions { by_clock: true, ..self.options()? };
        told(Project::find(None, &options)?)?.writable()
    }

    /// The same in a folder that the person named.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::open`].
    pub(super) fn find_in(&self, folder: &Path) -> Result<Project> {
        let options = OpenOptions { by_clock: true, ..self.options()? };
        told(Project::find(Some(folder), &options)?)
    }

    /// Finds the journal without a look at its rules.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::open`].
    pub(super) fn find(&self) -> Result<Project> {
        told(Project::find(None, &self.options()?)?)
    }

    /// Opens the journal that `start` belongs to, without one the current folder's, and says what is
    /// odd about its config and rules.
    ///
    /// # Errors
    /// It cannot be opened, or something has to be put right first.
    pub(super) fn open(&self, start: Option<&Path>) -> Result<Project> {
        told(Project::open(start, &self.options()?)?)
    }

    /// The same for what tells no findings: a mistake in a rule is said, and the rest goes on.
    ///
    /// # Errors
    /// It cannot be opened, or its config or its signs of care have to be put right first.
    pub(super) fn open_to_read(&self) -> Result<Project> {
        readable(Project::open(None, &self.options()?)?)
    }

    /// The same for what needs no rules and no settings: nothing has to be put right first.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn open_as_it_is(&self, start: Option<&Path>) -> Result<Project> {
        let project = Project::open(start, &self.options()?)?;
        tell_rendered(&rendered(&project.diagnostics));
        Ok(project)
    }
}

/// The same journal, when what is odd about its config and rules was said.
fn told(project: Project) -> Result<Project> {
    if !project.is_unusable() {
        tell_rendered(&rendered(&project.diagnostics));
    }
    project.usable()
}

/// The same where no findings are told.
fn readable(project: Project) -> Result<Project> {
    if project.is_unreadable() {
        return project.usable();
    }
    tell_rendered(&rendered(&project.diagnostics));
    Ok(project)
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// The journal that the environment names; no name is none.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn journal_of_environment() -> Option<FallbackJournal> {
    let folder = std::env::var(JOURNAL).ok().filter(|folder| !folder.trim().is_empty())?;
    Some(FallbackJournal { folder: at_home(&folder), found_by: FoundBy::Environment })
}

/// Where the person's config lies: below `$XDG_CONFIG_HOME`, else `%APPDATA%` on Windows, else
/// `~/.config`.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn user_file() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var(name).ok().map(PathBuf::from);
    let absolute = |path: &PathBuf| path.is_absolute();
    let windows = || variable("APPDATA").filter(|_| cfg!(windows));
    let home = || std::env::home_dir().map(|home| home.join(".config"));
    let folder = variable("XDG_CONFIG_HOME").filter(absolute).or_else(windows).or_else(home);
    folder.map(|folder| folder.join(USER_FILE))
}

/// Reads a day given on the command line.
pub(super) fn day(text: &str) -> std::result::Result<SpokenDay, String> {
    SpokenDay::parse(text).ok_or_else(|| format!("`{text}` says no day; write it as {DAY_FORMS}"))
}

/// Reads a stretch of days given on the command line.
pub(super) fn period(text: &str) -> std::result::Result<SpokenPeriod, String> {
    SpokenPeriod::parse(text).ok_or_else(|| format!("`{text}` says no days; write {PERIOD_FORMS}"))
}

/// Reads an amount given on the command line.
pub(super) fn amount(text: &str) -> std::result::Result<f64, String> {
    let amount: Option<f64> = text.replace(',', ".").parse().ok();
    let amount = amount.filter(|amount| (0.0..=1e6).contains(amount));
    amount.ok_or_else(|| "write a number that a day can hold, such as 20 or 1.5".to_owned())
}
