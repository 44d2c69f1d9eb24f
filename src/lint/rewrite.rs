//! Other wordings of a match: filled in, inflected, and fitted to the sentence they stand in.
//!
//! A wording replaces a clause by a clause. The sentence around it stays, byte for byte; what the
//! sentence does not say is a blank.

mod beside;
pub(super) mod clause;
mod clauses;
mod inflect;
mod place;
mod whole;

use std::iter::once;

use regex_automata::PatternID;
use regex_automata::util::captures::Captures as Groups;
use tera::{Context, Kwargs, State, Tera};

pub(super) use self::beside::Beside;
use self::clauses::Wording;
use self::clauses::dropped::Stays;
pub(super) use self::clauses::{ClauseRewriter, around};
pub(super) use self::place::MatchContext;
pub(super) use self::whole::is_whole;
use super::frame::captures::{BECAUSE, CLAUSE, Captures, DEEDS, TAIL, WHEN};
use super::rule_file::{RewriteFile, RuleFile};
use crate::diagnostic::{Applicability, BLANK, Suggestion};
use crate::yaml::PathStep;

const MESSAGE: &str = "message";
const QUESTION: &str = "question";
/// The question where what happened is told.
const TOLD: &str = "told";
/// The question where anything else stands beside the finding.
const BESIDE: &str = "beside";

/// The templates of one rule, ready to be filled.
#[derive(Debug)]
pub(super) struct RewriteTemplates {
    tera: Tera,
}

