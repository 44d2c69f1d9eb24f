//! The one quiet message of a run in which entries were withheld.

use super::output::tell;
use crate::config::{Config, Switch};
use crate::lint::care::help;

/// Prints it to standard error, when there is reason to and the person did not switch it off.
pub(super) fn message(config: &Config, withheld: bool) {
    if !withheld || config.care.message == Switch::Off {
        return;
    }
    let help = help();
    tell(
        "\nSome days are very heavy. If you would like to talk to somebody, these people are there:",
    );
    for line in config.care.lines.iter().chain(&help.lines) {
        tell(format!("  {line}"));
    }
}
