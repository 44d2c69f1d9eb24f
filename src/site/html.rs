//! The Markdown of one entry as HTML that is safe to open and loses no word.
//!
//! Links between entries become links between pages, images are taken from the journal only, raw
//! HTML is shown as text, comments and private passages are gone before this module sees them.

use std::cell::RefCell;
use std::sync::LazyLock;

use comrak::nodes::{Ast, AstNode, LineColumn, NodeLink, NodeValue};
use comrak::{Arena, format_html, parse_document};
use regex::Regex;

use super::links::{Links, Target};
use crate::journal::prose::markdown_options;
use crate::text::regex;

/// How many words of an entry a list shows.
const EXCERPT: usize = 40;

/// HTML elements whose tags say nothing; the words between them are kept either way.
const QUIET_TAGS: [&str; 32] = [
    "a", "abbr", "b", "big", "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "font", "i", "ins", "kbd", "mark", "p", "q", "s", "small", "span", "strong", "sub",
    "summary", "sup", "u", "var", "wbr",
];

static COMMENT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)<!--.*?(?:-->|\z)"));
static TAG_NAME: LazyLock<Regex> = LazyLock::new(|| regex(r"^</?([A-Za-z][A-Za-z0-9]*)"));
static HOUSEKEEPING: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:id|collapsed|heading|logseq\.[\w-]+):: "));

/// A rendered entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rendered {
    /// The body, without the heading that is the page's title.
    pub(super) html: String,
    /// The first words, as plain text.
    pub(super) excerpt: String,
    /// Sections under the headings asked for: heading and HTML.
    pub(super) sections: Vec<(String, String)>,
    /// Files of the journal that the HTML shows or links to.
    pub(super) attachments: Vec<String>,
}

/// What a page needs to know to be rendered.
pub(super) struct Request<'a> {
    pub(super) markdown: &'a str,
    /// Path of the entry in the journal.
    pub(super) path: &'a str,
    pub(super) title: Option<&'a str>,
    pub(super) links: &'a Links,
    /// Headings whose sections are gathered.
    pub(super) headings: &'a [String],
}

pub(super) fn render(request: &Request) -> Rendered {
    let mut options = markdown_options();
    options.render.escape = true;
    options.render.tasklist_classes = true;
    let arena = Arena::new();
    let root = parse_document(&arena, request.markdown, &options);
    let mut rendered = Rendered::default();
    prepare(root, &arena, request, &mut rendered.attachments);
    without_title(root, request.title);
    demote(root);
    rendered.excerpt = excerpt(root);
    rendered.html = html(root, &options);
    rendered.sections = sections(root, request.headings, &arena, &options);
    rendered.attachments.sort();
    rendered.attachments.dedup();
    rendered
}

fn html<'a>(root: &'a AstNode<'a>, options: &comrak::Options) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = format_html(root, options, &mut out);
    out
}

fn node<'a>(arena: &'a Arena<'a>, value: NodeValue) -> &'a AstNode<'a> {
    arena.alloc(AstNode::new(RefCell::new(Ast::new(value, LineColumn::default()))))
}

/// Makes every node safe and every link right.
fn prepare<'a>(
    root: &'a AstNode<'a>,
    arena: &'a Arena<'a>,
    request: &Request,
    attachments: &mut Vec<String>,
) {
    let nodes: Vec<&AstNode> = root.descendants().collect();
    for current in nodes {
        let value = current.data().value.clone();
        match value {
            NodeValue::HtmlBlock(mut block) => {
                let shown = COMMENT.replace_all(&block.literal, "");
                if shown.trim().is_empty() {
                    current.detach();
                } else {
                    block.literal = shown.into_owned();
                    current.data_mut().value = NodeValue::HtmlBlock(block);
                }
            }
            NodeValue::HtmlInline(html) => inline_html(current, &html),
            NodeValue::Link(link) => {
                let target = request.links.resolve(request.path, &link.url);
                set_link(current, target, link.title, attachments);
            }
            NodeValue::Image(link) => {
                let target = request.links.resolve(request.path, &link.url);
                set_image(current, arena, target, &link, attachments);
            }
            NodeValue::WikiLink(link) => {
                let target = request.links.wiki(&link.url);
                if link.embed && matches!(target, Target::File(_)) {
                    let shown = NodeLink { url: link.url, title: String::new() };
                    set_image(current, arena, target, &shown, attachments);
                } else {
                    set_link(current, target, String::new(), attachments);
                }
            }
            NodeValue::TaskItem(task) => task_item(current, arena, task.symbol),
            NodeValue::Text(text) if HOUSEKEEPING.is_match(&text) => {
                if let Some(next) = current.next_sibling().filter(|next| is_break(next)) {
                    next.detach();
                }
                current.detach();
            }
            _ => {}
        }
    }
}