impl RewriteTemplates {
    /// Compiles the message and the rewrites of a rule.
    ///
    /// # Errors
    /// The first template that is not valid, by its path in the file, and why.
    pub(super) fn new(rule: &RuleFile) -> Result<Self, (Vec<PathStep>, String)> {
        let mut tera = Tera::default();
        register(&mut tera);
        let voices = voices(rule).flat_map(|voice| {
            let said = SAID.iter().zip(said(rule, voice));
            said.map(move |(key, text)| (said_path(voice, key), text.unwrap_or_default()))
        });
        let wordings = rule.all_wordings().map(|(path, rewrite)| (path, rewrite.text.as_str()));
        let all: Vec<_> = voices.chain(wordings).collect();
        // All at once: each time the engine looks at all that it has.
        let named = all.iter().map(|(path, text)| (template_name(path), *text));
        if tera.add_raw_templates(named).is_ok() {
            return Ok(Self { tera });
        }
        for (path, text) in all {
            let added = tera.add_raw_template(&template_name(&path), text);
            added.map_err(|error| (path, template_error(&error)))?;
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
        let texts = voices(rule).flat_map(|voice| SAID.map(|key| said_path(voice, key)));
        texts
            .chain(rule.all_wordings().map(|(path, _)| path))
            .find_map(|path| unknown(&template_name(&path)).map(|name| (path, name)))
    }

    /// The message about a match, in a voice of the rule or in its own.
    pub(super) fn message(&self, voice: Option<usize>, captures: &Captures) -> String {
        self.fill(&template_name(&said_path(voice, MESSAGE)), captures).unwrap_or_default()
    }

    /// The question about a match, in a voice of the rule or in its own, if there is one: none that
    /// what stands `beside` it may have answered, where there is another.
    pub(super) fn question(
        &self,
        voice: Option<usize>,
        beside: Beside,
        captures: &Captures,
    ) -> Option<String> {
        let keys: &[&str] = match beside {
            Beside::Nothing => &[QUESTION],
            Beside::Something => &[BESIDE, QUESTION],
            Beside::Event => &[TOLD, BESIDE, QUESTION],
        };
        let asked = |key: &&str| self.fill(&template_name(&said_path(voice, key)), captures);
        keys.iter().filter_map(asked).find(|text| !text.is_empty())
    }

    /// The suggestions for what a frame found: the attack left out, then what the rule says, then
    /// the thought held at arm's length, then a plan.
    pub(super) fn clause_suggestions(
        &self,
        rule: &RuleFile,
        voice: Option<usize>,
        captures: &Captures,
        rewriter: &ClauseRewriter,
    ) -> Vec<Suggestion> {
        if !rule.rewords(voice) {
            return Vec::new();
        }
        let mut captures = captures.clone();
        captures.extend(rewriter.captures());
        let has = |name: &str| captures.get(name).is_some_and(|text| !text.is_empty());
        // Where the attack can be left out, nothing need be said in its place.
        let dropped = rewriter.dropped(Stays::Event).filter(|_| rule.drop);
        let is_dropped = dropped.is_some();
        let mut planned = is_dropped;
        let mut found: Vec<Wording> = dropped.into_iter().collect();
        // Whether one of them says more than a feeling that stands for many.
        let mut telling = is_dropped;
        for (path, rewrite) in rule.wordings(voice).filter(|_| !is_dropped) {
            let name = template_name(&path);
            let used = self.tera.get_template_variables(&name).unwrap_or_default();
            let fits = used.iter().all(|name| [WHEN, TAIL, BECAUSE].contains(name) || has(name))
                && rewrite.needs.iter().all(|name| has(name))
                && !rewrite.without.iter().any(|name| has(name));
            // A feeling put for a label fits nothing that leans on the label.
            let deed = |name: &&str| DEEDS.contains(name) || *name == CLAUSE;
            let fits = fits && (used.iter().any(|name| deed(&&**name)) || rewriter.is_alone());
            if fits && let Some(text) = self.fill(&name, &captures) {
                let turned = rewriter.turned(&text, rewrite.lossy);
                planned |= found.is_empty()
                    && turned.is_some()
                    && used.iter().any(|name| DEEDS.contains(name));
                telling |= turned.is_some() && used.iter().any(|name| deed(&&**name));
                found.extend(turned);
            }
        }
        if !telling && rule.drop {
            let dropped = rewriter.dropped(Stays::Fact);
            found = dropped.map_or(found, |dropped| vec![dropped]);
        }
        // A plan follows from what was done or is hard, not from a feeling.
        let plan = rule.plan.as_ref().filter(|_| planned).zip(found.first());
        let plan = plan.and_then(|(plan, first)| first.with_plan(plan));
        // Never the first: where nothing better can be said, the question stands alone.
        let whole = rewriter.others.is_empty() && !found.is_empty();
        let held = rewriter.held(&captures).filter(|_| rule.held && whole);
        let all = found.into_iter().map(|wording| wording.suggestion);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for one in all.chain(held).chain(plan) {
            if suggestions.iter().all(|earlier| earlier.edits != one.edits) {
                suggestions.push(one);
            }
        }
        suggestions
    }

    /// The rewrites of a match, best first.
    pub(super) fn suggestions(
        &self,
        rule: &RuleFile,
        voice: Option<usize>,
        captures: &Captures,
        place: &MatchContext,
    ) -> Vec<Suggestion> {
        if !rule.rewords(voice) {
            return Vec::new();
        }
        let mut captures = captures.clone();
        let tail = place.tail();
        captures.insert(TAIL.to_owned(), tail.to_owned());
        let has = |name: &String| captures.get(name).is_some_and(|text| !text.is_empty());
        let fits = |rewrite: &RewriteFile| {
            rewrite.needs.iter().all(has) && !rewrite.without.iter().any(has)
        };
        let mut found: Vec<Suggestion> = Vec::new();
        let mut lossy: Vec<Suggestion> = Vec::new();
        for (path, rewrite) in rule.wordings(voice).filter(|(_, rewrite)| fits(rewrite)) {
            let edit = if rewrite.text.is_empty() {
                place.left_out()
            } else {
                self.fill(&template_name(&path), &captures).and_then(|text| place.fit(&text))
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
    filter!(article);
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

/// The keys of what a rule says.
const SAID: [&str; 4] = [MESSAGE, QUESTION, TOLD, BESIDE];

/// What a rule says under each of these keys, in one of its voices or in its own.
fn said(rule: &RuleFile, voice: Option<usize>) -> [Option<&str>; 4] {
    match voice.and_then(|voice| rule.voices.get(voice)) {
        Some(voice) => [
            Some(&voice.message),
            voice.question.as_deref(),
            voice.told.as_deref(),
            voice.beside.as_deref(),
        ],
        None => [
            Some(&rule.message),
            rule.question.as_deref(),
            rule.told.as_deref(),
            rule.beside.as_deref(),
        ],
    }
}

/// The rule's own voice, and each of its others.
fn voices(rule: &RuleFile) -> impl Iterator<Item = Option<usize>> {
    once(None).chain((0..rule.voices.len()).map(Some))
}

/// The path of what a rule says, in one of its voices or in its own.
fn said_path(voice: Option<usize>, key: &str) -> Vec<PathStep> {
    let within = voice.map(|voice| ["voices".into(), voice.into()]);
    within.into_iter().flatten().chain([key.into()]).collect()
}

/// The name of the template at a path of the rule's file.
fn template_name(path: &[PathStep]) -> String {
    let steps = path.iter().map(|step| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::Item(at) => at.to_string(),
    });
    steps.collect::<Vec<_>>().join(" ")
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
