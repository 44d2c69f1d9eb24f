//! Reads rule files, built-in and the journal's own, and compiles them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::validate::{regex_error, validate};
use super::{CARE, Faults, GUARDS, HELP, LARGEST, LazyGrammar, RuleSet, Source, WORDS};
use crate::config::{Config, InForce, Level};
use crate::diagnostic::{Diagnostic, Family, Severity, nearest};
use crate::lint::care::{Care, CareFile};
use crate::lint::guard::{Guard, GuardFile};
use crate::lint::pattern::{self, Required, Words};
use crate::lint::rule::{Pattern, Rule, RuleFile};
use crate::lint::scanner::Scanner;
use crate::text::Span;
use crate::yaml::{self, Step};

/// The built-in rule files as JSON, made by the build script.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));

/// What a path below `rules/` says: the language, the family and the id.
pub(super) struct Name {
    pub(super) language: String,
    family: Option<Family>,
    pub(super) stem: String,
}

/// What the build script worked out for a rule.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Compiled {
    patterns: Vec<(String, Required)>,
    unless: Vec<(String, Required)>,
}

/// A rule file on its way to a rule.
struct Draft {
    family: Family,
    file: RuleFile,
    /// For a built-in rule.
    compiled: Option<Compiled>,
}

#[derive(Default)]
pub(super) struct Loader {
    words: BTreeMap<String, Words>,
    guards: BTreeMap<String, GuardFile>,
    cares: BTreeMap<String, Care>,
    rules: BTreeMap<(String, String), Draft>,
    /// Languages whose word lists the journal changed: nothing compiled holds for them.
    reworded: BTreeSet<String>,
    pub(super) faults: Faults,
}

pub(super) type BuiltIn = Vec<(String, Json, Compiled)>;

pub(super) fn built_in() -> BuiltIn {
    serde_json::from_str(BUILT_IN).unwrap_or_default()
}

/// The languages of the built-in rules: their topmost folders.
pub(super) fn languages(built_in: &BuiltIn) -> BTreeSet<String> {
    let tops = built_in.iter().filter_map(|(path, _, _)| path.split_once('/'));
    tops.map(|(language, _)| language.to_owned()).collect()
}

impl Name {
    /// `en/harsh/id.yaml`, `harsh/id.yaml` and `id.yaml` alike.
    pub(super) fn of(path: &str, languages: &BTreeSet<String>, config: &Config) -> Self {
        let parts: Vec<&str> =
            path.trim_end_matches(".yaml").trim_end_matches(".yml").split('/').collect();
        let is_language = |part: &&&str| {
            languages.contains(**part) || config.languages.iter().any(|l| l == **part)
        };
        let folders = &parts[..parts.len() - 1];
        let language = folders.first().filter(is_language).map(|part| (*part).to_owned());
        let first = config.languages.first().cloned().unwrap_or_else(|| "en".to_owned());
        Self {
            language: language.unwrap_or(first),
            family: folders.iter().find_map(|part| Family::from_name(part)),
            stem: (*parts.last().unwrap_or(&"")).to_owned(),
        }
    }
}

impl Loader {
    pub(super) fn built_in(&mut self, name: Name, content: Json, compiled: Compiled) {
        match name.stem.as_str() {
            WORDS => {
                self.words
                    .insert(name.language, serde_json::from_value(content).unwrap_or_default());
            }
            GUARDS => {
                self.guards
                    .insert(name.language, serde_json::from_value(content).unwrap_or_default());
            }
            CARE => {
                self.cares.insert(
                    name.language,
                    Care::new(ready(compiled.patterns), ready(compiled.unless)),
                );
            }
            _ => {
                if let Ok(file) = serde_json::from_value(content) {
                    let family = name.family.unwrap_or(Family::Harsh);
                    let draft = Draft { family, file, compiled: Some(compiled) };
                    self.rules.insert((name.language, name.stem), draft);
                }
            }
        }
    }

