//! What the path of a rule file says: its language, its family and the rule's id.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::Family;

/// Endings of rule files.
pub(super) const YAML: [&str; 2] = ["yaml", "yml"];
/// Endings of files that may be meant for rules, and are none.
pub(super) const OTHERS: [&str; 2] = ["json", "toml"];
/// The folder of lexical fields.
pub(super) const FIELDS: &str = "fields";
/// The files of a language that hold no rule.
pub(super) const WORDS: &str = "words";
pub(super) const EXCLUSIONS: &str = "guards";
pub(super) const CARE: &str = "care";
pub(super) const HELP: &str = "help";
pub(super) const GRAMMAR: &str = "grammar";

/// A path below `rules/`, taken apart.
pub(super) struct RulePath {
    pub(super) language: String,
    pub(super) family: Option<Family>,
    /// The file's name without folders and ending.
    pub(super) stem: String,
    /// Whether it is a lexical field: it lies in a folder `fields`.
    pub(super) is_field: bool,
}

impl RulePath {
    /// `en/harsh/id.yaml`, `harsh/id.yaml` and `id.yaml` alike.
    pub(super) fn parse(path: &str, languages: &BTreeSet<String>, config: &Config) -> Self {
        let folders: Vec<&str> = path.rsplit('/').skip(1).collect();
        let is_language = |folder: &&str| {
            languages.contains(*folder) || config.languages.iter().any(|one| one == folder)
        };
        let language = folders.last().copied().filter(is_language).map(str::to_owned);
        let first = || config.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
        Self {
            language: language.unwrap_or_else(first),
            family: folders.iter().rev().find_map(|folder| Family::from_name(folder)),
            stem: stem(path).to_owned(),
            is_field: folders.first() == Some(&FIELDS),
        }
    }

    /// Whether it holds what sentences are read by.
    pub(super) fn changes_words(&self) -> bool {
        self.is_field || self.stem.eq_ignore_ascii_case(GRAMMAR)
    }
}

/// A file's name without folders and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut known = YAML.iter().chain(&OTHERS);
    let parts = name.rsplit_once('.');
    let parts = parts.filter(|(_, ending)| known.any(|one| ending.eq_ignore_ascii_case(one)));
    parts.map_or(name, |(stem, _)| stem)
}
