//! Obsidian comments, `%% … %%`: what their writer wants to see nowhere but in the file.

use super::prose::Prose;
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileSpan;

const MARK: &str = "%%";

/// The comments of an entry, and a diagnostic for one that is never closed: it reaches to the end.
/// Between backticks and in fences there are none. Those of the front matter come first.
pub(super) fn comments(
    source: &str,
    body: usize,
    prose: &Prose,
) -> (Vec<FileSpan>, Option<Diagnostic>) {
    let text = source.get(body..).unwrap_or_default();
    let marks = text.match_indices(MARK).map(|(at, _)| body + at).filter(|at| !prose.is_code(*at));
    let mut spans = in_front(source, body);
    let mut open = None;
    for at in marks {
        match open.take() {
            Some(start) => spans.push(FileSpan::new(start, at + MARK.len())),
            None => open = Some(at),
        }
    }
    let unclosed = open.map(|start| {
        spans.push(FileSpan::new(start, source.len()));
        let message = "This comment is not closed, so everything below it is left out. Add `%%` where it ends.";
        let place = FileSpan::new(start, start + MARK.len());
        Diagnostic::journal("comment", Severity::Warning, place, message)
    });
    (spans, unclosed)
}

/// The comments in the front matter, which ends at `body`: one that is not closed there is none.
fn in_front(source: &str, body: usize) -> Vec<FileSpan> {
    let front = source.get(..body).unwrap_or_default();
    let marks: Vec<usize> = front.match_indices(MARK).map(|(at, _)| at).collect();
    let pairs = marks.chunks_exact(2);
    pairs
        .filter_map(|pair| Some(FileSpan::new(*pair.first()?, pair.last()? + MARK.len())))
        .collect()
}

/// `source` with spaces in the place of `spans`, so that every other byte stays where it is.
pub(super) fn blanked(source: &str, spans: &[FileSpan]) -> String {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for span in spans {
        out.push_str(FileSpan::new(done, span.start).slice(source));
        let feeds = span.slice(source).bytes();
        out.extend(feeds.map(|byte| if matches!(byte, b'\n' | b'\r') { byte.into() } else { ' ' }));
        done = span.end;
    }
    out.push_str(FileSpan::new(done, source.len()).slice(source));
    out
}
