//! Questions below a paragraph, as a quotation: what was answered there is settled.

use crate::diagnostic::{Diagnostic, Family};
use crate::journal::entry::Parsed;
use crate::journal::prose::{BlockKind, Prose};
use crate::text::{Edit, FileSpan, line_end, one_line};

/// The edit that puts a question below the paragraph of `span`, as a quotation, with the answer
/// below it where there is one.
#[must_use]
pub fn asking(parsed: &Parsed, span: FileSpan, question: &str, answer: Option<&str>) -> Edit {
    let source = parsed.entry.source.as_str();
    let feed = line_end(source);
    let below = paragraph_end(parsed, span);
    // A paragraph right below would become a part of the quotation.
    let rest = source.get(below..).unwrap_or_default();
    let next = rest.trim_start_matches(['\r', '\n']);
    let alone = next.is_empty() || rest.len() - next.len() > feed.len();
    let after = if alone { "" } else { feed };
    let answer = answer.map(|answer| format!("{feed}> {}", one_line(answer))).unwrap_or_default();
    let replacement = format!("{feed}{feed}> {}{answer}{after}", one_line(question));
    Edit { span: FileSpan::at(below), replacement }
}

/// Where the block of a span, with its list or table, ends: without line feeds.
fn paragraph_end(parsed: &Parsed, span: FileSpan) -> usize {
    let source = parsed.entry.source.as_str();
    let mut outer = parsed.prose.blocks().iter().map(|block| block.outer);
    let end = outer.find(|outer| outer.contains(span)).map_or(span.end, |outer| outer.end);
    let before = source.get(..end).unwrap_or(source);
    let line = source.get(end..).unwrap_or_default().find(['\r', '\n']);
    let end = if before.ends_with(['\r', '\n']) { end } else { end + line.unwrap_or_default() };
    let whole = line.is_none() && !before.ends_with(['\r', '\n']);
    source.get(..end).filter(|_| !whole).unwrap_or(source).trim_end().len()
}

/// Takes out the findings that were answered: below their paragraph stands a quotation that begins
/// with a question and goes on. Below a list it must be the question of the finding.
pub(super) fn settle(findings: &mut Vec<Diagnostic>, prose: &Prose, source: &str) {
    if !source.contains("?\n>") && !source.contains("?\r\n>") {
        return;
    }
    findings.retain(|found| {
        let mut blocks = prose.blocks().iter().filter(|block| block.kind != BlockKind::Quote);
        let block = blocks.find(|block| block.outer.contains(found.span));
        let Some(block) = block.filter(|_| found.family != Family::Journal) else { return true };
        let outer = block.outer;
        let alone = prose.blocks().iter().filter(|other| other.outer == outer).count() == 1;
        let Some(question) = answered_below(source, outer.end) else { return true };
        let same = found.question.as_deref().is_some_and(|asked| one_line(asked) == question);
        !alone && !same
    });
}

/// The question of the quotation right below `end`, if it was answered.
fn answered_below(source: &str, end: usize) -> Option<&str> {
    let below = source.get(end..)?.trim_start_matches(['\r', '\n']);
    let quoted = below.lines().map_while(|line| line.trim_start().strip_prefix('>'));
    let mut lines = quoted.map(str::trim).filter(|line| !line.is_empty());
    let question = lines.next().filter(|line| line.ends_with('?'))?;
    lines.any(|line| !line.ends_with('?')).then_some(question)
}
