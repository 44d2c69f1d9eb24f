//! Which commitment a written check-in means, on which day, and what it says of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_yaml::Value;

use super::notation::{self, CheckInState, Notation, WrittenCheckIn};
use super::value::{CheckInValue, amount, word};
use crate::commitment::index::{CommitmentIndex, CommitmentKey};
use crate::commitment::name::folded;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::journal::entry::Entry;
use crate::journal::prose::Prose;
use crate::text::FileSpan;
use crate::yaml;

/// One check-in of one commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckIn {
    /// The commitment it is about.
    pub commitment: CommitmentKey,
    /// The day it is about.
    pub date: Date,
    /// What it says.
    pub state: CheckInState,
    /// How much was done, in the target's unit.
    pub amount: Option<f64>,
    /// How much of the target that is, where the note says it itself: 0.5 or 10/20.
    pub share: Option<f64>,
    /// What is written behind a dash.
    pub reason: Option<String>,
    /// Where it stands in its entry.
    pub span: FileSpan,
    /// Whether its words are private.
    pub private: bool,
}

/// More than this of anything in a day is a slip of the pen.
const MOST: f64 = 1e6;

/// The check-ins of an entry, and what is odd about them. In an entry without a day only those that
/// name one count.
#[must_use]
pub fn parse(
    entry: &Entry,
    prose: &Prose,
    index: &CommitmentIndex,
    today: Date,
) -> (Vec<CheckIn>, Vec<Diagnostic>) {
    let mut reader =
        CheckInReader { entry, index, today, check_ins: Vec::new(), diagnostics: Vec::new() };
    if !index.is_empty() {
        reader.front_matter();
        for written in notation::check_ins(&entry.source, entry.front.body, prose) {
            reader.written(&written);
        }
        reader.conflicts();
    }
    (reader.check_ins, reader.diagnostics)
}

