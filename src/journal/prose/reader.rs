//! Walks the Markdown tree once and writes the prose with its segments.

use std::sync::LazyLock;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, LineColumn, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};
use regex::Regex;

use super::align;
use super::map::{Block, BlockKind, Comment, PLACEHOLDER, Prose, Segment};
use crate::text::{self, FileSpan, LineIndex, ProseSpan, regex};

/// What would hide something, were it not in code.
const MARKS: [&str; 3] = ["<!--", "%%", "#"];
static COMMENT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)<!--(.*?)(?:-->|\z)"));

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
    on.ofm_callouts = true;
    on.wikilinks_title_after_pipe = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

/// Whether a block holds somebody else's words; a callout holds the writer's own, but for one that is
/// called a quotation.
fn is_quote(value: &NodeValue) -> bool {
    match value {
        NodeValue::BlockQuote => true,
        NodeValue::Callout(callout) => {
            ["quote", "cite"].iter().any(|kind| callout.callout_type.eq_ignore_ascii_case(kind))
        }
        _ => false,
    }
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
        ProseReader::new(markdown, body, code).read(root)
    }
}

/// Walks the tree once and writes the prose.
struct ProseReader<'a> {
    markdown: &'a str,
    /// Offset of the Markdown in the source.
    base: usize,
    lines: LineIndex,
    prose: Prose,
    quotes: usize,
    /// Whether code is read as words.
    code: bool,
    /// Everything up to here in the Markdown is already in the prose.
    cursor: usize,
    /// Where the current block ends in the Markdown.
    block_end: usize,
    /// The outermost block that the current one stands in.
    outer: FileSpan,
}

impl<'a> ProseReader<'a> {
    fn new(markdown: &'a str, base: usize, code: bool) -> Self {
        let prose = Prose { text: String::with_capacity(markdown.len()), ..Prose::default() };
        let lines = LineIndex::new(markdown);
        Self {
            markdown,
            base,
            lines,
            prose,
            quotes: 0,
            code,
            cursor: 0,
            block_end: 0,
            outer: FileSpan::at(0),
        }
    }

