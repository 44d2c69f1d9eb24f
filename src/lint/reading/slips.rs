//! Words of judging fields behind one slip of the pen.

use foldhash::{HashMap, HashMapExt};

/// A word by number.
pub(crate) type WordId = u32;

/// A shorter word is too like others for a slip to be told from another word.
pub(crate) const SHORTEST_SLIP: usize = 6;

/// A longer word is no word of a field.
pub(crate) const LONGEST_SLIP: usize = 20;

/// Words by what a slip of the pen leaves of them.
#[derive(Debug, Default)]
pub(super) struct Slips(HashMap<String, WordId>);

impl Slips {
    /// The slips of `words`, each with its number.
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a str, WordId)>) -> Self {
        let mut slips = HashMap::new();
        for (text, id) in words.filter(|(text, _)| text.len() >= SHORTEST_SLIP && text.is_ascii()) {
            slips.insert(single_letters(text), id);
            slips.insert(sorted_letters(text), id);
        }
        Self(slips)
    }

    /// The word that `text` is with one letter doubled or not doubled, or with two neighbours
    /// changed; `spelled` gives how a word is written.
    pub(super) fn find<'a>(
        &self,
        text: &str,
        spelled: impl Fn(WordId) -> Option<&'a str>,
    ) -> Option<WordId> {
        if !(SHORTEST_SLIP..=LONGEST_SLIP).contains(&text.len()) || !text.is_ascii() {
            return None;
        }
        if let Some(id) = self.0.get(&single_letters(text)) {
            return Some(*id);
        }
        let id = *self.0.get(&sorted_letters(text))?;
        is_one_swap(text, spelled(id)?).then_some(id)
    }
}

/// A word with each run of one letter as one; marked, so that it is no other kind of key.
fn single_letters(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup();
    letters.into_iter().chain(['=']).collect()
}

/// The letters of a word in the order of the alphabet.
fn sorted_letters(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Whether two words differ by two neighbouring letters that changed places, the first and the last
/// aside.
fn is_one_swap(one: &str, other: &str) -> bool {
    let pairs: Vec<(char, char)> = one.chars().zip(other.chars()).collect();
    let differ: Vec<usize> =
        pairs.iter().enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    matches!(differ.as_slice(), [a, b] if *b == a + 1 && *a > 0 && *b + 1 < pairs.len())
}
