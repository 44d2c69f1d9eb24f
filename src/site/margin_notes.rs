//! What the rules noticed, as notes beside the words: a question, another wording. The words are
//! marked where they stand, whatever emphasis is in them, and the note follows right behind.

use std::collections::HashSet;
use std::fmt::Write as _;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::escape::escaped;
use super::markdown::node::new_node;
use crate::diagnostic::{Diagnostic, RuleId};
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
    /// The words it is about, without marks of emphasis.
    words: String,
    /// What it says, as HTML that can stand within a paragraph.
    html: String,
}

/// The notes of an entry, in order. What stands in a part that is not shown has none.
pub(super) fn margin_notes(
    found: &[Diagnostic],
    source: &str,
    shown: &VisibleText,
    languages: &[String],
) -> Vec<MarginNote> {
    let about_words = found.iter().filter(|one| one.family.is_self_talk());
    let mut lines = None;
    let mut said = HashSet::new();
    let placed = about_words.filter_map(|one| {
        let lines = lines.get_or_insert_with(|| LineIndex::new(&shown.text));
        let offset = shown.offset(one.span.start)?;
        shown.offset(one.span.end.checked_sub(1)?)?;
        let words = unmarked(&one_line(one.span.slice(source)));
        let html = html(one, &words, languages, &mut said);
        Some(MarginNote { line: lines.line(offset) + 1, words, html })
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
        let _ = write!(
            last.html,
            " <small>There {those} like this; <code>evenkeel fix</code> goes through them one at a time.</small>"
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
    let mut out = format!("<b>“{}”</b>", escaped(words));
    let new = said.insert(found.voice());
    // Writing to a string cannot fail.
    if new {
        let _ = write!(
            out,
            "{} <a href=\"../rules/index.html#{}\">About this rule</a>",
            escaped(&found.message),
            escaped(&found.rule.anchor(languages))
        );
    }
    if let Some(question) = found.question.as_deref().filter(|_| new) {
        let _ = write!(out, "<i>{}</i>", escaped(question));
    }
    for suggestion in found.suggestions.iter().take(WORDINGS) {
        let _ = write!(out, "<q>{}</q>", escaped(&one_line(&suggestion.title)));
    }
    out
}

/// Marks the words of each note, and puts the note right behind them; behind the block where the
/// words do not stand in one.
pub(super) fn place<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>, notes: &[MarginNote]) {
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (number, note) in (1..).zip(notes) {
        let holds = |node: &&AstNode| {
            let place = node.data().sourcepos;
            (place.start.line..=place.end.line).contains(&note.line)
        };
        let leaf = |node: &&AstNode| {
            matches!(
                node.data().value,
                NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell
            )
        };
        let blocks: Vec<&AstNode> = root.descendants().filter(leaf).filter(holds).collect();
        let found = blocks.iter().find_map(|block| {
            let pieces = pieces(block);
            let at = find(&pieces, note, &taken)?;
            Some((pieces, at))
        });
        if let Some((pieces, at)) = found {
            taken.push((note.line, at.start));
            mark(&pieces, at, number, &note.html, arena);
        } else if let Some(block) = root.children().find(holds) {
            let html = format!("<p>{}</p>", span(number, &note.html, ""));
            block.insert_after(new_node(arena, NodeValue::Raw(html)));
        }
    }
}

/// A piece of a block's text: its node and where it stands in the block's words.
struct Piece<'a> {
    node: &'a AstNode<'a>,
    text: String,
    start: usize,
    line: usize,
}

/// The text of a block in pieces; a break is a space.
fn pieces<'a>(block: &'a AstNode<'a>) -> Vec<Piece<'a>> {
    let mut start = 0;
    let mut pieces = Vec::new();
    for node in block.descendants() {
        let text = match &node.data().value {
            NodeValue::Text(text) => text.to_string(),
            NodeValue::SoftBreak | NodeValue::LineBreak => " ".to_owned(),
            NodeValue::Code(code) => code.literal.clone(),
            // A mark that was set before is no text.
            _ => continue,
        };
        let line = node.data().sourcepos.start.line;
        let end = start + text.len();
        pieces.push(Piece { node, text, start, line });
        start = end;
    }
    pieces
}

/// Where the words of a note stand in the pieces: on its line where they stand there, and never
/// where another note's do.
fn find(
    pieces: &[Piece],
    note: &MarginNote,
    taken: &[(usize, usize)],
) -> Option<std::ops::Range<usize>> {
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let line = |start: usize| {
        let piece = pieces.iter().rev().find(|piece| piece.start <= start);
        piece.map_or(0, |piece| piece.line)
    };
    let all = || {
        let found =
            text.match_indices(&note.words).map(|(start, words)| start..start + words.len());
        found.filter(|at| !taken.contains(&(note.line, at.start)))
    };
    all().find(|at| line(at.start) == note.line).or_else(|| all().next())
}

/// Marks a range of the pieces, and puts the note behind the last of them.
fn mark<'a>(
    pieces: &[Piece<'a>],
    at: std::ops::Range<usize>,
    number: usize,
    html: &str,
    arena: &'a Arena<'a>,
) {
    let raw = |html: String| new_node(arena, NodeValue::Raw(html));
    let plain = |text: &str| new_node(arena, NodeValue::Text(text.to_owned().into()));
    let within = |piece: &&Piece| piece.start < at.end && at.start < piece.start + piece.text.len();
    let marked: Vec<&Piece> = pieces.iter().filter(within).collect();
    let leads = marked.first().is_some_and(|first| !is_linked(first.node));
    let mut last = None;
    for (index, piece) in marked.iter().enumerate() {
        let from = at.start.saturating_sub(piece.start);
        let to = (at.end - piece.start).min(piece.text.len());
        let (Some(before), Some(inside), Some(after)) =
            (piece.text.get(..from), piece.text.get(from..to), piece.text.get(to..))
        else {
            return;
        };
        let id = if index == 0 { format!(" id=\"m{number}\"") } else { String::new() };
        let link = (index == 0 && leads).then(|| format!("<a href=\"#n{number}\">"));
        let open = format!("<mark{id}>{}", link.as_deref().unwrap_or_default());
        let close = if link.is_some() { "</a></mark>" } else { "</mark>" };
        let close = raw(close.to_owned());
        let is_text = matches!(piece.node.data().value, NodeValue::Text(_));
        if is_text {
            for part in [plain(before), raw(open), plain(inside), close] {
                piece.node.insert_before(part);
            }
            piece.node.data_mut().value = NodeValue::Text(after.to_owned().into());
            last = Some(close);
        } else if matches!(piece.node.data().value, NodeValue::Code(_)) {
            piece.node.insert_before(raw(open));
            piece.node.insert_after(close);
            last = Some(close);
        }
    }
    let Some(last) = last else { return };
    // Behind the emphasis or the link in which the words end.
    let inline = |node: &&AstNode| {
        matches!(
            node.data().value,
            NodeValue::Emph
                | NodeValue::Strong
                | NodeValue::Link(_)
                | NodeValue::WikiLink(_)
                | NodeValue::Strikethrough
                | NodeValue::Highlight
        )
    };
    let top = last.ancestors().filter(inline).last().unwrap_or(last);
    let back = if leads {
        format!("<a class=\"close\" href=\"#m{number}\">Fold away</a>")
    } else {
        String::new()
    };
    top.insert_after(raw(span(number, html, &back)));
}

/// Whether a node is within a link, in which there can be no other.
fn is_linked<'a>(node: &'a AstNode<'a>) -> bool {
    node.ancestors()
        .any(|above| matches!(above.data().value, NodeValue::Link(_) | NodeValue::WikiLink(_)))
}

fn span(number: usize, html: &str, back: &str) -> String {
    format!("<span class=\"note\" id=\"n{number}\" role=\"note\">{html}{back}</span>")
}
