//! What the rules noticed, as notes in the margin of an entry: the words, a question, another
//! wording.

use std::collections::HashSet;
use std::fmt::Write as _;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::escape::escaped;
use super::markdown::node::new_node;
use crate::diagnostic::{Diagnostic, Family, RuleId};
use crate::journal::visible::VisibleText;
use crate::text::{LineIndex, one_line};

/// How many other wordings a note offers.
const WORDINGS: usize = 2;
/// More notes than this would crowd an entry, on a day that was hard enough.
const NOTES: usize = 4;

/// A note, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarginNote {
    /// The line of the Markdown, from 1.
    line: usize,
    /// The words it is about.
    words: String,
    html: String,
}

/// The notes of an entry, in order. What stands in a part that is not shown has none.
pub(super) fn margin_notes(
    found: &[Diagnostic],
    source: &str,
    shown: &VisibleText,
    languages: &[String],
) -> Vec<MarginNote> {
    let about_words = found.iter().filter(|one| one.family != Family::Journal);
    let mut lines = None;
    let mut said = HashSet::new();
    let placed = about_words.filter_map(|one| {
        let lines = lines.get_or_insert_with(|| LineIndex::new(&shown.text));
        let offset = shown.offset(one.span.start)?;
        shown.offset(one.span.end.checked_sub(1)?)?;
        let words = one.span.slice(source);
        let html = html(one, &unmarked(&one_line(words)), languages, &mut said);
        Some(MarginNote { line: lines.line(offset) + 1, words: words.to_owned(), html })
    });
    let mut notes: Vec<MarginNote> = placed.collect();
    let more = notes.len().saturating_sub(NOTES);
    notes.truncate(NOTES);
    if let Some(last) = notes.last_mut().filter(|_| more > 0) {
        let those = if more == 1 {
            "is one more place".to_owned()
        } else {
            format!("are {more} more places")
        };
        let _ = writeln!(
            last.html,
            "<p class=\"meta\">There {those} like this; <code>evenkeel fix</code> goes through them one at a time.</p>"
        );
    }
    notes
}

/// Words without the marks of emphasis and code.
pub(super) fn unmarked(markdown: &str) -> String {
    let inside = |text: &str, at: usize| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let around = text.get(..at).zip(text.get(at + 1..));
        around.is_some_and(|(before, after)| {
            letter(before.chars().next_back()) && letter(after.chars().next())
        })
    };
    let marks = markdown.char_indices().filter(|(at, letter)| match letter {
        '*' | '`' => true,
        '_' => !inside(markdown, *at) && !markdown.contains("__"),
        _ => false,
    });
    let marks: Vec<usize> = marks.map(|(at, _)| at).collect();
    let kept = markdown.char_indices().filter(|(at, _)| !marks.contains(at));
    kept.map(|(_, letter)| letter).collect()
}

/// What was `said` of another finding of the entry is not said again.
fn html<'a>(
    found: &'a Diagnostic,
    words: &str,
    languages: &[String],
    said: &mut HashSet<(&'a RuleId, Option<&'a str>)>,
) -> String {
    let mut out = format!(
        "<div class=\"remark {}\" role=\"note\">\n<p class=\"said\"><q>{}</q></p>\n",
        found.family,
        escaped(words),
    );
    // Writing to a string cannot fail.
    let new = said.insert(found.voice());
    if new {
        let _ = writeln!(
            out,
            "<p>{} <a href=\"../rules/index.html#{}\">About this rule</a></p>",
            escaped(&found.message),
            escaped(&found.rule.anchor(languages))
        );
    }
    if let Some(question) = found.question.as_deref().filter(|_| new) {
        let _ = writeln!(out, "<p class=\"asked\">{}</p>", escaped(question));
    }
    if !found.suggestions.is_empty() {
        out.push_str("<ul>\n");
        for suggestion in found.suggestions.iter().take(WORDINGS) {
            let _ = writeln!(out, "<li>{}</li>", escaped(&one_line(&suggestion.title)));
        }
        out.push_str("</ul>\n");
    }
    out + "</div>\n"
}

/// Puts each note below the block that holds its words, and marks the words where they stand in
/// one piece.
pub(super) fn place<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>, notes: &[MarginNote]) {
    // From the end, so that the notes of one block stand in the order of their words.
    for note in notes.iter().rev() {
        let holds = |node: &&AstNode| {
            let place = node.data().sourcepos;
            (place.start.line..=place.end.line).contains(&note.line)
        };
        let Some(block) = root.children().find(holds) else { continue };
        block.insert_after(new_node(arena, NodeValue::Raw(note.html.clone())));
        mark(block, arena, &note.words);
    }
}

/// Marks the words in the first piece of text that holds all of them.
fn mark<'a>(block: &'a AstNode<'a>, arena: &'a Arena<'a>, words: &str) {
    for current in block.descendants() {
        let NodeValue::Text(text) = current.data().value.clone() else { continue };
        let Some(start) = text.find(words) else { continue };
        let (before, rest) = text.split_at(start);
        let (inside, after) = rest.split_at(words.len());
        let piece = |text: &str| new_node(arena, NodeValue::Text(text.to_owned().into()));
        let tag = |tag: &str| new_node(arena, NodeValue::Raw(tag.to_owned()));
        let parts = [piece(before), tag("<mark>"), piece(inside), tag("</mark>")];
        for part in parts {
            current.insert_before(part);
        }
        current.data_mut().value = NodeValue::Text(after.to_owned().into());
        return;
    }
}
