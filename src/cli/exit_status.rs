//! How a command that did its work ended.

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExitStatus {
    /// Nothing to act on.
    Clean,
    /// Findings at or above the level asked for.
    Findings,
    /// Something could not be done; it was said where.
    Incomplete,
}
