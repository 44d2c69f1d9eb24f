//! The words of a sentence, and what is known of each.

use std::ops::Range;

use super::lexicon::{FieldId, Lexicon, UNKNOWN};
use super::tags::Tags;
use super::tokens::{self, FieldHit, Token};

/// A sentence as words.
#[derive(Debug)]
pub(crate) struct SentenceWords<'a> {
    pub(crate) text: &'a str,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) tokens: Vec<Token>,
    /// Words of fields, by their first token.
    pub(crate) hits: Vec<FieldHit>,
    /// The classes that its words belong to.
    pub(crate) classes: Tags,
    pub(crate) is_question: bool,
    /// The fields that its words belong to, a bit each.
    fields: Vec<u64>,
}

impl<'a> SentenceWords<'a> {
    /// Takes a sentence apart.
    pub(crate) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let (mut tokens, hits) = tokens::tokens(text, lexicon);
        // "A little" is some, "that little one" is small, "little" is hardly any.
        for at in 1..tokens.len() {
            let article = tokens.get(at - 1).map_or(Tags::NONE, |before| before.tags);
            if article.any(Tags::DETERMINER.and(Tags::MY).and(Tags::THEIR))
                && let Some(token) = tokens.get_mut(at)
                && !token.tags.any(Tags::PREPOSITION)
            {
                token.tags = token.tags.without(Tags::NO);
            }
        }
        let classes = tokens.iter().fold(Tags::NONE, |all, token| all.and(token.tags));
        let is_question = text.trim_end_matches(['"', ')', ' ']).ends_with('?');
        let mut fields = vec![0; lexicon.field_count() / 64 + 1];
        for hit in &hits {
            if let Some(bits) = fields.get_mut(usize::from(hit.field) / 64) {
                *bits |= 1_u64 << (hit.field % 64);
            }
        }
        Self { text, lexicon, tokens, hits, classes, is_question, fields }
    }

    /// Whether a word of this field is in it.
    pub(crate) fn meets(&self, field: FieldId) -> bool {
        let bits = self.fields.get(usize::from(field) / 64);
        bits.is_some_and(|bits| bits & (1_u64 << (field % 64)) != 0)
    }

    /// How many of its words the language knows.
    pub(crate) fn known(&self) -> usize {
        self.tokens.iter().filter(|token| token.word != UNKNOWN).count()
    }

    pub(crate) fn tags(&self, at: usize) -> Tags {
        self.tokens.get(at).map_or(Tags::NONE, |token| token.tags)
    }

    /// The text of a token in normal form, or as it stands when it is not known.
    pub(crate) fn word(&self, at: usize) -> &str {
        let Some(token) = self.tokens.get(at) else { return "" };
        self.lexicon
            .text(token.word)
            .unwrap_or_else(|| self.text.get(token.start..token.end).unwrap_or_default())
    }

    /// The field of a hit; "self" for a word that is the writer.
    pub(crate) fn field_name(&self, hit: &FieldHit) -> &str {
        match self.lexicon.field_name(hit.field) {
            "" => "self",
            name => name,
        }
    }

    /// Whether a hit is of one of these fields, or of a part of one: "person.wits" is of "person".
    pub(crate) fn is_of(&self, hit: &FieldHit, fields: &[&str]) -> bool {
        self.is_field_of(hit.field, fields)
    }

    fn is_field_of(&self, field: FieldId, fields: &[&str]) -> bool {
        // A word that stands for itself in a frame may be called as a field is: "person".
        let name = self.lexicon.field_name(field);
        // "person" holds "person.will".
        let holds = |of: &&str| {
            name.strip_prefix(*of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.lexicon.is_named(field) && fields.iter().any(holds)
    }

    /// The word that a token is a form of.
    pub(crate) fn lemma(&self, at: usize) -> &str {
        let token = self.tokens.get(at);
        token.and_then(|token| self.lexicon.text(token.lemma)).unwrap_or("")
    }

    pub(crate) fn mark(&self, at: usize) -> char {
        let token = self.tokens.get(at);
        let text = token.and_then(|token| self.text.get(token.start..token.end));
        text.and_then(|text| text.chars().next()).unwrap_or(' ')
    }

    /// Whether one of the tokens is this word.
    pub(crate) fn says(&self, mut within: Range<usize>, word: &str) -> bool {
        within.any(|at| self.word(at) == word)
    }

    /// The bytes of tokens.
    pub(crate) fn bytes(&self, tokens: Range<usize>) -> Option<Range<usize>> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (first.start <= last.end).then_some(first.start..last.end)
    }

    /// Whether a word belongs to one of these fields, or to a part of one.
    pub(crate) fn is_in(&self, at: usize, fields: &[&str]) -> bool {
        let known = self.tokens.get(at).and_then(|token| self.lexicon.word(token.word));
        known.is_some_and(|word| {
            word.senses.iter().any(|sense| self.is_field_of(sense.field, fields))
        })
    }

    /// Whether a word or phrase of this field begins at `from` and ends not behind `to`.
    pub(crate) fn names(&self, from: usize, to: usize, field: &str) -> bool {
        let mut hits = self.hits.iter().filter(|hit| hit.from == from && hit.to <= to);
        hits.any(|hit| self.is_field_of(hit.field, &[field]))
    }

    /// Whether a token is one of these words.
    pub(crate) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        let token = self.tokens.get(at);
        let word = token.and_then(|token| self.lexicon.text(token.word));
        word.is_some_and(|word| words.contains(&word))
    }
}