    fn read<'b>(mut self, root: &'b AstNode<'b>) -> Prose {
        // Below this node nothing is prose, until it ends.
        let mut skipping: Option<&AstNode> = None;
        let mut block: Option<(BlockKind, usize)> = None;
        for edge in root.traverse() {
            match edge {
                NodeEdge::Start(node) if skipping.is_none() => {
                    let data = node.data();
                    if node.parent().is_some_and(|parent| std::ptr::eq(parent, root)) {
                        let (start, end) = (data.sourcepos.start, data.sourcepos.end);
                        // The parser counts a tab as several columns, so an end may lie past the text.
                        let end = (self.offset(end) + 1).min(self.markdown.len());
                        let end = (end..=self.markdown.len())
                            .find(|at| self.markdown.is_char_boundary(*at))
                            .unwrap_or(end);
                        self.outer = FileSpan::new(self.offset(start).min(end), end);
                    }
                    self.note_code(&data.value, data.sourcepos);
                    match &data.value {
                        value if is_quote(value) => self.quotes += 1,
                        NodeValue::CalloutTitle => skipping = Some(node),
                        NodeValue::Paragraph | NodeValue::TableCell => {
                            let quoted = self.quotes > 0;
                            let kind = if quoted { BlockKind::Quote } else { BlockKind::Text };
                            block = Some((kind, self.begin(data.sourcepos)));
                        }
                        NodeValue::Heading(heading) => {
                            let quoted = self.quotes > 0;
                            let kind = BlockKind::Heading(heading.level);
                            let kind = if quoted { BlockKind::Quote } else { kind };
                            block = Some((kind, self.begin(data.sourcepos)));
                        }
                        NodeValue::Text(text) => self.push(text, data.sourcepos),
                        NodeValue::SoftBreak | NodeValue::LineBreak => self.push_space(),
                        NodeValue::Code(code) if self.code => {
                            self.push(&code.literal, data.sourcepos);
                        }
                        NodeValue::Code(_) => self.push_placeholder(data.sourcepos),
                        NodeValue::CodeBlock(code) if self.code => {
                            self.code_block(&code.literal, data.sourcepos);
                        }
                        NodeValue::WikiLink(link) if link.embed => {
                            self.push_placeholder(data.sourcepos);
                            skipping = Some(node);
                        }
                        NodeValue::Image(_) => {
                            self.push_placeholder(data.sourcepos);
                            skipping = Some(node);
                        }
                        NodeValue::Link(link) if is_bare_address(node, &link.url) => {
                            self.push_placeholder(data.sourcepos);
                            skipping = Some(node);
                        }
                        NodeValue::Escaped => {
                            // The child's own position leaves the backslash out.
                            if let Some(letter) = node.first_child() {
                                let letter = letter.data();
                                self.push(letter.value.text().unwrap_or_default(), data.sourcepos);
                            }
                            skipping = Some(node);
                        }
                        NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => {
                            self.comments(data.sourcepos);
                        }
                        _ => {}
                    }
                }
                NodeEdge::End(node) if skipping.is_some_and(|skip| std::ptr::eq(skip, node)) => {
                    skipping = None;
                }
                NodeEdge::End(node) if skipping.is_none() => match &node.data().value {
                    value if is_quote(value) => self.quotes -= 1,
                    NodeValue::Paragraph | NodeValue::TableCell | NodeValue::Heading(_) => {
                        if let Some((kind, start)) = block.take() {
                            self.end(kind, start);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        self.prose
    }

    fn begin(&mut self, place: Sourcepos) -> usize {
        self.cursor = self.offset(place.start);
        self.block_end = (self.offset(place.end) + 1).max(self.cursor);
        self.prose.text.len()
    }

    fn end(&mut self, kind: BlockKind, start: usize) {
        let end = self.prose.text.len();
        if start < end {
            let outer = self.outer.shifted(self.base);
            self.prose.blocks.push(Block { kind, range: ProseSpan::new(start, end), outer });
            self.prose.text.push('\n');
        }
    }

    /// A block of code, one run of words with its lines joined.
    fn code_block(&mut self, text: &str, place: Sourcepos) {
        let start = self.begin(place);
        for line in text.lines() {
            self.push(line.trim_start(), place);
            self.push_space();
        }
        self.end(BlockKind::Code, start);
    }

    /// Byte offset of a place in the Markdown; columns are bytes from 1. Past the end is the end.
    fn offset(&self, place: LineColumn) -> usize {
        let start = self.lines.start(place.line.saturating_sub(1)).unwrap_or(self.markdown.len());
        (start + place.column.saturating_sub(1)).min(self.markdown.len())
    }

    fn push(&mut self, text: &str, place: Sourcepos) {
        let start = self.offset(place.start);
        let end = (self.offset(place.end) + 1).min(self.markdown.len());
        let runs = self.verify(text, start, end);
        if let Some(last) = runs.last() {
            self.cursor = last.source.end;
        }
        if runs.is_empty() {
            self.write(text, None);
        }
        for run in &runs {
            let piece = text::between(text, run.text.start, run.text.end);
            if run.is_verbatim() {
                self.write(piece, Some(run.source.start));
            } else {
                let after_space = self.prose.text.ends_with(is_space);
                let alike = piece.chars().next().and_then(|letter| plain(letter, after_space));
                self.segment(alike.unwrap_or(piece), run.source.start, run.source.end);
            }
        }
    }

    /// The runs of `text` and where each stands in the Markdown; none when that is not certain.
    fn verify(&self, text: &str, start: usize, end: usize) -> Vec<align::AlignedRun> {
        let whole =
            |at: usize| align::AlignedRun { text: 0..text.len(), source: at..at + text.len() };
        let after = |at: usize| self.markdown.get(at..).unwrap_or_default();
        if start >= self.cursor && after(start).starts_with(text) {
            return vec![whole(start)];
        }
        let slice = self.markdown.get(start.max(self.cursor)..end).unwrap_or_default();
        if let Some(runs) = align::align(text, slice, start.max(self.cursor)) {
            return runs;
        }
        // The parser's position is off; the words come next in the block, or nowhere.
        let rest = self.markdown.get(self.cursor..self.block_end).unwrap_or_default();
        if let Some(at) = rest.find(text) {
            return vec![whole(self.cursor + at)];
        }
        let found = rest.char_indices().filter(|(_, c)| text.starts_with(*c) || "\\&".contains(*c));
        let mut tries = found.take(64);
        tries
            .find_map(|(at, _)| align::align_prefix(text, text::after(rest, at), self.cursor + at))
            .unwrap_or_default()
    }

    /// Writes `text`, whose bytes stand verbatim at `source`, in plain characters.
    fn write(&mut self, text: &str, source: Option<usize>) {
        let doubled = text.starts_with(' ') && self.prose.text.ends_with(is_space);
        if text.is_ascii() && !doubled && !text.contains("  ") && !text.contains('\t') {
            return self.verbatim(text, source);
        }
        let mut done = 0;
        for (at, letter) in text.char_indices() {
            let before = if done == at { self.prose.text.as_str() } else { text::before(text, at) };
            let Some(plain) = plain(letter, before.ends_with(is_space)) else { continue };
            self.verbatim(text::between(text, done, at), source.map(|source| source + done));
            done = at + letter.len_utf8();
            match source {
                Some(source) => self.segment(plain, source + at, source + done),
                None => self.prose.text.push_str(plain),
            }
        }
        self.verbatim(text::after(text, done), source.map(|source| source + done));
    }

    fn verbatim(&mut self, text: &str, source: Option<usize>) {
        match source {
            Some(source) => self.segment(text, source, source + text.len()),
            None => self.prose.text.push_str(text),
        }
    }

    /// Writes `text`, made of the Markdown from `start` to `end`.
    fn segment(&mut self, text: &str, start: usize, end: usize) {
        if text.is_empty() {
            return;
        }
        let (out, source) = (self.prose.text.len(), FileSpan::new(start, end).shifted(self.base));
        self.prose.segments.push(Segment { out, out_len: text.len(), source });
        self.prose.text.push_str(text);
    }

    fn push_space(&mut self) {
        if !self.prose.text.ends_with(is_space) {
            self.prose.text.push(' ');
        }
    }

    fn push_placeholder(&mut self, place: Sourcepos) {
        let start = self.offset(place.start).max(self.cursor);
        let end = (self.offset(place.end) + 1).min(self.markdown.len());
        let mut letter = [0; 4];
        let mark = PLACEHOLDER.encode_utf8(&mut letter);
        if start < end && self.markdown.get(start..end).is_some() {
            self.segment(mark, start, end);
            self.cursor = end;
        } else {
            self.prose.text.push_str(mark);
        }
    }

    /// Remembers where comments are no comments. Indented code does not count: what looks private
    /// there is taken to be.
    fn note_code(&mut self, value: &NodeValue, place: Sourcepos) {
        let fence = match value {
            // Between backticks that stand for apostrophes words are no code.
            NodeValue::Code(code) => {
                let inner = code.literal.trim_start();
                MARKS.iter().any(|mark| inner.starts_with(mark)) || !inner.contains("rivat")
            }
            // A fence that is not closed may have been closed for its writer.
            NodeValue::CodeBlock(code) => code.fenced && code.closed,
            _ => false,
        };
        let (start, end) = (self.offset(place.start), self.offset(place.end) + 1);
        let text = self.markdown.get(start..end.min(self.markdown.len())).unwrap_or_default();
        let marked = || MARKS.iter().any(|mark| text.contains(mark));
        if fence && text.starts_with(['`', '~']) && marked() {
            self.prose.code.push(FileSpan::new(start, start + text.len()).shifted(self.base));
        }
    }

    fn comments(&mut self, place: Sourcepos) {
        let end = (self.offset(place.end) + 1).min(self.markdown.len());
        let start = self.offset(place.start);
        let Some(html) = self.markdown.get(start..end) else { return };
        for found in COMMENT.captures_iter(html) {
            let (Some(whole), Some(text)) = (found.get(0), found.get(1)) else { continue };
            let span = FileSpan::new(whole.start(), whole.end()).shifted(self.base + start);
            self.prose.comments.push(Comment { span, text: text.as_str().trim().to_owned() });
        }
    }
}

fn is_space(letter: char) -> bool {
    letter == ' ' || letter == '\t'
}

/// The plain form of a typographic character; `None` for one that stays as it is.
const fn plain(letter: char, after_space: bool) -> Option<&'static str> {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => Some("'"),
        '\u{201c}' | '\u{201d}' => Some("\""),
        '\u{ad}' | '\u{200b}' | '\u{feff}' => Some(""),
        ' ' | '\t' | '\u{a0}' | '\u{202f}' if after_space => Some(""),
        '\t' | '\u{a0}' | '\u{202f}' => Some(" "),
        _ => None,
    }
}

fn is_bare_address<'a>(link: &'a AstNode<'a>, url: &str) -> bool {
    let Some(child) = link.first_child() else { return false };
    let data = child.data();
    let NodeValue::Text(text) = &data.value else { return false };
    child.next_sibling().is_none() && (url.ends_with(&**text) || text.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source behind the first place where `needle` stands in the prose of `source`.
    fn behind<'a>(source: &'a str, needle: &str) -> &'a str {
        let prose = Prose::parse(source, 0);
        let at = prose.text().find(needle).unwrap_or_else(|| panic!("{:?}", prose.text()));
        prose.source(ProseSpan::new(at, at + needle.len())).unwrap().slice(source)
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
