//! A journal's own lists, exclusions and signs of care: the files that are no rule, read as strictly
//! as one, so that a slip is told and never means that less is looked after.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::validate::{EVERYWHERE, list_error, matches_nothing, regex_error, rule_error};
use crate::config::Switch;
use crate::diagnostic::{Diagnostic, RULE_FILE, Severity, nearest};
use crate::lint::compile::{CompileError, ExpandedPatterns, PatternSource, compile};
use crate::lint::compiled_pattern::Pattern;
use crate::lint::exclusion::{Exclusion, ExclusionFile};
use crate::lint::frame::file::FrameFile;
use crate::lint::pattern::{self, PatternError, Words};
use crate::lint::reading::grammar_file::GrammarFile;
use crate::lint::reading::tags::class_names;
use crate::spoken;
use crate::text::FileSpan;
use crate::yaml::{self, PathStep, YamlError};

/// What is wrong with a file.
pub(super) type FileErrors = Vec<Diagnostic>;

/// Signs that an entry asks for care, as a `care.yaml` says them.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(extend("additionalProperties" = false))]
#[serde(default)]
struct CareFile {
    /// Lists of words for `{name}`.
    words: Words,
    /// What is looked for.
    patterns: Vec<String>,
    /// What in the same sentence says that it only sounds like it.
    unless: Vec<String>,
    /// What is looked for in a sentence that has been read.
    frames: Vec<FrameFile>,
    /// What only may mean it: in such an entry harsh rules are silent.
    hush: Vec<FrameFile>,
}

/// Signs of care of the journal's own.
pub(super) struct OwnCare {
    pub(super) expanded: ExpandedPatterns,
    pub(super) frames: Vec<FrameFile>,
    pub(super) hush: Vec<FrameFile>,
}

/// A list of words of the journal's own.
#[derive(Debug)]
pub(super) struct OwnList {
    pub(super) name: String,
    pub(super) words: Vec<String>,
    /// Whether it takes the place of the built-in list, to which it would be added otherwise.
    pub(super) replace: bool,
}

/// Reads YAML that `schema` describes; a key that it does not know is an error too.
pub(super) fn read_checked<T: DeserializeOwned>(
    text: &str,
    schema: &Json,
) -> Result<T, FileErrors> {
    let value = yaml::read::<Yaml>(text).map_err(errors)?;
    let unknown = yaml::unknown_keys(text, &value, schema);
    let unknown: Vec<Diagnostic> = unknown.into_iter().flat_map(errors).collect();
    let missing = missing_keys(&value, schema);
    match yaml::read::<T>(text).map_err(errors) {
        Ok(read) if unknown.is_empty() => Ok(read),
        Ok(_) => Err(unknown),
        // Whoever reads a file stops at the first that is missing.
        Err(_) if missing.len() > 1 => {
            let message = format!("These fields are missing: {}.", spoken::list(&missing));
            Err(unknown.into_iter().chain([rule_error(FileSpan::at(0), message)]).collect())
        }
        Err(wrong) => Err(unknown.into_iter().chain(wrong).collect()),
    }
}

/// The keys that a file must have and has not.
fn missing_keys(value: &Yaml, schema: &Json) -> Vec<String> {
    let required = schema.get("required").and_then(Json::as_array);
    let required = required.into_iter().flatten().filter_map(Json::as_str);
    let missing = required.filter(|key| value.get(*key).is_none());
    missing.map(|key| format!("`{key}`")).collect()
}

fn errors(error: YamlError) -> FileErrors {
    vec![rule_error(error.span, error.message)]
}

