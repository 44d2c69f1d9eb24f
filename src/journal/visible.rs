//! The part of an entry that is shown, and where each of its bytes stands in the file.

use std::borrow::Cow;

use crate::text::FileSpan;

/// Markdown that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisibleText<'a> {
    /// The Markdown, without front matter and private passages.
    pub text: Cow<'a, str>,
    /// Pieces of the file, in order: where each begins in `text`, and its place in the file.
    pieces: Vec<(usize, FileSpan)>,
}

impl<'a> VisibleText<'a> {
    /// `source` from `body` on, without `cuts`, which are in order.
    #[must_use]
    pub fn new(source: &'a str, body: usize, cuts: &[FileSpan]) -> Self {
        let mut pieces = Vec::new();
        let (mut at, mut done) = (0, body);
        for cut in cuts.iter().chain([&FileSpan::at(source.len())]) {
            let piece = FileSpan::new(done, cut.start.max(done));
            pieces.push((at, piece));
            at += piece.len();
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
        let after = self.pieces.partition_point(|(at, _)| *at <= offset);
        let piece = after.checked_sub(1).and_then(|at| self.pieces.get(at));
        piece.map_or(offset, |(at, span)| span.start + (offset - at))
    }

    /// Where a byte of the file stands in the text; `None` when it is not shown.
    #[must_use]
    pub fn offset(&self, source: usize) -> Option<usize> {
        let next = self.pieces.partition_point(|(_, span)| span.end <= source);
        let piece = self.pieces.get(next).filter(|(_, span)| span.holds(source));
        piece.map(|(at, span)| at + (source - span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_the_cuts() {
        let source = "---\nmood: 7\n---\na <!-- private -->b<!-- /private --> c\n";
        let body = source.find("a <").unwrap();
        let cut = FileSpan::new(source.find("<!-- p").unwrap(), source.find(" c").unwrap());
        let visible = VisibleText::new(source, body, &[cut]);
        assert_eq!(visible.text, "a  c\n");
        let c = source.rfind('c').unwrap();
        assert_eq!((visible.source(3), visible.offset(c)), (c, Some(3)));
        assert_eq!(visible.offset(source.find(">b").unwrap() + 1), None);
        assert!(VisibleText::new(source, body, &[]).text.contains(">b<"));
    }
}
