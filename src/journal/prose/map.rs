//! The prose of an entry and the way back from it to the file.

use crate::text::{BlockSpan, FileSpan, ProseSpan};

/// Stands in the prose for something that is no prose: code, an image, a bare address.
pub const PLACEHOLDER: char = '\u{fffc}';

/// The plain text of an entry and the way back to its source.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    pub(super) blocks: Vec<Block>,
    pub(super) comments: Vec<Comment>,
    /// Code between backticks and in fences, in order; only where something stands in it that would hide words elsewhere.
    pub(super) code: Vec<FileSpan>,
}

/// A run of prose and the source bytes it was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) out: usize,
    pub(super) out_len: usize,
    pub(super) source: FileSpan,
}

impl Segment {
    const fn is_verbatim(&self) -> bool {
        self.out_len == self.source.len()
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
    pub range: ProseSpan,
    /// The lines of the source that hold it and its list, table or quotation.
    pub outer: FileSpan,
}

/// An HTML comment outside code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its place in the source, delimiters included.
    pub span: FileSpan,
    /// What it says, trimmed.
    pub text: String,
}

impl Block {
    /// A range of the block as one of the prose.
    #[must_use]
    pub const fn in_prose(&self, span: BlockSpan) -> ProseSpan {
        span.within(self.range.start)
    }

    /// A range of the prose as one of the block; what lies before the block is its beginning.
    #[must_use]
    pub const fn in_block(&self, span: ProseSpan) -> BlockSpan {
        let start = self.range.start;
        BlockSpan::new(span.start.saturating_sub(start), span.end.saturating_sub(start))
    }
}

impl Prose {
    /// Plain text, a block for each line; it has no place in any file.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut prose = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let start = prose.text.len();
            prose.text.push_str(&line.replace(['\u{2018}', '\u{2019}', '\u{2bc}'], "'"));
            let range = ProseSpan::new(start, prose.text.len());
            prose.blocks.push(Block { kind: BlockKind::Text, range, outer: FileSpan::at(0) });
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
        let next = self.code.partition_point(|span| span.end <= offset);
        self.code.get(next).is_some_and(|span| span.holds(offset))
    }

    /// How many words, split at white space.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_ascii_whitespace().count()
    }

    /// The source bytes that made `range` of the prose, markup between them included. `None` when
    /// either end has no verified place.
    #[must_use]
    pub fn source(&self, range: ProseSpan) -> Option<FileSpan> {
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
        (start < end).then_some(FileSpan::new(start, end))
    }

    /// The parts of `span`, a range of the source, that are markup or line ends, not prose.
    pub fn gaps(&self, span: FileSpan) -> impl Iterator<Item = FileSpan> {
        let first = self.segments.partition_point(|segment| segment.source.end <= span.start);
        let inside =
            self.segments.iter().skip(first).take_while(move |s| s.source.start < span.end);
        let mut done = span.start;
        inside.filter_map(move |segment| {
            let gap = FileSpan::new(done, segment.source.start.max(done));
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
        if self.text.get(segment.out..).is_some_and(|rest| rest.starts_with(PLACEHOLDER)) {
            return None;
        }
        let block = self.blocks.partition_point(|block| block.range.end <= segment.out);
        self.blocks.get(block).filter(|block| block.range.start <= segment.out)
    }

    /// The words of `block` that stand before `offset` of the source.
    #[must_use]
    pub fn until(&self, block: &Block, offset: usize) -> &str {
        let next = self.segments.partition_point(|segment| segment.source.start < offset);
        let end = next
            .checked_sub(1)
            .and_then(|last| self.segments.get(last))
            .map_or(0, Segment::out_end);
        self.text.get(block.range.start..end.min(block.range.end)).unwrap_or_default()
    }

    fn segment_at(&self, out: usize) -> Option<&Segment> {
        let index = self.segments.partition_point(|segment| segment.out_end() <= out);
        self.segments.get(index).filter(|segment| segment.out <= out)
    }
}
