//! Where sentences begin and end in prose.
//!
//! A sentence ends after a full stop, question or exclamation mark or ellipsis that white space
//! follows, closing quotes and brackets included. Unlike UAX #29 it also ends there when a
//! lower-case letter follows: journals are written without capitals as often as with them. It
//! goes on after an abbreviation or an initial.

use crate::config::EntryPart;
use crate::journal::prose::{BlockKind, Prose};
use crate::text::{BlockSpan, ProseSpan, after};

/// Words before whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 14] = [
    "e.g", "i.e", "mr", "mrs", "ms", "dr", "prof", "vs", "etc", "st", "approx", "no", "z.b", "bzw",
];
/// Longer sentences are looked at part by part: a search for all matches can be quadratic in the
/// text.
const LONGEST: usize = 8 * 1024;
/// So much of a part without a comma is looked at again with the next.
const AGAIN: usize = 200;

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
    let mut add = |mut start: usize, end: usize| {
        while start < end {
            let piece = BlockSpan::new(start, end).slice(text);
            let whole = piece.trim();
            if whole.is_empty() {
                return;
            }
            let lead = piece.len() - piece.trim_start().len();
            let time = time(whole);
            let (lead, whole) = (lead + time, after(whole, time));
            let SentencePiece { length, next } = part(whole);
            add(BlockSpan::new(start + lead, start + lead + length));
            start += lead + next;
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

/// The bytes of a time at the beginning of a line of a log, with what divides it from the words:
/// "08:15 Overslept."
fn time(sentence: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hour = digits(sentence);
    let Some(rest) = after(sentence, hour).strip_prefix(':') else { return 0 };
    let words = after(rest, 2).trim_start_matches([' ', '-', '–', '—', '|', ':', '*']);
    let divided = words.len() + 2 < rest.len();
    let is_time = (1..=2).contains(&hour) && digits(rest) == 2 && divided && !words.is_empty();
    if is_time { sentence.len() - words.len() } else { 0 }
}

/// What is looked at in one go.
struct SentencePiece {
    length: usize,
    /// Where the next part begins.
    next: usize,
}

/// How much of a sentence is looked at in one go: all of it, or as much as ends before a comma. Where
/// there is none it ends between words, and the next part begins some words before, so that no
/// phrase is divided.
fn part(sentence: &str) -> SentencePiece {
    if sentence.len() <= LONGEST {
        return SentencePiece { length: sentence.len(), next: sentence.len() };
    }
    let window = before(sentence, LONGEST);
    let behind = |at: &usize| *at > LONGEST / 2;
    if let Some(comma) = window.rfind([',', ';']).map(|at| at + 1).filter(behind) {
        return SentencePiece { length: comma, next: comma };
    }
    let Some(word) = window.rfind(char::is_whitespace).filter(behind) else {
        return SentencePiece { length: window.len(), next: window.len() };
    };
    let earlier = before(window, word.saturating_sub(AGAIN));
    let next = earlier.rfind(char::is_whitespace).filter(behind).unwrap_or(word);
    SentencePiece { length: word, next }
}

/// As much of a text as ends at `at` or right before it.
fn before(text: &str, mut at: usize) -> &str {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text.get(..at).unwrap_or_default()
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

    #[test]
    fn a_sentence_without_an_end_is_looked_at_to_its_end() {
        for unit in ["and it went on ", "it went on, ", "on\n", "ü"] {
            let text = unit.repeat(4 * LONGEST / unit.len()) + "I am tired";
            let mut seen = Vec::new();
            split(&text, |range| seen.push(range));
            assert!(seen.iter().all(|one| one.len() <= LONGEST), "{unit}");
            let gaps = seen.windows(2).filter(|two| two[0].end + 1 < two[1].start);
            assert_eq!(gaps.count(), 0, "{unit}");
            assert!(seen.iter().any(|one| one.slice(&text).contains("I am tired")), "{unit}");
        }
    }
}
