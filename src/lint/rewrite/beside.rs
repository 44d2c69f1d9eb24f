//! What stands beside a finding.

/// What stands beside a match, in its sentence or next to it, and may answer a question about it.
#[derive(Debug, Clone, Copy)]
pub(in crate::lint) enum Beside {
    /// Nothing.
    Nothing,
    /// Something else: it may be the reason.
    Something,
    /// What happened.
    Event,
}
