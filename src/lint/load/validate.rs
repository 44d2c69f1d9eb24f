//! What only a look at a whole rule shows.

use regex_automata::util::captures::Captures;

use crate::diagnostic::{Diagnostic, RULE_FILE, Severity, nearest};
use crate::lint::engine::Engine;
use crate::lint::frame::captures;
use crate::lint::pattern::{PatternError, Words};
use crate::lint::rewrite::RewriteTemplates;
use crate::lint::rule::Rule;
use crate::text::FileSpan;
use crate::yaml::{self, PathStep};

/// What is said of a pattern that can match between two letters.
pub(super) const EVERYWHERE: &str = "This pattern matches nothing at all, which is everywhere.";

/// An error in a rule file.
pub(super) fn rule_error(span: FileSpan, message: String) -> Diagnostic {
    Diagnostic::journal(RULE_FILE, Severity::Error, span, message)
}

/// The faults of a compiled rule, placed in its YAML. The built-in rules have a test instead.
pub(super) fn validate(rule: &Rule, text: &str) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut note = |path: &[PathStep], message: String| {
        errors.push(rule_error(yaml::locate(text, path).value, message));
    };
    let mut groups: Vec<String> = Vec::new();
    // Those of a built-in rule are read from what the build script made of them.
    let frames = rule.file.frames.len().max(rule.frames.len());
    if frames > 0 {
        groups.extend(captures::CAPTURES.map(str::to_owned));
    }
    for (key, patterns) in [("patterns", &rule.patterns), ("unless", &rule.unless)] {
        for (index, pattern) in patterns.iter().enumerate() {
            match pattern.compile() {
                Ok(engine) => {
                    if let Some(fault) = matches_nothing(&engine) {
                        note(&[key.into(), index.into()], fault);
                    } else if key == "patterns" {
                        groups.extend(engine.group_names().map(str::to_owned));
                    }
                }
                Err(error) => note(&[key.into(), index.into()], regex_error(&error.to_string())),
            }
        }
    }
    if rule.file.patterns.is_empty() && frames == 0 {
        note(&["patterns".into()], "A rule needs at least one frame or pattern.".to_owned());
    }
    if rule.file.examples.invalid.is_empty() || rule.file.examples.valid.is_empty() {
        note(&["examples".into()], "A rule needs an example that it flags under `invalid`, and one that it leaves alone under `valid`.".to_owned());
    }
    match RewriteTemplates::new(&rule.file) {
        Err((path, message)) => note(&path, message),
        Ok(templates) => {
            if let Some((path, name)) = templates.missing(&rule.file, &groups) {
                note(&path, missing_group(&name, &groups));
            }
        }
    }
    for (index, voice) in rule.file.voices.iter().enumerate() {
        let at = |key: &str, place: usize| {
            ["voices".into(), index.into(), key.into(), PathStep::from(place)]
        };
        for (place, name) in voice.needs.iter().enumerate() {
            if !groups.contains(name) {
                note(&at("needs", place), missing_group(name, &groups));
            }
        }
        for (place, number) in voice.frames.iter().enumerate() {
            if !(1..=frames).contains(number) {
                let message =
                    format!("The rule has no frame {number}: they are numbered 1 to {frames}.");
                note(&at("frames", place), message);
            }
        }
    }
    for (text_path, rewrite) in rule.file.all_wordings() {
        for (key, names) in [("needs", &rewrite.needs), ("without", &rewrite.without)] {
            for (place, name) in names.iter().enumerate().filter(|(_, name)| !groups.contains(name))
            {
                let rewrite = text_path.split_last().map_or(&[][..], |(_, rewrite)| rewrite);
                let path = [rewrite, &[key.into(), place.into()]].concat();
                note(&path, missing_group(name, &groups));
            }
        }
    }
    errors
}

/// What is said of a pattern that can match between two letters without any.
pub(super) fn matches_nothing(engine: &Engine) -> Option<String> {
    let found = engine.matches(b"x y");
    let empty = found.iter().filter_map(Captures::get_match).any(|one| one.is_empty());
    empty.then(|| EVERYWHERE.to_owned())
}

fn missing_group(name: &str, groups: &[String]) -> String {
    let hint = nearest(name, groups.iter().map(String::as_str)).map_or_else(
        || format!("Name it in a pattern: `(?P<{name}>…)`."),
        |near| format!("Did you mean `{near}`?"),
    );
    format!("No pattern has a group called `{name}`. {hint}")
}

/// Why a pattern's lists cannot be put in, and what to do.
pub(super) fn list_error(error: &PatternError, own: &Words, shared: &Words) -> String {
    match error {
        PatternError::Syntax(message) => regex_error(message),
        PatternError::Circle(name) => format!("The list `{{{name}}}` uses itself."),
        PatternError::Unknown(name) => {
            let known = own.keys().chain(shared.keys()).map(String::as_str);
            let hint = nearest(name, known).map_or_else(
                || "Add it under `words:`.".to_owned(),
                |near| format!("Did you mean `{{{near}}}`?"),
            );
            format!("There is no list `{{{name}}}`. {hint}")
        }
    }
}

/// The last line of a regex error says what is wrong; the rest draws it.
pub(super) fn regex_error(error: &str) -> String {
    let last = error.lines().last().unwrap_or(error).trim_start_matches("error: ");
    format!("This is not a valid regular expression: {}.", last.trim_end_matches('.'))
}
