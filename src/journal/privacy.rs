//! What of an entry is private: all of it, or passages between marks.
//!
//! Where it is not certain the answer is yes: what was meant to be private must not be shown.

use std::sync::LazyLock;

use regex::Regex;

use super::front_matter::{FrontMatter, is_yes};
use super::prose::Prose;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{FileSpan, regex};

/// A comment whose first words say private, however it is set off: `<!-- private: a reason -->`,
/// `<!-- start of private -->`; or that it ends. Phones write `–` for `--`.
static PRIVATE_MARK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?is)<!\s*[-–—]{1,4}[\s>"'\[(*_\x{200b}-]*(/\s*|end\b[\s\w:]{0,12}?)?(?:(?:begin|start|of|evenkeel|note|this|is|the|part|section|passage)\b[\s:]*){0,4}["'\[(*_]*privat(?:e|ely)?\b.{0,400}?[-–—]{1,3}\s*>"#,
    )
});
/// A value behind `private:`, and the second colon of a field.
static PRIVATE_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?im)(?:^|[\[(>*_\s{,])\[?"?privat(?:e)?"?[*_ \t]*[:=：](?:(:)[*_]*)?[ \t]*([^\s\]),}]*)"#,
    )
});
/// A tag; what may stand before it says [`starts_tag`].
static PRIVATE_TAG: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)[#＃]privat(?:e)?(?:$|[^\p{L}\p{N}_-]|--)"));
/// A line at the top that names the word among tags, or holds nothing else.
static PRIVATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"(?im)^[ \t]*(?:"?(?:tags?|keywords?|categor\w+|labels?|visibility|access)"?[ \t]*[:=：].*\bprivate?\b.*|[-*+]?[ \t]*["'#]*private?["',]*[ \t]*)\r?$"#,
    )
});
/// A field inside a line whose value says it.
static PRIVATE_VALUE: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)::[ \t]*#?privat(?:e)?\b"));
static WORD: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)\bprivat(?:e)?\b"));
/// So far down, in bytes, the top of a file is looked for marks that do not stand where they should.
const TOP: usize = 2048;

/// The private passages, in order, and a diagnostic for one that is never closed: it reaches to the
/// end. In the front matter they are whole fields.
///
/// Marks are looked for in the text itself, wherever Markdown would put them: in the words for an
/// image or in a callout's title as well. Only in code they are none. One that is not written as
/// it should be still opens a passage, for what is meant to be private must not be shown.
pub(super) fn passages(
    source: &str,
    front: &FrontMatter,
    prose: &Prose,
) -> (Vec<FileSpan>, Option<Diagnostic>) {
    if !source.contains("<!") || !holds_word(source) {
        return (Vec::new(), None);
    }
    let mut spans = private_fields(source, front);
    let body = FileSpan::new(front.body, source.len());
    let (passages, open) = between_marks(source, body, |at| prose.is_code(at));
    spans.extend(passages);
    let unclosed = open.map(|start| {
        spans.push(FileSpan::new(start.start, source.len()));
        let message = "This private passage is not closed, so everything below it is private. Add `<!-- /private -->` where it ends.";
        Diagnostic::journal("private-passage", Severity::Warning, start, message)
    });
    (spans, unclosed)
}

