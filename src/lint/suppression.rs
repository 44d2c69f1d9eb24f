//! What the writer asked to be left alone: `<!-- evenkeel: ignore RULE… (reason) -->` before a
//! block, and `<!-- evenkeel: off -->` … `<!-- evenkeel: on -->`.
//!
//! A suppression that nothing needs, or that names a rule which does not exist, is told: it would
//! otherwise hide things one day.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::rule::Rule;
use super::rule_set::RuleSet;
use crate::diagnostic::{Diagnostic, RuleId, Severity, nearest};
use crate::journal::entry::Parsed;
use crate::journal::prose::Prose;
use crate::text::{Edit, FileSpan, line_end, one_line, regex};

static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^evenkeel:\s*(?P<verb>ignore|off|on)\b\s*(?P<names>[^()]*?)\s*(?:\((?P<reason>.*)\))?$")
});

/// One suppression and the part of the source it holds for.
struct Suppression {
    comment: FileSpan,
    region: FileSpan,
    /// Rules, categories or families; empty for all.
    names: BTreeSet<String>,
    reason: bool,
    used: Cell<bool>,
}

impl Suppression {
    fn covers(&self, found: &Diagnostic, rule: Option<&Rule>) -> bool {
        let named = |name: &str| self.names.contains(name);
        let covered = self.names.is_empty()
            || named(found.rule.id())
            || named(found.family.name())
            || rule.is_some_and(|rule| rule.names().into_iter().any(named));
        covered && self.region.overlaps(found.span)
    }
}

/// Takes out the findings that are suppressed, and adds what is wrong with the suppressions.
pub(super) fn apply(
    findings: Vec<Diagnostic>,
    prose: &Prose,
    end: usize,
    rules: &RuleSet,
) -> Vec<Diagnostic> {
    let suppressions = read(prose, end);
    if suppressions.is_empty() {
        return findings;
    }
    let near = ByRegion::new(&suppressions);
    let mut kept: Vec<Diagnostic> = Vec::new();
    for found in findings {
        let rule = rules.get(&found.rule);
        let covering = near.around(found.span).filter(|one| one.covers(&found, rule));
        let mut covering = covering.peekable();
        if covering.peek().is_none() {
            kept.push(found);
        } else {
            covering.for_each(|one| one.used.set(true));
        }
    }
    for suppression in &suppressions {
        kept.extend(own_diagnostics(suppression, rules));
    }
    kept
}

/// Suppressions by where their regions begin, each with the end of the furthest of those up to it.
struct ByRegion<'a>(Vec<(&'a Suppression, usize)>);

impl<'a> ByRegion<'a> {
    fn new(suppressions: &'a [Suppression]) -> Self {
        let mut all: Vec<&Suppression> = suppressions.iter().collect();
        all.sort_by_key(|one| one.region.start);
        let with_end = all.into_iter().scan(0, |furthest, one| {
            *furthest = one.region.end.max(*furthest);
            Some((one, *furthest))
        });
        Self(with_end.collect())
    }

    /// Those whose regions can reach `span`.
    fn around(&self, span: FileSpan) -> impl Iterator<Item = &'a Suppression> {
        let end = self.0.partition_point(|(one, _)| one.region.start <= span.end);
        let before = self.0.get(..end).unwrap_or_default().iter().rev();
        before.take_while(move |(_, furthest)| *furthest >= span.start).map(|(one, _)| *one)
    }
}

/// The edit that puts an `ignore` for `rule` where it holds for the block of `span` alone: above a
/// paragraph, behind the words of a list item or a table cell. `None` when no block is there.
#[must_use]
pub fn ignore(parsed: &Parsed, span: FileSpan, rule: &RuleId, reason: &str) -> Option<Edit> {
    let (source, prose) = (parsed.entry.source.as_str(), &parsed.prose);
    // A comment ends at the first `-->`, and XML allows no `--` in it.
    let reason = one_line(reason).replace("--", "–");
    let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
    let comment = format!("<!-- evenkeel: ignore {rule}{reason} -->");
    let (block, place) = prose.blocks().iter().find_map(|block| {
        let place = prose.source(block.range)?;
        place.contains(span).then_some((block, place))
    })?;
    let alone = prose.blocks().iter().filter(|other| other.outer == block.outer).count() == 1;
    let above = source.get(block.outer.start..place.start)?;
    if alone && above.chars().all(|letter| "#*_~ ".contains(letter)) {
        let replacement = format!("{comment}{}", line_end(source));
        return Some(Edit { span: FileSpan::at(block.outer.start), replacement });
    }
    Some(Edit { span: FileSpan::at(place.end), replacement: format!(" {comment}") })
}

