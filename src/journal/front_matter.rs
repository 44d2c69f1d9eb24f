//! The YAML between `---` lines at the top of a file, and `key:: value` fields below it.
//!
//! What cannot be parsed is still read line by line, so that a typo in one value never makes a
//! private entry public.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{self, FileSpan};
use crate::yaml;

/// Larger front matter is not front matter; the YAML scanner is quadratic on hostile nesting.
const LIMIT: usize = 64 * 1024;

/// What the top of a file says about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// Every key as written, in order.
    pub fields: Mapping,
    /// How many of them stand in the YAML; the others come from the text.
    pub own: usize,
    /// Where the YAML stands, without the `---` lines.
    pub span: Option<FileSpan>,
    /// Where the text below it begins.
    pub body: usize,
}

impl FrontMatter {
    /// The value of `key`, in whatever case it was written.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let mut fields = self.fields.iter();
        fields
            .find(|(name, _)| name.as_str().is_some_and(|n| n.eq_ignore_ascii_case(key)))
            .map(|f| f.1)
    }

    /// Every key that is text, as written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().filter_map(Value::as_str)
    }

    /// The value of `key` as text; numbers and booleans as they would be written.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(scalar)
    }

    /// The value of `key` as a list: a YAML list, or words separated by commas.
    #[must_use]
    pub fn list(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::Sequence(items)) => items.iter().filter_map(scalar).collect(),
            Some(value) => words(&scalar(value).unwrap_or_default()),
            None => Vec::new(),
        }
    }

    /// Whether `key` says yes, in any of the ways people write it.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        let value = self.text(key).unwrap_or_default().to_lowercase();
        matches!(value.as_str(), "true" | "yes" | "on" | "y" | "1")
    }

    /// Every text in it, at whatever depth, a line each.
    #[must_use]
    pub fn texts(&self) -> String {
        let mut out = String::new();
        self.fields.values().for_each(|value| write_texts(value, &mut out));
        out
    }

    /// Whether `key` stands there and does not say no: for what must not be shown by mistake.
    #[must_use]
    pub fn is_set(&self, key: &str) -> bool {
        let mut named = self.fields.iter();
        named.any(|(name, value)| {
            name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(key))
                && match value {
                    Value::Null => false,
                    Value::Sequence(items) => {
                        items.iter().any(|item| scalar(item).is_some_and(|text| is_yes(&text)))
                    }
                    value => scalar(value).is_none_or(|text| is_yes(&text)),
                }
        })
    }

    /// Adds a field from the text; what the front matter says stands.
    pub fn add(&mut self, key: &str, value: &str) {
        if self.get(key).is_none() {
            self.fields.insert(Value::String(key.to_owned()), Value::String(value.to_owned()));
        }
    }
}

fn write_texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Value::Sequence(items) => items.iter().for_each(|item| write_texts(item, out)),
        Value::Mapping(fields) => fields.values().for_each(|field| write_texts(field, out)),
        _ => {}
    }
}

