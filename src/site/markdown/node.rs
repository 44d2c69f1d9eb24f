//! Nodes of a Markdown tree: made, and written as HTML.

use std::cell::RefCell;

use comrak::nodes::{Ast, AstNode, LineColumn, NodeValue};
use comrak::{Arena, format_html};

/// A node that comes from no place in the Markdown.
pub(in crate::site) fn new_node<'a>(arena: &'a Arena<'a>, value: NodeValue) -> &'a AstNode<'a> {
    arena.alloc(AstNode::new(RefCell::new(Ast::new(value, LineColumn::default()))))
}

/// The HTML of a tree.
pub(super) fn html<'a>(root: &'a AstNode<'a>, options: &comrak::Options) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = format_html(root, options, &mut out);
    out
}

/// Takes a node away, and the paragraph, the item and the list that it leaves empty.
pub(super) fn without_empty<'a>(node: &'a AstNode<'a>) {
    let mut empty = Some(node);
    while let Some(current) = empty {
        let parent = current.parent();
        current.detach();
        let is_inner = |node: &&AstNode| {
            let value = &node.data().value;
            matches!(value, NodeValue::Paragraph | NodeValue::Item(_) | NodeValue::List(_))
        };
        empty = parent.filter(|parent| parent.first_child().is_none()).filter(is_inner);
    }
}
