//! Parts of an entry's Markdown: its title, its headings, its first words, its sections.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};
use regex::Regex;

use super::node::{html, new_node};
use crate::journal::template;
use crate::site::address::slug;
use crate::site::links::ANCHOR;
use crate::text::regex;

/// `mood:: 5`, alone on its line.
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[\[(]?[\p{L}\p{N}][\p{L}\p{N} _-]{0,40}::(?: |$)"));
/// `[walk:: 35]` in a sentence.
static INLINE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[\[(]([\p{L}\p{N}][\p{L}\p{N} _-]{0,40})::[ \t]*([^\[\]()]*)[\])]"));
/// How many words of an entry a list shows.
const EXCERPT: usize = 40;
/// Bytes of a first sentence that need no second, and of one that is cut.
const SHORT_OPENING: usize = 30;
const LONGEST_OPENING: usize = 130;

/// The heading that is the page's title is not repeated below it.
pub(super) fn without_title<'a>(root: &'a AstNode<'a>, title: Option<&str>) {
    let Some(first) = root.first_child() else { return };
    let is_title = matches!(first.data().value, NodeValue::Heading(heading) if heading.level == 1);
    if is_title && title.is_some_and(|title| title == first.collect_text().trim()) {
        first.detach();
    }
}

/// Moves headings down so that the topmost comes right below the page's own.
pub(super) fn demote<'a>(root: &'a AstNode<'a>) {
    let mut last = 1;
    for current in root.descendants() {
        if let NodeValue::Heading(heading) = &mut current.data_mut().value {
            // No level is skipped: what comes after level n is at most level n + 1.
            heading.level = (heading.level.max(2)).min(last + 1).min(6);
            last = heading.level;
        }
    }
}

/// Gives each heading an id that links can name.
pub(super) fn anchors<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let mut taken = BTreeSet::new();
    for heading in
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Heading(_)))
    {
        let id = slug(&heading.collect_text());
        if taken.insert(id.clone()) {
            heading.prepend(new_node(
                arena,
                NodeValue::Raw(format!("<span id=\"{ANCHOR}{id}\"></span>")),
            ));
        }
    }
}

/// A section that is repeated elsewhere leaves its footnotes on the entry's page.
pub(super) fn without_footnotes<'a>(root: &'a AstNode<'a>) {
    let footnote = |node: &&AstNode| {
        let value = &node.data().value;
        matches!(value, NodeValue::FootnoteDefinition(_) | NodeValue::FootnoteReference(_))
    };
    let found: Vec<&AstNode> = root.descendants().filter(footnote).collect();
    for node in found {
        node.detach();
    }
}

/// All words: a line for each paragraph, heading, row and block of code.
pub(super) fn plain<'a>(root: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for current in root.descendants() {
        match &current.data().value {
            NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => {
                out.push_str(current.collect_text().trim());
            }
            NodeValue::CodeBlock(code) => out.push_str(code.literal.trim()),
            NodeValue::HtmlBlock(html) => out.push_str(html.literal.trim()),
            _ => continue,
        }
        out.push('\n');
    }
    out.shrink_to_fit();
    out
}

/// The words of a paragraph without those for its photos, and without lines that are fields.
fn own_text<'a>(paragraph: &'a AstNode<'a>) -> String {
    let words = paragraph.children().map(|child| match &child.data().value {
        NodeValue::Image(_) => String::new(),
        NodeValue::Text(text) if FIELD.is_match(text) => String::new(),
        NodeValue::SoftBreak | NodeValue::LineBreak => " ".to_owned(),
        _ => child.collect_text(),
    });
    let words: String = words.collect();
    if words.contains("::") { INLINE.replace_all(&words, "$1 $2").into_owned() } else { words }
}