/// Whether a word is written and does not say no.
pub(super) fn is_yes(word: &str) -> bool {
    let word = word.trim().trim_matches(['"', '\'']).to_lowercase();
    !matches!(word.as_str(), "" | "false" | "no" | "off" | "n" | "0" | "nein" | "null" | "~")
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// `a, b` and `#a #b` alike; a plain phrase without either is one word.
fn words(text: &str) -> Vec<String> {
    let split: Vec<&str> =
        if text.contains(',') { text.split(',').collect() } else { text.split('#').collect() };
    let clean = split.iter().map(|word| word.trim().trim_start_matches('#').trim().to_owned());
    clean.filter(|word| !word.is_empty()).collect()
}

/// Reads the front matter of a file and says what is wrong with it.
#[must_use]
pub fn parse(source: &str) -> (FrontMatter, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let top = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = FrontMatter { body: top, ..FrontMatter::default() };
    let Some(start) = after_fence(source, top) else { return (none, diagnostics) };
    let Some((end, body)) = closing(source, start) else {
        if looks_like_yaml(text::after(source, start)) {
            let span = FileSpan::new(top, top + 3);
            let message =
                "The front matter is not closed, so it is read as text. Add a line `---` below it.";
            diagnostics.push(Diagnostic::journal("front-matter", Severity::Warning, span, message));
        }
        return (none, diagnostics);
    };
    let text = spaces_for_tabs(text::between(source, start, end));
    let span = FileSpan::new(start, end);
    let whole = |fields: Mapping| {
        let own = fields.len();
        FrontMatter { fields, own, span: Some(span), body }
    };
    match yaml::read::<Value>(&text) {
        Ok(Value::Mapping(fields)) => (whole(fields), diagnostics),
        Ok(Value::Null) => (whole(Mapping::new()), diagnostics),
        // Two rules with prose between them.
        Ok(_) => (none, diagnostics),
        Err(error) => {
            let message = format!(
                "The front matter is not valid YAML: {} It was read line by line instead.",
                error.message
            );
            let place = error.span.shifted(start);
            diagnostics.push(Diagnostic::journal(
                "front-matter",
                Severity::Warning,
                place,
                message,
            ));
            (whole(by_line(&text)), diagnostics)
        }
    }
}

/// The offset after an opening `---` line at `at`.
fn after_fence(source: &str, at: usize) -> Option<usize> {
    let rest = source.get(at..)?;
    let line = rest.find('\n')?;
    (text::before(rest, line).trim_end() == "---").then_some(at + line + 1)
}

/// Where the YAML that begins at `start` ends, and where the body begins.
fn closing(source: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text::after(source, start).split_inclusive('\n') {
        if at - start > LIMIT {
            return None;
        }
        if matches!(line.trim_end(), "---" | "...") {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn looks_like_yaml(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.and_then(|line| line.split_once(':')).is_some_and(|(key, rest)| {
        !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
            && (rest.is_empty() || rest.starts_with([' ', '\r']))
    })
}

/// Tabs and no-break spaces, which YAML refuses, as spaces: the length in bytes stays.
fn spaces_for_tabs(text: &str) -> String {
    text.replace('\t', " ").replace('\u{a0}', "  ").replace('\u{feff}', "   ")
}

/// Top-level `key: value` lines and their `- item` lists, of YAML that does not parse.
fn by_line(text: &str) -> Mapping {
    let mut fields = Mapping::new();
    let mut last: Option<Value> = None;
    for line in text.lines() {
        let item = line.trim_start().strip_prefix("- ");
        if let (Some(item), Some(key)) = (item, &last) {
            let value = fields.entry(key.clone()).or_insert_with(|| Value::Sequence(Vec::new()));
            if let Value::Sequence(items) = value {
                items.push(Value::String(unquoted(item)));
            }
        } else if let Some((key, value)) = line.split_once(':')
            && !key.starts_with([' ', '#'])
        {
            let key = Value::String(unquoted(key));
            let value = unquoted(value.trim().trim_start_matches('[').trim_end_matches(']'));
            last = Some(key.clone());
            // Of two values the first counts, unless the second keeps the entry private.
            let private = key.as_str().is_some_and(|key| key.eq_ignore_ascii_case("private"));
            if !value.is_empty() && (!fields.contains_key(&key) || private && is_yes(&value)) {
                fields.insert(key, Value::String(value));
            }
        }
    }
    fields
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_odd_forms_read_alike() {
        for source in [
            "---\ntitle: A\nmood: 7\n---\ntext",
            "---\n\ntitle: A\nmood: 7\n---\ntext",
            "\u{feff}---\r\ntitle: A\r\nmood: 7\r\n---\r\ntext",
            "---\ntitle:\tA\nmood:\u{a0}7\n...\ntext",
        ] {
            let (front, diagnostics) = parse(source);
            assert_eq!(front.text("title").as_deref(), Some("A"), "{source:?}");
            assert_eq!(front.text("Mood").as_deref(), Some("7"), "{source:?}");
            assert_eq!(text::after(source, front.body), "text");
            assert!(diagnostics.is_empty());
        }
    }

    #[test]
    fn a_typo_never_makes_a_private_entry_public() {
        let (front, diagnostics) = parse("---\ntitle: [a\nprivate: true\ntags: [x, y]\n---\n");
        assert!(front.flag("private"));
        assert_eq!(front.list("tags"), ["x", "y"]);
        assert_eq!(diagnostics.len(), 1);
        let (front, _) = parse("---\nprivate: yes\nprivate: yes\n---\n");
        assert!(front.flag("private"), "duplicate keys are refused by YAML, not by us");
    }

    #[test]
    fn an_open_fence_is_text() {
        let (front, diagnostics) = parse("---\ntitle: A\n\nThe day began late.\n");
        assert_eq!((front.body, diagnostics.len()), (0, 1));
        let (front, diagnostics) = parse("---\nA thought.\n\n---\nAnother.\n");
        assert_eq!((front.body, diagnostics.len()), (0, 0));
    }

    #[test]
    fn tags_in_three_forms() {
        for tags in ["[a, b c]", "a, b c", "\"#a #b c\"", "\n  - a\n  - '#b c'"] {
            let (front, _) = parse(&format!("---\ntags: {tags}\n---\n"));
            let list: Vec<String> = front
                .list("tags")
                .iter()
                .map(|tag| tag.trim_start_matches('#').to_owned())
                .collect();
            assert_eq!(list, ["a", "b c"], "{tags}");
        }
    }
}
