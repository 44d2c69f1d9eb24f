//! Places as editors count them, and file addresses: the one place where they are converted.

use std::path::PathBuf;

use gen_lsp_types::{Position, Range};

use super::uri::file_of_url;
use crate::disk;
use crate::text::{Characters, FileSpan, LineIndex};

/// What the columns of a client count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit units, what a client counts that says nothing.
    Utf16,
}

/// What UTF-16 needs for so many characters.
const fn units(characters: Characters) -> usize {
    characters.all + characters.wide
}

/// A text with the places of its lines.
#[derive(Debug, Clone)]
pub(super) struct Text {
    text: String,
    lines: LineIndex,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self { text, lines }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of a line, from 0, without its end; nothing past the last.
    fn line(&self, line: usize) -> FileSpan {
        let Some(start) = self.lines.start(line) else { return FileSpan::at(self.text.len()) };
        let end = self.lines.start(line + 1).unwrap_or(self.text.len());
        let text = FileSpan::new(start, end).slice(&self.text);
        FileSpan::new(start, start + text.trim_end_matches(['\r', '\n']).len())
    }

    /// Where the line that holds a byte begins.
    fn start(&self, offset: usize) -> usize {
        self.lines.start(self.lines.line(offset)).unwrap_or_default()
    }

    /// The byte that a place stands for: of one past its line the end of that line, of one past the
    /// text its end, of one inside a character its beginning.
    pub(super) fn offset(&self, place: Position, encoding: Encoding) -> usize {
        let line = self.line(place.line as usize);
        if encoding == Encoding::Utf8 {
            let at = (line.start + place.character as usize).min(line.end);
            return (0..=at).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(at);
        }
        let wanted = self.units_before(line.start, encoding) + place.character as usize;
        // From the last place at which they were counted and that is not beyond it.
        let near = self.lines.last_block(line.start, wanted, units);
        let near = (near..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
        let near = near.unwrap_or(line.end);
        if near > line.end {
            return line.end;
        }
        let mut left = wanted - self.units_before(near, encoding).min(wanted);
        for (at, letter) in FileSpan::new(near, line.end).slice(&self.text).char_indices() {
            let width = letter.len_utf16();
            if left < width {
                return near + at;
            }
            left -= width;
        }
        line.end
    }

    pub(super) fn span(&self, range: Range, encoding: Encoding) -> FileSpan {
        let (start, end) = (self.offset(range.start, encoding), self.offset(range.end, encoding));
        FileSpan::new(start.min(end), end)
    }

    pub(super) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.lines.line(offset);
        let before = |offset: usize| self.units_before(offset, encoding);
        let character = before(offset).saturating_sub(before(self.start(offset)));
        Position { line: number(line), character: number(character) }
    }

    /// What the client counts in the text up to a byte.
    fn units_before(&self, offset: usize, encoding: Encoding) -> usize {
        match encoding {
            Encoding::Utf8 => offset,
            Encoding::Utf16 => units(self.lines.characters(&self.text, offset)),
        }
    }

    pub(super) fn range(&self, span: FileSpan, encoding: Encoding) -> Range {
        Range { start: self.position(span.start, encoding), end: self.position(span.end, encoding) }
    }

    /// The line that holds a byte, up to that byte.
    pub(super) fn before(&self, offset: usize) -> &str {
        self.text.get(self.start(offset)..offset).unwrap_or_default()
    }

    /// The text with `range` replaced.
    pub(super) fn replaced(mut self, range: Range, by: &str, encoding: Encoding) -> Self {
        let span = self.span(range, encoding);
        self.text.replace_range(span.start..span.end, by);
        Self::new(self.text)
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The file that an address names, by its real path as far as it exists; none for a text that was
/// never saved. One file may have several addresses: links, and letters encoded or not.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let path = file_of_url(uri)?;
    let beside = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    Some(path.canonicalize().ok().or_else(beside).unwrap_or(path))
}

/// What stands for a text, whichever of its addresses is used.
pub(super) fn key(address: &str) -> String {
    path(address).and_then(|path| disk::file_url(&path)).unwrap_or_else(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_what_the_client_counts() {
        let text = Text::new("é🙂e\u{301}x\r\nb\rc".to_owned());
        assert_eq!(text.position(6, Encoding::Utf8), at(0, 6));
        assert_eq!(text.position(6, Encoding::Utf16), at(0, 3));
        assert_eq!(text.offset(at(0, 3), Encoding::Utf16), 6);
        assert_eq!(text.offset(at(0, 2), Encoding::Utf16), 2, "inside a character");
        assert_eq!(text.offset(at(0, 99), Encoding::Utf16), 10, "the line's end, not the next");
        assert_eq!(text.offset(at(2, 0), Encoding::Utf8), 14);
        assert_eq!(text.offset(at(9, 0), Encoding::Utf8), text.as_str().len());
        assert_eq!(text.position(14, Encoding::Utf16), at(2, 0));
    }

    #[test]
    fn edits_replace_what_they_name() {
        let text = Text::new("a🙂b\nc".to_owned());
        let range = Range { start: at(0, 1), end: at(1, 0) };
        assert_eq!(text.clone().replaced(range, "-", Encoding::Utf16).as_str(), "a-c");
        let range = Range { start: at(0, 3), end: at(0, 4) };
        assert_eq!(text.replaced(range, "", Encoding::Utf16).as_str(), "a🙂\nc");
    }

    #[test]
    #[cfg(unix)]
    fn addresses_of_files() {
        assert_eq!(path("file:///a%20b/%C3%BC.md"), Some(PathBuf::from("/a b/ü.md")));
        assert_eq!(path("untitled:Untitled-1"), None);
    }
}
