//! Numbers for people.

use crate::spoken::grouped;

/// A count with its noun: "1 file", "2,400 words".
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}