/// Reads signs of care.
pub(super) fn care(text: &str, shared: &Words) -> Result<OwnCare, FileErrors> {
    let schema = schemars::schema_for!(CareFile).to_value();
    let CareFile { words, patterns, unless, frames, hush } = read_checked(text, &schema)?;
    let source = PatternSource { words, patterns, unless };
    let expanded = compile(&source, shared, &|_| 0).map_err(|error| {
        let CompileError { key, index, cause } = error;
        let path = [key.into(), index.into()];
        vec![at(text, &path, list_error(&cause, &source.words, shared))]
    })?;
    let mut found = Vec::new();
    for (key, all) in [("patterns", &expanded.patterns), ("unless", &expanded.unless)] {
        for (index, one) in all.iter().enumerate() {
            let fault = pattern_fault(&Pattern::new(one.clone()));
            found.extend(fault.map(|fault| at(text, &[key.into(), index.into()], fault)));
        }
    }
    if source.patterns.is_empty() && frames.is_empty() && hush.is_empty() {
        let message =
            "There is nothing to look for: write `patterns`, `frames` or `hush`.".to_owned();
        found.push(at(text, &["patterns".into()], message));
    }
    if found.is_empty() { Ok(OwnCare { expanded, frames, hush }) } else { Err(found) }
}

/// Why a pattern cannot be used, if that is so.
fn pattern_fault(pattern: &Pattern) -> Option<String> {
    match pattern.compile() {
        Ok(engine) => matches_nothing(&engine),
        Err(error) => Some(regex_error(&error.to_string())),
    }
}

/// Why a piece of a pattern cannot be used once its lists are put in, if that is so.
fn piece_fault(piece: &str, words: &Words) -> Option<String> {
    let none = Words::new();
    let parsed = pattern::expand(piece, &none, words).and_then(|expanded| {
        regex_syntax::parse(&expanded).map_err(|error| PatternError::Syntax(error.to_string()))
    });
    match parsed {
        Err(error) => Some(list_error(&error, &none, words)),
        // What fits between two letters holds everywhere.
        Ok(parsed) if parsed.properties().minimum_len() == Some(0) => Some(EVERYWHERE.to_owned()),
        Ok(_) => None,
    }
}

fn at(text: &str, path: &[PathStep], message: String) -> Diagnostic {
    rule_error(yaml::locate(text, path).value, message)
}

/// Reads the grammar of a language.
pub(super) fn grammar(text: &str) -> Result<GrammarFile, FileErrors> {
    let schema = schemars::schema_for!(GrammarFile).to_value();
    let file: GrammarFile = read_checked(text, &schema)?;
    let unknown = file.unknown_classes().into_iter().map(|(key, class)| {
        let hint = nearest(class, class_names()).map_or_else(
            || class_names().collect::<Vec<_>>().join(", "),
            |near| format!("Did you mean `{near}`?"),
        );
        let place = yaml::locate(text, &[key.into(), class.into()]).key;
        rule_error(place, format!("There is no class of words `{class}`. {hint}"))
    });
    let errors: FileErrors = unknown.collect();
    if errors.is_empty() { Ok(file) } else { Err(errors) }
}

/// Reads exclusions.
pub(super) fn exclusions(text: &str) -> Result<ExclusionFile, FileErrors> {
    let schema = schemars::schema_for!(ExclusionFile).to_value();
    read_checked::<Option<ExclusionFile>>(text, &schema).map(Option::unwrap_or_default)
}

/// What is wrong with the patterns of exclusions, once all lists are known.
pub(super) fn exclusion_errors(text: &str, file: &ExclusionFile, words: &Words) -> FileErrors {
    let mut found = Vec::new();
    for (name, entry) in file {
        for (key, list) in entry.lists() {
            for (index, one) in list.iter().enumerate() {
                let path = [name.as_str().into(), key.into(), index.into()];
                found.extend(piece_fault(one, words).map(|fault| at(text, &path, fault)));
            }
        }
        if found.is_empty()
            && let Ok(exclusion) = Exclusion::new(name, entry, words)
        {
            let mut faults = exclusion.patterns().filter_map(|pattern| pattern.compile().err());
            let fault = faults.next().map(|error| regex_error(&error.to_string()));
            found.extend(fault.map(|fault| at(text, &[name.as_str().into()], fault)));
        }
    }
    found
}

