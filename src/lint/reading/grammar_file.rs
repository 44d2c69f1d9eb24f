//! The closed classes of a language, as its `grammar.yaml` says them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tags::Tags;

/// The closed classes of a language, as its `grammar.yaml` says them.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub(crate) struct GrammarFile {
    /// Where the verb stands.
    #[serde(default)]
    pub(crate) order: Order,
    /// Words by class.
    pub(crate) classes: BTreeMap<String, Vec<String>>,
    /// Short forms and what they stand for.
    #[serde(default)]
    pub(crate) contractions: BTreeMap<String, String>,
    /// Words that are often written for others.
    #[serde(default)]
    pub(crate) mistaken: Vec<Mistaken>,
    /// Verbs whose forms follow no pattern: past form and participle, once where they are the same.
    #[serde(default)]
    pub(crate) irregular: BTreeMap<String, String>,
    /// Verbs by the class they also belong to; their forms are worked out.
    #[serde(default)]
    pub(crate) verbs: BTreeMap<String, Vec<String>>,
    /// What a word that nobody knows may be, by its ending.
    #[serde(default)]
    pub(crate) endings: BTreeMap<String, Vec<String>>,
    /// Endings of words for people by what they do: "climber".
    #[serde(default)]
    pub(crate) agents: Vec<String>,
    /// Words that are written with stars.
    #[serde(default)]
    pub(crate) masked: Vec<String>,
    /// How a thought is said as one that is had: `{clause}` stands for what is thought, `{writer}`
    /// for "I am" or "I'm" as the writer has it.
    #[serde(default)]
    pub(crate) held: String,
    /// Words that only make a judgement stronger, and that a held thought does without.
    #[serde(default)]
    pub(crate) emphasis: Vec<String>,
    /// Small words that end a verb of two parts: "let everyone down".
    #[serde(default)]
    pub(crate) particles: Vec<String>,
}

/// Stands for the beginning or the end of a sentence, or of a part of it, beside a mistaken word.
pub(crate) const EDGE: &str = "edge";

/// A word that is often written for another, and what stands beside it then: a class, a word, or
/// `edge` for where a sentence or a part of it begins or ends.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
pub(crate) struct Mistaken {
    /// What is written: "ill".
    pub(crate) written: String,
    /// What is meant, word by word, of which each but the last is written with one letter.
    pub(crate) meant: Vec<String>,
    /// What stands directly before it. Default: anything.
    #[serde(default)]
    pub(crate) after: Vec<String>,
    /// What stands directly behind it.
    pub(crate) before: Vec<String>,
    /// What stands behind that. Default: anything.
    #[serde(default)]
    pub(crate) then: Vec<String>,
}

/// Where the verb of a clause stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Order {
    /// Behind the subject, and before what it says.
    #[default]
    SubjectVerb,
    /// Anywhere.
    Free,
}

impl GrammarFile {
    /// The names of classes that there are not, each with its key.
    pub(crate) fn unknown_classes(&self) -> Vec<(&'static str, &str)> {
        let classes = self.classes.keys().map(|class| ("classes", class.as_str()));
        let verbs = self.verbs.keys().map(|class| ("verbs", class.as_str()));
        let endings = self.endings.keys().map(|class| ("endings", class.as_str()));
        classes
            .chain(verbs)
            .chain(endings)
            .filter(|(_, class)| Tags::named(class).is_none())
            .collect()
    }
}
