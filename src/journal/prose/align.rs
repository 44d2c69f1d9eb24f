//! Ties the text of a Markdown node to a source that spells it differently: backslash escapes,
//! entities, and escaped bars in table cells.

use crate::text;
use std::ops::Range;

/// The longest entity of HTML is `&CounterClockwiseContourIntegral;`.
const LONGEST_ENTITY: usize = 33;

/// A piece of a node's text and the source bytes that stand for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AlignedRun {
    /// Place in the node's text.
    pub(super) text: Range<usize>,
    /// Place in the source.
    pub(super) source: Range<usize>,
}

impl AlignedRun {
    /// Whether source and text have the same length, so that offsets inside map one to one.
    pub(super) fn is_verbatim(&self) -> bool {
        self.text.len() == self.source.len()
    }
}

/// Aligns all of `text` with all of `source`, which stands at `at`.
pub(super) fn align(text: &str, source: &str, at: usize) -> Option<Vec<AlignedRun>> {
    let mut runs = Vec::new();
    let used = walk(text, source, at, &mut runs)?;
    (used == source.len()).then_some(runs)
}

/// Aligns all of `text` with the beginning of `source`, which stands at `at`.
pub(super) fn align_prefix(text: &str, source: &str, at: usize) -> Option<Vec<AlignedRun>> {
    let mut runs = Vec::new();
    walk(text, source, at, &mut runs)?;
    Some(runs)
}

/// Returns the bytes of `source` used, or `None` when the two do not say the same.
fn walk(text: &str, source: &str, at: usize, runs: &mut Vec<AlignedRun>) -> Option<usize> {
    let (mut t, mut s) = (0, 0);
    while t < text.len() {
        let letter = text::after(text, t).chars().next()?;
        let rest = source.get(s..)?;
        if rest.starts_with('&')
            && let Some(length) = entity(rest)
            && !text::after(text, t).starts_with(text::before(rest, length))
        {
            let decoded = decoded_length(text::after(text, t), text::after(rest, length))?;
            runs.push(AlignedRun { text: t..t + decoded, source: at + s..at + s + length });
            t += decoded;
            s += length;
            continue;
        }
        let escape = usize::from(
            rest.starts_with('\\')
                && text::after(rest, 1).starts_with(letter)
                && letter.is_ascii_punctuation(),
        );
        if !text::after(rest, escape).starts_with(letter) {
            return None;
        }
        extend(runs, t..t + letter.len_utf8(), at + s..at + s + escape + letter.len_utf8());
        t += letter.len_utf8();
        s += escape + letter.len_utf8();
    }
    Some(s)
}

fn extend(runs: &mut Vec<AlignedRun>, text: Range<usize>, source: Range<usize>) {
    let verbatim = text.len() == source.len();
    match runs.last_mut() {
        Some(last) if verbatim && last.is_verbatim() && last.source.end == source.start => {
            last.text.end = text.end;
            last.source.end = source.end;
        }
        _ => runs.push(AlignedRun { text, source }),
    }
}

/// The length of the entity that `source` begins with.
fn entity(source: &str) -> Option<usize> {
    let end = source.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';')?;
    let name = text::between(source, 1, end);
    let valid = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    (valid && !name.is_empty()).then_some(end + 1)
}

/// How many bytes of `text` an entity stands for when `after` follows it: one character or two.
fn decoded_length(text: &str, after: &str) -> Option<usize> {
    let mut letters = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let one = letters.next()?;
    let two = letters.next();
    let follows = |end: usize| match (text::after(text, end).chars().next(), after.chars().next()) {
        (Some(text), Some(source)) => text == source || matches!(source, '&' | '\\'),
        (None, _) => true,
        (Some(_), None) => false,
    };
    if follows(one) { Some(one) } else { two.filter(|end| follows(*end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_entities_align() {
        let runs = align("*a* & b", "\\*a\\* &amp; b", 10).unwrap();
        assert_eq!(runs.last().unwrap().source.end, 10 + "\\*a\\* &amp; b".len());
        assert!(align("a & b", "a &amp; c", 0).is_none());
        assert!(align("≂̸x", "&NotEqualTilde;x", 0).is_some(), "an entity of two characters");
        assert!(align("&co; x", "&co; x", 0).is_some(), "an unknown entity stays text");
    }
}
