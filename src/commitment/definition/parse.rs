//! Reads commitments from their notes, and says what is wrong with each.
//!
//! A mistake that leaves the promise unclear leaves that commitment out; the others go on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_yaml::Value;

use super::{CadenceSegment, Commitment, FOLDER, Outcome, Partly, Pause, Reserve, Sharing, Target};
use crate::commitment::cadence::{self, Cadence, FORMS};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::journal::entry::Entry;
use crate::text::FileSpan;
use crate::yaml::{self, PathStep};

const KEYS: [&str; 21] = [
    "title",
    "also",
    "value",
    "when",
    "minimum",
    "cadence",
    "start",
    "end",
    "outcome",
    "rest",
    "pauses",
    "reserve",
    "partly",
    "target",
    "direction",
    "silence",
    "history",
    "if_missed",
    "was",
    "share",
    "share_notes",
];
const TARGET_KEYS: [&str; 2] = ["at_least", "unit"];

/// The commitments that `entries` define, by id, and what is wrong with them, by path.
#[must_use]
pub fn parse<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
) -> (Vec<Commitment>, BTreeMap<String, Vec<Diagnostic>>) {
    let mut commitments = Vec::new();
    let mut diagnostics: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    let mut former: Vec<(usize, String, &Entry)> = Vec::new();
    for entry in entries.into_iter().filter(|entry| defines(&entry.path)) {
        let mut reader = DefinitionReader { entry, diagnostics: Vec::new() };
        if let Some(commitment) = reader.commitment() {
            former.extend(
                reader
                    .strings("was")
                    .into_iter()
                    .enumerate()
                    .map(|(index, was)| (index, was, entry)),
            );
            commitments.push(commitment);
        }
        if !reader.diagnostics.is_empty() {
            diagnostics.insert(entry.path.clone(), reader.diagnostics);
        }
    }
    commitments.sort_by(|a: &Commitment, b: &Commitment| a.id.cmp(&b.id));
    let ids: BTreeSet<String> = commitments.iter().map(|one| one.id.clone()).collect();
    for (index, was, entry) in former {
        if ids.contains(&was) {
            let mut reader = DefinitionReader { entry, diagnostics: Vec::new() };
            let message = format!(
                "`{was}` is another commitment's id now, so it cannot be a former id here. Take it out of `was`."
            );
            reader.note(&["was".into(), index.into()], message);
            diagnostics.entry(entry.path.clone()).or_default().extend(reader.diagnostics);
            if let Some(one) = commitments.iter_mut().find(|one| one.path == entry.path) {
                one.also.retain(|name| *name != was);
            }
        }
    }
    (commitments, diagnostics)
}

/// Whether the file at `path` is a definition.
#[must_use]
pub(super) fn defines(path: &str) -> bool {
    path.strip_prefix(FOLDER).is_some_and(|name| !name.contains('/'))
}

struct DefinitionReader<'a> {
    entry: &'a Entry,
    diagnostics: Vec<Diagnostic>,
}

