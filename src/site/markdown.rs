//! The Markdown of one entry as HTML that is safe to open and loses no word.
//!
//! Links between entries become links between pages, images are taken from the journal only, raw
//! HTML is shown as text, comments and private passages are gone before this module sees them.

mod embeds;
pub(super) mod extract;
pub(super) mod node;
mod photos;

use std::cell::OnceCell;
use std::sync::LazyLock;

use comrak::nodes::{AstNode, NodeLink, NodeValue};
use comrak::{Arena, parse_document};
use regex::Regex;

use self::embeds::{Embed, is_query, quiet};
use self::extract::{
    anchors, demote, excerpt, opening, plain, sections, without_footnotes, without_title,
};
use self::node::{html, new_node, without_empty};
use super::address::file_url;
use super::check_in_marks::{self, CheckInMark};
use super::embedded::EmbeddedNote;
use super::entry_card::Photo;
use super::links::{BrokenLink, LinkQuery, LinkTarget, Links};
use super::margin_notes::{self, MarginNote};
use crate::journal::prose::markdown_options;
use crate::text::{LineIndex, regex};

/// HTML elements whose tags say nothing; the words between them are kept either way.
const QUIET_TAGS: [&str; 32] = [
    "a", "abbr", "b", "big", "center", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "font", "i", "ins", "kbd", "mark", "p", "q", "s", "small", "span", "strong", "sub",
    "summary", "sup", "u", "var", "wbr",
];

static COMMENT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?s)<!--.*?(?:-->|\z)"));
static TAG_NAME: LazyLock<Regex> = LazyLock::new(|| regex(r"^</?([A-Za-z][A-Za-z0-9]*)"));
static HOUSEKEEPING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:id|collapsed|heading|logseq\.[\w-]+|alias(?:es)?|tags|title|type|icon|public|private|template|template-including-parent|filters|exclude-from-graph-view|created-at|updated-at|source):: ",
    )
});

/// What was read of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EntryExtract {
    /// The first words, as plain text.
    pub(super) excerpt: String,
    /// The first sentence or two of them.
    pub(super) opening: String,
    /// All words, as plain text.
    pub(super) plain: String,
    /// Sections under the headings asked for: heading and HTML.
    pub(super) sections: Vec<(String, String)>,
    /// Files of the journal that the HTML shows or links to.
    pub(super) attachments: Vec<String>,
    /// Those that it shows, and that have copies of other sizes.
    pub(super) shown: Vec<String>,
    /// The photos that lists may show, in order.
    pub(super) photos: Vec<Photo>,
    /// Addresses of the pages it links to.
    pub(super) pages: Vec<String>,
    /// Links that lead nowhere: where they stand in the Markdown, and what they say.
    pub(super) broken: Vec<(usize, BrokenLink)>,
    /// What was asked about links, and the answers: with others all of this would be another.
    pub(super) answers: Vec<(LinkQuery, LinkTarget)>,
}

/// What a page needs to know to be rendered.
pub(super) struct MarkdownInput<'a> {
    pub(super) markdown: &'a str,
    /// Path of the entry in the journal.
    pub(super) path: &'a str,
    pub(super) title: Option<&'a str>,
    pub(super) links: &'a Links,
    /// Headings whose sections are gathered.
    pub(super) headings: &'a [String],
    /// Check-ins to be drawn.
    pub(super) check_ins: &'a [CheckInMark],
    /// Notes for the margin.
    pub(super) margin_notes: &'a [MarginNote],
}

/// What is collected on the way through the nodes.
struct NodePreparer<'r> {
    request: &'r MarkdownInput<'r>,
    /// Whether this is a note inside another: it shows no third one.
    is_inside: bool,
    /// Made for the first link that leads nowhere.
    lines: OnceCell<LineIndex>,
    extract: EntryExtract,
}

/// What lists, links and the search need to know of an entry.
pub(super) fn extract(request: &MarkdownInput) -> EntryExtract {
    let options = options();
    let arena = Arena::new();
    let (root, mut found, _) = open(request, &options, &arena);
    found.excerpt = excerpt(root, request.markdown);
    found.opening = opening(&found.excerpt);
    found.plain = plain(root);
    without_footnotes(root);
    photos::draw(root, &found.photos);
    found.sections = sections(root, request.headings, &arena, &options);
    for list in [&mut found.attachments, &mut found.shown, &mut found.pages] {
        list.sort();
        list.dedup();
    }
    found
}

