//! What the editor shows over a finding or a check-in.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position};

use super::Client;
use super::document::Document;
use crate::commitment::Commitment;
use crate::commitment::reading::Mark;
use crate::diagnostic::Diagnostic;
use crate::project::Project;
use crate::text::{Span, one_line};

/// Why something was found, a question, another wording; or what a commitment is about.
pub(super) fn hover(document: &mut Document, place: Position, client: &Client) -> Option<Hover> {
    let reading = document.reading();
    let offset = document.text.offset(place, client.encoding);
    let under = |span: Span| span.start <= offset && offset <= span.end;
    let finding = reading.findings.iter().find(|found| under(found.span));
    let mark = reading.marks.iter().find(|mark| under(mark.span));
    let (span, value) = match (finding, mark) {
        (Some(found), _) => (found.span, explained(found, &document.project)),
        (None, Some(mark)) => (mark.span, about(mark, &document.project)?),
        (None, None) => return None,
    };
    let range = Some(document.text.range(span, client.encoding));
    let content = MarkupContent { kind: MarkupKind::Markdown, value };
    Some(Hover { contents: content.into(), range })
}

fn explained(finding: &Diagnostic, project: &Project) -> String {
    let rule = project.rules.get(&finding.rule);
    let title = rule.map_or("", |rule| rule.file.title.as_str());
    let mut parts = Vec::new();
    if !title.is_empty() {
        parts.push(format!("**{title}** (`{}`)", finding.rule));
    }
    parts.push(finding.message.clone());
    parts.extend(rule.map(|rule| one_line(&rule.file.why)).filter(|why| !why.is_empty()));
    parts.extend(finding.question.as_ref().map(|question| format!("*{}*", one_line(question))));
    let first = finding.suggestions.first();
    parts.extend(first.map(|one| format!("Instead: {}", one_line(&one.title))));
    parts.join("\n\n")
}

fn about(mark: &Mark, project: &Project) -> Option<String> {
    let commitment: &Commitment = project.promises.register.commitments.get(mark.commitment)?;
    let when = commitment.when.as_ref().map(|when| format!("When: {when}"));
    let least = commitment.minimum.as_ref().map(|least| format!("On hard days: {least}"));
    let parts = [Some(format!("**{}**", commitment.title)), when, least];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
}