fn is_break(node: &AstNode) -> bool {
    matches!(node.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
}

/// Comments and quiet tags go; anything else, `<name>` among it, is shown as it was written.
fn inline_html<'a>(current: &'a AstNode<'a>, html: &str) {
    let name = TAG_NAME.captures(html).map(|found| found[1].to_lowercase());
    if name.as_deref() == Some("br") {
        current.data_mut().value = NodeValue::LineBreak;
    } else if html.starts_with("<!--")
        || name.is_some_and(|name| QUIET_TAGS.contains(&name.as_str()))
    {
        current.detach();
    }
}

fn set_link<'a>(
    current: &'a AstNode<'a>,
    target: Target,
    title: String,
    attachments: &mut Vec<String>,
) {
    let url = match target {
        Target::Page(url) | Target::Outside(url) => url,
        Target::File(file) => {
            let url = super::links::file_url(&file);
            attachments.push(file);
            url
        }
        // The words stay, the link goes.
        Target::Nowhere => {
            current.data_mut().value = NodeValue::Underline;
            let children: Vec<_> = current.children().collect();
            for child in children {
                current.insert_before(child);
            }
            current.detach();
            return;
        }
    };
    current.data_mut().value = NodeValue::Link(Box::new(NodeLink { url, title }));
}

/// An image of the journal is shown; one from elsewhere becomes a link, so that a page loads
/// nothing from anywhere.
fn set_image<'a>(
    current: &'a AstNode<'a>,
    arena: &'a Arena<'a>,
    target: Target,
    link: &NodeLink,
    attachments: &mut Vec<String>,
) {
    if let Target::File(file) = target {
        let url = super::links::file_url(&file);
        attachments.push(file);
        let title = link.title.clone();
        current.data_mut().value = NodeValue::Image(Box::new(NodeLink { url, title }));
        return;
    }
    if current.first_child().is_none() {
        current.append(node(arena, NodeValue::Text(link.url.clone().into())));
    }
    set_link(current, target, link.title.clone(), attachments);
}

/// A task as a list item with a drawn box that a screen reader can name.
fn task_item<'a>(current: &'a AstNode<'a>, arena: &'a Arena<'a>, symbol: Option<char>) {
    let (class, name) = match symbol {
        None => ("open", "open"),
        Some('x' | 'X') => ("done", "done"),
        Some('/') => ("partly", "partly done"),
        Some('-') => ("rest", "rest"),
        Some('>') => ("moved", "moved"),
        Some(_) => ("other", "marked"),
    };
    let Some(parent) = current.parent() else { return };
    let NodeValue::List(mut list) = parent.data().value.clone() else { return };
    list.is_task_list = false;
    parent.data_mut().value = NodeValue::List(list);
    current.data_mut().value = NodeValue::Item(list);
    let html = format!("<span class=\"task {class}\" role=\"img\" aria-label=\"{name}\"></span> ");
    let mark = node(arena, NodeValue::Raw(html));
    match current.first_child() {
        Some(first) if matches!(first.data().value, NodeValue::Paragraph) => first.prepend(mark),
        _ => {
            let paragraph = node(arena, NodeValue::Paragraph);
            paragraph.append(mark);
            current.prepend(paragraph);
        }
    }
}

/// The heading that is the page's title is not repeated below it.
fn without_title<'a>(root: &'a AstNode<'a>, title: Option<&str>) {
    let Some(first) = root.first_child() else { return };
    let is_title = matches!(first.data().value, NodeValue::Heading(heading) if heading.level == 1);
    if is_title && title.is_some_and(|title| title == first.collect_text().trim()) {
        first.detach();
    }
}

/// Moves headings down so that the topmost comes right below the page's own.
fn demote<'a>(root: &'a AstNode<'a>) {
    let mut last = 1;
    for current in root.descendants() {
        if let NodeValue::Heading(heading) = &mut current.data_mut().value {
            // No level is skipped: what comes after level n is at most level n + 1.
            heading.level = (heading.level.max(2)).min(last + 1).min(6);
            last = heading.level;
        }
    }
}

fn excerpt<'a>(root: &'a AstNode<'a>) -> String {
    let paragraphs =
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Paragraph));
    let mut words: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.collect_text();
        words.extend(text.split_whitespace().map(str::to_owned));
        if words.len() > EXCERPT {
            words.truncate(EXCERPT);
            return words.join(" ") + " …";
        }
    }
    words.join(" ")
}

/// The sections under `headings`, each up to the next heading of its level or above.
fn sections<'a>(
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
                open = Some((name.clone(), here, node(arena, NodeValue::Document)));
                continue;
            }
        }
        if let Some((_, _, section)) = &open {
            section.append(child);
        }
    }
    found.extend(open);
    let written = |(name, _, section): (String, u8, &'a AstNode<'a>)| {
        let text = section.collect_text();
        text.chars().any(char::is_alphanumeric).then(|| (name, html(section, options)))
    };
    found.into_iter().filter_map(written).collect()
}
