//! A clause: who does or is what, and how it is said.

use std::ops::Range;

/// Who or what a clause is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Subject {
    /// The writer: "I", or nobody named where the verb tells ("was so lazy").
    Me,
    /// What is the writer's: "my face".
    Mine,
    /// Somebody spoken to, which may be the writer.
    You,
    /// All people, or many.
    People,
    /// Others who were spoken of: "they".
    They,
    /// Nobody.
    Nobody,
    /// The writer together with others.
    We,
    /// Somebody else.
    Other,
    /// A thing.
    Thing,
    /// There is none.
    #[default]
    None,
}

impl Subject {
    /// Its name in rule files and in output.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Me => "self",
            Self::Mine => "mine",
            Self::You => "you",
            Self::People => "everybody",
            Self::They => "they",
            Self::Nobody => "nobody",
            Self::We => "we",
            Self::Other => "other",
            Self::Thing => "thing",
            Self::None => "none",
        }
    }
}

/// A clause.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clause {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The token that joins it to the one before.
    pub(crate) link: Option<usize>,
    /// Who or what it is about.
    pub(crate) subject: Subject,
    /// The tokens of the subject; empty where it is left out.
    pub(crate) subject_tokens: Range<usize>,
    /// The tokens of its verbs; empty where it has none.
    pub(crate) verb: Range<usize>,
    /// The verb that says most: "be" in "could never have been".
    pub(crate) main: Option<usize>,
    /// Whether the main verb says what somebody is, seems or becomes.
    pub(crate) copula: bool,
    /// What its verbs and their company are.
    pub(crate) mood: Mood,
    /// The tokens behind the verbs.
    pub(crate) rest: Range<usize>,
    /// The clause that holds it as what is thought or said.
    pub(crate) parent: Option<usize>,
    /// Whose doing the clause is, where the writer is its object: "she made me feel stupid".
    pub(crate) by: Option<Subject>,
}

impl Clause {
    /// Its first token, the word that joins it included.
    pub(crate) fn begin(&self) -> usize {
        self.link.map_or(self.tokens.start, |link| link.min(self.tokens.start))
    }
}

/// What a group of verbs says beside its main verb.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the verbs")]
pub(crate) struct Mood {
    /// It is denied: "not", "hardly".
    pub(crate) not: bool,
    /// It is denied for all time.
    pub(crate) never: bool,
    /// It is over: "was", "used to".
    pub(crate) past: bool,
    /// Its verb is a participle behind a form of "have".
    pub(crate) perfect: bool,
    /// It is yet to come.
    pub(crate) future: bool,
    /// It is a duty.
    pub(crate) should: bool,
    /// It can or could be.
    pub(crate) can: bool,
    /// It may be.
    pub(crate) may: bool,
    /// It is wanted, tried, pretended.
    pub(crate) wish: bool,
    /// It used to be.
    pub(crate) used: bool,
    /// It has no subject and no finite verb: "being so lazy".
    pub(crate) gerund: bool,
    /// The verb stands before the subject: a question.
    pub(crate) inverted: bool,
    /// Nobody is named, and a base form begins it: "stop whining".
    pub(crate) imperative: bool,
    /// It is felt: "feel", "look".
    pub(crate) felt: bool,
    /// "Going to", "keep": the verb is led to by another.
    pub(crate) chained: bool,
}

impl Mood {
    /// What holds, by the names that rule files use.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let all = [
            (self.not, "negative"),
            (self.never, "never"),
            (self.past, "past"),
            (self.perfect, "perfect"),
            (self.future, "future"),
            (self.should, "should"),
            (self.can, "can"),
            (self.may, "may"),
            (self.wish, "wish"),
            (self.used, "used"),
            (self.gerund, "gerund"),
            (self.inverted, "inverted"),
            (self.imperative, "imperative"),
            (self.felt, "felt"),
            (self.chained, "chained"),
        ];
        all.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name)
    }
}
