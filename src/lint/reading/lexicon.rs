//! The words that a reading knows: closed classes of a language, and its lexical fields.

mod build;

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use super::grammar_file::{Mistaken, Order};
use super::slips::Slips;
pub(crate) use super::slips::WordId;
use super::tags::Tags;
use super::unknown::UnknownWords;
use crate::lint::field::{Company, PartOfSpeech};

/// A field by number, in the order of their names.
pub(crate) type FieldId = u16;

/// A table that is built alike each time, so that one can be kept.
type WordTable<K, V> = HashMap<K, V, FixedState>;

/// The number of a word that is not known.
pub(crate) const UNKNOWN: WordId = WordId::MAX;

/// One meaning of a word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sense {
    /// The field it belongs to.
    pub(crate) field: FieldId,
    /// Its part of speech there.
    pub(crate) part: PartOfSpeech,
    /// What must stand with it.
    pub(crate) company: Company,
}

/// What is known of a word.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Phrase {
    sense: Sense,
    /// How many words it has after the first two, and where in the list of all of those they begin.
    len: u8,
    rest: u32,
    /// The place of the next phrase with the same first two words.
    next: Option<u32>,
}

/// How a word or a field is written; those that are built in lie in the program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
struct Spelling(#[serde(borrow)] Cow<'static, str>);

impl Borrow<str> for Spelling {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Spelling {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

/// All words of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Lexicon {
    pub(crate) order: Order,
    /// Words that only make a judgement stronger.
    pub(crate) emphasis: Vec<WordId>,
    #[serde(skip)]
    ids: WordTable<Spelling, WordId>,
    words: Vec<KnownWord>,
    texts: Vec<Spelling>,
    /// The place of the first phrase with these first two words, the longest first.
    leading: WordTable<(WordId, WordId), u32>,
    phrases: Vec<Phrase>,
    /// The words of all phrases after their first two.
    rests: Vec<WordId>,
    /// Verbs that take their object between them and a last word: "let everyone down".
    split_verbs: WordTable<WordId, Vec<(WordId, Sense)>>,
    contractions: WordTable<Box<str>, Vec<WordId>>,
    /// The forms of each verb.
    verbs: WordTable<WordId, Vec<WordId>>,
    /// The fields of words that stand for themselves in frames.
    #[serde(skip)]
    literals: WordTable<(PartOfSpeech, String), FieldId>,
    /// The words of the phrase that is being added.
    #[serde(skip)]
    scratch: Vec<WordId>,
    irregular: BTreeMap<String, String>,
    particles: Vec<WordId>,
    /// What words that are not known may be.
    pub(super) unknown: UnknownWords,
    /// Words that are written for others.
    pub(super) mistakes: Vec<Mistaken>,
    fields: Vec<Spelling>,
    /// Words of judging fields by what a slip of the pen leaves of them.
    #[serde(skip)]
    slips: OnceLock<Slips>,
    /// How many of the fields have a file: those come first.
    named: usize,
    /// The field of roles, if there is one.
    pub(super) roles: Option<FieldId>,
}

impl Lexicon {
    /// Makes the words of a lexicon that was kept findable again.
    pub(crate) fn index(&mut self) {
        self.ids = self.texts.iter().cloned().zip(0..).collect();
    }

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
        judging.map(|((text, _), id)| (&*text.0, id))
    }

    /// How a word is written.
    pub(crate) fn text(&self, id: WordId) -> Option<&str> {
        self.texts.get(usize::try_from(id).ok()?).map(|text| &*text.0)
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
        for ((first, second), at) in &self.leading {
            let phrases = self.phrases_from(Some(*at));
            for (_, rest) in phrases.filter(|(sense, _)| is_wanted(sense.field)) {
                let all = [*first, *second].into_iter().chain(rest.iter().copied());
                let longest = all.max_by_key(|id| self.text(*id).map_or(0, str::len));
                let longest = longest.and_then(|id| usize::try_from(id).ok());
                if let Some(chosen) = longest.and_then(|at| chosen.get_mut(at)) {
                    *chosen = true;
                }
            }
        }
        for (text, _) in self.texts.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
            add(&text.0);
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

    /// The phrases with the same first two words, from a place on: their meaning, and their words
    /// after those.
    fn phrases_from(&self, first: Option<u32>) -> impl Iterator<Item = (Sense, &[WordId])> {
        let next = |one: &&Phrase| one.next.and_then(|at| self.phrase(at));
        let all = std::iter::successors(first.and_then(|at| self.phrase(at)), next);
        all.map(|one| (one.sense, self.rest_of(one)))
    }

    fn phrase(&self, at: u32) -> Option<&Phrase> {
        self.phrases.get(usize::try_from(at).ok()?)
    }

    fn rest_of(&self, phrase: &Phrase) -> &[WordId] {
        let from = usize::try_from(phrase.rest).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::from(phrase.len));
        self.rests.get(from..to).unwrap_or_default()
    }

    /// The name of a field.
    pub(crate) fn field_name(&self, field: FieldId) -> &str {
        self.fields.get(usize::from(field)).map_or("", |name| &name.0)
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
        let meant = |field: &&Spelling| field.0 == name || field.0.starts_with(&under);
        let all = self.fields.iter().take(self.named).zip(0..);
        all.filter(|(field, _)| meant(field)).map(|(_, id)| id).collect()
    }

    /// The names of all fields.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().take(self.named).map(|name| &*name.0)
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
        let leading = second.and_then(|second| self.leading.get(&(first, second)));
        for (sense, rest) in self.phrases_from(leading.copied()) {
            if rest.iter().enumerate().all(|(at, id)| word(at + 2) == Some(*id)) {
                add(rest.len() + 2, sense);
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
