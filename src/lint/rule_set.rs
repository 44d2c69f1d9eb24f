//! All rules that apply to a journal: the built-in ones, overlaid by the journal's own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::Regex;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::guard::{Guard, GuardFile};
use super::pattern::{self, Words};
use super::rewrite::Wording;
use super::rule::{Pattern, Rule, RuleFile};
use super::scanner::Scanner;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Family, Severity, nearest};
use crate::text::Span;
use crate::yaml::{self, Step};

/// The built-in rule files as JSON, made by the build script.
const BUILT_IN: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
/// A larger rule file is refused.
const LARGEST: usize = 1 << 20;
const WORDS: &str = "words";
const GUARDS: &str = "guards";

/// A rule file of the journal.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below the journal's `rules/` folder, with `/`.
    pub path: String,
    /// Its YAML.
    pub text: String,
}

/// What is wrong in one file of the journal's own rules.
pub type Faults = BTreeMap<String, Vec<Diagnostic>>;

/// The rules that apply, ready to be used.
#[derive(Debug)]
pub struct RuleSet {
    rules: Vec<Rule>,
    guards: BTreeMap<String, Vec<Guard>>,
    pub(super) scanner: Scanner,
}

/// What a path below `rules/` says: the language, the family and the id.
struct Name {
    language: String,
    family: Option<Family>,
    stem: String,
}

#[derive(Default)]
struct Loader {
    words: BTreeMap<String, Words>,
    guards: BTreeMap<String, GuardFile>,
    rules: BTreeMap<(String, String), (Family, RuleFile)>,
    faults: Faults,
}

impl RuleSet {
    /// The built-in rules under `config`, overlaid by the journal's own, and what is wrong with
    /// the latter. A file with a fault in it is left out.
    #[must_use]
    pub fn new(config: &Config, own: &[Source]) -> (Self, Faults) {
        let mut loader = Loader::default();
        let built_in: Vec<(String, Json)> = serde_json::from_str(BUILT_IN).unwrap_or_default();
        let languages: BTreeSet<String> =
            built_in.iter().filter_map(|(path, _)| path.split_once('/')).map(|(l, _)| l.to_owned()).collect();
        for (path, content) in built_in {
            let name = Name::of(&path, &languages, config);
            if config.languages.contains(&name.language) {
                loader.built_in(name, content);
            }
        }
        for source in own {
            let name = Name::of(&source.path, &languages, config);
            let faults = loader.own(&name, source);
            if !faults.is_empty() {
                loader.faults.insert(source.path.clone(), faults);
            }
        }
        loader.finish(config, own)
    }

    /// The rules, by language and id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id, in any language.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    pub(super) fn guards(&self, language: &str) -> &[Guard] {
        self.guards.get(language).map_or(&[], Vec::as_slice)
    }

    /// What keeps a rule with `speaker: self` silent: each guard's name and reason.
    pub fn guard_reasons(&self, language: &str) -> impl Iterator<Item = (&str, &str)> {
        self.guards(language).iter().map(|guard| (guard.name(), guard.why.as_str()))
    }

    /// The JSON schema of a rule file, for editors.
    #[must_use]
    pub fn schema() -> Json {
        schemars::schema_for!(RuleFile).to_value()
    }

    /// Diagnostics about the config's `rules:` whose names no rule, category or family has.
    #[must_use]
    pub fn check_levels(&self, config: &Config, text: &str) -> Vec<Diagnostic> {
        let families = Family::ALL.map(Family::name);
        let names = self.rules.iter().flat_map(|rule| [rule.id.as_str(), rule.category()]);
        let known: BTreeSet<&str> = names.chain(families).collect();
        let unknown = config.rules.keys().filter(|name| !known.contains(name.as_str()));
        unknown
            .map(|name| {
                let hint = nearest(name, known.iter().copied()).map_or_else(
                    || "`evenkeel rules list` names them all.".to_owned(),
                    |near| format!("Did you mean `{near}`?"),
                );
                let message = format!("No rule, category or family is called `{name}`. {hint}");
                Config::diagnostic(text, &["rules".into(), name.as_str().into()], message)
            })
            .collect()
    }
}

