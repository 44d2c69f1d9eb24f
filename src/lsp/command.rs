//! The commands that an editor may send back.

/// Checks every entry of the journals that are open.
pub(super) const CHECK_JOURNAL: &str = "evenkeel.checkJournal";
/// Adds words to those that are never flagged.
pub(super) const ALLOW: &str = "evenkeel.allow";
/// Writes a check-in.
pub(super) const CHECK_IN: &str = "evenkeel.checkIn";
