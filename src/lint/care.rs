//! What comes before lint: entries about which nothing is said.
//!
//! Where somebody may be in danger a linter has no business. Such an entry is withheld as a whole:
//! no finding, no quotation, no reason. This detects no risk, and its silence means nothing.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::compile::ExpandedPatterns;
use super::compiled_pattern::Pattern;

/// People to talk to, embedded with the rules.
const HELP: &str = include_str!(concat!(env!("OUT_DIR"), "/help.json"));

/// How strongly an entry asks for care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CareStrength {
    /// The words say it: nothing may be said of the entry.
    Withhold,
    /// They may mean it: harsh rules are silent in it.
    Hush,
}

/// The patterns of a language, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Care {
    pub(super) patterns: Vec<Pattern>,
    unless: Vec<Pattern>,
}

impl Care {
    pub(super) fn new(expanded: ExpandedPatterns) -> Self {
        let ExpandedPatterns { patterns, unless } = expanded;
        Self { patterns: Pattern::all(patterns), unless: Pattern::all(unless) }
    }

    /// Whether the sentence only sounds like it: an idiom, a game.
    pub(super) fn excuses(&self, sentence: &str) -> bool {
        self.unless.iter().any(|unless| unless.is_match(sentence))
    }
}

/// The dated list of people to talk to.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct HelpList {
    /// The ISO date on which every line was last looked up.
    pub checked: String,
    /// What is said in each language, by its code.
    pub languages: BTreeMap<String, Help>,
}

/// People to talk to, in one language.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Help {
    /// What stands before them.
    pub begins: String,
    /// One service a line.
    pub lines: Vec<String>,
}

impl HelpList {
    /// What is said in the first of these languages that is known, else in English.
    #[must_use]
    pub fn spoken(&self, languages: &[String]) -> Option<&Help> {
        languages.iter().find_map(|one| self.languages.get(one)).or(self.languages.get("en"))
    }
}

/// The embedded list.
#[must_use]
pub fn help() -> HelpList {
    serde_json::from_str(HELP).unwrap_or_default()
}
