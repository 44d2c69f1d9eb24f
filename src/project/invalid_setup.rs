//! What has to be put right before anything can begin.

use std::fmt;

use crate::report::CheckedFile;

/// Something that the person wrote does not work: the config, a rule, a theme.
#[derive(Debug)]
pub(crate) struct InvalidSetup {
    /// What is wrong, file by file, to be drawn with its place.
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) message: &'static str,
}

impl fmt::Display for InvalidSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for InvalidSetup {}
