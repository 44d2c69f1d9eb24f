//! A text as patterns want to read it.

/// A text as patterns want to read it, byte for byte as long as the text.
#[derive(Debug, Default)]
pub(super) struct NormalizedText {
    lower: String,
    /// Which pairs of neighbouring bytes it has: most words are ruled out by their first pair.
    pairs: [u64; 16],
    /// The same with an `x` for each byte of a letter that is not ASCII: a search byte by byte then
    /// sees no end of a word inside one. `None` when there is none.
    plain: Option<String>,
}

impl NormalizedText {
    pub(super) fn new(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let foreign = |letter: char| !letter.is_ascii() && letter.is_alphanumeric();
        let plain = (!lower.is_ascii() && lower.contains(foreign)).then(|| {
            let mut plain = String::with_capacity(lower.len());
            for letter in lower.chars() {
                if foreign(letter) {
                    plain.extend(std::iter::repeat_n('x', letter.len_utf8()));
                } else {
                    plain.push(letter);
                }
            }
            plain
        });
        let mut pairs = [0; 16];
        for pair in lower.as_bytes().windows(2) {
            let (word, bit) = place(pair);
            if let Some(word) = pairs.get_mut(word) {
                *word |= bit;
            }
        }
        Self { lower, pairs, plain }
    }

    /// Whether it holds `word`, which is in lower case.
    pub(super) fn holds(&self, word: &str) -> bool {
        let has = |pair| {
            let (word, bit) = place(pair);
            self.pairs.get(word).is_some_and(|word| word & bit != 0)
        };
        word.as_bytes().windows(2).all(has) && self.lower.contains(word)
    }

    pub(super) fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.lower)
    }
}

/// The bit for a pair of bytes, and the word that it stands in.
fn place(pair: &[u8]) -> (usize, u64) {
    let number = |byte: Option<&u8>| byte.copied().map_or(0, usize::from);
    let hash = (number(pair.first()) * 37 + number(pair.get(1))) % 1024;
    (hash / 64, 1 << (hash % 64))
}
