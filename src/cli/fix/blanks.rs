//! Blanks of a suggestion: asked for one by one, none is ever written.

use anyhow::Result;

use crate::cli::prompt::Prompt;
use crate::diagnostic::{BLANK, Suggestion};
use crate::text::Edit;

/// The edits of a suggestion with its blanks filled; a blank that is left empty drops its sentence.
/// `None` where nothing is left to write, or no answer comes.
pub(super) fn filled(suggestion: &Suggestion, prompt: &Prompt) -> Result<Option<Vec<Edit>>> {
    // What the suggestion leaves besides the sentences with blanks.
    let mut says = sentences(&suggestion.title).any(|one| !one.contains(BLANK));
    let mut edits = Vec::new();
    for edit in &suggestion.edits {
        let mut replacement = String::new();
        for sentence in sentences(&edit.replacement) {
            if !sentence.contains(BLANK) {
                replacement.push_str(sentence);
                continue;
            }
            let Some(answer) = asked(sentence, prompt)? else { return Ok(None) };
            says |= !answer.is_empty();
            replacement.push_str(&answer);
        }
        let replacement = replacement.trim_end().to_owned();
        edits.push(Edit { span: edit.span, replacement });
    }
    edits.retain(|edit| !edit.span.is_empty() || !edit.replacement.is_empty());
    Ok((says && !edits.is_empty()).then_some(edits))
}

/// A sentence with its blanks filled; empty where one was left empty.
fn asked(sentence: &str, prompt: &Prompt) -> Result<Option<String>> {
    let mut parts = sentence.split(BLANK);
    let mut said = parts.next().unwrap_or_default().to_owned();
    let mut lead = said.as_str().to_owned();
    for part in parts {
        let before = lead.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '\'');
        let Some(answer) = prompt.line(&format!("{before} …"), "")? else { return Ok(None) };
        if answer.is_empty() {
            return Ok(Some(String::new()));
        }
        let stops = part.starts_with(['.', ',', '!', '?']);
        said.push_str(if stops { answer.trim_end_matches('.') } else { &answer });
        said.push_str(part);
        part.clone_into(&mut lead);
    }
    Ok(Some(said))
}

/// A text by its sentences, each with the space behind it.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ")
}
