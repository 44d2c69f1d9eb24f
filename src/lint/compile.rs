//! Compiles the patterns of a rule file: lists of words put in, and the words worked out that each
//! cannot match without.
//!
//! The build script uses this module for the built-in rules, the loader for a journal's own, so that
//! both mean the same.

use serde::{Deserialize, Serialize};

use super::pattern::{self, Frequency, PatternError, Required, Words};

/// The parts of a rule file that are compiled; a file may have more.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PatternSource {
    /// Lists of words for `{name}`.
    pub(crate) words: Words,
    /// What is looked for.
    pub(crate) patterns: Vec<String>,
    /// What withholds a match.
    pub(crate) unless: Vec<String>,
}

/// A pattern whose lists are expanded.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ExpandedPattern {
    /// The regular expression that is searched for.
    pub(crate) regex: String,
    /// What it cannot match without.
    pub(crate) required: Required,
}

/// The patterns of a rule file, expanded.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct ExpandedPatterns {
    /// What is looked for.
    pub(crate) patterns: Vec<ExpandedPattern>,
    /// What withholds a match.
    pub(crate) unless: Vec<ExpandedPattern>,
}

/// A pattern that cannot be compiled: its key and place in the rule file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CompileError {
    pub(crate) key: &'static str,
    pub(crate) index: usize,
    pub(crate) cause: PatternError,
}

/// Compiles the patterns of a rule file; `shared` are the lists of its language.
///
/// # Errors
/// The first pattern that cannot be compiled.
pub(crate) fn compile(
    source: &PatternSource,
    shared: &Words,
    frequency: Frequency,
) -> Result<ExpandedPatterns, CompileError> {
    let all = |key: &'static str, list: &[String]| -> Result<Vec<ExpandedPattern>, CompileError> {
        let expanded = list.iter().enumerate().map(|(index, text)| {
            let one = expand(text, &source.words, shared, frequency);
            one.map_err(|cause| CompileError { key, index, cause })
        });
        expanded.collect()
    };
    Ok(ExpandedPatterns {
        patterns: all("patterns", &source.patterns)?,
        unless: all("unless", &source.unless)?,
    })
}

fn expand(
    text: &str,
    own: &Words,
    shared: &Words,
    frequency: Frequency,
) -> Result<ExpandedPattern, PatternError> {
    let expanded = pattern::expand(text, own, shared)?;
    // On its own a pattern must be whole: `a)(b` would be accepted inside a group.
    regex_syntax::parse(&expanded).map_err(|error| PatternError::Syntax(error.to_string()))?;
    let regex = pattern::whole_words(&expanded);
    let required = pattern::required(&regex, frequency);
    Ok(ExpandedPattern { regex, required })
}
