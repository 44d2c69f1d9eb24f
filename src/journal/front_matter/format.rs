//! The forms in which front matter is written: where it stands in a file, and how its fields are read.

use serde_yaml::{Mapping, Value};

use crate::text::{self, FileSpan};
use crate::yaml;

/// Larger front matter is not front matter; the YAML scanner is quadratic on hostile nesting.
const LIMIT: usize = 64 * 1024;

/// How front matter is written, as its first line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrontFormat {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// Between `;;;` lines, as fields of one object.
    FencedJson,
    /// An object.
    Json,
}

impl FrontFormat {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::FencedJson | Self::Json => "JSON",
        }
    }

    pub(super) const fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
            Self::FencedJson => ";;;",
            Self::Json => "}",
        }
    }

    fn closes(self, line: &str) -> bool {
        let line = line.trim_end();
        line == self.fence() || self == Self::Yaml && line == "..."
    }

    /// The fields; `None` when the text is something else altogether.
    pub(super) fn read(self, text: &str) -> Result<Option<Mapping>, (FileSpan, String)> {
        let start = FileSpan::at(0);
        match self {
            Self::Yaml => match yaml::read::<Value>(text) {
                Ok(Value::Mapping(fields)) => Ok(Some(fields)),
                Ok(Value::Null) => Ok(Some(Mapping::new())),
                // Two rules with prose between them.
                Ok(_) => Ok(None),
                Err(error) => Err((error.span, error.message)),
            },
            Self::Toml => match toml::from_str::<toml::Table>(text) {
                Ok(table) => Ok(Some(from_toml(table))),
                Err(error) => {
                    let place = error.span().map_or(start, |at| FileSpan::new(at.start, at.end));
                    Err((place, sentence(error.message())))
                }
            },
            Self::FencedJson | Self::Json => {
                let inner = text.trim();
                let object = if inner.starts_with('{') { text } else { &format!("{{{text}}}") };
                let fields: Result<Mapping, _> = serde_json::from_str(object);
                fields.map(Some).map_err(|error| (start, sentence(&error.to_string())))
            }
        }
    }
}

/// A message of a library as a sentence.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut letters = message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn from_toml(table: toml::Table) -> Mapping {
    table.into_iter().map(|(key, value)| (Value::String(key), toml_value(value))).collect()
}

fn toml_value(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(time) => Value::String(time.to_string()),
        toml::Value::Array(items) => items.into_iter().map(toml_value).collect(),
        toml::Value::Table(fields) => Value::Mapping(from_toml(fields)),
    }
}

/// Where front matter stands.
pub(super) struct FrontPlace {
    pub(super) format: FrontFormat,
    /// Its fields, without fences.
    pub(super) text: FileSpan,
    /// Where the text below it begins.
    pub(super) body: usize,
}

/// Where the front matter of a file stands, if it has any; its format when it is never closed.
pub(super) fn find(source: &str, top: usize) -> Result<Option<FrontPlace>, FrontFormat> {
    let rest = text::after(source, top);
    let Some(line) = rest.find('\n') else { return Ok(None) };
    let first = text::before(rest, line).trim_end();
    let format = match first {
        "---" => FrontFormat::Yaml,
        "+++" => FrontFormat::Toml,
        ";;;" => FrontFormat::FencedJson,
        first if is_object(first) => FrontFormat::Json,
        _ => return Ok(None),
    };
    let start = top + line + 1;
    if format == FrontFormat::Json {
        return object(source, top)
            .or_else(|()| {
                // Not valid, but its end can be seen.
                let (_, body) = closing(source, top, format).ok_or(format)?;
                Ok(FrontPlace { format, text: FileSpan::new(top, body), body })
            })
            .map(Some);
    }
    match closing(source, start, format) {
        Some((end, body)) => Ok(Some(FrontPlace { format, text: FileSpan::new(start, end), body })),
        None if looks_like_fields(text::after(source, start)) => Err(format),
        None => Ok(None),
    }
}

/// Whether a line begins a JSON object: alone, or with a key.
fn is_object(line: &str) -> bool {
    let rest = line.strip_prefix('{').map(str::trim_start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('"'))
}

/// A JSON object that begins at `top` and ends a line.
fn object(source: &str, top: usize) -> Result<FrontPlace, ()> {
    let text = text::after(source, top);
    let near = text.len().min(LIMIT);
    let near = (0..=near).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let mut values = serde_json::Deserializer::from_str(text::before(text, near))
        .into_iter::<serde::de::IgnoredAny>();
    values.next().and_then(Result::ok).ok_or(())?;
    let end = top + values.byte_offset();
    let line = text::after(source, end).split_inclusive('\n').next().unwrap_or_default();
    if !line.trim().is_empty() {
        return Err(());
    }
    let text = FileSpan::new(top, end);
    Ok(FrontPlace { format: FrontFormat::Json, text, body: end + line.len() })
}

/// Where the fields that begin at `start` end, and where the body begins.
fn closing(source: &str, start: usize, format: FrontFormat) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text::after(source, start).split_inclusive('\n') {
        if at - start > LIMIT {
            return None;
        }
        if format.closes(line) {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Whether a text begins with `key: value` or `key = value`.
fn looks_like_fields(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.and_then(|line| line.split_once([':', '='])).is_some_and(|(key, rest)| {
        !key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || "_- \"".contains(c))
            && (rest.is_empty() || rest.starts_with([' ', '\r']))
    })
}
