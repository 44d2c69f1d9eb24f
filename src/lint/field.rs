//! Lexical fields: lists of words that mean the same kind of thing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A field as its YAML file says it: `rules/<language>/fields/<name>.yaml`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "evenkeel field", extend("additionalProperties" = false))]
pub struct FieldFile {
    /// What its words have in common.
    #[serde(default)]
    pub title: String,
    /// The part of speech of its words.
    #[serde(default)]
    pub part: PartOfSpeech,
    /// Its words, in their base form.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words that count only beside something else.
    #[serde(default)]
    pub with: WithCompany,
    /// In a journal's own: whether it takes the place of the built-in field of its name, to which it
    /// is added otherwise.
    #[serde(default, deserialize_with = "crate::config::switch")]
    pub replace: bool,
}

/// A part of speech.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PartOfSpeech {
    /// Names a person or thing; its plural is worked out.
    #[default]
    Noun,
    /// Says how something is.
    Adjective,
    /// Says what is done; its forms are worked out.
    Verb,
    /// Says how or when something is done.
    Adverb,
    /// Words as they stand.
    Phrase,
}

/// Words that count only in company, by what it is.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct WithCompany {
    /// After "a", "the", "such": "I'm a joke".
    pub article: Vec<String>,
    /// After "so", "too", "very": "I'm so slow".
    pub intensifier: Vec<String>,
    /// After a bad adjective: "a terrible mother".
    pub bad: Vec<String>,
}

/// What must stand with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Company {
    /// Nothing.
    Alone,
    /// An article.
    Article,
    /// An intensifier.
    Intensifier,
    /// A bad adjective.
    Bad,
    /// A person behind it, or nothing: an inflected adjective.
    Person,
}

impl Company {
    /// The key under `with` that says it.
    pub(crate) const fn key(self) -> Option<&'static str> {
        match self {
            Self::Alone | Self::Person => None,
            Self::Article => Some("article"),
            Self::Intensifier => Some("intensifier"),
            Self::Bad => Some("bad"),
        }
    }
}

impl FieldFile {
    /// Its words by the company they need.
    pub(crate) fn by_company(&self) -> [(Company, &[String]); 4] {
        [
            (Company::Alone, &self.words),
            (Company::Article, &self.with.article),
            (Company::Intensifier, &self.with.intensifier),
            (Company::Bad, &self.with.bad),
        ]
    }

    /// Adds the words of a journal's own field of the same name.
    pub(crate) fn overlay(&mut self, own: Self) {
        if own.replace {
            *self = own;
            return;
        }
        self.words.extend(own.words);
        self.with.article.extend(own.with.article);
        self.with.intensifier.extend(own.with.intensifier);
        self.with.bad.extend(own.with.bad);
    }
}