/// What stands between private marks in a part of the source, and a mark that is never closed.
fn between_marks(
    source: &str,
    part: FileSpan,
    is_code: impl Fn(usize) -> bool,
) -> (Vec<FileSpan>, Option<FileSpan>) {
    let mut spans = Vec::new();
    let mut open: Option<FileSpan> = None;
    let mut depth = 0_usize;
    for found in PRIVATE_MARK.captures_iter(part.slice(source)) {
        let Some(whole) = found.get(0) else { continue };
        let span = FileSpan::new(whole.start(), whole.end()).shifted(part.start);
        if is_code(span.start) {
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
    (spans, open)
}

/// The fields of the front matter, each with all of its lines, that a private mark stands in or
/// that stand between two. A mark in a comment line that is never closed hides all below it.
fn private_fields(source: &str, front: &FrontMatter) -> Vec<FileSpan> {
    let Some(yaml) = front.span else { return Vec::new() };
    let (mut hidden, open) = between_marks(source, yaml, |_| false);
    let fields = fields(source, yaml);
    hidden.extend(open.map(|mark| {
        let field = fields.iter().find(|field| field.overlaps(mark));
        let comment = field.is_none_or(|field| field.slice(source).starts_with('#'));
        FileSpan::new(mark.start, if comment { yaml.end } else { mark.end })
    }));
    fields.into_iter().filter(|field| hidden.iter().any(|span| span.overlaps(*field))).collect()
}

/// The lines of front matter in groups: each begins at the margin, with a key or a comment.
fn fields(source: &str, front: FileSpan) -> Vec<FileSpan> {
    let mut fields: Vec<FileSpan> = Vec::new();
    let mut at = front.start;
    for line in front.slice(source).split_inclusive('\n') {
        let end = at + line.len();
        match fields.last_mut() {
            Some(field) if line.starts_with([' ', '\t', '-', '\r', '\n', ']', '}']) => {
                field.end = end;
            }
            _ => fields.push(FileSpan::new(at, end)),
        }
        at = end;
    }
    fields
}

/// Whether all of an entry is private. Whatever could mean yes does.
pub(super) fn is_private(
    source: &str,
    front: &FrontMatter,
    tags: &[String],
    prose: &Prose,
) -> bool {
    let named = ["private", "privat"].iter().any(|key| front.is_set(key));
    if named || tags.iter().any(|tag| is_private_tag(tag)) {
        return true;
    }
    if !holds_word(source) {
        return false;
    }
    let said = |place: usize| !prose.is_code(place);
    // Fields inside a line, and at the top of the file wherever they stand.
    let mut fields = PRIVATE_FIELD.captures_iter(source);
    let written = fields.any(|field| {
        let value = field.get(2);
        let at = value.map_or(0, |value| value.start());
        let top = front.span.is_none() && at < TOP && is_plain_yes(&field[2]);
        let fenced = front.span.is_none() && at < TOP && looks_like_front(source);
        (field.get(1).is_some() || top || fenced) && said(at) && is_yes(&field[2])
    });
    // Only of YAML single fields can be left out.
    let other_format = front.span.is_none() && front.body > '\u{feff}'.len_utf8();
    let front_text = FileSpan::new(0, front.body).slice(source);
    let mut lines = PRIVATE_LINE.find_iter(source).map(|line| line.start());
    written
        || is_tagged(source, front, prose)
        || PRIVATE_VALUE.find_iter(source).any(|value| said(value.start()))
        || front.says("private")
        || front.says("privat")
        // What cannot be read may have said so.
        || front.is_broken && WORD.is_match(front_text)
        || other_format && PRIVATE_MARK.is_match(front_text)
        || front.span.is_none() && front.body < TOP && lines.any(|at| at < TOP && said(at))
}

fn holds_word(source: &str) -> bool {
    ["rivat", "RIVAT"].iter().any(|word| source.contains(word))
}

/// A value that says yes and is no sentence.
fn is_plain_yes(word: &str) -> bool {
    matches!(
        word.trim_matches(['"', '\'']).to_lowercase().as_str(),
        "true" | "yes" | "y" | "1" | "on" | "x" | "✓"
    )
}

/// Whether `#private` stands anywhere in the file that is no code: in a callout's title and in a
/// comment too. What leads to a heading of that name is no tag.
fn is_tagged(source: &str, front: &FrontMatter, prose: &Prose) -> bool {
    PRIVATE_TAG.find_iter(source).any(|found| {
        let sign = found.start();
        let before = source.get(..sign).unwrap_or_default();
        starts_tag(before) && (sign < front.body || !prose.is_code(sign))
    })
}

/// Whether a sign behind these words can begin a tag: not in an address, nor in a link to a heading.
fn starts_tag(before: &str) -> bool {
    if before.ends_with("](") || before.ends_with("[[") {
        return false;
    }
    let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    // Behind a letter only as one of several tags in a row.
    word.len() == before.len() && !word.ends_with(['&', '\\', '/']) || word.ends_with('#')
}

/// Whether a text begins as front matter does, whatever became of it.
fn looks_like_front(source: &str) -> bool {
    let top = source.trim_start_matches('\u{feff}').trim_start();
    ["---", "+++", ";;;", "{"].iter().any(|mark| top.starts_with(mark))
}

fn is_private_tag(tag: &str) -> bool {
    let first = tag.split('/').next().unwrap_or_default();
    first.eq_ignore_ascii_case("private")
}
