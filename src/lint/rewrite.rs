//! Other wordings of a match: filled in, inflected, and fitted to the sentence they stand in.
//!
//! A wording replaces a clause by a clause. The sentence around it stays, byte for byte; what the
//! sentence does not say is a blank.

pub(super) mod clause;
mod inflect;

use std::collections::BTreeMap;

use regex_automata::PatternID;
use regex_automata::util::captures::Captures as Groups;
use tera::{Context, Kwargs, State, Tera};

use self::clause::Grammar;
use super::rule_file::{RewriteFile, RuleFile};
use crate::diagnostic::{Applicability, Suggestion};
use crate::journal::prose::{Block, PLACEHOLDER, Prose};
use crate::text::{BlockSpan, Edit, FileSpan, one_line};
use crate::yaml::PathStep;

/// What stands for something only the person can say.
const BLANK: &str = "___";
const MESSAGE: &str = "message";
/// The name under which a template finds the words after the match that belong to its clause.
const TAIL: &str = "tail";

/// The templates of one rule, ready to be filled.
#[derive(Debug)]
pub(super) struct RewriteTemplates {
    tera: Tera,
}

/// The groups of a pattern and what they matched; a group that did not match is empty.
pub(super) type Captures = BTreeMap<String, String>;

impl RewriteTemplates {
    /// Compiles the message and the rewrites of a rule.
    ///
    /// # Errors
    /// The first template that is not valid, by its path in the file, and why.
    pub(super) fn new(rule: &RuleFile) -> Result<Self, (Vec<PathStep>, String)> {
        let mut tera = Tera::default();
        register(&mut tera);
        let mut add = |name: &str, text: &str, path: Vec<PathStep>| {
            tera.add_raw_template(name, text).map_err(|error| (path, template_error(&error)))
        };
        add(MESSAGE, &rule.message, vec![MESSAGE.into()])?;
        // An empty text leaves the match out; there is nothing to fill.
        for (index, rewrite) in rule.rewrites.iter().enumerate() {
            let path = vec!["rewrites".into(), index.into(), "text".into()];
            add(&index.to_string(), &rewrite.text, path)?;
        }
        Ok(Self { tera })
    }

    /// No templates: what a rule is left with whose own do not compile.
    pub(super) fn empty() -> Self {
        Self { tera: Tera::default() }
    }

    /// The first name that a template uses and no pattern captures, with the template's path.
    pub(super) fn missing(
        &self,
        rule: &RuleFile,
        known: &[String],
    ) -> Option<(Vec<PathStep>, String)> {
        let unknown = |name: &str| {
            let used = self.tera.get_template_variables(name).ok()?;
            used.into_iter()
                .find(|used| *used != TAIL && !known.iter().any(|name| name == used))
                .map(str::to_owned)
        };
        let message = || unknown(MESSAGE).map(|name| (vec![MESSAGE.into()], name));
        let mut rewrites = (0..rule.rewrites.len()).filter_map(|index| {
            let path = vec!["rewrites".into(), index.into(), "text".into()];
            unknown(&index.to_string()).map(|name| (path, name))
        });
        message().or_else(|| rewrites.next())
    }

    /// The message about a match.
    pub(super) fn message(&self, captures: &Captures) -> String {
        self.fill(MESSAGE, captures).unwrap_or_default()
    }

    /// The rewrites of a match, best first.
    pub(super) fn suggestions(
        &self,
        rewrites: &[RewriteFile],
        captures: &Captures,
        place: &MatchContext,
    ) -> Vec<Suggestion> {
        let has = |name: &String| captures.get(name).is_some_and(|text| !text.is_empty());
        let fits = |rewrite: &RewriteFile| {
            rewrite.needs.iter().all(has) && !rewrite.without.iter().any(has)
        };
        let tail = place.tail();
        let mut captures = captures.clone();
        captures.insert(TAIL.to_owned(), tail.to_owned());
        let mut found: Vec<Suggestion> = Vec::new();
        let mut lossy: Vec<Suggestion> = Vec::new();
        for (index, rewrite) in rewrites.iter().enumerate().filter(|(_, rewrite)| fits(rewrite)) {
            let edit = if rewrite.text.is_empty() {
                place.left_out()
            } else {
                self.fill(&index.to_string(), &captures).and_then(|text| place.fit(&text))
            };
            let Some(edit) = edit.and_then(|edit| place.with_code(edit)) else { continue };
            let blank = edit.replacement.contains(BLANK);
            let default =
                if blank { Applicability::HasPlaceholders } else { Applicability::MaybeIncorrect };
            let applicability = rewrite.applicability.unwrap_or(default);
            let whole = rewrite.text.is_empty() || !place.clings();
            let keeps = whole
                && (tail.is_empty() || rewrite.text.is_empty() || rewrite.text.contains(TAIL));
            let title = place.shown(&edit);
            let list = if keeps { &mut found } else { &mut lossy };
            if list.iter().all(|earlier| earlier.edits.first() != Some(&edit)) {
                list.push(Suggestion { title, applicability, edits: vec![edit] });
            }
        }
        // Words of the person are given up only where nothing else can be said.
        if found.is_empty() { lossy } else { found }
    }