    /// Takes a file of the journal and says what is wrong with its YAML.
    pub(super) fn own(&mut self, name: &Name, source: &Source) -> Vec<Diagnostic> {
        if source.text.len() > LARGEST {
            let message = "This rule file is larger than 1 MB, so it is left out.".to_owned();
            return vec![fault(Span::at(0), message)];
        }
        match name.stem.as_str() {
            // The list of people to talk to is the program's own.
            HELP => {}
            WORDS => match yaml::read::<Words>(&source.text) {
                Ok(words) => {
                    self.words.entry(name.language.clone()).or_default().extend(words);
                    self.reworded.insert(name.language.clone());
                }
                Err(mistake) => return vec![fault(mistake.span, mistake.message)],
            },
            GUARDS => match yaml::read::<GuardFile>(&source.text) {
                Ok(guards) => self.guards.entry(name.language.clone()).or_default().extend(guards),
                Err(mistake) => return vec![fault(mistake.span, mistake.message)],
            },
            CARE => match yaml::read::<CareFile>(&source.text) {
                Ok(file) => {
                    let words = self.words.entry(name.language.clone()).or_default();
                    match Care::compile(&file, words) {
                        // A journal adds to what is built in; it cannot take away.
                        Ok(care) => self.cares.entry(source.path.clone()).or_insert(care),
                        Err(_) => {
                            return vec![fault(
                                Span::at(0),
                                "A list that this file uses does not exist.".to_owned(),
                            )];
                        }
                    };
                }
                Err(mistake) => return vec![fault(mistake.span, mistake.message)],
            },
            _ => match read_checked::<RuleFile>(&source.text, &RuleSet::schema()) {
                Ok(file) => {
                    let key = (name.language.clone(), name.stem.clone());
                    let built_in = self.rules.get(&key).map(|draft| draft.family);
                    let family = name.family.or(built_in).unwrap_or(Family::Harsh);
                    self.rules.insert(key, Draft { family, file, compiled: None });
                }
                Err(faults) => return faults,
            },
        }
        Vec::new()
    }

    pub(super) fn finish(
        mut self,
        config: &Config,
        levels: InForce,
        own: &[Source],
    ) -> (RuleSet, Faults) {
        let none = Words::new();
        let mut rules = Vec::new();
        for ((language, id), mut draft) in std::mem::take(&mut self.rules) {
            let shared = self.words.get(&language).unwrap_or(&none);
            let source =
                own.iter().find(|source| draft.compiled.is_none() && stem(&source.path) == id);
            // What was worked out beforehand holds only for the built-in words.
            if self.reworded.contains(&language) {
                draft.compiled = None;
            }
            let rule = compile(language, id, draft, shared);
            match (rule, source) {
                (Ok(rule), Some(source)) => {
                    let faults = validate(&rule, &source.text);
                    if faults.is_empty() {
                        rules.push(rule);
                    } else {
                        self.faults.entry(source.path.clone()).or_default().extend(faults);
                    }
                }
                (Ok(rule), None) => rules.push(rule),
                (Err((path, message)), Some(source)) => {
                    let span = yaml::locate(&source.text, &path).value;
                    self.faults.entry(source.path.clone()).or_default().push(fault(span, message));
                }
                // The built-in rules compile with the built-in words, so the journal's own are at
                // fault: without a word the rule would be gone.
                (Err((_, message)), None) => {
                    if let Some(words) = own.iter().find(|source| stem(&source.path) == WORDS) {
                        let message =
                            format!("A list here breaks the rules that use it. {message}");
                        let faults = self.faults.entry(words.path.clone()).or_default();
                        if faults.is_empty() {
                            faults.push(fault(Span::at(0), message));
                        }
                    }
                }
            }
        }
        let guards = self.guards.iter().map(|(language, file)| {
            let words = self.words.get(language).unwrap_or(&none);
            let compiled =
                file.iter().filter_map(|(name, entry)| Guard::new(name, entry, words).ok());
            (language.clone(), compiled.collect())
        });
        let guards = guards.collect();
        let lazily =
            |(language, words)| (language, LazyGrammar { words, grammar: OnceLock::new() });
        let cares: Vec<Care> = std::mem::take(&mut self.cares).into_values().collect();
        let grammars = self.words.into_iter().map(lazily).collect();
        // A rule that is off everywhere takes part with nothing.
        let groups = rules
            .iter()
            .map(|rule| in_force(rule, &levels))
            .chain(cares.iter().map(|care| care.patterns.as_slice()));
        let scanner = Scanner::new(groups);
        let set = RuleSet {
            rules,
            guards,
            grammars,
            cares,
            require_reasons: config.require_reasons,
            skip: config.skip.clone(),
            levels,
            allowed: Vec::new(),
            scanner,
        };
        (set, self.faults)
    }
}

