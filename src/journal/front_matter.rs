//! The YAML between `---` lines at the top of a file, and `key:: value` fields below it. TOML between
//! `+++` lines and JSON, as Hugo writes them, are read too.
//!
//! What cannot be parsed is still read line by line, so that a typo in one value never makes a
//! private entry public.

mod format;

use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use self::format::{FrontFormat, find};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileSpan;

/// What the top of a file says about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// Every key as written, in order.
    pub fields: Mapping,
    /// How many of them stand at the top; the others come from the text.
    pub own: usize,
    /// Whether it could not be read, and was read line by line instead.
    pub is_broken: bool,
    /// Where YAML stands, without the `---` lines; none for what is written in another way.
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

    /// Every key that is text with its value as text, where that has one.
    pub fn as_text(&self) -> impl Iterator<Item = (&str, Option<String>)> {
        self.fields.iter().filter_map(|(name, value)| Some((name.as_str()?, scalar(value))))
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
        is_set_in(&self.fields, key)
    }

    /// Takes out what stands between `%%` in its values.
    pub(super) fn drop_comments(&mut self) {
        self.fields.values_mut().for_each(drop_comments);
    }

    /// Whether a value, or an item of a list, is this word and nothing else, whatever its key:
    /// `keywords: private`, `visibility: private`.
    #[must_use]
    pub fn says(&self, word: &str) -> bool {
        let is_word = |text: &str| text.trim().trim_start_matches('#').eq_ignore_ascii_case(word);
        let of_tags = ["tags", "tag", "keywords"].iter().flat_map(|key| self.list(key));
        let mut tags =
            of_tags.flat_map(|tag| tag.split([' ', ';']).map(str::to_owned).collect::<Vec<_>>());
        tags.any(|tag| is_word(&tag)) || self.texts().split([',', ';', '\n']).any(is_word)
    }

    /// Adds fields from the text; of several values the first stands.
    pub fn extend<'a>(&mut self, fields: impl Iterator<Item = (&'a str, &'a str)>) {
        let mut known: HashSet<String> = self.names().map(str::to_ascii_lowercase).collect();
        for (key, value) in fields {
            if known.insert(key.to_ascii_lowercase()) {
                self.fields.insert(Value::String(key.to_owned()), Value::String(value.to_owned()));
            }
        }
    }
}

fn is_set_in(fields: &Mapping, key: &str) -> bool {
    fields.iter().any(|(name, value)| {
        let named = name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(key));
        match value {
            Value::Mapping(inner) if is_set_in(inner, key) => true,
            _ if !named => false,
            Value::Null => false,
            Value::Sequence(items) => {
                items.iter().any(|item| scalar(item).is_some_and(|text| is_yes(&text)))
            }
            value => scalar(value).is_none_or(|text| is_yes(&text)),
        }
    })
}

fn drop_comments(value: &mut Value) {
    match value {
        Value::String(text) if text.contains("%%") => {
            // Every other piece stands between marks; an open one reaches to the end.
            let kept: String = text.split("%%").step_by(2).collect();
            kept.trim().clone_into(text);
        }
        Value::Sequence(items) => items.iter_mut().for_each(drop_comments),
        Value::Mapping(fields) => fields.values_mut().for_each(drop_comments),
        _ => {}
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
    let top = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let nothing = || FrontMatter { body: top, ..FrontMatter::default() };
    let note =
        |span, message| Diagnostic::journal("front-matter", Severity::Warning, span, message);
    let place = match find(source, top) {
        Ok(Some(place)) => place,
        Ok(None) => return (nothing(), Vec::new()),
        Err(format) => {
            let span = FileSpan::new(top, top + format.fence().len());
            let message = format!(
                "The front matter is not closed, so it is read as text. Add a line `{}` below it.",
                format.fence()
            );
            return (nothing(), vec![note(span, message)]);
        }
    };
    let text = spaces_for_tabs(place.text.slice(source));
    let is_yaml = place.format == FrontFormat::Yaml;
    let whole = |fields: Mapping| {
        let own = fields.len();
        let span = is_yaml.then_some(place.text);
        FrontMatter { fields, own, is_broken: false, span, body: place.body }
    };
    match place.format.read(&text) {
        Ok(Some(fields)) => (whole(fields), Vec::new()),
        Ok(None) => (nothing(), Vec::new()),
        Err((span, message)) => {
            let name = place.format.name();
            let message = format!(
                "The front matter is not valid {name}: {message} It was read line by line instead."
            );
            let found = note(span.shifted(place.text.start), message);
            (FrontMatter { is_broken: true, ..whole(by_line(&text)) }, vec![found])
        }
    }
}

/// Tabs and no-break spaces, which YAML refuses, as spaces: the length in bytes stays.
fn spaces_for_tabs(text: &str) -> String {
    text.replace('\t', " ").replace('\u{a0}', "  ").replace('\u{feff}', "   ")
}

/// Top-level `key: value` or `key = value` lines and their `- item` lists, of what does not parse.
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
        } else if let Some((key, value)) = line.split_once([':', '='])
            && (!key.starts_with([' ', '#']) || key.trim_start().starts_with('"'))
        {
            let key = Value::String(unquoted(key));
            let value = value.trim().trim_end_matches(',');
            let value = unquoted(value.trim_start_matches('[').trim_end_matches(']'));
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
    use crate::text;

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

    #[test]
    fn other_formats_read_like_yaml() {
        for source in [
            "+++\ntitle = \"A\"\nmood = 7\ndate = 2026-03-02\ntags = [\"x\", \"y\"]\nprivate = true\n+++\ntext",
            ";;;\n\"title\": \"A\", \"mood\": 7, \"date\": \"2026-03-02\",\n\"tags\": [\"x\", \"y\"], \"private\": true\n;;;\ntext",
            "{\n\"title\": \"A\", \"mood\": 7, \"date\": \"2026-03-02\",\n\"tags\": [\"x\", \"y\"], \"private\": true }\r\ntext",
        ] {
            let (front, diagnostics) = parse(source);
            assert_eq!(front.text("title").as_deref(), Some("A"), "{source}");
            assert_eq!(front.text("mood").as_deref(), Some("7"));
            assert_eq!(front.text("date").as_deref(), Some("2026-03-02"));
            assert_eq!(front.list("tags"), ["x", "y"]);
            assert!(front.flag("private") && diagnostics.is_empty());
            assert_eq!(text::after(source, front.body), "text");
        }
    }

    #[test]
    fn what_is_not_valid_in_another_format_is_told_and_never_shown() {
        for source in [
            "+++\ntitle = A B\nprivate = true\n+++\ntext",
            ";;;\n\"title\" \"A\",\n\"private\": true,\n;;;\ntext",
            "{\n  \"title\" \"A\",\n  \"private\": true,\n}\ntext",
        ] {
            let (front, diagnostics) = parse(source);
            assert!(front.flag("private"), "{source} {front:?}");
            assert_eq!(diagnostics.len(), 1, "{source}");
            assert_eq!(text::after(source, front.body), "text");
        }
        for text in ["{{query}}\n", "{ a thought }\n", "+++\n", "{\"half\nof a thought\n"] {
            assert_eq!(parse(text).0.body, 0, "{text}");
        }
    }
}
