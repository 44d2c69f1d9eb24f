//! Words of judging fields behind one slip of the pen.

use foldhash::HashMap;

/// A word by number.
pub(crate) type WordId = u32;

/// A shorter word is too like others for a slip to be told from another word.
const SHORTEST: usize = 6;

/// A longer word is no word of a field.
const LONGEST: usize = 20;

/// Words by what a slip of the pen leaves of them.
#[derive(Debug, Default)]
pub(super) struct Slips(HashMap<u64, WordId>);

impl Slips {
    /// The slips of `words`, each with its number.
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a str, WordId)>) -> Self {
        let hashes = words.filter_map(|(text, id)| Some((slip_hashes(text.as_bytes())?, id)));
        Self(hashes.flat_map(|(both, id)| both.map(|hash| (hash, id))).collect())
    }

    /// The word that `text` is with one letter doubled or not doubled, or with two neighbours
    /// changed; `spelled` gives how a word is written.
    pub(super) fn find<'a>(
        &self,
        text: &str,
        spelled: impl Fn(WordId) -> Option<&'a str>,
    ) -> Option<WordId> {
        let [single, sorted] = slip_hashes(text.as_bytes())?;
        if let Some(id) = self.0.get(&single) {
            return Some(*id);
        }
        let id = *self.0.get(&sorted)?;
        is_one_swap(text, spelled(id)?).then_some(id)
    }
}

/// What a slip of the pen leaves of a word: each run of a letter as one, and the letters in the
/// order of the alphabet. `None` for a word too short or too long to be one of a field.
pub(crate) fn slip_hashes(word: &[u8]) -> Option<[u64; 2]> {
    if !word.is_ascii() {
        return None;
    }
    let mut letters = [0; LONGEST];
    let letters = letters.get_mut(..word.len()).filter(|letters| letters.len() >= SHORTEST)?;
    for (letter, byte) in letters.iter_mut().zip(word) {
        *letter = byte.to_ascii_lowercase();
    }
    let mut last = 0;
    let single = letters.iter().copied().filter(|letter| {
        let runs = *letter == last;
        last = *letter;
        !runs
    });
    // A mark behind them keeps the two kinds apart.
    let single = word_hash(single.chain([b'=']));
    letters.sort_unstable();
    Some([single, word_hash(letters.iter().copied().chain([b'+']))])
}

/// FNV-1a, which is quick for short words.
pub(crate) fn word_hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Whether two words differ by two neighbouring letters that changed places, the first and the last
/// aside.
fn is_one_swap(one: &str, other: &str) -> bool {
    let pairs: Vec<(char, char)> = one.chars().zip(other.chars()).collect();
    let differ: Vec<usize> =
        pairs.iter().enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    matches!(differ.as_slice(), [a, b] if *b == a + 1 && *a > 0 && *b + 1 < pairs.len())
}
