//! What the slots of a frame look for.

use super::company::fits_company;
use super::file::OneOrMany;
use crate::lint::field::{Company, FieldFile, PartOfSpeech, WithCompany};
use crate::lint::reading::lexicon::{FieldId, Lexicon, Sense};
use crate::lint::reading::tags::Tags;
use crate::lint::reading::tokens::FieldHit;
use crate::lint::reading::words::SentenceWords;

/// Some fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    pub(super) single: Vec<FieldId>,
    pub(super) pairs: Vec<Pair>,
}

/// A word of one field behind a word of another: "a terrible mother".
#[derive(Debug, Clone)]
pub(super) struct Pair {
    first: Vec<FieldId>,
    second: Vec<FieldId>,
    /// Whether the second is the one that is seldom met.
    pub(super) second_is_rarer: bool,
}

impl Pair {
    pub(super) fn rarer(&self) -> &[FieldId] {
        if self.second_is_rarer { &self.second } else { &self.first }
    }
}

impl Fields {
    pub(super) fn is_empty(&self) -> bool {
        self.single.is_empty() && self.pairs.is_empty()
    }

    /// Adds a field in angle brackets, two that follow each other, or a word.
    pub(super) fn add(
        &mut self,
        item: &str,
        part: PartOfSpeech,
        lexicon: &mut Lexicon,
    ) -> Result<(), String> {
        let name = item.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        match name.map(|name| (name, name.split_once("> <"))) {
            Some((_, Some((first, second)))) => {
                let second_is_rarer = first == "role";
                let (first, second) = (named(lexicon, first)?, named(lexicon, second)?);
                self.pairs.push(Pair { first, second, second_is_rarer });
            }
            Some((name, None)) => self.single.extend(named(lexicon, name)?),
            // A field between words, which no phrase can hold.
            None if item.contains(['<', '>']) => return Err(item.to_owned()),
            None => self.single.push(lexicon.add_literal(item, part)),
        }
        Ok(())
    }

    pub(super) fn has(&self, words: &SentenceWords, hit: &FieldHit) -> bool {
        self.single.contains(&hit.field)
            || self.pairs.iter().any(|pair| {
                pair.second.contains(&hit.field) && follows(words, hit.from, &pair.first)
            })
    }

    /// Whether one of them is met in the sentence.
    pub(super) fn may_be_in(&self, words: &SentenceWords) -> bool {
        let met = |fields: &[FieldId]| fields.iter().any(|field| words.meets(*field));
        met(&self.single) || self.pairs.iter().any(|pair| met(pair.rarer()))
    }
}

/// Whether a word of `fields` stands before `at`, with nothing but adjectives between.
fn follows(words: &SentenceWords, at: usize, fields: &[FieldId]) -> bool {
    let mut end = at;
    for _ in 0..5 {
        let fits = |hit: &FieldHit| {
            hit.to == end && fields.contains(&hit.field) && fits_company(words, hit)
        };
        if words.hits.iter().any(fits) {
            return true;
        }
        let Some(before) = end.checked_sub(1) else { return false };
        let passed =
            Tags::ADJECTIVE.and(Tags::OPEN).and(Tags::COMMA).and(Tags::AND).and(Tags::NOUN);
        if !words.tags(before).any(passed) {
            return false;
        }
        end = before;
    }
    false
}

/// What a slot looks for.
#[derive(Debug, Clone, Default)]
pub(super) struct FrameSlot {
    pub(super) fields: Fields,
    pub(super) me: bool,
    pub(super) mine: bool,
    pub(super) any: bool,
}

impl FrameSlot {
    pub(super) fn new(
        key: &'static str,
        items: &OneOrMany<String>,
        part: PartOfSpeech,
        lexicon: &mut Lexicon,
    ) -> Result<Self, FrameError> {
        let mut slot = Self::default();
        for item in items.as_slice() {
            match item.as_str() {
                "self" => slot.me = true,
                "my" => slot.mine = true,
                "any" => slot.any = true,
                _ => slot
                    .fields
                    .add(item, part, lexicon)
                    .map_err(|name| FrameError::UnknownField { key, name })?,
            }
        }
        Ok(slot)
    }

    /// Its fields, where nothing else fills it.
    pub(super) fn needed(&self) -> Option<&Fields> {
        (!self.me && !self.mine && !self.any).then_some(&self.fields)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty() && !self.me && !self.mine && !self.any
    }
}

/// Why a frame cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FrameError {
    /// It looks for nothing.
    Empty,
    /// Under this key it names a field that does not exist.
    UnknownField {
        /// The key.
        key: &'static str,
        /// The field.
        name: String,
    },
}

/// The fields that a name stands for.
fn named(lexicon: &Lexicon, name: &str) -> Result<Vec<FieldId>, String> {
    let mut fields = Vec::new();
    for name in name.split('|') {
        let found = lexicon.fields_named(name);
        if found.is_empty() {
            return Err(name.to_owned());
        }
        fields.extend(found);
    }
    Ok(fields)
}

impl Lexicon {
    /// A word that stands for itself in a frame, as a field of its own.
    fn add_literal(&mut self, text: &str, part: PartOfSpeech) -> FieldId {
        let file = FieldFile {
            title: String::new(),
            part,
            words: Vec::new(),
            with: WithCompany::default(),
            replace: false,
        };
        let field = self.add_field(text, &file);
        self.add_word(text, Sense { field, part, company: Company::Alone });
        field
    }
}
