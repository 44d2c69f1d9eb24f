//! A rule ready to be used.

use std::sync::OnceLock;

use super::compiled_pattern::Pattern;
use super::frame::Frame;
use super::rewrite::RewriteTemplates;
use super::rule_file::RuleFile;
use crate::diagnostic::{Family, RuleId};

/// A rule ready to be used.
#[derive(Debug)]
pub struct Rule {
    /// Its language, the folder's name, and its id, the file's name without `.yaml`.
    pub id: RuleId,
    /// Its family.
    pub family: Family,
    /// Its id with its language before it, `en/should`: for journals in which two rules share an id.
    pub(super) full_id: String,
    /// What its file says.
    pub file: RuleFile,
    /// Whether it is the journal's own.
    pub(super) is_own: bool,
    pub(super) patterns: Vec<Pattern>,
    pub(super) unless: Vec<Pattern>,
    pub(super) frames: Vec<Frame>,
    pub(super) templates: OnceLock<RewriteTemplates>,
}

impl Rule {
    /// The category it belongs to.
    #[must_use]
    pub fn category(&self) -> &str {
        self.file.category.as_deref().unwrap_or(self.id.id())
    }

    /// The names it goes by in the config and in suppressions, most particular first: its id
    /// with and without its language, those it had before, its category, its family.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let was = self.file.was.iter().map(String::as_str);
        let kinds = [self.category(), self.family.name()];
        [&*self.full_id, self.id.id()].into_iter().chain(was).chain(kinds).collect()
    }
}
