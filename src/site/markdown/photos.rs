//! Photos as a page shows them. Those that stand beside each other become a grid, and each of these
//! opens over the page: by its address alone, for pages run no script.

use std::fmt::Write as _;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::node::new_node;
use crate::site::entry_card::Photo;

/// More photos than this are folded away.
const MOST: usize = 9;

/// A photo where it is shown, and its title.
type ShownPhoto<'p> = (&'p Photo, String);

/// Gives every photo its sizes.
pub(super) fn draw<'a>(root: &'a AstNode<'a>, photos: &[Photo]) {
    let nodes: Vec<&AstNode> = root.descendants().collect();
    for node in nodes {
        let Some(shown) = shown(node, photos) else { continue };
        for child in node.children().collect::<Vec<_>>() {
            child.detach();
        }
        node.data_mut().value = NodeValue::Raw(html(&shown, photos));
    }
}

/// Puts neighbouring photos into grids.
pub(super) fn arrange<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>, photos: &[Photo]) {
    let blocks: Vec<&AstNode> = root.children().collect();
    let is_row = |block: &'a AstNode<'a>| row(block, photos).is_some();
    let mut number = 0;
    for run in blocks.chunk_by(|a, b| is_row(a) && is_row(b)) {
        let rows = run.iter().filter_map(|block| row(block, photos));
        let images: Vec<ShownPhoto> = rows.flatten().collect();
        let Some(last) = run.last().filter(|_| images.len() > 1) else { continue };
        last.insert_after(new_node(arena, NodeValue::Raw(grid(&images, photos, number))));
        number += images.len();
        for block in run {
            block.detach();
        }
    }
}

/// The photo that a node shows.
fn shown<'p>(node: &AstNode, photos: &'p [Photo]) -> Option<ShownPhoto<'p>> {
    let NodeValue::Image(link) = &node.data().value else { return None };
    let photo = photos.iter().find(|photo| photo.is_at(&link.url))?;
    Some((photo, link.title.clone()))
}

/// A photo at its place; all but the first of the page wait until they are looked at.
fn html((photo, title): &ShownPhoto, photos: &[Photo]) -> String {
    let first = photos.first().is_some_and(|first| std::ptr::eq(first, *photo));
    photo.html("../", title, !first)
}

/// The photos of a paragraph that holds nothing else.
fn row<'a, 'p>(block: &'a AstNode<'a>, photos: &'p [Photo]) -> Option<Vec<ShownPhoto<'p>>> {
    if !matches!(block.data().value, NodeValue::Paragraph) {
        return None;
    }
    let mut found = Vec::new();
    for child in block.children() {
        match &child.data().value {
            NodeValue::Image(_) => found.push(shown(child, photos)?),
            NodeValue::SoftBreak | NodeValue::LineBreak => {}
            NodeValue::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A grid of photos, those over nine folded, and behind it each of them large. `before` stand in
/// grids above.
fn grid(images: &[ShownPhoto], photos: &[Photo], before: usize) -> String {
    let first = before + 1;
    let cell = |(at, shown): (usize, &ShownPhoto)| {
        // A link needs a name, with words for the photo or without.
        let name = if shown.0.has_words() { "" } else { " aria-label=\"The photo, large\"" };
        format!("<a href=\"#p{}\"{name}>{}</a>", first + at, html(shown, photos))
    };
    let cells: Vec<String> = images.iter().enumerate().map(cell).collect();
    let (unfolded, folded) = cells.split_at(cells.len().min(MOST));
    // Writing to a string cannot fail.
    let mut html = format!("<div class=\"photos\" id=\"g{first}\">{}</div>\n", unfolded.concat());
    if !folded.is_empty() {
        let _ = writeln!(
            html,
            "<details><summary>And {} more</summary><div class=\"photos\">{}</div></details>",
            folded.len(),
            folded.concat()
        );
    }
    for (at, (photo, title)) in images.iter().enumerate() {
        let beside = |step: usize| first + (at + step) % images.len();
        let _ = writeln!(
            html,
            "<div class=\"light\" id=\"p{}\">{}<p><a href=\"#p{}\">Before</a> <a href=\"#g{first}\">Close</a> <a href=\"#p{}\">After</a></p></div>",
            first + at,
            photo.large("../", title),
            beside(images.len() - 1),
            beside(1)
        );
    }
    html
}
