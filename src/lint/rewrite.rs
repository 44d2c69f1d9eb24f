//! Other wordings of a match: filled in, inflected, and fitted to the sentence they stand in.
//!
//! A wording replaces a clause by a clause. The sentence around it stays, byte for byte; what the
//! sentence does not say is a blank.

mod inflect;

use std::collections::BTreeMap;
use std::ops::Range;

use regex::Regex;
use tera::{Context, Kwargs, State, Tera};

use super::rule::{RewriteFile, RuleFile};
use crate::diagnostic::{Applicability, Suggestion};
use crate::journal::prose::Prose;
use crate::text::{Edit, Span};

/// What stands for something only the person can say.
const BLANK: &str = "___";
const MESSAGE: &str = "message";

/// The templates of one rule, ready to be filled.
#[derive(Debug)]
pub(super) struct Wording {
    tera: Tera,
}

/// The groups of a pattern and what they matched; a group that did not match is empty.
pub(super) type Captures = BTreeMap<String, String>;

impl Wording {
    /// Compiles the message and the rewrites of a rule.
    ///
    /// # Errors
    /// The first template that is not valid, by its path in the file, and why.
    pub(super) fn new(rule: &RuleFile) -> Result<Self, (Vec<crate::yaml::Step>, String)> {
        let mut tera = Tera::default();
        register(&mut tera);
        let mut add = |name: &str, text: &str, path: Vec<crate::yaml::Step>| {
            tera.add_raw_template(name, text).map_err(|error| (path, template_error(&error)))
        };
        add(MESSAGE, &rule.message, vec![MESSAGE.into()])?;
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
    pub(super) fn missing(&self, rule: &RuleFile, known: &[String]) -> Option<(Vec<crate::yaml::Step>, String)> {
        let unknown = |name: &str| {
            let used = self.tera.get_template_variables(name).ok()?;
            used.into_iter().find(|used| !known.iter().any(|name| name == used)).map(str::to_owned)
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
        place: &Place,
    ) -> Vec<Suggestion> {
        let has = |name: &String| captures.get(name).is_some_and(|text| !text.is_empty());
        let mut found: Vec<Suggestion> = Vec::new();
        for (index, rewrite) in rewrites.iter().enumerate() {
            if !rewrite.needs.iter().all(has) || rewrite.without.iter().any(has) {
                continue;
            }
            let filled = self.fill(&index.to_string(), captures).and_then(|text| place.fit(&text));
            let Some(edit) = filled else { continue };
            if found.iter().any(|earlier| earlier.edits[0] == edit) {
                continue;
            }
            let blank = edit.replacement.contains(BLANK);
            let default =
                if blank { Applicability::HasPlaceholders } else { Applicability::MaybeIncorrect };
            let applicability = rewrite.applicability.unwrap_or(default);
            found.push(Suggestion { title: edit.replacement.clone(), applicability, edits: vec![edit] });
        }
        found
    }

    fn fill(&self, template: &str, captures: &Captures) -> Option<String> {
        let mut context = Context::new();
        for (name, text) in captures {
            context.insert(name.clone(), text);
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
pub(super) struct Place<'a> {
    pub(super) prose: &'a Prose,
    pub(super) source: &'a str,
    /// The block's text and where it begins in the prose.
    pub(super) block: &'a str,
    pub(super) offset: usize,
    /// The sentence and the match, both in the block.
    pub(super) sentence: Range<usize>,
    pub(super) found: Range<usize>,
}

impl Place<'_> {
    /// The edit that puts `text` where the match stands, with capital and full stop as the
    /// sentence needs them. `None` when markup other than emphasis would be lost.
    fn fit(&self, text: &str) -> Option<Edit> {
        let text = text.trim().trim_end_matches('.');
        let lead = self.block[self.sentence.start..self.found.start].trim_matches(['"', '\'', '(', ' ']);
        let tail = &self.block[self.found.end..self.sentence.end];
        let mark = tail.len() - tail.trim_start_matches(['.', '!', '?', '…', ')']).len();
        let ends = tail.trim_end_matches(['"', '\'']).len() == mark;
        // Two sentences fit only where the sentence ends; elsewhere the first is enough.
        let text = if ends { text } else { text.split(". ").next().unwrap_or(text) };
        let mut replacement =
            if lead.is_empty() { capitalized(text) } else { uncapitalized(text) };
        let mut range = self.found.clone();
        if ends && !tail.starts_with(['.', ')', '…']) {
            range.end += tail[..mark].trim_end_matches(')').len();
            replacement.push('.');
        }
        let range = range.start + self.offset..range.end + self.offset;
        let span = self.balanced(self.prose.source(range)?)?;
        Some(Edit { span, replacement })
    }

    /// The span widened so that it holds whole pairs of emphasis marks; `None` when it crosses a
    /// link, code or HTML, or when a pair reaches outside.
    pub(super) fn balanced(&self, span: Span) -> Option<Span> {
        let gaps: Vec<Span> = self.prose.gaps(span).collect();
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
            Some(Span::new(span.start, span.end + mark.len()))
        } else if before.ends_with(mark) {
            Some(Span::new(span.start - mark.len(), span.end))
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

/// Lower case at the beginning, but for "I" and what is a name by its own capital.
fn uncapitalized(text: &str) -> String {
    let first = text.split([' ', '\'']).next().unwrap_or_default();
    let keeps = first == "I" || first.chars().nth(1).is_some_and(char::is_uppercase);
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !keeps => letter.to_lowercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// The named groups of a match; all names of the pattern are present.
pub(super) fn captures(regex: &Regex, found: &regex::Captures) -> Captures {
    let names = regex.capture_names().flatten();
    let text = |name: &str| found.name(name).map_or("", |group| group.as_str()).trim_end().to_owned();
    names.map(|name| (name.to_owned(), text(name))).collect()
}
