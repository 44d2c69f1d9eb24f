//! The one quiet message of a run in which entries were withheld.

use super::output::{tell, wrapped};
use super::terminal::reading_width;
use crate::config::{Config, Switch};
use crate::lint::care::help;

/// Prints it to standard error, when there is reason to and the person did not switch it off.
pub(super) fn message(config: &Config, withheld: bool) {
    if !withheld || config.care.message == Switch::Off {
        return;
    }
    let list = help();
    let Some(help) = list.spoken(&config.languages) else { return };
    tell(format!("\n{}", wrapped(&help.begins, reading_width(), "", "").trim_end()));
    for line in config.care.lines.iter().chain(&help.lines) {
        tell(wrapped(line, reading_width(), "  ", "    ").trim_end());
    }
}
