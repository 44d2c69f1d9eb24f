//! Options that every command takes, and values of options.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;
use jiff::civil::Date;

use super::output::{rendered, tell_rendered};
use crate::project::{OpenOptions, Project};

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
    today: Option<Date>,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(super) color: Color,
}

impl GlobalArgs {
    /// How a journal is to be opened.
    pub(super) fn options(&self) -> OpenOptions {
        OpenOptions {
            config: self.config.clone(),
            today: self.today,
            named: self.directory.is_some(),
            ..OpenOptions::default()
        }
    }

    /// Opens the journal that `start` belongs to for what is written there today, whatever day its
    /// config has.
    ///
    /// # Errors
    /// Those of [`GlobalArgs::open`], and that the folder is no journal by itself.
    pub(super) fn open_to_write(&self, start: &Path) -> Result<Project> {
        Self::open_with(start, &OpenOptions { by_clock: true, ..self.options() })?.writable()
    }

    /// Opens the journal that `start` belongs to, and says what is odd about its config and rules.
    ///
    /// # Errors
    /// It cannot be opened, or something has to be put right first.
    pub(super) fn open(&self, start: &Path) -> Result<Project> {
        Self::open_with(start, &self.options())
    }

    fn open_with(start: &Path, options: &OpenOptions) -> Result<Project> {
        let project = Project::open(start, options)?;
        if !project.is_unusable() {
            tell_rendered(&rendered(&project.diagnostics));
        }
        project.usable()
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// Reads a day given on the command line.
pub(super) fn day(text: &str) -> std::result::Result<Date, String> {
    text.parse().map_err(|_| "write the day as 2026-03-02".to_owned())
}

/// Reads an amount given on the command line.
pub(super) fn amount(text: &str) -> std::result::Result<f64, String> {
    let amount: Option<f64> = text.replace(',', ".").parse().ok();
    let amount = amount.filter(|amount| (0.0..=1e6).contains(amount));
    amount.ok_or_else(|| "write a number that a day can hold, such as 20 or 1.5".to_owned())
}
