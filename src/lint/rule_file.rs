//! The shape of a rule file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::frame::file::FrameFile;
use crate::config::Level;
use crate::diagnostic::Applicability;

/// A rule as its YAML file says it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "evenkeel rule", extend("additionalProperties" = false))]
pub struct RuleFile {
    /// What it notices, as a short title.
    pub title: String,
    /// How it is reported unless the config says otherwise.
    pub severity: Level,
    /// The category it belongs to. Default: the file's name.
    #[serde(default)]
    pub category: Option<String>,
    /// Why it matters: shown by `rules explain`.
    pub why: String,
    /// Lists of words for `{name}` in patterns; `words.yaml` of the language has shared ones.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// Names it had before: they still mean it in levels, suppressions and baselines.
    #[serde(default)]
    pub was: Vec<String>,
    /// What it looks for in a sentence that has been read: subject, verb, what is said of it.
    #[serde(default)]
    pub frames: Vec<FrameFile>,
    /// What else it looks for: regular expressions on plain text, matched on whole words in any case.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// A match of one of these in the same scope withholds the finding.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Where `unless` looks.
    #[serde(default)]
    pub scope: UnlessScope,
    /// Whose words it looks at.
    #[serde(default)]
    pub speaker: Speaker,
    /// What it says: Tera, with the named groups of the pattern.
    pub message: String,
    /// A question worth a minute.
    #[serde(default)]
    pub question: Option<String>,
    /// Other wordings, best first. Each stands where the match stood.
    #[serde(default)]
    pub rewrites: Vec<RewriteFile>,
    /// Where the reasons come from.
    #[serde(default)]
    pub references: Vec<String>,
    /// What it must and must not flag. They are its tests.
    pub examples: Examples,
}

/// One other wording, as its YAML says it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct RewriteFile {
    /// Tera, with the named groups of the pattern and the inflection filters.
    pub text: String,
    /// Groups that must have matched for it to be offered.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Groups that must not have matched for it to be offered.
    #[serde(default)]
    pub without: Vec<String>,
    /// How far it can be trusted. Default: `has-placeholders` when it has a blank, else
    /// `maybe-incorrect`.
    #[serde(default)]
    pub applicability: Option<Applicability>,
}

/// Where `unless` looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnlessScope {
    /// In the sentence of the match.
    #[default]
    Sentence,
    /// In its paragraph, heading or list item.
    Block,
    /// In the whole entry.
    Entry,
}

/// Whose words a rule looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The writer's own: the exclusions of the language (quotation, reported speech, negation,
    /// the past seen as past) withhold a finding.
    #[default]
    #[serde(rename = "self")]
    Writer,
    /// Anybody's: no exclusion applies.
    Any,
}

/// The tests of a rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Examples {
    /// Texts that must be flagged.
    pub invalid: Vec<Invalid>,
    /// Texts that must not.
    pub valid: Vec<String>,
}

/// A text that must be flagged.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub struct Invalid {
    /// The text, as Markdown.
    pub text: String,
    /// The words that are flagged, as they stand in the text.
    pub flags: String,
    /// The text once the first rewrite is taken.
    #[serde(default)]
    pub becomes: Option<String>,
}
