//! What the slots of a frame look for.

use serde::{Deserialize, Serialize};

use super::file::OneOrMany;
use crate::lint::field::PartOfSpeech;
use crate::lint::reading::lexicon::{FieldId, Lexicon};

/// Some fields.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Fields {
    /// In order, for lists are long.
    pub(super) single: Vec<FieldId>,
    pub(super) pairs: Vec<Pair>,
    pub(super) chains: Vec<Chain>,
}

/// Words that follow each other, with a choice at one place or more: "(has|have) to (go|leave)".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Chain {
    /// A field for each choice, with the words before it.
    pub(super) parts: Vec<FieldId>,
    /// The part whose words are met least.
    pub(super) rarest: FieldId,
}

/// The choices of an item, each with the words before it; `None` when it is badly formed.
fn choices(item: &str) -> Option<Vec<Vec<String>>> {
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut rest = item;
    while let Some((before, choice)) = rest.split_once('(') {
        let (choice, behind) = choice.split_once(')')?;
        let joined = |one: &str| format!("{} {}", before.trim(), one.trim()).trim().to_owned();
        let all: Vec<String> = choice.split('|').map(joined).collect();
        let whole = !before.contains([')', '|']) && !choice.contains('(');
        if !whole || choice.split('|').any(|one| one.trim().is_empty()) {
            return None;
        }
        parts.push(all);
        rest = behind;
    }
    if rest.contains([')', '|']) {
        return None;
    }
    for one in parts.last_mut()?.iter_mut().filter(|_| !rest.trim().is_empty()) {
        *one = format!("{one} {}", rest.trim());
    }
    Some(parts)
}

/// A word of one field behind a word of another: "a terrible mother".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pair {
    pub(super) first: Vec<FieldId>,
    pub(super) second: Vec<FieldId>,
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
        self.single.is_empty() && self.pairs.is_empty() && self.chains.is_empty()
    }

    /// Adds a field in angle brackets, two that follow each other, words with choices, or a word.
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
            None if item.contains(['(', ')', '|']) => {
                let parts = choices(item).ok_or_else(|| item.to_owned())?;
                // Of a choice the shortest word may be met; of a word the longest part tells it.
                let telling = |part: &Vec<String>| {
                    let longest = |one: &String| one.split(' ').map(str::len).max();
                    part.iter().filter_map(longest).min()
                };
                let rarest = (0..parts.len()).max_by_key(|at| parts.get(*at).and_then(telling));
                let parts: Vec<FieldId> = parts
                    .iter()
                    .map(|part| lexicon.add_literal(part, PartOfSpeech::Phrase))
                    .collect();
                let rarest = rarest.and_then(|at| parts.get(at)).copied();
                let rarest = rarest.ok_or_else(|| item.to_owned())?;
                self.chains.push(Chain { parts, rarest });
            }
            None => self.single.push(lexicon.add_literal(&[item.to_owned()], part)),
        }
        Ok(())
    }
}

/// What a slot looks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
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
        slot.fields.single.sort_unstable();
        slot.fields.single.dedup();
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
