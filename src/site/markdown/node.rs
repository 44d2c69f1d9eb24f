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
