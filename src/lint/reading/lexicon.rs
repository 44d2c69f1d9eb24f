//! The words that a reading knows: closed classes of a language, and its lexical fields.

mod build;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use foldhash::HashMap;

use super::grammar_file::{Mistaken, Order};
use super::slips::Slips;
pub(crate) use super::slips::WordId;
use super::tags::Tags;
use super::unknown::UnknownWords;
use crate::lint::field::{Company, PartOfSpeech};

/// A field by number, in the order of their names.
pub(crate) type FieldId = u16;

/// The number of a word that is not known.
pub(crate) const UNKNOWN: WordId = WordId::MAX;

/// One meaning of a word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sense {
    /// The field it belongs to.
    pub(crate) field: FieldId,
    /// Its part of speech there.
    pub(crate) part: PartOfSpeech,
    /// What must stand with it.
    pub(crate) company: Company,
}

/// What is known of a word.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownWord {
    pub(crate) tags: Tags,
    pub(crate) senses: Vec<Sense>,
    /// The word it is a form of.
    pub(crate) lemma: WordId,
    /// Whether phrases begin with it.
    leads: bool,
}

impl KnownWord {
    /// Whether it is a noun or an adjective of a field.
    fn is_judging(&self) -> bool {
        let judging = [PartOfSpeech::Noun, PartOfSpeech::Adjective];
        self.senses.iter().any(|sense| judging.contains(&sense.part))
    }
}

/// A meaning of several words together.
#[derive(Debug, Clone)]
struct Phrase {
    /// The words after the first two.
    rest: Box<[WordId]>,
    sense: Sense,
}

/// All words of a language.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) order: Order,
    /// Words that only make a judgement stronger.
    pub(crate) emphasis: Vec<WordId>,
    ids: HashMap<Box<str>, WordId>,
    words: Vec<KnownWord>,
    texts: Vec<Box<str>>,
    /// Phrases by their first two words, the longest first.
    phrases: HashMap<(WordId, WordId), Vec<Phrase>>,
    /// Verbs that take their object between them and a last word: "let everyone down".
    split_verbs: HashMap<WordId, Vec<(WordId, Sense)>>,
    contractions: HashMap<Box<str>, Vec<WordId>>,
    /// The forms of each verb.
    verbs: HashMap<WordId, Vec<WordId>>,
    /// The fields of words that stand for themselves in frames.
    literals: HashMap<(PartOfSpeech, String), FieldId>,
    /// The words of the phrase that is being added.
    scratch: Vec<WordId>,
    irregular: BTreeMap<String, String>,
    particles: Vec<WordId>,
    /// What words that are not known may be.
    pub(super) unknown: UnknownWords,
    /// Words that are written for others.
    pub(super) mistakes: Vec<Mistaken>,
    fields: Vec<String>,
    /// Words of judging fields by what a slip of the pen leaves of them.
    slips: OnceLock<Slips>,
    /// How many of the fields have a file: those come first.
    named: usize,
    /// The field of roles, if there is one.
    pub(super) roles: Option<FieldId>,
}

impl Lexicon {
    /// The words of a contraction, also of one made of a word and an ending that is known.
    pub(crate) fn split(&self, word: &str) -> Option<Vec<WordId>> {
        if let Some(words) = self.contractions.get(word) {
            return Some(words.clone());
        }
        let mark = word.bytes().rposition(|byte| byte == b'\'')?;
        let at = if word.ends_with("n't") { word.len() - 3 } else { mark };
        let (stem, ending) = word.split_at_checked(at)?;
        let words = self.contractions.get(ending)?;
        let stem = self.ids.get(stem).copied().unwrap_or(UNKNOWN);
        Some(std::iter::once(stem).chain(words.iter().copied()).collect())
    }

    /// The number of a word, in lower case.
    pub(crate) fn find(&self, text: &str) -> Option<WordId> {
        self.ids.get(text).copied()
    }

    /// What is known of a word.
    pub(crate) fn word(&self, id: WordId) -> Option<&KnownWord> {
        self.words.get(usize::try_from(id).ok()?)
    }

    /// The word of a judging field that `text` is with one letter doubled or not doubled, or with
    /// two neighbours changed.
    pub(crate) fn slipped(&self, text: &str) -> Option<WordId> {
        self.slips.get_or_init(|| Slips::new(self.judging())).find(text, |id| self.text(id))
    }