    fn fill(&self, template: &str, captures: &Captures) -> Option<String> {
        let mut context = Context::new();
        // A group that only other patterns of the rule have is empty.
        for name in self.tera.get_template_variables(template).ok()? {
            context.insert(name.to_owned(), captures.get(name).map_or("", String::as_str));
        }
        self.tera.render(template, &context).ok()
    }
}

/// The filters of rewrites. They take a verb phrase and inflect its first verb.
fn register(tera: &mut Tera) {
    macro_rules! filter {
        ($name:ident) => {
            tera.register_filter(stringify!($name), |text: String, _: Kwargs, _: &State| {
                inflect::$name(&text)
            });
        };
    }
    filter!(past);
    filter!(base);
    filter!(gerund);
    filter!(participle);
}

/// Tera's message without its drawing of the source, which the caret replaces.
fn template_error(error: &tera::Error) -> String {
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            format!("{}.", report.message().trim_end_matches('.'))
        }
        _ => error.to_string(),
    }
}

/// Where a match stands: what a wording must fit.
pub(super) struct MatchContext<'a> {
    pub(super) prose: &'a Prose,
    pub(super) source: &'a str,
    pub(super) grammar: Option<&'a Grammar>,
    pub(super) block: &'a Block,
    pub(super) sentence: BlockSpan,
    pub(super) found: BlockSpan,
    /// Whether another finding stands in the same sentence.
    pub(super) crowded: bool,
    /// Where the next finding of the block begins.
    pub(super) next: usize,
}

impl MatchContext<'_> {
    /// The bytes of the block from `start` to `end`.
    fn text(&self, start: usize, end: usize) -> &str {
        BlockSpan::new(start, end).slice(self.block.range.slice(self.prose.text()))
    }

    /// What stands before the match in its sentence.
    fn lead(&self) -> &str {
        self.text(self.sentence.start, self.found.start).trim_start_matches(['"', '\'', '(', ' '])
    }

    /// What stands after it, up to the end of the sentence.
    fn rest(&self) -> &str {
        self.text(self.found.end, self.sentence.end)
    }

    /// The words after the match that belong to its clause, with the space before them.
    fn tail(&self) -> &str {
        let end = self.next.clamp(self.found.end, self.sentence.end);
        let rest = self.text(self.found.end, end);
        let bound = self.grammar.map_or("", |grammar| grammar.bound(rest));
        // What another finding cuts off is nobody's tail.
        if bound.len() == rest.len() && end < self.sentence.end { "" } else { bound }
    }

    /// How far the sentence's closing marks reach after `end` of the block, when nothing else
    /// follows there.
    fn closing(&self, end: usize) -> Option<usize> {
        let rest = self.text(end, self.sentence.end);
        let after = rest.trim_start_matches(['.', '!', '?', '…', ')']);
        after.trim_matches(['"', '\'']).is_empty().then_some(rest.len() - after.len())
    }

    /// The edit that puts `text` where the match stands, with capital and full stop as the
    /// sentence needs them. `None` when markup other than emphasis would be lost.
    fn fit(&self, text: &str) -> Option<Edit> {
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
    fn clings(&self) -> bool {
        let rest = self.text(self.found.end + self.tail().len(), self.sentence.end);
        self.grammar.is_some_and(|grammar| grammar.clings(rest))
    }

    /// The edit with code, images and addresses as the source has them. `None` when it is not
    /// certain which stands where.
    fn with_code(&self, edit: Edit) -> Option<Edit> {
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
    fn left_out(&self) -> Option<Edit> {
        let grammar = self.grammar.filter(|_| !self.crowded)?;
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
    fn shown(&self, edit: &Edit) -> String {
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
    fn edit(&self, range: BlockSpan, replacement: String) -> Option<Edit> {
        let span = self.balanced(self.prose.source(self.block.in_prose(range))?)?;
        Some(Edit { span, replacement })
    }

    /// The span widened so that it holds whole pairs of emphasis marks; `None` when it crosses a
    /// link, code or HTML, or when a pair reaches outside.
    pub(super) fn balanced(&self, span: FileSpan) -> Option<FileSpan> {
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

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The named groups of a match in `text`; all names of the pattern are present.
pub(super) fn captures(found: &Groups, text: &str) -> Captures {
    let names = found.group_info().pattern_names(PatternID::ZERO).flatten();
    let group = |name: &str| {
        let span = found.get_group_by_name(name);
        span.and_then(|span| text.get(span.range())).unwrap_or_default().trim_end().to_owned()
    };
    names.map(|name| (name.to_owned(), group(name))).collect()
}
