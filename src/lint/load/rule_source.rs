//! A rule file of a journal.

use super::rule_path::{CARE, EXCLUSIONS, FIELDS, OTHERS, WORDS, YAML};
use crate::diagnostic::Family;

/// A rule file of the journal.
#[derive(Debug, Clone)]
pub struct RuleSource {
    /// Path below the journal's `rules/` folder, with `/`.
    pub path: String,
    /// Its YAML.
    pub text: String,
}

impl RuleSource {
    /// Whether a file in the folder of rules is meant for one: by its ending, and in another format
    /// by its name or its folder, for a schema may lie there too.
    #[must_use]
    pub fn is_meant(path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some((stem, ending)) = name.rsplit_once('.') else { return false };
        let is =
            |known: &[&str], word: &str| known.iter().any(|one| word.eq_ignore_ascii_case(one));
        let folder = folder.rsplit('/').next().unwrap_or_default();
        let named = is(&[WORDS, EXCLUSIONS, CARE], stem)
            || folder == FIELDS
            || Family::from_name(folder).is_some();
        is(&YAML, ending) || is(&OTHERS, ending) && named
    }

    /// Whether a file is in the only format that is read.
    pub(super) fn is_yaml(&self) -> bool {
        let ending = self.path.rsplit('.').next().unwrap_or_default();
        YAML.iter().any(|one| ending.eq_ignore_ascii_case(one))
    }
}
