//! What the editor shows over a finding or a check-in.

use gen_lsp_types::{Hover, MarkupContent, MarkupKind, Position};

use super::client::Client;
use super::document::Document;
use crate::commitment::check_in::parse::CheckIn;
use crate::diagnostic::Diagnostic;
use crate::disk::{self, Reworded};
use crate::project::Project;
use crate::text::{FileSpan, one_line};

/// Why something was found, a question, another wording, how it was read; or what a commitment is about.
pub(super) fn hover(document: &mut Document, place: Position, client: &Client) -> Option<Hover> {
    let reading = document.reading();
    let offset = document.text.offset(place, client.encoding);
    let under = |span: FileSpan| span.start <= offset && offset <= span.end;
    let finding = reading.findings.iter().find(|found| under(found.span));
    let check_in = reading.check_ins.iter().find(|check_in| under(check_in.span));
    let (span, value) = match (finding, check_in) {
        (Some(found), _) => (found.span, explained(found, &document.project)),
        (None, Some(check_in)) => (check_in.span, about(check_in, &document.project)?),
        (None, None) => return None,
    };
    let range = Some(document.text.range(span, client.encoding));
    let content = MarkupContent { kind: MarkupKind::Markdown, value };
    Some(Hover { contents: content.into(), range })
}

fn explained(finding: &Diagnostic, project: &Project) -> String {
    let rule = project.rules().get(&finding.rule);
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
    let known = disk::reworded(&project.folder).unwrap_or_default();
    let before = Reworded::last_of(&known, finding);
    parts.extend(before.map(|words| format!("Before, you wrote: {}", one_line(words))));
    let reading = finding.reading.as_ref().map(|reading| one_line(&reading.told()));
    parts.extend(reading.map(|told| format!("Read: {told}")));
    parts.join("\n\n")
}

fn about(check_in: &CheckIn, project: &Project) -> Option<String> {
    let commitment = project.setup.commitments.get(check_in.commitment)?;
    let when = commitment.when.as_ref().map(|when| format!("When: {when}"));
    let least = commitment.minimum.as_ref().map(|least| format!("On hard days: {least}"));
    let parts = [Some(format!("**{}**", commitment.title)), when, least];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
}