pub(super) fn fault(span: Span, message: String) -> Diagnostic {
    Diagnostic::journal("rule-file", Severity::Error, span, message)
}

/// Reads YAML that `schema` describes; a key that it does not know is a fault too.
fn read_checked<T: DeserializeOwned>(text: &str, schema: &Json) -> Result<T, Vec<Diagnostic>> {
    let note = |mistake: yaml::Mistake| fault(mistake.span, mistake.message);
    let value = yaml::read::<Yaml>(text).map_err(|mistake| vec![note(mistake)])?;
    let unknown: Vec<Diagnostic> =
        yaml::unknown_keys(text, &value, schema).into_iter().map(note).collect();
    let read = yaml::read::<T>(text).map_err(|mistake| vec![note(mistake)]);
    match read {
        Ok(read) if unknown.is_empty() => Ok(read),
        Ok(_) => Err(unknown),
        Err(mistakes) => Err(unknown.into_iter().chain(mistakes).collect()),
    }
}

type Misplaced = (Vec<Step>, String);

fn compile(language: String, id: String, draft: Draft, shared: &Words) -> Result<Rule, Misplaced> {
    let Draft { family, file, compiled } = draft;
    let (patterns, unless) = match compiled {
        Some(compiled) => (ready(compiled.patterns), ready(compiled.unless)),
        None => (
            patterns("patterns", &file.patterns, &file.words, shared)?,
            patterns("unless", &file.unless, &file.words, shared)?,
        ),
    };
    Ok(Rule { language, family, patterns, unless, wording: OnceLock::new(), file, id })
}

/// A file's name without folders and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.trim_end_matches(".yaml").trim_end_matches(".yml")
}

fn in_force<'a>(rule: &'a Rule, levels: &InForce) -> &'a [Pattern] {
    let mut possible = levels.possible(rule.names(), rule.file.severity);
    if possible.any(|level| level != Level::Off) { &rule.patterns } else { &[] }
}

/// Patterns as the build script left them.
fn ready(list: Vec<(String, Required)>) -> Vec<Pattern> {
    list.into_iter().map(|(source, required)| Pattern::new(source, required)).collect()
}

/// The patterns under `key` of a rule file, expanded.
fn patterns(
    key: &str,
    list: &[String],
    own: &Words,
    shared: &Words,
) -> Result<Vec<Pattern>, Misplaced> {
    let expanded = list.iter().enumerate().map(|(index, text)| {
        let at = |message: String| (vec![key.into(), index.into()], message);
        let source = pattern::expand(text, own, shared)
            .map_err(|fault| at(list_fault(&fault, own, shared)))?;
        // On its own the pattern must be whole: `a)(b` would be accepted inside a group.
        regex_syntax::parse(&source).map_err(|error| at(regex_error(&error.to_string())))?;
        let source = pattern::whole_words(&source);
        let required = pattern::required(&source, &|_| 0);
        Ok(Pattern::new(source, required))
    });
    expanded.collect()
}

fn list_fault(fault: &pattern::Fault, own: &Words, shared: &Words) -> String {
    match fault {
        pattern::Fault::Circle(name) => format!("The list `{{{name}}}` uses itself."),
        pattern::Fault::Unknown(name) => {
            let known = own.keys().chain(shared.keys()).map(String::as_str);
            let hint = nearest(name, known).map_or_else(
                || "Add it under `words:`.".to_owned(),
                |near| format!("Did you mean `{{{near}}}`?"),
            );
            format!("There is no list `{{{name}}}`. {hint}")
        }
    }
}
