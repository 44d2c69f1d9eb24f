//! What comes before lint: entries about which nothing is said.
//!
//! Where somebody may be in danger a linter has no business. Such an entry is withheld as a whole:
//! no finding, no quotation, no reason. This detects no risk, and its silence means nothing.

use serde::Deserialize;

use super::pattern::{self, Fault, Words};
use super::rule::Pattern;

/// People to talk to, embedded with the rules.
const HELP: &str = include_str!(concat!(env!("OUT_DIR"), "/help.json"));

/// `care.yaml` of a language.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct CareFile {
    #[serde(default)]
    pub(super) words: Words,
    pub(super) patterns: Vec<String>,
    #[serde(default)]
    pub(super) unless: Vec<String>,
}

/// The patterns of a language, ready to be used.
#[derive(Debug, Default)]
pub(super) struct Care {
    pub(super) patterns: Vec<Pattern>,
    unless: Vec<Pattern>,
}

impl Care {
    pub(super) const fn new(patterns: Vec<Pattern>, unless: Vec<Pattern>) -> Self {
        Self { patterns, unless }
    }

    /// Compiles a file whose lists of words may have changed.
    pub(super) fn compile(file: &CareFile, words: &Words) -> Result<Self, Fault> {
        let compile = |list: &[String]| -> Result<Vec<Pattern>, Fault> {
            let expanded = list.iter().map(|text| {
                let source = pattern::whole_words(&pattern::expand(text, &file.words, words)?);
                let required = pattern::required(&source, &|_| 0);
                Ok(Pattern::new(source, required))
            });
            expanded.collect()
        };
        Ok(Self { patterns: compile(&file.patterns)?, unless: compile(&file.unless)? })
    }

    /// Whether the sentence only sounds like it: an idiom, a game.
    pub(super) fn excuses(&self, sentence: &str) -> bool {
        self.unless.iter().any(|unless| unless.is_match(sentence))
    }
}

/// The dated list of people to talk to.
#[derive(Debug, Clone, Deserialize)]
pub struct Help {
    /// The ISO date on which every line was last looked up.
    pub checked: String,
    /// One service a line.
    pub lines: Vec<String>,
}

/// The embedded list.
#[must_use]
pub fn help() -> Help {
    serde_json::from_str(HELP)
        .unwrap_or_else(|_| Help { checked: String::new(), lines: Vec::new() })
}
