//! Where a match stands, and what an edit there does to the source.

use super::clause::Grammar;
use crate::journal::prose::{Block, PLACEHOLDER, Prose};
use crate::text::{BlockSpan, Edit, FileSpan, capitalized, one_line};

/// Where a match stands: what a wording must fit.
pub(in crate::lint) struct MatchContext<'a> {
    pub(in crate::lint) prose: &'a Prose,
    pub(in crate::lint) source: &'a str,
    pub(in crate::lint) grammar: Option<&'a Grammar>,
    pub(in crate::lint) block: &'a Block,
    pub(in crate::lint) sentence: BlockSpan,
    pub(in crate::lint) found: BlockSpan,
    /// How many findings stand in the sentence, this one among them.
    pub(in crate::lint) together: usize,
    /// Where the next finding of the block begins.
    pub(in crate::lint) next: usize,
}

impl MatchContext<'_> {
    /// The bytes of the block from `start` to `end`.
    pub(super) fn text(&self, start: usize, end: usize) -> &str {
        BlockSpan::new(start, end).slice(self.block.range.slice(self.prose.text()))
    }

    /// What stands before the match in its sentence.
    pub(super) fn lead(&self) -> &str {
        self.text(self.sentence.start, self.found.start).trim_start_matches(['"', '\'', '(', ' '])
    }

    /// What stands after it, up to the end of the sentence.
    pub(super) fn rest(&self) -> &str {
        self.text(self.found.end, self.sentence.end)
    }

    /// The words after the match that belong to its clause, with the space before them.
    pub(super) fn tail(&self) -> &str {
        let end = self.next.clamp(self.found.end, self.sentence.end);
        let rest = self.text(self.found.end, end);
        let bound = self.grammar.map_or("", |grammar| grammar.bound(rest));
        // What another finding cuts off is nobody's tail.
        if bound.len() == rest.len() && end < self.sentence.end { "" } else { bound }
    }

    /// How far the sentence's closing marks reach after `end` of the block, when nothing else
    /// follows there.
    pub(super) fn closing(&self, end: usize) -> Option<usize> {
        let rest = self.text(end, self.sentence.end);
        let after = rest.trim_start_matches(['.', '!', '?', '…', ')']);
        after.trim_matches(['"', '\'']).is_empty().then_some(rest.len() - after.len())
    }

    /// The edit that puts `text` where the match stands, with capital and full stop as the
    /// sentence needs them. `None` when markup other than emphasis would be lost.
    pub(super) fn fit(&self, text: &str) -> Option<Edit> {
        let text = text.trim().trim_end_matches('.');
        let mut range = BlockSpan::new(self.found.start, self.found.end + self.tail().len());
        let closing = self.closing(range.end);
        // Two sentences fit only where the sentence ends; elsewhere the first is enough.
        let text = if closing.is_some() { text } else { text.split(". ").next().unwrap_or(text) };
        let mut replacement =
            if self.lead().is_empty() { capitalized(text) } else { text.to_owned() };
        if let Some(closing) = closing {
            let marks = self.text(range.end, range.end + closing);
            if !marks.starts_with(['.', ')', '…']) {
                range.end += marks.trim_end_matches(')').len();
                replacement.push('.');
            }
        }
        self.edit(range, replacement)
    }

    /// Whether what follows the clause cannot stand after another wording: "so lazy that I slept".
    pub(super) fn clings(&self) -> bool {
        let rest = self.text(self.found.end + self.tail().len(), self.sentence.end);
        self.grammar.is_some_and(|grammar| grammar.clings(rest))
    }

    /// The edit with code, images and addresses as the source has them. `None` when it is not
    /// certain which stands where.
    pub(super) fn with_code(&self, edit: Edit) -> Option<Edit> {
        if !edit.replacement.contains(PLACEHOLDER) {
            return Some(edit);
        }
        let text = self.block.range.slice(self.prose.text());
        let marks = text.match_indices(PLACEHOLDER).map(|(at, mark)| {
            self.prose.source(self.block.in_prose(BlockSpan::new(at, at + mark.len())))
        });
        let inside: Vec<FileSpan> =
            marks.flatten().filter(|place| edit.span.contains(*place)).collect();
        if inside.len() != edit.replacement.matches(PLACEHOLDER).count() {
            return None;
        }
        let replacement = inside.iter().fold(edit.replacement, |text, place| {
            text.replacen(PLACEHOLDER, place.slice(self.source), 1)
        });
        Some(Edit { span: edit.span, replacement })
    }

    /// The edit that leaves the match out, where the rest of the sentence stands by itself.
    pub(super) fn left_out(&self) -> Option<Edit> {
        let grammar = self.grammar.filter(|_| self.together == 1)?;
        let lead = self.lead();
        if lead.is_empty() {
            let clause = grammar.clause_after(self.rest())?;
            let start = self.found.end + clause.start;
            let first = self.text(start, self.block.range.len()).chars().next()?;
            let replacement = first.to_uppercase().to_string();
            let end = start + first.len_utf8();
            return self.edit(BlockSpan::new(self.found.start, end), replacement);
        }
        let closing = self.closing(self.found.end)?;
        let start = self.found.start - lead.len() + grammar.clause_before(lead)?;
        let marks = self.text(self.found.end, self.found.end + closing);
        let end = if marks.starts_with('.') { self.found.end } else { self.found.end + closing };
        let replacement = if end == self.found.end { String::new() } else { ".".to_owned() };
        self.edit(BlockSpan::new(start, end.max(self.found.end)), replacement)
    }

    /// What an edit leaves of the sentence, for a list of choices.
    pub(super) fn shown(&self, edit: &Edit) -> String {
        if edit.replacement.chars().count() > 1 {
            return edit.replacement.clone();
        }
        let sentence = self.prose.source(self.block.in_prose(self.sentence));
        let Some(sentence) = sentence else { return edit.replacement.clone() };
        let before = FileSpan::new(sentence.start, edit.span.start.max(sentence.start));
        let after = FileSpan::new(edit.span.end.min(sentence.end), sentence.end);
        let kept =
            [before.slice(self.source), &edit.replacement, after.slice(self.source)].concat();
        one_line(&kept)
    }

    /// An edit of `range` of the block.
    pub(super) fn edit(&self, range: BlockSpan, replacement: String) -> Option<Edit> {
        let span = self.balanced(self.prose.source(self.block.in_prose(range))?)?;
        Some(Edit { span, replacement })
    }

    /// The span widened so that it holds whole pairs of emphasis marks; `None` when it crosses a
    /// link, code or HTML, or when a pair reaches outside.
    pub(in crate::lint) fn balanced(&self, span: FileSpan) -> Option<FileSpan> {
        let gaps: Vec<FileSpan> = self.prose.gaps(span).collect();
        let plain = |c: char| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '>');
        if !gaps.iter().all(|gap| gap.slice(self.source).chars().all(plain)) {
            return None;
        }
        let mut open: Vec<&str> = Vec::new();
        for mark in gaps.iter().flat_map(|gap| marks(gap.slice(self.source))) {
            if open.last() == Some(&mark) {
                open.pop();
            } else {
                open.push(mark);
            }
        }
        let Some(mark) = open.pop() else { return Some(span) };
        let after = self.source.get(span.end..)?;
        let before = self.source.get(..span.start)?;
        if !open.is_empty() {
            None
        } else if after.starts_with(mark) {
            Some(FileSpan::new(span.start, span.end + mark.len()))
        } else if before.ends_with(mark) {
            Some(FileSpan::new(span.start - mark.len(), span.end))
        } else {
            None
        }
    }
}

/// The runs of one emphasis mark in a piece of markup.
fn marks(markup: &str) -> impl Iterator<Item = &str> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !matches!(c, '*' | '_' | '~'));
        let first = rest.chars().next()?;
        let length = rest.len() - rest.trim_start_matches(first).len();
        let (run, after) = rest.split_at(length);
        rest = after;
        Some(run)
    })
}