impl Name {
    /// `en/harsh/id.yaml`, `harsh/id.yaml` and `id.yaml` alike.
    fn of(path: &str, languages: &BTreeSet<String>, config: &Config) -> Self {
        let parts: Vec<&str> = path.trim_end_matches(".yaml").trim_end_matches(".yml").split('/').collect();
        let is_language = |part: &&&str| languages.contains(**part) || config.languages.iter().any(|l| l == **part);
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
    fn built_in(&mut self, name: Name, content: Json) {
        match name.stem.as_str() {
            WORDS => {
                self.words.insert(name.language, serde_json::from_value(content).unwrap_or_default());
            }
            GUARDS => {
                self.guards.insert(name.language, serde_json::from_value(content).unwrap_or_default());
            }
            _ => {
                if let Ok(file) = serde_json::from_value(content) {
                    let family = name.family.unwrap_or(Family::Harsh);
                    self.rules.insert((name.language, name.stem), (family, file));
                }
            }
        }
    }

    /// Takes a file of the journal and says what is wrong with its YAML.
    fn own(&mut self, name: &Name, source: &Source) -> Vec<Diagnostic> {
        if source.text.len() > LARGEST {
            let message = "This rule file is larger than 1 MB, so it is left out.".to_owned();
            return vec![fault(Span::at(0), message)];
        }
        match name.stem.as_str() {
            WORDS => match yaml::read::<Words>(&source.text) {
                Ok(words) => self.words.entry(name.language.clone()).or_default().extend(words),
                Err(mistake) => return vec![fault(mistake.span, mistake.message)],
            },
            GUARDS => match yaml::read::<GuardFile>(&source.text) {
                Ok(guards) => self.guards.entry(name.language.clone()).or_default().extend(guards),
                Err(mistake) => return vec![fault(mistake.span, mistake.message)],
            },
            _ => match read_checked::<RuleFile>(&source.text, &RuleSet::schema()) {
                Ok(file) => {
                    let key = (name.language.clone(), name.stem.clone());
                    let built_in = self.rules.get(&key).map(|(family, _)| *family);
                    let family = name.family.or(built_in).unwrap_or(Family::Harsh);
                    self.rules.insert(key, (family, file));
                }
                Err(faults) => return faults,
            },
        }
        Vec::new()
    }

    fn finish(mut self, config: &Config, own: &[Source]) -> (RuleSet, Faults) {
        let none = Words::new();
        let mut rules = Vec::new();
        for ((language, id), (family, file)) in std::mem::take(&mut self.rules) {
            let shared = self.words.get(&language).unwrap_or(&none);
            let source = own.iter().find(|source| {
                source.path.rsplit('/').next().is_some_and(|name| name.trim_end_matches(".yaml").trim_end_matches(".yml") == id)
            });
            let rule = compile(language, id, family, file, shared, config);
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
                // A test compiles every built-in rule.
                (Err(_), None) => {}
            }
        }
        let guards = self.guards.iter().map(|(language, file)| {
            let words = self.words.get(language).unwrap_or(&none);
            let compiled = file.iter().filter_map(|(name, entry)| Guard::new(name, entry, words).ok());
            (language.clone(), compiled.collect())
        });
        let guards = guards.collect();
        let scanner = Scanner::new(&rules);
        (RuleSet { rules, guards, scanner }, self.faults)
    }
}

