//! A frame as a rule file says it.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::lint::reading::holding::Holding;

/// A frame as a rule file says it. Words in angle brackets are fields, others stand for themselves.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("additionalProperties" = false))]
pub struct FrameFile {
    /// Who the clause is about. Default: anybody.
    pub subject: OneOrMany<SubjectName>,
    /// What it does: `be` is every verb that says what somebody is, seems or becomes.
    pub verb: OneOrMany<String>,
    /// Whether the verb is denied. Default: it is not; among signs of care, either.
    pub polarity: Option<Polarity>,
    /// What must hold for its verbs.
    pub mood: OneOrMany<MoodName>,
    /// What the subject is said to be.
    pub complement: OneOrMany<String>,
    /// What the verb is done to.
    pub object: OneOrMany<String>,
    /// What stands anywhere in the clause.
    pub with: OneOrMany<String>,
    /// What else stands anywhere in the clause.
    pub also: OneOrMany<String>,
    /// What stands directly behind what was found.
    pub next: OneOrMany<String>,
    /// What stands nowhere in the clause.
    pub without: OneOrMany<String>,
    /// What a clause without verb is about.
    pub fragment: OneOrMany<String>,
    /// What stands directly after "my".
    pub owned: OneOrMany<String>,
    /// What stands in a clause before, in this sentence or the one before it.
    pub earlier: OneOrMany<String>,
    /// What stands anywhere in the sentence, or in the one before it. What `with` finds may change
    /// places with it.
    pub near: OneOrMany<String>,
    /// The word that joins the clause to the one before.
    pub link: OneOrMany<LinkName>,
    /// How the clause is held. Default: asserted or felt.
    pub scope: OneOrMany<Holding>,
    /// Whether what `earlier` finds must be told of the writer: by them, or of what they did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub mine: bool,
    /// Whether it must, or must not, be a question. Default: it may be.
    pub question: Option<bool>,
}

impl FrameFile {
    /// Whether the verb is denied, also where the file does not say.
    pub(super) fn polarity(&self, held: &[Holding]) -> Polarity {
        let own = held == Holding::OWN;
        self.polarity.unwrap_or(if own { Polarity::Positive } else { Polarity::Any })
    }
}

/// One value or a list of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// One.
    One(T),
    /// A list.
    Many(Vec<T>),
}

/// By hand, so that a mistake is told by what may stand there.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word or a list of words")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Self::Value, E> {
        T::deserialize(word.into_deserializer()).map(OneOrMany::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany::Many)
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    /// All of them.
    pub fn as_slice(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Who a clause may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectName {
    /// The writer.
    #[serde(rename = "self")]
    Me,
    /// What is the writer's: "my face".
    Mine,
    /// Somebody spoken to.
    You,
    /// All or many people, or "they".
    People,
    /// All or many people.
    Everybody,
    /// Nobody.
    Nobody,
    /// The writer and others.
    We,
    /// Somebody else.
    Other,
    /// A thing.
    Thing,
}

/// Whether a verb is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It is not.
    Positive,
    /// It is.
    Negative,
    /// Either.
    Any,
}

/// What may hold for the verbs of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoodName {
    /// Should, ought.
    Should,
    /// Should have, has been.
    Perfect,
    /// Will, going to.
    Future,
    /// Never.
    Never,
    /// Can, could.
    Can,
    /// Was, did.
    Past,
    /// Neither over nor yet to come.
    Present,
    /// The verb comes before the subject.
    Inverted,
    /// Told to somebody: "stop whining".
    Imperative,
    /// Being so …
    Gerund,
    /// Led to by another verb: keep, seem to.
    Chained,
}

/// How a clause may be joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkName {
    /// But, yet.
    But,
    /// And, or.
    And,
    /// Because, when, so.
    Because,
    /// If, whether.
    If,
    /// Who, which.
    Who,
    /// Why, how.
    Why,
    /// None.
    None,
}