    /// The nouns and adjectives of fields.
    pub(crate) fn judging(&self) -> impl Iterator<Item = (&str, WordId)> {
        let all = self.texts.iter().zip(&self.words).zip(0..);
        let judging = all.filter(|((_, word), _)| word.is_judging());
        judging.map(|((text, _), id)| (text.as_ref(), id))
    }

    /// How a word is written.
    pub(crate) fn text(&self, id: WordId) -> Option<&str> {
        self.texts.get(usize::try_from(id).ok()?).map(AsRef::as_ref)
    }

    /// Calls `add` with a word of whatever belongs to a field that `field` accepts, the longest of
    /// a phrase, and with each word of a class that `tags` accepts.
    pub(crate) fn words_of(
        &self,
        field: impl Fn(FieldId) -> bool,
        tags: impl Fn(Tags) -> bool,
        mut add: impl FnMut(&str),
    ) {
        let wanted: Vec<bool> = (0..).take(self.fields.len()).map(field).collect();
        let is_wanted = |id: FieldId| wanted.get(usize::from(id)).is_some_and(|one| *one);
        let mut chosen = vec![false; self.words.len()];
        for (at, word) in self.words.iter().enumerate() {
            let of_field = word.senses.iter().any(|sense| is_wanted(sense.field));
            if (of_field || tags(word.tags))
                && let Some(chosen) = chosen.get_mut(at)
            {
                *chosen = true;
            }
        }
        for ((first, second), phrases) in &self.phrases {
            for phrase in phrases.iter().filter(|phrase| is_wanted(phrase.sense.field)) {
                let all = [*first, *second].into_iter().chain(phrase.rest.iter().copied());
                let longest = all.max_by_key(|id| self.text(*id).map_or(0, str::len));
                let longest = longest.and_then(|id| usize::try_from(id).ok());
                if let Some(chosen) = longest.and_then(|at| chosen.get_mut(at)) {
                    *chosen = true;
                }
            }
        }
        for (text, _) in self.texts.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
            add(text);
        }
        // A short form stands for its words: "dont", "ive".
        for (short, long) in &self.contractions {
            let is_chosen = |id: &WordId| {
                usize::try_from(*id).ok().and_then(|at| chosen.get(at)).is_some_and(|one| *one)
            };
            if long.iter().any(is_chosen) {
                add(short);
            }
        }
    }

    /// The name of a field.
    pub(crate) fn field_name(&self, field: FieldId) -> &str {
        self.fields.get(usize::from(field)).map_or("", String::as_str)
    }

    /// Whether a field has a file, and is no word that stands for itself in a frame.
    pub(crate) fn is_named(&self, field: FieldId) -> bool {
        usize::from(field) < self.named
    }

    /// How many fields there are.
    pub(crate) fn field_count(&self) -> usize {
        self.fields.len()
    }

    /// The fields that `name` stands for: that one, and those whose names begin with it and a dot.
    pub(crate) fn fields_named(&self, name: &str) -> Vec<FieldId> {
        let under = format!("{name}.");
        let meant = |field: &&String| **field == name || field.starts_with(&under);
        let all = self.fields.iter().take(self.named).zip(0..);
        all.filter(|(field, _)| meant(field)).map(|(_, id)| id).collect()
    }

    /// The names of all fields.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().take(self.named).map(String::as_str)
    }

    /// The meanings that begin at a word: how many words each takes, and which it is. `word` gives
    /// the words that follow.
    pub(crate) fn senses_at(
        &self,
        first: WordId,
        word: &dyn Fn(usize) -> Option<WordId>,
        mut add: impl FnMut(usize, Sense),
    ) {
        let Some(known) = self.word(first) else { return };
        let second = word(1).filter(|_| known.leads);
        let phrases = second.and_then(|second| self.phrases.get(&(first, second)));
        for phrase in phrases.into_iter().flatten() {
            if phrase.rest.iter().enumerate().all(|(at, id)| word(at + 2) == Some(*id)) {
                add(phrase.rest.len() + 2, phrase.sense);
            }
        }
        if known.leads && known.tags.any(Tags::VERB) {
            for (last, sense) in self.split_verbs.get(&first).into_iter().flatten() {
                let gap = (2..=4).find(|at| word(*at) == Some(*last));
                if gap.is_some_and(|gap| (1..gap).all(|at| word(at).is_some())) {
                    add(1, *sense);
                }
            }
        }
        for sense in &known.senses {
            add(1, *sense);
        }
    }
}