fn fault(span: Span, message: String) -> Diagnostic {
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

fn compile(
    language: String,
    id: String,
    family: Family,
    file: RuleFile,
    shared: &Words,
    config: &Config,
) -> Result<Rule, Misplaced> {
    let expand = |key: &str, patterns: &[String]| -> Result<Vec<Pattern>, Misplaced> {
        let expanded = patterns.iter().enumerate().map(|(index, pattern)| {
            let path = || vec![key.into(), index.into()];
            let source = pattern::expand(pattern, &file.words, shared).map_err(|message| (path(), message))?;
            // On its own the pattern must be whole: `a)(b` would be accepted inside a group.
            regex_syntax::parse(&source).map_err(|error| (path(), regex_error(&error.to_string())))?;
            Ok(Pattern::new(format!(r"\b(?:{source})\b")))
        });
        expanded.collect()
    };
    let patterns = expand("patterns", &file.patterns)?;
    let unless = expand("unless", &file.unless)?;
    let category = file.category.as_deref().unwrap_or(&id);
    let level = [id.as_str(), category, family.name()].iter().find_map(|name| config.rules.get(*name));
    let severity = level.copied().unwrap_or(file.severity).severity();
    let wording = OnceLock::new();
    Ok(Rule { language, severity, family, patterns, unless, wording, file, id })
}

/// What only a look at the whole rule shows. The built-in rules have a test instead.
fn validate(rule: &Rule, text: &str) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut note = |path: &[Step], message: String| {
        faults.push(fault(yaml::locate(text, path).value, message));
    };
    let mut groups: Vec<String> = Vec::new();
    for (key, patterns) in [("patterns", &rule.patterns), ("unless", &rule.unless)] {
        for (index, pattern) in patterns.iter().enumerate() {
            match pattern.compile() {
                Ok(regex) if regex.is_match("") => {
                    note(&[key.into(), index.into()], "This pattern matches nothing at all, which is everywhere.".to_owned());
                }
                Ok(regex) if key == "patterns" => groups.extend(group_names(&regex)),
                Ok(_) => {}
                Err(error) => note(&[key.into(), index.into()], regex_error(&error.to_string())),
            }
        }
    }
    if rule.file.patterns.is_empty() {
        note(&["patterns".into()], "A rule needs at least one pattern.".to_owned());
    }
    if rule.file.examples.invalid.is_empty() || rule.file.examples.valid.is_empty() {
        note(&["examples".into()], "A rule needs an example that it flags under `invalid`, and one that it leaves alone under `valid`.".to_owned());
    }
    match Wording::new(&rule.file) {
        Err((path, message)) => note(&path, message),
        Ok(wording) => {
            if let Some((path, name)) = wording.missing(&rule.file, &groups) {
                note(&path, missing_group(&name, &groups));
            }
        }
    }
    for (index, rewrite) in rule.file.rewrites.iter().enumerate() {
        for (key, names) in [("needs", &rewrite.needs), ("without", &rewrite.without)] {
            for (place, name) in names.iter().enumerate().filter(|(_, name)| !groups.contains(name)) {
                let path = ["rewrites".into(), index.into(), key.into(), place.into()];
                note(&path, missing_group(name, &groups));
            }
        }
    }
    faults
}

fn group_names(regex: &Regex) -> Vec<String> {
    regex.capture_names().flatten().map(str::to_owned).collect()
}

fn missing_group(name: &str, groups: &[String]) -> String {
    let hint = nearest(name, groups.iter().map(String::as_str)).map_or_else(
        || format!("Name it in a pattern: `(?P<{name}>…)`."),
        |near| format!("Did you mean `{near}`?"),
    );
    format!("No pattern has a group called `{name}`. {hint}")
}

/// The last line of a regex error says what is wrong; the rest draws it.
fn regex_error(error: &str) -> String {
    let last = error.lines().last().unwrap_or(error).trim_start_matches("error: ");
    format!("This is not a valid regular expression: {}.", last.trim_end_matches('.'))
}

impl RuleSet {
    /// Every fault of the built-in rules, as `language/id: message`. For the tests; a release
    /// has none.
    #[must_use]
    pub fn built_in_faults() -> Vec<String> {
        let built_in: Vec<(String, Json)> = serde_json::from_str(BUILT_IN).unwrap_or_default();
        let languages: BTreeSet<String> =
            built_in.iter().filter_map(|(path, _)| path.split_once('/')).map(|(l, _)| l.to_owned()).collect();
        let config = Config { languages: languages.iter().cloned().collect(), ..Config::default() };
        let own: Vec<Source> = built_in
            .iter()
            .map(|(path, content)| Source { path: path.clone(), text: content.to_string() })
            .collect();
        let (set, faults) = Self::new(&config, &own);
        let guards = set.guards.values().flatten().filter_map(|guard| {
            let bad = guard.patterns().find(|pattern| pattern.compile().is_err())?;
            Some(format!("guard {}: {}", guard.name(), bad.source()))
        });
        let rules = faults.iter().flat_map(|(path, faults)| {
            faults.iter().map(move |fault| format!("{path}: {}", fault.message))
        });
        guards.chain(rules).collect()
    }
}
