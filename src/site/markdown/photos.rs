//! Photos as a page shows them. Those that stand beside each other become a grid, and each opens over the page: by its address
//! alone, for pages run no script.

use std::fmt::Write as _;

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::node::new_node;
use crate::site::entry_card::Photo;

/// More photos than this are folded away.
const MOST: usize = 9;

/// Gives the photos their sizes.
pub(super) fn draw<'a>(root: &'a AstNode<'a>, photos: &[Photo]) {
    let mut lazy = false;
    let nodes: Vec<&AstNode> = root.descendants().collect();
    for node in nodes {
        let NodeValue::Image(link) = node.data().value.clone() else { continue };
        let Some(photo) = photos.iter().find(|photo| photo.is_at(&link.url)) else { continue };
        let html = photo.html("../", &link.title, lazy);
        lazy = true;
        for child in node.children().collect::<Vec<_>>() {
            child.detach();
        }
        node.data_mut().value = NodeValue::Raw(html);
    }
}

/// Puts neighbouring photos into grids.
pub(super) fn arrange<'a>(root: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let blocks: Vec<&AstNode> = root.children().collect();
    let mut number = 0;
    for run in blocks.chunk_by(|a, b| photos(a).is_some() && photos(b).is_some()) {
        let images: Vec<String> = run.iter().filter_map(|block| photos(block)).flatten().collect();
        let Some(last) = run.last().filter(|_| images.len() > 1) else { continue };
        let html = grid(&images, number);
        number += images.len();
        last.insert_after(new_node(arena, NodeValue::Raw(html)));
        for block in run {
            block.detach();
        }
    }
}

/// The photos of a paragraph that holds nothing else.
fn photos<'a>(block: &'a AstNode<'a>) -> Option<Vec<String>> {
    if !matches!(block.data().value, NodeValue::Paragraph) {
        return None;
    }
    let mut found = Vec::new();
    for child in block.children() {
        match &child.data().value {
            NodeValue::Raw(html) if html.starts_with("<img ") => found.push(html.clone()),
            NodeValue::SoftBreak | NodeValue::LineBreak => {}
            NodeValue::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A grid of photos, those over nine folded, and behind it each of them large.
fn grid(images: &[String], before: usize) -> String {
    let first = before + 1;
    let small = |(at, image): (usize, &String)| {
        // A link needs a name, with words for the photo or without.
        let name =
            if image.contains(" alt=\"\"") { " aria-label=\"The photo, large\"" } else { "" };
        format!("<a href=\"#p{}\"{name}>{image}</a>", first + at)
    };
    let cells: Vec<String> = images.iter().enumerate().map(small).collect();
    let (shown, folded) = cells.split_at(cells.len().min(MOST));
    // Writing to a string cannot fail.
    let mut html = format!("<div class=\"photos\" id=\"g{first}\">{}</div>\n", shown.concat());
    if !folded.is_empty() {
        let _ = writeln!(
            html,
            "<details><summary>And {} more</summary><div class=\"photos\">{}</div></details>",
            folded.len(),
            folded.concat()
        );
    }
    let last = images.len() - 1;
    for (at, image) in images.iter().enumerate() {
        let beside = |step: usize| first + (at + step) % images.len();
        // It is loaded when it is opened, and then as large as it is.
        let image = match (image.find(" srcset="), image.find(" width=")) {
            (Some(from), Some(to)) => image.replace(image.get(from..to).unwrap_or_default(), ""),
            _ => image.clone(),
        };
        let image = if image.contains("loading=") {
            image.clone()
        } else {
            image.replace("<img ", "<img loading=\"lazy\" ")
        };
        let _ = writeln!(
            html,
            "<div class=\"light\" id=\"p{}\">{image}<p><a href=\"#p{}\">Before</a> <a href=\"#g{first}\">Close</a> <a href=\"#p{}\">After</a></p></div>",
            first + at,
            beside(last),
            beside(1)
        );
    }
    html
}
