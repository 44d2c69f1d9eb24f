//! Check-ins on the page of their entry: the day's sign in place of the box or of the field, and a
//! link to the commitment.

use std::collections::HashMap;
use std::sync::LazyLock;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;

use super::escape::escaped;
use super::input::SiteInput;
use super::links::{LinkTarget, Links};
use super::markdown::node::new_node;
use crate::commitment::day_state::DayState;
use crate::commitment::name::folded;
use crate::journal::entry::Entry;
use crate::journal::visible::VisibleText;
use crate::text::{LineIndex, regex};

/// `walk:: rest`, also in brackets within a line.
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[\[(]?([^\[\]():]+?)::[ \t]*([^\[\]()]*?)(?:[\])]|$)"));
/// A longer name is none.
const LONGEST_NAME: usize = 120;

/// A check-in, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckInMark {
    /// The line of the Markdown, from 1.
    line: usize,
    look: DayState,
    /// The page of its commitment, from a page one folder deep.
    url: String,
    title: String,
    /// What it may be called, folded.
    names: Vec<String>,
}

/// The check-ins of an entry that its page shows, with commitments that have one.
pub(super) fn check_in_marks(
    entry: &Entry,
    shown: &VisibleText,
    input: &SiteInput,
    links: &Links,
) -> Vec<CheckInMark> {
    let check_ins = input.check_ins.get(entry.path.as_str()).copied().unwrap_or_default();
    let mut index = None;
    let marks = check_ins.iter().filter_map(|one| {
        let commitment = input.commitments.get(one.commitment)?;
        let tracked = input.shown().find(|tracked| tracked.commitment.id == commitment.id)?;
        let LinkTarget::Page(url) = links.resolve("", &commitment.path) else { return None };
        let offset = shown.offset(one.span.start)?;
        let places = index.get_or_insert_with(|| LineIndex::new(&shown.text));
        Some(CheckInMark {
            line: places.line(offset) + 1,
            look: DayState::said(tracked, one.date, one.state),
            url,
            title: commitment.title.clone(),
            names: commitment.names().map(folded).collect(),
        })
    });
    marks.collect()
}

/// Draws the check-ins.
pub(super) fn place<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>, marks: &[CheckInMark]) {
    if marks.is_empty() {
        return;
    }
    let mut by_line: HashMap<usize, Vec<&CheckInMark>> = HashMap::new();
    for mark in marks {
        by_line.entry(mark.line).or_default().push(mark);
    }
    let nodes: Vec<&AstNode> = root.descendants().collect();
    for node in nodes {
        let line = node.data().sourcepos.start.line;
        let Some(here) = by_line.get(&line) else { continue };
        let value = node.data().value.clone();
        match value {
            NodeValue::Item(_) => {
                if let Some(mark) = here.first() {
                    task(node, arena, mark);
                }
            }
            NodeValue::Text(text) if text.contains("::") => {
                fields(node, arena, &text, here);
            }
            _ => {}
        }
    }
}

fn sign(mark: &CheckInMark) -> String {
    let said = mark.look.spoken();
    let look = mark.look.class();
    format!("<i class=\"glyph {look}\" role=\"img\" aria-label=\"{said}\"></i>")
}

/// The sign in place of a task's box, and a link in place of the name behind it.
fn task<'a>(item: &'a AstNode<'a>, arena: &'a Arena<'a>, mark: &CheckInMark) {
    let is_box = |node: &&AstNode| matches!(&node.data().value, NodeValue::Raw(html) if html.starts_with("<span class=\"task"));
    let Some(found) = item.descendants().find(is_box) else { return };
    // One in a list within this item is another's.
    if found
        .ancestors()
        .find(|above| matches!(above.data().value, NodeValue::Item(_)))
        .is_none_or(|above| !above.same_node(item))
    {
        return;
    }
    found.data_mut().value =
        NodeValue::Raw(format!("<span class=\"task day\">{}</span> ", sign(mark)));
    let Some(next) = found.next_sibling() else { return };
    let NodeValue::Text(text) = next.data().value.clone() else { return };
    let start = text.len() - text.trim_start().len();
    let Some(rest) = text.get(start..) else { return };
    let Some(end) = name_end(rest, &mark.names) else { return };
    let (name, after) = rest.split_at(end);
    let link = format!("<a href=\"{}\">{}</a>", mark.url, escaped(name));
    next.insert_before(new_node(arena, NodeValue::Raw(link)));
    next.data_mut().value = NodeValue::Text(after.to_owned().into());
}

/// Where the longest of `names` ends that `text` begins with.
fn name_end(text: &str, names: &[String]) -> Option<usize> {
    let ends = text.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let whole = |end: &usize| {
        let next = text.get(*end..).and_then(|rest| rest.chars().next());
        next.is_none_or(|next| !next.is_alphanumeric())
    };
    let ends: Vec<usize> = ends.take_while(|end| *end <= LONGEST_NAME).filter(whole).collect();
    let end = |name: &String| {
        // The first one: marks behind a name fold to nothing.
        let end =
            ends.iter().find(|end| text.get(..**end).is_some_and(|part| folded(part) == *name));
        end.copied()
    };
    names.iter().filter_map(end).max()
}

/// The signs in place of fields.
fn fields<'a>(node: &'a AstNode<'a>, arena: &'a Arena<'a>, text: &str, marks: &[&CheckInMark]) {
    let mut done = 0;
    // One in a sentence stays in its line.
    let speaks = FIELD.replace_all(text, "").chars().any(char::is_alphanumeric);
    let within = if speaks { " within" } else { "" };
    for found in FIELD.captures_iter(text) {
        let (Some(whole), Some(name), Some(value)) = (found.get(0), found.get(1), found.get(2))
        else {
            continue;
        };
        let name = folded(name.as_str());
        let Some(mark) = marks.iter().find(|mark| mark.names.contains(&name)) else { continue };
        let before = text.get(done..whole.start()).unwrap_or_default();
        let said = value.as_str().trim();
        let said = if said.is_empty() { String::new() } else { format!(": {}", escaped(said)) };
        let html = format!(
            "<span class=\"check-in{within}\">{} <a href=\"{}\">{}</a>{said}</span>",
            sign(mark),
            mark.url,
            escaped(&mark.title)
        );
        node.insert_before(new_node(arena, NodeValue::Text(before.to_owned().into())));
        node.insert_before(new_node(arena, NodeValue::Raw(html)));
        done = whole.end();
    }
    if done > 0 {
        let rest = text.get(done..).unwrap_or_default().to_owned();
        node.data_mut().value = NodeValue::Text(rest.into());
    }
}