struct CheckInReader<'a> {
    entry: &'a Entry,
    index: &'a CommitmentIndex,
    today: Date,
    check_ins: Vec<CheckIn>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> CheckInReader<'a> {
    fn note(&mut self, severity: Severity, span: FileSpan, message: String) {
        self.diagnostics.push(Diagnostic::journal("check-in", severity, span, message));
    }

    fn front_matter(&mut self) {
        let front = &self.entry.front;
        let own: Vec<(String, Value)> = front
            .fields
            .iter()
            .take(front.own)
            .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value.clone())))
            .collect();
        for (key, value) in own {
            if folded(&key) == "commitments" {
                self.map(&key, &value);
            } else if !["title", "date", "tags"].contains(&key.as_str())
                && let Some((which, _)) =
                    self.index.iter().find(|(_, one)| folded(&one.id) == folded(&key))
            {
                let span = self.place(&[key.as_str().into()]);
                self.value(which, &text_of(&value), span, None);
            }
        }
    }

    fn map(&mut self, key: &str, value: &Value) {
        let pairs: Vec<(String, String, yaml::PathStep)> = match value {
            Value::Mapping(map) => map
                .iter()
                .filter_map(|(name, said)| {
                    let name = name.as_str()?;
                    Some((name.to_owned(), text_of(said), name.into()))
                })
                .collect(),
            // A plain list names what was kept.
            Value::Sequence(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (text_of(item), "kept".to_owned(), index.into()))
                .collect(),
            _ => Vec::new(),
        };
        for (name, said, step) in pairs {
            let span = self.place(&[key.into(), step]);
            match self.index.exactly(&name) {
                Some([only]) => self.value(*only, &said, span, None),
                Some(several) => {
                    let message = self.tie(several);
                    self.note(Severity::Warning, span, message);
                }
                None => {
                    let near = nearest(&name, self.index.ids());
                    let hint = near.map_or_else(
                        || format!("Known: {}.", self.index.ids().collect::<Vec<_>>().join(", ")),
                        |near| format!("Did you mean `{near}`?"),
                    );
                    let message = format!("No commitment is called `{name}`. {hint}");
                    self.note(Severity::Warning, span, message);
                }
            }
        }
    }

    fn written(&mut self, written: &WrittenCheckIn) {
        let found = match &written.notation {
            Notation::Box(_) => self.index.begins(&written.name),
            Notation::Value(_) => self.index.exactly(&written.name).map(|which| (which, "")),
        };
        let Some((which, rest)) = found else { return };
        let [which] = which else {
            let message = self.tie(which);
            return self.note(Severity::Warning, written.span, message);
        };
        match &written.notation {
            Notation::Value(text) => self.value(*which, text, written.span, written.date),
            Notation::Box(None) => {
                let message = "This mark says nothing here. Known: `x` kept, `/` partly, `-` rest, `>` moved, a space for open.";
                self.note(Severity::Hint, written.span, message.to_owned());
            }
            Notation::Box(Some(state)) => {
                let target = self.index.get(*which).and_then(|one| one.target.as_ref());
                let mut said = amount(rest.trim_start_matches([':', ' ']), target)
                    .unwrap_or_else(|()| CheckInValue::reason(rest));
                match said.state {
                    // A plan is no amount.
                    _ if !matches!(state, CheckInState::Kept | CheckInState::Partly) => {
                        said = CheckInValue { reason: said.reason, ..CheckInValue::default() };
                        said.state = Some(*state);
                    }
                    Some(_) if *state == CheckInState::Kept => {}
                    _ => said.state = Some(*state),
                }
                self.add(*which, said, written.span, written.date);
            }
        }
    }

    fn value(&mut self, which: CommitmentKey, text: &str, span: FileSpan, date: Option<Date>) {
        let Some(commitment) = self.index.get(which).filter(|_| !text.trim().is_empty()) else {
            return;
        };
        let meaning = word(text).map_or_else(|| amount(text, commitment.target.as_ref()), Ok);
        if let Ok(meaning) = meaning {
            return self.add(which, meaning, span, date);
        }
        let message = format!(
            "`{text}` says nothing about `{}`, so it is ignored. Accepted: kept, partly, rest, moved, missed, or an amount like 30, 20 min, 1h20, 10/20.",
            commitment.id
        );
        self.note(Severity::Warning, span, message);
    }

    fn add(
        &mut self,
        commitment: CommitmentKey,
        said: CheckInValue,
        span: FileSpan,
        date: Option<Date>,
    ) {
        let (Some(date), Some(state)) = (date.or(self.entry.date()), said.state) else { return };
        if date > self.today && state == CheckInState::Open {
            // A box that waits for its day.
            return;
        }
        if date > self.today {
            let message = format!(
                "This is about {date}, which is still to come, so it is ignored until then."
            );
            return self.note(Severity::Warning, span, message);
        }
        if said.amount.is_some_and(|amount| !(0.0..=MOST).contains(&amount)) {
            let message =
                "No day holds this amount, so it is ignored. Correct the number.".to_owned();
            return self.note(Severity::Warning, span, message);
        }
        let CheckInValue { amount, share, reason, .. } = said;
        let private = self.entry.hides(span);
        // A reason may be private in part; then none of it is repeated.
        let shown = || {
            let all = self.entry.private || !self.entry.hides_something();
            all || !self.entry.hides(item(&self.entry.source, span))
        };
        let reason = reason.filter(|_| shown());
        self.check_ins.push(CheckIn {
            commitment,
            date,
            state,
            amount,
            share,
            reason,
            span,
            private,
        });
    }

    /// Two check-ins of one day that say different things.
    fn conflicts(&mut self) {
        let mut found = Vec::new();
        // What was said of a day of a commitment: state, and whether with an amount.
        let mut earlier: BTreeMap<_, BTreeSet<(CheckInState, bool)>> = BTreeMap::new();
        for one in &self.check_ins {
            let said = earlier.entry((one.commitment, one.date)).or_default();
            let same = |(state, amount): &&(CheckInState, bool)| {
                *state != one.state && !(*amount && one.amount.is_some())
            };
            let other = said.iter().filter(same).map(|(state, _)| *state).max();
            if let (Some(other), Some(id)) = (other, self.id(one.commitment)) {
                let (first, second) = (other.max(one.state).name(), other.min(one.state).name());
                let message = format!(
                    "This day says `{first}` and `{second}` of `{id}`, and `{first}` counts. Delete the one that is wrong."
                );
                found.push((one.span, message));
            }
            said.insert((one.state, one.amount.is_some()));
        }
        for (span, message) in found {
            self.note(Severity::Hint, span, message);
        }
    }

    fn id(&self, which: CommitmentKey) -> Option<&'a str> {
        self.index.get(which).map(|one| one.id.as_str())
    }

    /// A name that several commitments have.
    fn tie(&self, which: &[CommitmentKey]) -> String {
        let ids = which.iter().filter_map(|one| self.id(*one)).map(|id| format!("`{id}`"));
        format!(
            "This name belongs to {}, so it counts for none. Use the id, or take the name out of one `also`.",
            ids.collect::<Vec<_>>().join(" and ")
        )
    }

    fn place(&self, path: &[yaml::PathStep]) -> FileSpan {
        self.entry.front.span.map_or(FileSpan::at(0), |span| {
            yaml::locate(span.slice(&self.entry.source), path).value.shifted(span.start)
        })
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    }
}

/// The lines of a note: from its own to the next item or empty line.
fn item(source: &str, span: FileSpan) -> FileSpan {
    let start =
        source.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let mut end = start;
    for (index, line) in source.get(start..).unwrap_or_default().split_inclusive('\n').enumerate() {
        let text = line.trim_start();
        if index > 0 && (text.is_empty() || text.starts_with(['-', '*', '+', '#'])) {
            break;
        }
        end += line.len();
    }
    FileSpan::new(start, end)
}
