//! What Obsidian shows inside a note: other notes, and what its queries find.

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::node::new_node;

/// Blocks that a plug-in of Obsidian fills, and that hold no word of the journal.
const QUERIES: [&str; 5] = ["dataview", "dataviewjs", "tasks", "query", "base"];
/// What is said in their place.
const QUERY: &str = "A query stands here; Obsidian shows what it finds.";

/// A note that is to be shown where a link to it stands.
pub(super) struct Embed<'a> {
    pub(super) link: &'a AstNode<'a>,
    /// Its blocks.
    pub(super) note: &'a AstNode<'a>,
}

impl<'a> Embed<'a> {
    /// Puts the note in the place of a paragraph that holds nothing but the link; in the middle of
    /// a sentence the link stays one.
    pub(super) fn place(self, arena: &'a Arena<'a>) {
        let Some(paragraph) = self.link.parent() else { return };
        let is_alone = paragraph.children().count() == 1;
        if !is_alone || !matches!(paragraph.data().value, NodeValue::Paragraph) {
            return;
        }
        let raw = |html: &str| new_node(arena, NodeValue::Raw(html.to_owned()));
        paragraph.insert_before(raw("<div class=\"callout\">\n<div class=\"callout-title\">\n"));
        let end = raw("</div>\n</div>\n");
        paragraph.insert_after(end);
        end.insert_before(raw("</div>\n<div class=\"callout-content\">\n"));
        for child in self.note.children().collect::<Vec<_>>() {
            end.insert_before(child);
        }
    }
}

/// Whether a block of code is a query.
pub(super) fn is_query(info: &str) -> bool {
    let language = info.split_whitespace().next().unwrap_or_default();
    QUERIES.iter().any(|query| query.eq_ignore_ascii_case(language))
}

/// Says in the place of a query that there is one.
pub(super) fn quiet<'a>(query: &'a AstNode<'a>, arena: &'a Arena<'a>) {
    let (paragraph, quiet) = (NodeValue::Paragraph, NodeValue::Emph);
    let (paragraph, quiet) = (new_node(arena, paragraph), new_node(arena, quiet));
    quiet.append(new_node(arena, NodeValue::Text(QUERY.into())));
    paragraph.append(quiet);
    query.insert_before(paragraph);
    query.detach();
}