fn read(prose: &Prose, end: usize) -> Vec<Suppression> {
    if prose.comments().is_empty() {
        return Vec::new();
    }
    let places = BlockPlaces::new(prose);
    let mut found: Vec<Suppression> = Vec::new();
    let mut open: Option<usize> = None;
    for comment in prose.comments() {
        let Some(parts) = COMMENT.captures(&comment.text) else { continue };
        let names = parts["names"].split([' ', ',']).filter(|name| !name.is_empty());
        let names: BTreeSet<String> = names.map(str::to_lowercase).collect();
        let region = match &parts["verb"] {
            "ignore" => places.governed_by(comment.span),
            "off" => {
                open = Some(found.len());
                FileSpan::new(comment.span.end, end)
            }
            _ => {
                if let Some(open) = open.take().and_then(|index| found.get_mut(index)) {
                    open.region.end = comment.span.start;
                }
                continue;
            }
        };
        let reason = parts.name("reason").is_some_and(|reason| !reason.as_str().trim().is_empty());
        found.push(Suppression {
            comment: comment.span,
            region,
            names,
            reason,
            used: Cell::new(false),
        });
    }
    found
}

/// Where the blocks of an entry stand in its source, in order.
struct BlockPlaces {
    /// The words of each block, and the list, table or paragraph that holds it.
    words: Vec<(FileSpan, FileSpan)>,
    outer: Vec<FileSpan>,
}

impl BlockPlaces {
    fn new(prose: &Prose) -> Self {
        let blocks = prose.blocks().iter();
        let words = blocks.clone().filter_map(|one| Some((prose.source(one.range)?, one.outer)));
        Self { words: words.collect(), outer: blocks.map(|block| block.outer).collect() }
    }

    /// What a comment holds for: the words before it in its own list item or paragraph, else the
    /// whole block that comes next.
    fn governed_by(&self, comment: FileSpan) -> FileSpan {
        let after = self.words.partition_point(|(place, _)| place.start < comment.start);
        let before = after.checked_sub(1).and_then(|at| self.words.get(at));
        let own = before
            .filter(|(place, outer)| outer.contains(comment) && place.end + 1 >= comment.start);
        if let Some((place, _)) = own {
            return *place;
        }
        let below = self.outer.partition_point(|outer| outer.end <= comment.end);
        self.outer.get(below).copied().unwrap_or(FileSpan::at(comment.end))
    }
}

fn own_diagnostics(suppression: &Suppression, rules: &RuleSet) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut note = |kind: &'static str, severity: Severity, message: String| {
        found.push(Diagnostic::journal(kind, severity, suppression.comment, message));
    };
    let known = rules.names();
    for name in suppression.names.iter().filter(|name| !known.contains(name.as_str())) {
        let hint = nearest(name, known.iter().copied()).map_or_else(
            || "`evenkeel rules list` names them all.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        let message = format!("No rule, category or family is called `{name}`. {hint}");
        note("unknown-suppression", Severity::Warning, message);
    }
    // Of a name that nobody knows nothing more is said.
    let named = suppression.names.iter().all(|name| known.contains(name.as_str()));
    if named && !suppression.used.get() {
        let message = "Nothing here needs this any more. It can go.".to_owned();
        note("unused-suppression", Severity::Hint, message);
    }
    if rules.require_reasons() && !suppression.reason {
        let message = "This needs a reason in parentheses: `(what it is for)`.".to_owned();
        note("reason", Severity::Warning, message);
    }
    found
}
