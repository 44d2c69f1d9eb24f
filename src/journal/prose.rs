//! Markdown as the words a person wrote, each mapped back to its exact bytes.
//!
//! A rule must see "I always fail" though the source says `I always *fail*`, wraps the line, or
//! writes an entity or a typographic apostrophe. So every block becomes one run of plain text, and
//! segments tie it to the source. Code is one placeholder character; HTML, front matter and the
//! addresses of links are left out. A text node whose position cannot be verified against the
//! source keeps its words and gets no segment: nothing will ever point at the wrong bytes.

mod align;
mod reader;

use std::ops::Range;

use comrak::{Arena, Options, parse_document};

use self::reader::Reader;
use crate::text::Span;

/// Stands in the prose for something that is no prose: code, an image, a bare address.
pub const PLACEHOLDER: char = '\u{fffc}';

/// The plain text of an entry and the way back to its source.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    text: String,
    segments: Vec<Segment>,
    blocks: Vec<Block>,
    comments: Vec<Comment>,
    /// Code between backticks and in fences, in order; only where comments could stand in it.
    code: Vec<Span>,
}

/// A run of prose and the source bytes it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    out: usize,
    out_len: usize,
    source: Span,
}

impl Segment {
    const fn is_verbatim(&self) -> bool {
        self.out_len == self.source.end - self.source.start
    }

    const fn out_end(&self) -> usize {
        self.out + self.out_len
    }
}

/// What kind of block a run of prose stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph, a list item or a table cell.
    Text,
    /// A heading of this level.
    Heading(u8),
    /// Anything inside a block quote: somebody else's words.
    Quote,
    /// A block of code, where it is read at all.
    Code,
}

/// One block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place in the prose.
    pub range: Range<usize>,
    /// The lines of the source that hold it and its list, table or quotation.
    pub outer: Span,
}

/// An HTML comment outside code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its place in the source, delimiters included.
    pub span: Span,
    /// What it says, trimmed.
    pub text: String,
}

/// How the linter and the site read Markdown: the same syntax for both.
#[must_use]
pub fn markdown_options() -> Options<'static> {
    let mut options = Options::default();
    let on = &mut options.extension;
    on.strikethrough = true;
    on.table = true;
    on.autolink = true;
    on.tasklist = true;
    on.footnotes = true;
    on.alerts = true;
    on.wikilinks_title_after_pipe = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

impl Prose {
    /// Reads the Markdown of `source` from the byte `body` on. Never fails.
    #[must_use]
    pub fn parse(source: &str, body: usize) -> Self {
        Self::parse_with(source, body, false)
    }

    /// The same, with what stands in code as words when `code` says so.
    #[must_use]
    pub fn parse_with(source: &str, body: usize, code: bool) -> Self {
        let markdown = source.get(body..).unwrap_or_default();
        let mut options = markdown_options();
        options.parse.leave_footnote_definitions = true;
        options.parse.escaped_char_spans = true;
        let arena = Arena::new();
        let root = parse_document(&arena, markdown, &options);
        Reader::new(markdown, body, code).read(root)
    }

