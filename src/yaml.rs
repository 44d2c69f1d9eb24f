//! YAML with places: what a file says, and where in it a value stands.
//!
//! Values are read by serde; places are looked up only when something must be said about one.

use saphyr_parser::{Event, Marker, Parser};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use crate::diagnostic::nearest;
use crate::text::{self, FileSpan, LineIndex};

/// One step from a YAML value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    /// The value of this key of a mapping.
    Key(String),
    /// This item of a sequence, from 0.
    Item(usize),
}

impl From<&str> for PathStep {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for PathStep {
    fn from(item: usize) -> Self {
        Self::Item(item)
    }
}

/// Something wrong in a YAML text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// Where.
    pub span: FileSpan,
    /// What is wrong and which forms are accepted.
    pub message: String,
}

/// Reads `text` into `T`.
///
/// # Errors
/// The first thing that is not YAML or not what `T` expects, with its place.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| YamlError {
        span: error.location().map_or(FileSpan::at(0), |place| {
            word_at(text, LineIndex::new(text).offset(text, place.line() - 1, place.column() - 1))
        }),
        message: plain(&error.to_string()),
    })
}

/// Keys in `value` that `schema` (a JSON schema) does not know, at any depth.
#[must_use]
pub(crate) fn unknown_keys(
    text: &str,
    value: &Value,
    schema: &serde_json::Value,
) -> Vec<YamlError> {
    let mut walk = SchemaWalk { root: schema, path: Vec::new(), found: Vec::new() };
    walk.visit(value, schema);
    let error = |UnknownKey { path, known }| {
        let Some(PathStep::Key(key)) = path.last() else { return None };
        let hint = nearest(key, known.iter().map(String::as_str)).map_or_else(
            || format!("Known keys: {}.", known.join(", ")),
            |near| format!("Did you mean `{near}`?"),
        );
        let message = format!("`{key}` is not a known key. {hint}");
        Some(YamlError { span: locate(text, &path).key, message })
    };
    walk.found.into_iter().filter_map(error).collect()
}

/// A key that a schema does not know, and those that it knows in its place.
struct UnknownKey {
    path: Vec<PathStep>,
    known: Vec<String>,
}

/// A walk through a value beside its schema.
struct SchemaWalk<'a> {
    root: &'a serde_json::Value,
    path: Vec<PathStep>,
    found: Vec<UnknownKey>,
}

impl<'a> SchemaWalk<'a> {
    fn visit(&mut self, value: &Value, schema: &'a serde_json::Value) {
        let schema = resolve(schema, self.root);
        match value {
            Value::Mapping(mapping) => {
                for (key, inner) in mapping {
                    if let Some(key) = key.as_str() {
                        self.path.push(key.into());
                        self.visit_key(key, inner, schema);
                        self.path.pop();
                    }
                }
            }
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(index.into());
                    self.visit(item, part(schema, "items"));
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn visit_key(&mut self, key: &str, inner: &Value, schema: &'a serde_json::Value) {
        let known = part(schema, "properties");
        let others = part(schema, "additionalProperties");
        if let Some(next) = known.get(key) {
            self.visit(inner, next);
        } else if others == &serde_json::Value::Bool(false) {
            let names = known.as_object().into_iter().flatten();
            let known = names.map(|(name, _)| name.clone()).collect();
            self.found.push(UnknownKey { path: self.path.clone(), known });
        } else {
            self.visit(inner, others);
        }
    }
}

/// A part of a schema; null when it has none of that name.
fn part<'a>(schema: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    schema.get(name).unwrap_or(&serde_json::Value::Null)
}

/// Follows a `$ref`, or the branch of an `anyOf` that describes a mapping.
fn resolve<'a>(
    schema: &'a serde_json::Value,
    root: &'a serde_json::Value,
) -> &'a serde_json::Value {
    if let Some(pointer) = part(schema, "$ref").as_str() {
        return root.pointer(pointer.trim_start_matches('#')).unwrap_or(schema);
    }
    let branches = part(schema, "anyOf").as_array().into_iter().flatten();
    let branches = branches.map(|branch| resolve(branch, root));
    branches.into_iter().find(|branch| branch.get("properties").is_some()).unwrap_or(schema)
}

/// Where a key and its value stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct YamlPlace {
    /// The key, or the value itself for an item of a sequence.
    pub key: FileSpan,
    /// The value; the key when it is a collection.
    pub value: FileSpan,
}

/// Where the value at `path` stands in `text`; the nearest value around it when it is not there.
#[must_use]
pub(crate) fn locate(text: &str, path: &[PathStep]) -> YamlPlace {
    let mut finder = PathFinder {
        text,
        lines: LineIndex::new(text),
        path,
        best: YamlPlace { key: FileSpan::at(0), value: FileSpan::at(0) },
        depth: 0,
    };
    finder.run();
    finder.best
}