/// The body of an entry's own page, without the heading that is the page's title.
pub(super) fn body(request: &MarkdownInput) -> String {
    let options = options();
    let arena = Arena::new();
    let (root, read, embeds) = open(request, &options, &arena);
    anchors(root, &arena);
    check_in_marks::place(root, &arena, request.check_ins);
    margin_notes::place(root, &arena, request.margin_notes);
    for embed in embeds {
        embed.place(&arena);
    }
    photos::arrange(root, &arena, &read.photos);
    photos::draw(root, &read.photos);
    html(root, &options)
}

fn options() -> comrak::Options<'static> {
    let mut options = markdown_options();
    options.extension.highlight = true;
    options.render.escape = true;
    options.render.tasklist_classes = true;
    options
}

/// Parses an entry and makes its nodes safe.
fn open<'a>(
    request: &MarkdownInput,
    options: &comrak::Options,
    arena: &'a Arena<'a>,
) -> (&'a AstNode<'a>, EntryExtract, Vec<Embed<'a>>) {
    let root = parse_document(arena, request.markdown, options);
    let mut preparer = NodePreparer {
        request,
        is_inside: false,
        lines: OnceCell::new(),
        extract: EntryExtract::default(),
    };
    let embeds = preparer.prepare(root, arena);
    without_title(root, request.title);
    demote(root);
    (root, preparer.extract, embeds)
}

impl NodePreparer<'_> {
    /// Makes every node safe and every link right.
    fn prepare<'a>(&mut self, root: &'a AstNode<'a>, arena: &'a Arena<'a>) -> Vec<Embed<'a>> {
        let mut embeds = Vec::new();
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
                    let target = self.answer(LinkQuery::Address(link.url.clone()));
                    self.set_link(current, target, &link);
                }
                NodeValue::Image(link) => {
                    let target = self.answer(LinkQuery::Address(link.url.clone()));
                    self.set_image(current, arena, target, &link);
                }
                NodeValue::CodeBlock(code) if is_query(&code.info) => quiet(current, arena),
                NodeValue::WikiLink(link) => {
                    let target = if link.embed && !self.is_inside {
                        self.answer(LinkQuery::Embed(link.url.clone()))
                    } else {
                        self.answer(LinkQuery::Name(link.url.clone()))
                    };
                    let target = match target {
                        LinkTarget::Note(note) => {
                            let shown = self.inside(&note, arena);
                            embeds.push(Embed { link: current, note: shown });
                            LinkTarget::Page(format!("../{}", note.url.trim_start_matches("../")))
                        }
                        other => other,
                    };
                    let file = link.embed && is_file(&target);
                    let link = NodeLink { url: link.url, title: String::new() };
                    if file {
                        without_size(current, &link.url);
                        self.set_image(current, arena, target, &link);
                    } else {
                        spoken(current, arena, &link.url);
                        self.set_link(current, target, &link);
                    }
                }
                NodeValue::TaskItem(task) => task_item(current, arena, task.symbol),
                NodeValue::Text(text) if HOUSEKEEPING.is_match(&text) => {
                    let beside = current.next_sibling().or_else(|| current.previous_sibling());
                    if let Some(line_break) = beside.filter(|beside| is_break(beside)) {
                        line_break.detach();
                    }
                    without_empty(current);
                }
                _ => {}
            }
        }
        embeds
    }

    /// A note that is shown inside this entry. Its links are the entry's too, seen from where the
    /// note lies.
    fn inside<'a>(&mut self, note: &EmbeddedNote, arena: &'a Arena<'a>) -> &'a AstNode<'a> {
        let root = parse_document(arena, &note.text, &options());
        let request = MarkdownInput { markdown: &note.text, path: &note.path, ..*self.request };
        let mut inner = NodePreparer {
            request: &request,
            is_inside: true,
            lines: OnceCell::new(),
            extract: EntryExtract::default(),
        };
        inner.prepare(root, arena);
        demote(root);
        let EntryExtract { attachments, shown, photos, answers, .. } = inner.extract;
        self.extract.attachments.extend(attachments);
        self.extract.shown.extend(shown);
        self.extract.photos.extend(photos);
        let path = &note.path;
        self.extract.answers.extend(answers.into_iter().map(|(question, target)| {
            (LinkQuery::Inside(path.clone(), Box::new(question)), target)
        }));
        root
    }

    fn answer(&mut self, question: LinkQuery) -> LinkTarget {
        let target = self.request.links.answer(self.request.path, &question);
        self.extract.answers.push((question, target.clone()));
        target
    }

    /// Where a node begins in the Markdown.
    fn offset(&self, node: &AstNode) -> usize {
        let place = node.data().sourcepos.start;
        let lines = self.lines.get_or_init(|| LineIndex::new(self.request.markdown));
        let line = lines.start(place.line.saturating_sub(1)).unwrap_or_default();
        line + place.column.saturating_sub(1)
    }

    fn set_link<'a>(&mut self, current: &'a AstNode<'a>, target: LinkTarget, link: &NodeLink) {
        let url = match target {
            LinkTarget::Page(url) => {
                let page = url.split('#').next().unwrap_or_default();
                self.extract.pages.push(page.trim_start_matches("../").to_owned());
                url
            }
            LinkTarget::Outside(url) => url,
            LinkTarget::File(file) | LinkTarget::Photo(file, _) => {
                let url = file_url(&file);
                self.extract.attachments.push(file);
                url
            }
            // The words stay, the link goes.
            LinkTarget::Hidden | LinkTarget::Unsafe | LinkTarget::Note(_) => {
                return unlink(current);
            }
            LinkTarget::BrokenLink(missing) => {
                self.extract.broken.push((self.offset(current), missing));
                return unlink(current);
            }
        };
        let title = link.title.clone();
        current.data_mut().value = NodeValue::Link(Box::new(NodeLink { url, title }));
    }

    /// An image of the journal is shown; one from elsewhere becomes a link, so that a page loads
    /// nothing from anywhere.
    fn set_image<'a>(
        &mut self,
        current: &'a AstNode<'a>,
        arena: &'a Arena<'a>,
        target: LinkTarget,
        link: &NodeLink,
    ) {
        if let LinkTarget::Photo(file, size) = target {
            let url = file_url(&file);
            self.extract.photos.push(Photo::new(&file, size, current.collect_text()));
            self.extract.shown.push(file);
            let title = link.title.clone();
            current.data_mut().value = NodeValue::Image(Box::new(NodeLink { url, title }));
            return;
        }
        if let LinkTarget::File(file) = target {
            let url = file_url(&file);
            self.extract.attachments.push(file);
            let title = link.title.clone();
            current.data_mut().value = NodeValue::Image(Box::new(NodeLink { url, title }));
            return;
        }
        if current.first_child().is_none() {
            current.append(new_node(arena, NodeValue::Text(link.url.clone().into())));
        }
        self.set_link(current, target, link);
    }
}

