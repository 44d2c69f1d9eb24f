//! Where sentences begin and end in prose.
//!
//! A sentence ends after a full stop, question or exclamation mark or ellipsis that white space
//! follows, closing quotes and brackets included. Unlike UAX #29 it also ends there when a
//! lower-case letter follows: journals are written without capitals as often as with them. It
//! goes on after an abbreviation or an initial.

use crate::config::EntryPart;
use crate::journal::prose::{BlockKind, Prose};
use crate::text::{BlockSpan, ProseSpan};

/// Words before whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 14] = [
    "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "vs", "etc", "st", "approx", "no", "z.b", "bzw",
];
/// Longer sentences are looked at in part: a search for all matches can be quadratic in the text.
const LONGEST: usize = 8 * 1024;

/// One sentence of the writer's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its block, by number.
    pub(super) block: usize,
    /// Its place in the prose, without surrounding white space.
    pub(super) range: ProseSpan,
}

/// The sentences of all blocks that `skip` does not name, in order.
pub(super) fn sentences(prose: &Prose, skip: &[EntryPart]) -> Vec<Sentence> {
    let skipped = |kind: BlockKind| match kind {
        BlockKind::Text => false,
        BlockKind::Heading(_) => skip.contains(&EntryPart::Headings),
        BlockKind::Quote => skip.contains(&EntryPart::Quotes),
        BlockKind::Code => skip.contains(&EntryPart::Code),
    };
    let mut found = Vec::new();
    for (index, block) in prose.blocks().iter().enumerate() {
        if !skipped(block.kind) {
            split(block.range.slice(prose.text()), |range| {
                found.push(Sentence { block: index, range: block.in_prose(range) });
            });
        }
    }
    found
}

fn split(text: &str, mut add: impl FnMut(BlockSpan)) {
    let mut add = |start: usize, end: usize| {
        let piece = BlockSpan::new(start, end).slice(text);
        let lead = piece.len() - piece.trim_start().len();
        let mut length = piece.trim().len().min(LONGEST);
        while !piece.is_char_boundary(lead + length) {
            length -= 1;
        }
        if length > 0 {
            add(BlockSpan::new(start + lead, start + lead + length));
        }
    };
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut at = 0;
    // An ellipsis is the bytes E2 80 A6; no other character ends in them.
    while let Some(found) =
        bytes.iter().skip(at).position(|byte| matches!(byte, b'.' | b'!' | b'?' | 0xa6))
    {
        at += found + 1;
        if bytes.get(at - 1) == Some(&0xa6)
            && !text.get(..at).is_some_and(|so_far| so_far.ends_with('…'))
        {
            continue;
        }
        while bytes
            .get(at)
            .is_some_and(|byte| matches!(byte, b'.' | b'!' | b'?' | b'"' | b'\'' | b')' | b']'))
        {
            at += 1;
        }
        let follows = bytes.get(at).is_some_and(u8::is_ascii_whitespace);
        if follows && !is_abbreviation(BlockSpan::new(start, at).slice(text).trim_end_matches('.'))
        {
            add(start, at);
            start = at;
        }
    }
    add(start, text.len());
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let mut letters = word.chars();
    let single = letters.next().is_some_and(|c| c.is_alphabetic() && !matches!(c, 'I' | 'i'))
        && letters.next().is_none();
    single || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_with_and_without_capitals() {
        let text =
            "i was late. i'm so lazy! Then e.g. tea \"went cold.\" And on... Über… uns 3.5 km.";
        let mut found = Vec::new();
        split(text, |range| found.push(range.slice(text)));
        let expected = [
            "i was late.",
            "i'm so lazy!",
            "Then e.g. tea \"went cold.\"",
            "And on...",
            "Über…",
            "uns 3.5 km.",
        ];
        assert_eq!(found, expected);
    }
}
