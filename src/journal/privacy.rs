//! What of an entry is private: all of it, or passages between marks.
//!
//! Where it is not certain the answer is yes: what was meant to be private must not be shown.

use std::sync::LazyLock;

use regex::Regex;

use super::front_matter::{FrontMatter, is_yes};
use super::prose::{BlockKind, Prose};
use super::tag;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileSpan, regex};

static PRIVATE_MARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)<!--[\s>-]*(/\s*|end\s+)?(?:begin\s+|start\s+)?private\b[^>]{0,60}?-->")
});
/// A value behind `private:`, and the second colon of a field.
static PRIVATE_FIELD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?im)(?:^|[\[(>*_\s])\[?private[*_]*:(?:(:)[*_]*)?[ \t]*([^\s\])]*)"));

/// The private passages, and a diagnostic for one that is never closed: it reaches to the end.
///
/// Marks are looked for in the text itself, wherever Markdown would put them: in the words for an
/// image or in a callout's title as well. Only in code they are none. One that is not written as
/// it should be still opens a passage, for what is meant to be private must not be shown.
pub(super) fn passages(
    source: &str,
    body: usize,
    prose: &Prose,
) -> (Vec<FileSpan>, Option<Diagnostic>) {
    let mut spans = Vec::new();
    let mut open: Option<FileSpan> = None;
    let mut depth = 0_usize;
    let text = source.get(body..).unwrap_or_default();
    let marks = if text.contains("<!--") { text } else { "" };
    for found in PRIVATE_MARK.captures_iter(marks) {
        let Some(whole) = found.get(0) else { continue };
        let span = FileSpan::new(whole.start(), whole.end()).shifted(body);
        if prose.is_code(span.start) {
            continue;
        }
        if found.get(1).is_none() {
            open.get_or_insert(span);
            depth += 1;
        } else if let Some(start) = open {
            depth -= 1;
            if depth == 0 {
                spans.push(FileSpan::new(start.start, span.end));
                open = None;
            }
        }
    }
    let unclosed = open.map(|start| {
        spans.push(FileSpan::new(start.start, source.len()));
        let message = "This private passage is not closed, so everything below it is private. Add `<!-- /private -->` where it ends.";
        Diagnostic::journal("private-passage", Severity::Warning, start, message)
    });
    (spans, unclosed)
}

/// Whether all of an entry is private. Whatever could mean yes does.
pub(super) fn is_private(
    source: &str,
    front: &FrontMatter,
    tags: &[String],
    prose: &Prose,
) -> bool {
    let named = ["private", "privat"].iter().any(|key| front.is_set(key));
    let quoted = || {
        let quotes = prose.blocks().iter().filter(|block| block.kind == BlockKind::Quote);
        let mut found = quotes.flat_map(|block| tag::in_text(block.range.slice(prose.text())));
        found.any(|(_, tag)| is_private_tag(tag))
    };
    // Front matter that is not closed, and fields inside a line.
    let written = || {
        let mut fields = PRIVATE_FIELD.captures_iter(source);
        fields.any(|field| {
            let at = field.get(2).map_or(0, |value| value.start());
            let top = front.span.is_none() && source.trim_start().starts_with("---") && at < 2048;
            (field.get(1).is_some() || top) && !prose.is_code(at) && is_yes(&field[2])
        })
    };
    named
        || tags.iter().any(|tag| is_private_tag(tag))
        || (source.contains("rivat") || source.contains("RIVAT")) && (quoted() || written())
}

fn is_private_tag(tag: &str) -> bool {
    let first = tag.split('/').next().unwrap_or_default();
    first.eq_ignore_ascii_case("private")
}
