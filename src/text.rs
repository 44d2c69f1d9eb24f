//! Places in a text: byte spans inside, lines and columns at the edges, and edits.
//!
//! Nothing here knows Markdown or rules. All offsets are bytes of the original source.

use std::marker::PhantomData;

use regex::Regex;
use serde::Serialize;

/// Compiles a regular expression that is a constant of the program.
#[expect(clippy::unwrap_used, reason = "the pattern is a constant; every one is used by a test")]
pub(crate) fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap()
}

/// Marks offsets that count the bytes of a file as it lies on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InFile {}

/// Marks offsets that count the bytes of an entry's [`Prose`](crate::journal::prose::Prose).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InProse {}

/// Marks offsets that count the bytes of one block of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InBlock {}

/// A half-open byte range of a text, on character boundaries. `In` says of which text, so that a
/// place in the prose is never taken for one in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span<In> {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    text: PhantomData<In>,
}

/// A range of the file that a person wrote.
pub type FileSpan = Span<InFile>;
/// A range of an entry's prose.
pub type ProseSpan = Span<InProse>;
/// A range of one block of prose.
pub type BlockSpan = Span<InBlock>;

impl<In: Copy> Span<In> {
    /// The range from `start` to `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end, text: PhantomData }
    }

    /// An empty place at `offset`.
    #[must_use]
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The text it covers, or nothing when it does not fit `source`.
    #[must_use]
    pub fn slice(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the byte at `offset` is in it.
    #[must_use]
    pub const fn holds(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same range moved `by` bytes to the right.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The same bytes counted in a text of which this one begins at `start`.
    #[must_use]
    pub const fn within<Outer: Copy>(self, start: usize) -> Span<Outer> {
        Span::new(start + self.start, start + self.end)
    }
}

/// What stands before the byte `end`; nothing where that is no character boundary of `text`.
#[must_use]
pub fn before(text: &str, end: usize) -> &str {
    text.get(..end).unwrap_or_default()
}

/// What stands from the byte `start` on; nothing where that is no character boundary of `text`.
#[must_use]
pub fn after(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or_default()
}

/// What stands from `start` to `end`; nothing where either is no character boundary of `text`.
#[must_use]
pub fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// A line and a column for people, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// So many bytes lie between two places at which characters were counted.
const BLOCK: usize = 1024;

/// Where the lines of a text begin, and how many characters come before each part of it: a column is
/// found without counting a long line from its beginning.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// What lies before each block.
    before: Vec<Characters>,
}

/// Numbers of characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Characters {
    /// Unicode scalar values.
    pub all: usize,
    /// Those of them that UTF-16 writes as two units.
    pub wide: usize,
}

impl Characters {
    /// Those that begin in a piece of a text.
    fn of(bytes: &[u8]) -> Self {
        let begins = |byte: &&u8| **byte & 0xc0 != 0x80;
        Self {
            all: bytes.iter().filter(begins).count(),
            wide: bytes.iter().filter(|byte| **byte >= 0xf0).count(),
        }
    }

    const fn plus(self, other: Self) -> Self {
        Self { all: self.all + other.all, wide: self.wide + other.wide }
    }
}

impl LineIndex {
    /// Reads the line starts of `text`. As in Markdown, a line ends after a line feed, or after a
    /// carriage return without one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let blocks = bytes.chunks(BLOCK).scan(Characters::default(), |sum, block| {
            let before = *sum;
            *sum = before.plus(Characters::of(block));
            Some(before)
        });
        Self { starts, before: blocks.collect() }
    }

    /// How many characters of `text`, the text this index was made of, begin before `offset`.
    #[must_use]
    pub fn characters(&self, text: &str, offset: usize) -> Characters {
        let offset = offset.min(text.len());
        let block = (offset / BLOCK).min(self.before.len().saturating_sub(1));
        let before = self.before.get(block).copied().unwrap_or_default();
        let rest = text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        before.plus(Characters::of(rest))
    }

    /// The last place in `text`, at the beginning of a block and from `start` on, before which
    /// `counted` says no more than `most`; `start` where there is none.
    #[must_use]
    pub fn last_block(
        &self,
        start: usize,
        most: usize,
        counted: impl Fn(Characters) -> usize,
    ) -> usize {
        let block = self.before.partition_point(|before| counted(*before) <= most);
        (block.saturating_sub(1) * BLOCK).max(start)
    }

    /// The line, from 0, that holds `offset`.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The offset at which `line`, from 0, begins.
    #[must_use]
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }

    /// Line and column of `offset` in `text`, the text this index was made of.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = |offset: usize| self.characters(text, offset).all;
        Position { line: line + 1, column: before(offset).saturating_sub(before(start)) + 1 }
    }

    /// The offset of a line and column, both from 0, the column in characters.
    /// A place past the end of its line is the line's end.
    #[must_use]
    pub fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let Some(start) = self.start(line) else { return text.len() };
        let end = self.start(line + 1).map_or(text.len(), |next| next - 1);
        let rest = text.get(start..end).unwrap_or_default();
        rest.char_indices().nth(column).map_or(end, |(at, _)| start + at)
    }
}

/// Whether one of the spans, which are in order and apart, shares a byte with `span`.
#[must_use]
pub fn any_overlaps(spans: &[FileSpan], span: FileSpan) -> bool {
    let next = spans.partition_point(|one| one.end <= span.start);
    let around = spans.get(next.saturating_sub(1)..).unwrap_or_default();
    around.iter().take(2).any(|one| one.overlaps(span))
}

/// A replacement of the bytes of one span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: FileSpan,
    /// What stands there afterwards.
    pub replacement: String,
}

/// On one line, without marks of emphasis and of code, and a link without its brackets.
#[must_use]
pub fn plain_line(text: &str) -> String {
    one_line(&text.replace(['*', '_', '`', '[', ']'], ""))
}

/// `text` with one space between words, on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How the lines of `text` end.
#[must_use]
pub fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Applies edits to `text`. Edits that overlap an earlier one are left out.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut order: Vec<&Edit> = edits.iter().collect();
    order.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in order {
        if edit.span.start >= done {
            out.push_str(FileSpan::new(done, edit.span.start).slice(text));
            out.push_str(&edit.replacement);
            done = edit.span.end;
        }
    }
    out.push_str(FileSpan::new(done, text.len()).slice(text));
    out
}

/// A text with its first letter small.
pub(crate) fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A text with its first letter a capital.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_crlf_lines() {
        let text = "é🙂x\r\nb";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, 6), Position { line: 1, column: 3 });
        assert_eq!(lines.position(text, 9), Position { line: 2, column: 1 });
        assert_eq!(lines.offset(text, 0, 2), 6);
        assert_eq!(lines.offset(text, 1, 9), text.len());
        let long = "é🙂".repeat(5_000);
        let lines = LineIndex::new(&long);
        for offset in [0, 2, 6_000, 12_006, 29_994, long.len()] {
            let counted = before(&long, offset).chars().count() + 1;
            assert_eq!(lines.position(&long, offset), Position { line: 1, column: counted });
        }
        assert_eq!(LineIndex::new("a\rb\r\n\r\r\nc").starts, [0, 2, 5, 6, 8]);
    }

    #[test]
    fn overlapping_edits_apply_once() {
        let edit = |start, end, text: &str| Edit {
            span: FileSpan::new(start, end),
            replacement: text.to_owned(),
        };
        let edits = [edit(4, 7, "two"), edit(0, 3, "one"), edit(5, 6, "never")];
        assert_eq!(apply("eins zwei", &edits), "onestwoei");
    }
}