/// The first words of an entry, which was read from `markdown`.
pub(super) fn excerpt<'a>(root: &'a AstNode<'a>, markdown: &str) -> String {
    let is_navigation = |node: &&AstNode| {
        let place = node.data().sourcepos;
        let lines = markdown.lines().skip(place.start.line.saturating_sub(1));
        let mut lines = lines.take(place.end.line + 1 - place.start.line);
        markdown.contains("[[") && lines.all(template::is_navigation)
    };
    let paragraph = |node: &&AstNode| matches!(node.data().value, NodeValue::Paragraph);
    // What was thought says more than a list of ticks, and that more than what was quoted.
    let rank = |node: &'a AstNode<'a>| {
        let inside = |value: fn(&NodeValue) -> bool| {
            node.ancestors().any(|outer| value(&outer.data().value))
        };
        match () {
            () if inside(|value| matches!(value, NodeValue::BlockQuote)) => 2,
            () if inside(|value| matches!(value, NodeValue::Item(_))) => 1,
            () => 0,
        }
    };
    let said = root.descendants().filter(paragraph).filter(|node| !is_navigation(node));
    let said = said.map(|node| (rank(node), own_text(node)));
    let said = said.filter(|(_, text)| !text.trim().is_empty() && !template::is_form(text));
    let said: Vec<(u8, String)> = said.collect();
    let first = said.iter().map(|(rank, _)| *rank).min();
    let mut words: Vec<String> = Vec::new();
    for (_, text) in said.iter().filter(|(rank, _)| Some(*rank) == first) {
        words.extend(text.split_whitespace().map(str::to_owned));
        if words.len() > EXCERPT {
            words.truncate(EXCERPT);
            return words.join(" ") + " …";
        }
    }
    words.join(" ")
}

/// The first sentence of an excerpt, and the next where that is short.
pub(super) fn opening(excerpt: &str) -> String {
    let mut end = 0;
    let mut words = excerpt.split_inclusive(char::is_whitespace).peekable();
    while let Some(word) = words.next() {
        end += word.len();
        let closes = word.trim_end().ends_with(['.', '?', '!', '…', '”', '"']);
        if end >= LONGEST_OPENING && !closes {
            let cut = excerpt.get(..end).unwrap_or(excerpt).trim_end();
            return if words.peek().is_some() { format!("{cut} …") } else { cut.to_owned() };
        }
        if closes && end >= SHORT_OPENING {
            break;
        }
    }
    excerpt.get(..end).unwrap_or(excerpt).trim_end().to_owned()
}

/// The openings of an excerpt from each of its sentences on.
pub(in crate::site) fn openings(excerpt: &str) -> impl Iterator<Item = String> {
    let ends = excerpt.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
    let starts = std::iter::once(0).chain(ends);
    let rests = starts.filter_map(|start| excerpt.get(start..)).map(str::trim_start);
    rests.filter(|rest| rest.starts_with(char::is_alphanumeric)).map(opening)
}

/// The sections under `headings`, each up to the next heading of its level or above.
pub(super) fn sections<'a>(
    root: &'a AstNode<'a>,
    headings: &[String],
    arena: &'a Arena<'a>,
    options: &comrak::Options,
) -> Vec<(String, String)> {
    let level = |node: &AstNode| match node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    };
    let mut found = Vec::new();
    let mut open: Option<(String, u8, &AstNode)> = None;
    let children: Vec<&AstNode> = root.children().collect();
    for child in children {
        if let Some(here) = level(child) {
            if open.as_ref().is_some_and(|(_, opened, _)| here <= *opened) {
                found.extend(open.take());
            }
            let text = child.collect_text();
            let wanted =
                headings.iter().find(|name| name.to_lowercase() == text.trim().to_lowercase());
            if let Some(name) = wanted.filter(|_| open.is_none()) {
                open = Some((name.clone(), here, new_node(arena, NodeValue::Document)));
                continue;
            }
        }
        if let Some((_, _, section)) = &open {
            section.append(child);
        }
    }
    found.extend(open);
    let written = |(name, _, section): (String, u8, &'a AstNode<'a>)| {
        let paragraphs = section.children().map(AstNode::collect_text);
        let own = paragraphs.filter(|text| !template::is_form(text));
        let speaks =
            own.flat_map(|text| text.chars().collect::<Vec<_>>()).any(char::is_alphanumeric);
        speaks.then(|| (name, html(section, options)))
    };
    found.into_iter().filter_map(written).collect()
}
