//! The shape of a rule file, and a rule ready to be used.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rewrite::Wording;
use crate::config::Level;
use crate::diagnostic::{Applicability, Family, Severity};

/// A pattern larger than this, compiled, is refused.
const SIZE_LIMIT: usize = 4 << 20;
/// What a pattern's search may keep in memory, for each thread.
const CACHE_LIMIT: usize = 256 << 10;

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
    /// What it looks for: regular expressions on plain text, matched on whole words in any case.
    pub patterns: Vec<String>,
    /// A match of one of these in the same scope withholds the finding.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Where `unless` looks.
    #[serde(default)]
    pub scope: Scope,
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
pub enum Scope {
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
    /// The writer's own: the guards of the language (quotation, reported speech, negation, the
    /// past seen as past) withhold a finding.
    #[default]
    #[serde(rename = "self")]
    Writer,
    /// Anybody's: no guard applies.
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

/// A rule ready to be used.
#[derive(Debug)]
pub struct Rule {
    /// Its id: the file's name without `.yaml`.
    pub id: String,
    /// Its language: the folder's name.
    pub language: String,
    /// Its family.
    pub family: Family,
    /// Its severity, after the config had its say; `None` is off.
    pub severity: Option<Severity>,
    /// What its file says.
    pub file: RuleFile,
    pub(super) patterns: Vec<Pattern>,
    pub(super) unless: Vec<Pattern>,
    pub(super) wording: OnceLock<Wording>,
}

impl Rule {
    /// The category it belongs to.
    #[must_use]
    pub fn category(&self) -> &str {
        self.file.category.as_deref().unwrap_or(&self.id)
    }
}

/// A regular expression compiled when it is first needed.
#[derive(Debug)]
pub(super) struct Pattern {
    source: String,
    /// Words of which one must occur for it to match, when there are any worth looking for.
    required: Option<Vec<String>>,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// `source` has its lists expanded. Whether it compiles is checked by whoever reads a
    /// journal's own rule, and by the tests of the built-in ones.
    pub(super) const fn new(source: String, required: Option<Vec<String>>) -> Self {
        Self { source, required, regex: OnceLock::new() }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    pub(super) fn required(&self) -> Option<&[String]> {
        self.required.as_deref()
    }

    /// The compiled expression; `None` when it does not compile.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| self.compile().ok()).as_ref()
    }

    /// A pattern in ASCII letters is searched for byte by byte: that takes half the time to
    /// compile and never leaves the fast engine on text with é or —. Its word boundaries stand
    /// beside an ASCII letter, so a match begins and ends between characters all the same.
    pub(super) fn compile(&self) -> Result<Regex, regex::Error> {
        let unicode = !self.source.is_ascii() || self.source.contains(r"\p");
        RegexBuilder::new(&self.source)
            .unicode(unicode)
            .case_insensitive(true)
            .size_limit(SIZE_LIMIT)
            .dfa_size_limit(CACHE_LIMIT)
            .build()
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text.as_bytes()))
    }
}
