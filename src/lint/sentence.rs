//! Where sentences begin and end in a block of prose.
//!
//! UAX #29 boundaries, and also after a full stop that a lower-case letter follows: journals are
//! written without capitals as often as with them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// Words before whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 14] =
    ["e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "vs", "etc", "st", "approx", "no", "z.b", "bzw"];

/// The sentence of `block` that holds `offset`, without surrounding white space.
pub(super) fn sentence_at(block: &str, offset: usize) -> Range<usize> {
    let mut current = 0..block.len();
    for (start, piece) in block.split_sentence_bound_indices() {
        if start <= offset && offset < start + piece.len() {
            current = start..start + piece.len();
        }
    }
    let mut start = current.start;
    for end in inner_ends(&block[current.clone()]).map(|end| current.start + end) {
        if offset < end {
            current.end = end;
            break;
        }
        start = end;
    }
    let text = &block[start..current.end];
    let lead = text.len() - text.trim_start().len();
    start + lead..start + text.trim_end().len().max(lead)
}

/// Offsets inside `text` at which a sentence ends although UAX #29 goes on.
fn inner_ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(move |(at, letter)| {
        let after = at + letter.len_utf8();
        let closes = matches!(letter, '.' | '!' | '?' | '…');
        let end = after + text[after..].len() - text[after..].trim_start_matches(['"', '\'', ')', ']']).len();
        let follows = text[end..].starts_with(char::is_whitespace);
        (closes && follows && !is_abbreviation(&text[..at])).then_some(end)
    })
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "I" && word != "i";
    single || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_with_and_without_capitals() {
        let block = "i was late. i'm so lazy! Then e.g. tea \"went cold.\" And on...";
        let at = |needle: &str| &block[sentence_at(block, block.find(needle).unwrap())];
        assert_eq!(at("late"), "i was late.");
        assert_eq!(at("lazy"), "i'm so lazy!");
        assert_eq!(at("tea"), "Then e.g. tea \"went cold.\"");
        assert_eq!(at("on..."), "And on...");
    }
}