struct PathFinder<'a> {
    text: &'a str,
    lines: LineIndex,
    path: &'a [PathStep],
    best: YamlPlace,
    depth: usize,
}

/// One open collection: whether it is a mapping, items seen, and whether it lies on the path.
struct OpenCollection {
    mapping: bool,
    seen: usize,
    key: Option<(String, FileSpan)>,
    on_path: bool,
}

impl PathFinder<'_> {
    fn run(&mut self) {
        let mut stack: Vec<OpenCollection> = Vec::new();
        for event in Parser::new_from_str(self.text) {
            let Ok((event, span)) = event else { return };
            let span = FileSpan::new(self.offset(span.start), self.offset(span.end));
            match event {
                Event::Scalar(..) | Event::Alias(_) => {
                    let key = FileSpan::slice(span, self.text).trim_matches(['"', '\'']);
                    self.value(&mut stack, span, Some(key.to_owned()));
                }
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    let on_path = self.value(&mut stack, span, None);
                    let mapping = matches!(event, Event::MappingStart(..));
                    stack.push(OpenCollection { mapping, seen: 0, key: None, on_path });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    stack.pop();
                }
                _ => {}
            }
        }
    }

    /// Takes note of a value; true when it lies on the path with steps still to go.
    fn value(
        &mut self,
        stack: &mut [OpenCollection],
        span: FileSpan,
        scalar: Option<String>,
    ) -> bool {
        let span = first_line(self.text, span);
        let is_scalar = scalar.is_some();
        let Some(level) = stack.last_mut() else { return true };
        if level.mapping && level.key.is_none() {
            level.key = Some((scalar.unwrap_or_default(), span));
            return false;
        }
        let (key, step) = match level.key.take() {
            Some((name, key)) => (key, PathStep::Key(name)),
            None => (span, PathStep::Item(level.seen)),
        };
        level.seen += 1;
        let matches = level.on_path && self.path.get(self.depth) == Some(&step);
        if matches {
            // A collection is as long as it likes; its key is where one looks.
            let value = if is_scalar { span } else { key };
            self.best = YamlPlace { key, value };
            self.depth += 1;
        }
        matches
    }

    fn offset(&self, mark: Marker) -> usize {
        self.lines.offset(self.text, mark.line().saturating_sub(1), mark.col())
    }
}

fn first_line(text: &str, span: FileSpan) -> FileSpan {
    let end = span.slice(text).find('\n').map_or(span.end, |at| span.start + at);
    if end == span.start { word_at(text, span.start) } else { FileSpan::new(span.start, end) }
}

/// The word that begins at `offset`, so that a caret has something to stand under.
fn word_at(text: &str, offset: usize) -> FileSpan {
    let rest = text.get(offset..).unwrap_or_default();
    let length = rest.find([' ', '\t', '\r', '\n', ':', ',', ']', '}']).unwrap_or(rest.len());
    FileSpan::new(offset, offset + length)
}

/// serde's wording, without the trailing place (the caret shows it) and without jargon.
fn plain(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    let text = text::before(message, end).trim();
    let text = text
        .replace("unknown variant", "unknown value")
        .replace("invalid type: ", "this is the ")
        .replace("a sequence", "a list")
        .replace("expected struct", "expected")
        .replace("expected u8", "expected a number from 0 to 255")
        .replace("the map", "a map")
        .replace("the sequence", "a list")
        .replace("the string", "the text");
    // What Rust calls a group of keys is nothing to the writer.
    let text = match text.rsplit_once("expected ") {
        Some((before, name)) if name.starts_with(char::is_uppercase) => {
            format!("{before}expected keys and values")
        }
        _ => text,
    };
    // Keys stay as they are written.
    let (key, text) = match text.split_once(": ") {
        Some((key, text)) if !key.contains(' ') => (format!("`{key}`: "), text.to_owned()),
        _ => (String::new(), text),
    };
    let dot = if text.ends_with('.') { "" } else { "." };
    let mut letters = text.chars();
    let first = letters.next().map(|c| match key.as_str() {
        "" => c.to_uppercase().to_string(),
        _ => c.to_string(),
    });
    format!("{key}{}{}{dot}", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_path() {
        let text = "title: Ünder\nlist:\n  - a\n  - key: [x, yy]\n";
        let path = ["list".into(), 1.into(), "key".into(), 1.into()];
        assert_eq!(locate(text, &path).value.slice(text), "yy");
        assert_eq!(locate(text, &["title".into()]).key.slice(text), "title");
        assert_eq!(locate(text, &["title".into()]).value.slice(text), "Ünder");
    }

    #[test]
    fn a_missing_value_is_placed_at_its_parent() {
        let text = "a:\n  b: 1\n";
        assert_eq!(locate(text, &["a".into(), "zz".into()]).key.slice(text), "a");
    }
}
