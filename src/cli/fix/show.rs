//! A finding as `fix` shows it: the paragraph it stands in, what there is to say, the options.

use std::fmt::Write as _;

use anstyle::Style;

use super::file::FixFile;
use crate::cli::output::wrapped;
use crate::cli::terminal;
use crate::diagnostic::Diagnostic;
use crate::journal::entry::Entry;
use crate::project::Project;
use crate::text::{self, FileSpan, LineIndex};

/// So many words of a long paragraph are shown on either side.
const AROUND: usize = 60;
/// Wider lines are hard to read.
const WIDEST: usize = 90;
const MARKED: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// What is flagged stands between « and ».
///
/// `count` tells which of how many it is; `again` that the same was just said.
pub(super) fn finding(
    found: &Diagnostic,
    page: &FixFile,
    count: &str,
    again: bool,
    project: &Project,
) -> String {
    let width = terminal::width().min(WIDEST);
    let line = LineIndex::new(&page.text).line(found.span.start) + 1;
    let place = format!("{}:{line}  {}[{}]  {count}", page.file.name, found.severity, found.rule);
    let mut out = format!("\n{QUIET}{place}{QUIET:#}\n\n");
    out.push_str(&wrapped(&paragraph(found.span, page, project), width, "  ", "  "));
    out.push('\n');
    if !again {
        out.push_str(&wrapped(&found.message, width, "", ""));
    }
    if let Some(question) = &found.question {
        out.push_str(&wrapped(question, width, "", ""));
    }
    out.push('\n');
    for (number, suggestion) in found.suggestions.iter().enumerate() {
        let option = wrapped(&suggestion.title, width, "     ", "     ");
        let _ = write!(out, "  {}  {}", number + 1, option.trim_start());
    }
    let asked = if found.question.is_some() { "a answer, " } else { "" };
    let keys = format!(
        "{asked}e edit, i ignore here, n never flag these words, k keep, u undo, s skip this file, q stop"
    );
    let _ = write!(out, "{QUIET}{}{QUIET:#}", wrapped(&keys, width, "  ", "  "));
    out
}

/// What the person wrote instead of such words before.
pub(super) fn before(words: &str) -> String {
    let width = terminal::width().min(WIDEST);
    let told = wrapped(&format!("Before, you wrote: {words}"), width, "  ", "  ");
    format!("{QUIET}{told}{QUIET:#}")
}

/// The words around `span` with marks about it.
fn paragraph(span: FileSpan, page: &FixFile, project: &Project) -> String {
    let parsed = Entry::parse(&page.file.inside, page.text.clone(), &project.config);
    let blocks = parsed.prose.blocks().iter();
    let mut places = blocks.filter_map(|block| parsed.prose.source(block.range));
    let block = places.find(|place| place.contains(span)).unwrap_or(span);
    let words = |from, to| FileSpan::new(from, to).slice(&page.text).split_whitespace();
    let before: Vec<&str> = words(block.start, span.start).collect();
    let after: Vec<&str> = words(span.end, block.end).collect();
    let cut = before.len().saturating_sub(AROUND);
    let lead = if cut > 0 { "… " } else { "" };
    let tail = if after.len() > AROUND { " …" } else { "" };
    let flagged = words(span.start, span.end).collect::<Vec<_>>().join(" ");
    // Punctuation stays where it was, beside the mark.
    let spaced = |at: Option<char>| if at.is_some_and(char::is_whitespace) { " " } else { "" };
    let text = &page.text;
    format!(
        "{lead}{}{}{MARKED}«{flagged}»{MARKED:#}{}{}{tail}",
        before.iter().skip(cut).copied().collect::<Vec<_>>().join(" "),
        spaced(text::before(text, span.start).chars().next_back().filter(|_| !before.is_empty())),
        spaced(text::after(text, span.end).chars().next().filter(|_| !after.is_empty())),
        after.iter().take(AROUND).copied().collect::<Vec<_>>().join(" "),
    )
}