const fn is_file(target: &LinkTarget) -> bool {
    matches!(target, LinkTarget::File(_) | LinkTarget::Photo(..))
}

/// A link to a heading without words of its own reads as words: "Kelp: Low tide".
fn spoken<'a>(link: &'a AstNode<'a>, arena: &'a Arena<'a>, url: &str) {
    let Some((name, heading)) = url.split_once('#').filter(|_| link.collect_text() == url) else {
        return;
    };
    let words = match (name, heading) {
        (name, heading) if heading.starts_with('^') => name.to_owned(),
        ("", heading) => heading.to_owned(),
        (name, heading) => format!("{name}: {heading}"),
    };
    for child in link.children().collect::<Vec<_>>() {
        child.detach();
    }
    link.append(new_node(arena, NodeValue::Text(words.into())));
}

/// `![[sea.jpg]]` and `![[sea.jpg|200]]` say nothing but a name and a size; other words are words
/// for the image.
fn without_size<'a>(image: &'a AstNode<'a>, name: &str) {
    let text = image.collect_text();
    let size = text.chars().all(|c| c.is_ascii_digit() || c == 'x');
    if size || text == name {
        for child in image.children().collect::<Vec<_>>() {
            child.detach();
        }
    }
}

/// The words of a link without the link.
fn unlink<'a>(current: &'a AstNode<'a>) {
    let children: Vec<_> = current.children().collect();
    for child in children {
        current.insert_before(child);
    }
    current.detach();
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
    let mark = new_node(arena, NodeValue::Raw(html));
    match current.first_child() {
        Some(first) if matches!(first.data().value, NodeValue::Paragraph) => first.prepend(mark),
        _ => {
            let paragraph = new_node(arena, NodeValue::Paragraph);
            paragraph.append(mark);
            current.prepend(paragraph);
        }
    }
}
