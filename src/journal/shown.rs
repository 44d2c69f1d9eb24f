//! The part of an entry that may be shown, and where each of its bytes stands in the file.

use std::borrow::Cow;

use super::entry::Entry;
use crate::text::Span;

/// Markdown that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// The Markdown, without front matter and private passages.
    pub text: Cow<'a, str>,
    /// Pieces of the file, in order: where each begins in `text`, and its place in the file.
    pieces: Vec<(usize, Span)>,
}

impl<'a> Shown<'a> {
    /// What may be shown of `entry`; its private passages too when `private` says so.
    #[must_use]
    pub fn new(entry: &'a Entry, private: bool) -> Self {
        let source = entry.source.as_str();
        let mut pieces = Vec::new();
        let (mut at, mut done) = (0, entry.front.body);
        let cuts = entry.private_passages.iter().filter(|_| !private);
        let ends = [Span::at(source.len())];
        for cut in cuts.chain(&ends) {
            let piece = Span::new(done, cut.start.max(done));
            pieces.push((at, piece));
            at += piece.end - piece.start;
            done = cut.end.max(done);
        }
        let text = match pieces.as_slice() {
            [(_, whole)] => Cow::Borrowed(whole.slice(source)),
            pieces => Cow::Owned(pieces.iter().map(|(_, piece)| piece.slice(source)).collect()),
        };
        Self { text, pieces }
    }

    /// Where a byte of the text stands in the file.
    #[must_use]
    pub fn source(&self, offset: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(at, _)| *at <= offset);
        piece.map_or(offset, |(at, span)| span.start + (offset - at))
    }

    /// Where a byte of the file stands in the text; `None` when it is not shown.
    #[must_use]
    pub fn offset(&self, source: usize) -> Option<usize> {
        let piece = self.pieces.iter().find(|(_, span)| span.start <= source && source < span.end);
        piece.map(|(at, span)| at + (source - span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn places_survive_the_cuts() {
        let source = "---\nmood: 7\n---\na <!-- private -->b<!-- /private --> c\n";
        let entry = Entry::parse("x.md", source, &Config::default()).entry;
        let shown = Shown::new(&entry, false);
        assert_eq!(shown.text, "a  c\n");
        let c = source.rfind('c').unwrap_or_default();
        assert_eq!((shown.source(3), shown.offset(c)), (c, Some(3)));
        assert_eq!(shown.offset(source.find(">b").unwrap_or_default() + 1), None);
        assert!(Shown::new(&entry, true).text.contains(">b<"));
    }
}