/// Reads lists of words: a list adds to the built-in one of its name, `{replace: true, words: […]}`
/// takes its place.
pub(super) fn words(text: &str) -> Result<Vec<OwnList>, FileErrors> {
    let value = yaml::read::<Yaml>(text).map_err(errors)?;
    let lists = match value {
        Yaml::Null => return Ok(Vec::new()),
        Yaml::Mapping(lists) => lists,
        _ => {
            let message = "Write lists of words here: `label: [goose, potato]`.".to_owned();
            return Err(vec![rule_error(FileSpan::at(0), message)]);
        }
    };
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for (name, value) in lists {
        let name = name.as_str().map_or_else(|| format!("{name:?}"), str::to_owned);
        match list(text, &name, value) {
            Ok(list) => found.push(list),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

fn list(text: &str, name: &str, value: Yaml) -> Result<OwnList, Box<Diagnostic>> {
    let top = vec![PathStep::from(name)];
    let (words, replace, path) = match value {
        Yaml::Sequence(words) => (words, false, top),
        Yaml::Mapping(mut fields) => {
            let words = fields.remove("words").unwrap_or_default();
            let replace = fields.remove("replace").map(serde_yaml::from_value::<Switch>);
            let replace = replace.transpose().map_err(|_| {
                let message = "`replace` is `on` or `off`.".to_owned();
                Box::new(at(text, &[name.into(), "replace".into()], message))
            })?;
            let replace = replace.is_some_and(Switch::is_on);
            if let Some(other) = fields.keys().next().and_then(Yaml::as_str) {
                let hint = nearest(other, ["words", "replace"]);
                let hint = hint.map_or_else(
                    || "Known keys: words, replace.".to_owned(),
                    |near| format!("Did you mean `{near}`?"),
                );
                let message = format!("`{other}` is not a known key. {hint}");
                let place = yaml::locate(text, &[name.into(), other.into()]).key;
                return Err(Box::new(rule_error(place, message)));
            }
            let path = vec![name.into(), "words".into()];
            let Yaml::Sequence(words) = words else {
                let message = "`words` is missing: `words: [goose, potato]`.".to_owned();
                return Err(Box::new(at(text, &top, message)));
            };
            (words, replace, path)
        }
        _ => {
            let message = format!("`{name}` is no list. Write `{name}: [goose, potato]`.");
            return Err(Box::new(at(text, &top, message)));
        }
    };
    let words = words.into_iter().enumerate().map(|(index, word)| match word {
        Yaml::String(word) => Ok(word),
        Yaml::Bool(_) | Yaml::Number(_) => {
            Ok(serde_yaml::to_string(&word).unwrap_or_default().trim_end().to_owned())
        }
        _ => {
            let path: Vec<PathStep> = path.iter().cloned().chain([index.into()]).collect();
            Err(Box::new(at(
                text,
                &path,
                "This is no word. Put it between quotation marks.".to_owned(),
            )))
        }
    });
    let words: Vec<String> = words.collect::<Result<_, _>>()?;
    if words.is_empty() && replace {
        let message =
            "An empty list would stand for nothing at all. Put a word into it.".to_owned();
        return Err(Box::new(at(text, &[name.into()], message)));
    }
    Ok(OwnList { name: name.to_owned(), words, replace })
}

/// What is wrong with the words of a file, once all lists are known: a word that is no piece of a
/// regular expression, a list that is not there; and lists that nothing uses, which is told.
pub(super) fn word_errors(
    text: &str,
    own: &[OwnList],
    words: &Words,
    is_used: &dyn Fn(&str) -> bool,
) -> FileErrors {
    let mut found = Vec::new();
    for list in own {
        for (index, word) in list.words.iter().enumerate() {
            if let Some(fault) = piece_fault(word, words) {
                let direct = [list.name.as_str().into(), index.into()];
                let within = [list.name.as_str().into(), "words".into(), index.into()];
                let path: &[PathStep] = if list.replace { &within } else { &direct };
                found.push(at(text, path, fault));
            }
        }
        if !is_used(&list.name) {
            let others = words.keys().map(String::as_str).filter(|name| *name != list.name);
            let hint = nearest(&list.name, others).map_or_else(
                || format!("Rules judge by fields: put its words into one, such as `rules/fields/role.yaml`, or write `{{{}}}` in a pattern of yours.", list.name),
                |near| format!("Did you mean `{near}`?"),
            );
            let message = format!("No rule uses the list `{}`. {hint}", list.name);
            let span = yaml::locate(text, &[list.name.as_str().into()]).key;
            found.push(Diagnostic::journal(RULE_FILE, Severity::Warning, span, message));
        }
    }
    found
}