    /// Plain text, a block for each line; it has no place in any file.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut prose = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let start = prose.text.len();
            prose.text.push_str(&line.replace(['\u{2018}', '\u{2019}', '\u{2bc}'], "'"));
            let range = start..prose.text.len();
            prose.blocks.push(Block { kind: BlockKind::Text, range, outer: Span::at(0) });
            prose.text.push('\n');
        }
        prose
    }

    /// The plain text: blocks in order, a line feed after each.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// HTML comments outside code, in order.
    #[must_use]
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// Whether the byte at `offset` of the source stands between backticks or in a fence.
    #[must_use]
    pub fn is_code(&self, offset: usize) -> bool {
        self.code.iter().any(|span| span.start <= offset && offset < span.end)
    }

    /// How many words, split at white space.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_ascii_whitespace().count()
    }

    /// The source bytes that made `range` of the prose, markup between them included. `None` when
    /// either end has no verified place.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Option<Span> {
        let first = self.segment_at(range.start)?;
        let last = self.segment_at(range.end.checked_sub(1)?)?;
        let start = if first.is_verbatim() {
            first.source.start + (range.start - first.out)
        } else {
            first.source.start
        };
        let end = if last.is_verbatim() {
            last.source.start + (range.end - last.out)
        } else {
            last.source.end
        };
        (start < end).then_some(Span::new(start, end))
    }

    /// The parts of `span`, a range of the source, that are markup or line ends, not prose.
    pub fn gaps(&self, span: Span) -> impl Iterator<Item = Span> {
        let first = self.segments.partition_point(|segment| segment.source.end <= span.start);
        let inside = self.segments[first..].iter().take_while(move |s| s.source.start < span.end);
        let mut done = span.start;
        inside.filter_map(move |segment| {
            let gap = Span::new(done, segment.source.start.max(done));
            done = segment.source.end.max(done);
            (gap.start < gap.end).then_some(gap)
        })
    }

    /// Whether the byte at `offset` of the source is prose.
    #[must_use]
    pub fn covers(&self, offset: usize) -> bool {
        self.block_at(offset).is_some()
    }

    /// The block whose words stand at `offset` of the source; code and markup belong to none.
    #[must_use]
    pub fn block_at(&self, offset: usize) -> Option<&Block> {
        let first = self.segments.partition_point(|segment| segment.source.end <= offset);
        let segment = self.segments.get(first).filter(|segment| segment.source.start <= offset)?;
        if self.text[segment.out..].starts_with(PLACEHOLDER) {
            return None;
        }
        let block = self.blocks.partition_point(|block| block.range.end <= segment.out);
        self.blocks.get(block).filter(|block| block.range.start <= segment.out)
    }

    /// The words of `block` that stand before `offset` of the source.
    #[must_use]
    pub fn until(&self, block: &Block, offset: usize) -> &str {
        let next = self.segments.partition_point(|segment| segment.source.start < offset);
        let end = next.checked_sub(1).map_or(0, |last| self.segments[last].out_end());
        self.text.get(block.range.start..end.min(block.range.end)).unwrap_or_default()
    }

    fn segment_at(&self, out: usize) -> Option<&Segment> {
        let index = self.segments.partition_point(|segment| segment.out_end() <= out);
        self.segments.get(index).filter(|segment| segment.out <= out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source behind the first place where `needle` stands in the prose of `source`.
    fn behind<'a>(source: &'a str, needle: &str) -> &'a str {
        let prose = Prose::parse(source, 0);
        let at = prose.text().find(needle).unwrap_or_else(|| panic!("{:?}", prose.text()));
        prose.source(at..at + needle.len()).unwrap().slice(source)
    }

    #[test]
    fn markup_inside_a_phrase_is_not_seen_and_not_lost() {
        for (source, expected) in [
            ("I always *fail* here", "I always *fail"),
            ("I al*way*s fail here", "I al*way*s fail"),
            ("I\n  always\nfail here", "I\n  always\nfail"),
            ("> x\n\nI always  fail", "I always  fail"),
            ("I always&nbsp;fail", "I always&nbsp;fail"),
            ("| a |\n|---|\n| I always fail |", "I always fail"),
            ("[a]: /b\n[c]: /d\nI always fail", "I always fail"),
            ("- [ ] I always fail", "I always fail"),
            ("I <b>always</b> fail", "I <b>always</b> fail"),
        ] {
            assert_eq!(behind(source, "I always fail"), expected);
        }
    }

    #[test]
    fn characters_that_read_alike_are_alike() {
        assert_eq!(behind("So: I’m&#32;late", "I'm late"), "I’m&#32;late");
        assert_eq!(behind("I&apos;m so late", "I'm so late"), "I&apos;m so late");
        assert_eq!(behind("\\*I'm\\* late", "*I'm* late"), "\\*I'm\\* late");
        assert_eq!(behind("- I\u{a0}\u{a0}am\r\n  here", "I am here"), "I\u{a0}\u{a0}am\r\n  here");
    }

    #[test]
    fn code_and_html_are_not_prose() {
        let prose =
            Prose::parse("a `b` <i>c</i>\n\n```\nd\n```\n\n<!-- e -->\n\n![f](g) <http://h.i>", 0);
        assert_eq!(prose.text(), "a \u{fffc} c\n\u{fffc} \u{fffc}\n");
        assert_eq!(prose.comments()[0].text, "e");
    }

    #[test]
    fn a_table_cell_with_an_escaped_bar_keeps_its_place() {
        let source = "| x |\n|---|\n| a \\| b c \\| I always fail |\n";
        assert_eq!(behind(source, "I always fail"), "I always fail");
    }
}