impl DefinitionReader<'_> {
    /// Something that has no effect.
    fn note(&mut self, path: &[PathStep], message: String) {
        self.diagnose(Severity::Warning, path, message);
    }

    /// Something odd.
    fn hint(&mut self, path: &[PathStep], message: String) {
        self.diagnose(Severity::Hint, path, message);
    }

    fn diagnose(&mut self, severity: Severity, path: &[PathStep], message: String) {
        let span = self.entry.front.span.map_or(FileSpan::at(0), |span| {
            yaml::locate(span.slice(&self.entry.source), path).value.shifted(span.start)
        });
        self.diagnostics.push(Diagnostic::journal("commitment", severity, span, message));
    }

    fn commitment(&mut self) -> Option<Commitment> {
        let front = &self.entry.front;
        self.unknown_keys();
        let id = self.entry.stem().to_owned();
        let Some(start) = self.date("start") else {
            if front.get("start").is_none() {
                let message = format!(
                    "`{id}` has no `start`, so nothing can be counted. Add `start:` with a date like 2026-03-02."
                );
                self.note(&[], message);
            }
            return None;
        };
        let end = self.date("end");
        if front.get("end").is_some() && end.is_none() {
            return None;
        }
        if end.is_some_and(|end| end < start) {
            self.note(
                &["end".into()],
                format!("`{id}` ends before it starts, on {start}. Correct one of the two."),
            );
            return None;
        }
        let segments = self.segments(start)?;
        let (rest_weekdays, rest_dates) = self.rest();
        let pauses = self.pauses();
        let mut also = self.strings("also");
        also.extend(self.strings("was"));
        let avoid = self.choice("direction", &[("do", false), ("avoid", true)]).unwrap_or(false);
        let silence_keeps =
            self.choice("silence", &[("unrecorded", false), ("kept", true)]).unwrap_or(false);
        let partly =
            [("bridge", Partly::Bridge), ("count", Partly::Count), ("break", Partly::Break)];
        let outcome = [("finished", Outcome::Finished), ("released", Outcome::Released)];
        let text = |key: &str| front.text(key).filter(|text| !text.is_empty());
        let outcome = self.choice("outcome", &outcome);
        if outcome.is_some() && end.is_none() {
            let message = "An outcome needs its day: add `end:` with a date like 2026-06-30. Until then this goes on.";
            self.note(&["outcome".into()], message.to_owned());
        }
        Some(Commitment {
            title: self.entry.title.clone().unwrap_or_else(|| id.clone()),
            path: self.entry.path.clone(),
            also,
            value: text("value"),
            when: text("when"),
            minimum: text("minimum"),
            segments,
            start,
            end,
            outcome,
            rest_weekdays,
            rest_dates,
            pauses,
            reserve: self.reserve(),
            partly: self.choice("partly", &partly).unwrap_or_default(),
            target: self.target(),
            avoid,
            silence_keeps: avoid && silence_keeps,
            if_missed: text("if_missed"),
            sharing: Sharing {
                names: self.strings("share"),
                notes: self.entry.front.flag("share_notes"),
            },
            // A field of it that is private is shown nowhere, and so is what it is a part of.
            private: self.entry.private || self.entry.hides(FileSpan::new(0, front.body)),
            id,
        })
    }

    /// A key close to a known one is a slip; other keys are the person's own.
    fn unknown_keys(&mut self) {
        let own = self.entry.front.fields.keys().take(self.entry.front.own);
        let keys: Vec<String> = own.filter_map(|key| key.as_str().map(str::to_owned)).collect();
        for key in keys.iter().filter(|key| !KEYS.contains(&key.as_str())) {
            let taken = |near: &&str| !keys.iter().any(|key| key == near);
            if let Some(near) = nearest(key, KEYS).filter(taken) {
                self.note(
                    &[key.as_str().into()],
                    format!("`{key}` is no key of a commitment. Did you mean `{near}`?"),
                );
            }
        }
    }

    fn segments(&mut self, start: Date) -> Option<Vec<CadenceSegment>> {
        let Some(text) = self.entry.front.text("cadence").filter(|text| !text.is_empty()) else {
            let list = self.entry.front.list("cadence");
            if let Ok(cadence) = Cadence::parse(&list.join(" ")) {
                return Some(self.history(CadenceSegment { from: start, cadence, why: None }));
            }
            self.note(&["cadence".into()], format!("It has no `cadence`. Accepted: {FORMS}."));
            return None;
        };
        match Cadence::parse(&text) {
            Ok(cadence) => Some(self.history(CadenceSegment { from: start, cadence, why: None })),
            Err(message) => {
                self.note(&["cadence".into()], format!("{message} Accepted: {FORMS}."));
                None
            }
        }
    }

    fn history(&mut self, first: CadenceSegment) -> Vec<CadenceSegment> {
        let start = first.from;
        let mut segments = vec![first];
        for (index, item) in self.items("history").into_iter().enumerate() {
            let path: [PathStep; 2] = ["history".into(), index.into()];
            let Some(from) = date_of(item.get("from")) else {
                self.note(
                    &path,
                    "This change of cadence needs `from:` with a date like 2026-05-01.".to_owned(),
                );
                continue;
            };
            match Cadence::parse(&text_of(item.get("cadence")).unwrap_or_default()) {
                Ok(cadence) => {
                    segments.push(CadenceSegment { from, cadence, why: text_of(item.get("why")) });
                }
                Err(message) => self.note(&path, format!("{message} Accepted: {FORMS}.")),
            }
        }
        // A change dated before the start holds from the start.
        for segment in &mut segments {
            segment.from = segment.from.max(start);
        }
        segments.sort_by_key(|segment| segment.from);
        let mut kept: Vec<CadenceSegment> = Vec::new();
        for segment in segments {
            if kept.last().is_some_and(|last| last.from == segment.from) {
                kept.pop();
            }
            kept.push(segment);
        }
        kept
    }

    fn rest(&mut self) -> (Vec<jiff::civil::Weekday>, BTreeSet<Date>) {
        let (mut weekdays, mut dates) = (Vec::new(), BTreeSet::new());
        for (index, word) in self.strings("rest").into_iter().enumerate() {
            if let Some(day) = cadence::weekday(&word) {
                weekdays.push(day);
            } else if let Ok(date) = word.parse() {
                dates.insert(date);
            } else {
                self.note(
                    &["rest".into(), index.into()],
                    format!("`{word}` is neither a weekday nor a date like 2026-03-08."),
                );
            }
        }
        (weekdays, dates)
    }

    fn pauses(&mut self) -> Vec<Pause> {
        let mut pauses: Vec<(usize, Pause)> = Vec::new();
        for (index, item) in self.items("pauses").into_iter().enumerate() {
            let path: [PathStep; 2] = ["pauses".into(), index.into()];
            let to = item.get("to").filter(|to| !to.is_null());
            match (date_of(item.get("from")), to.map(|to| date_of(Some(to)))) {
                (None, _) | (_, Some(None)) => self.note(&path, "This pause needs `from:` with a date like 2026-04-05; `to:` may be left out while it lasts.".to_owned()),
                (Some(from), Some(Some(to))) if to < from => self.note(&path, format!("This pause ends on {to}, before it begins on {from}. Correct one of the two.")),
                (Some(from), to) => pauses.push((index, Pause { from, to: to.flatten(), why: text_of(item.get("why")) })),
            }
        }
        pauses.sort_by_key(|(_, pause)| pause.from);
        for pair in pauses.windows(2) {
            let [(_, first), (index, second)] = pair else { continue };
            if first.covers(second.from) {
                let path: [PathStep; 2] = ["pauses".into(), (*index).into()];
                self.hint(&path, format!("This pause begins on {}, inside the one from {}. Both count; make them one, or close the earlier one.", second.from, first.from));
            }
        }
        pauses.into_iter().map(|(_, pause)| pause).collect()
    }

    fn reserve(&mut self) -> Option<Reserve> {
        let text =
            self.entry.front.text("reserve").filter(|text| !text.is_empty() && text != "none")?;
        if let Ok(Cadence::Times(count, period)) = Cadence::parse(&text) {
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            return Some(Reserve { count, period });
        }
        let message = format!("`{text}` is no reserve. Accepted: `1 per week`, `2 per month`.");
        self.note(&["reserve".into()], message);
        None
    }

    fn target(&mut self) -> Option<Target> {
        let value = self.entry.front.get("target")?.clone();
        let keys = value.as_mapping().into_iter().flat_map(|map| map.keys());
        let keys: Vec<String> = keys.filter_map(|key| key.as_str().map(str::to_owned)).collect();
        for key in keys.iter().filter(|key| !TARGET_KEYS.contains(&key.as_str())) {
            let why = if key == "per" {
                "how often stands under `cadence`: with `weekly` or `monthly` the amounts of the whole week or month add up."
            } else {
                "accepted are `at_least` and `unit`."
            };
            self.note(
                &["target".into(), key.as_str().into()],
                format!("`{key}` is not known here; {why}"),
            );
        }
        let amount = value.get("at_least").unwrap_or(&value);
        let (at_least, mut unit) = match amount {
            Value::Number(number) => (number.as_f64(), None),
            Value::String(text) => {
                let digits = text
                    .trim_start()
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .unwrap_or(text.len());
                let (number, unit) = text.trim().split_at(digits.min(text.trim().len()));
                (number.parse().ok(), Some(unit.trim().to_owned()).filter(|unit| !unit.is_empty()))
            }
            _ => (None, None),
        };
        unit = text_of(value.get("unit")).or(unit);
        let at_least = at_least.filter(|amount: &f64| amount.is_finite() && *amount > 0.0);
        if at_least.is_none() {
            self.note(
                &["target".into()],
                "This is no target. Accepted: `{at_least: 20, unit: minutes}`.".to_owned(),
            );
        }
        Some(Target { at_least: at_least?, unit })
    }

    fn choice<T: Copy>(&mut self, key: &str, accepted: &[(&str, T)]) -> Option<T> {
        let text = self.entry.front.text(key).filter(|text| !text.is_empty())?.to_lowercase();
        let found = accepted.iter().find(|(name, _)| *name == text);
        if found.is_none() {
            let names: Vec<String> = accepted.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.note(&[key.into()], format!("`{text}` is not one of {}.", names.join(", ")));
        }
        found.map(|(_, value)| *value)
    }

    fn date(&mut self, key: &str) -> Option<Date> {
        let value = self.entry.front.get(key)?;
        let date = date_of(Some(value));
        if date.is_none() {
            let text = text_of(Some(value)).unwrap_or_default();
            self.note(&[key.into()], format!("`{text}` is not a date. Write it as `2026-03-02`."));
        }
        date
    }

    fn strings(&self, key: &str) -> Vec<String> {
        let words = self.entry.front.list(key);
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    fn items(&self, key: &str) -> Vec<Value> {
        match self.entry.front.get(key) {
            Some(Value::Sequence(items)) => items.clone(),
            Some(Value::Null) | None => Vec::new(),
            Some(one) => vec![one.clone()],
        }
    }
}

fn text_of(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn date_of(value: Option<&Value>) -> Option<Date> {
    text_of(value)?.parse().ok()
}
