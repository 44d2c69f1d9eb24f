//! Which commitment a note in an entry means, on which day, and what it says of it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_yaml::Value;

use super::Commitment;
use super::name::{after, folded};
use super::value::{Meaning, amount, word};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::journal::check_in::{self, Note, Said, State};
use crate::journal::entry::Entry;
use crate::journal::prose::Prose;
use crate::text::Span;
use crate::yaml;

/// One check-in of one commitment.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The commitment, by its place among the definitions.
    pub commitment: usize,
    /// The day it is about.
    pub date: Date,
    /// What it says.
    pub state: State,
    /// How much was done, in the target's unit.
    pub amount: Option<f64>,
    /// How much of the target that is, where the note says it itself: 0.5 or 10/20.
    pub share: Option<f64>,
    /// What is written behind a dash.
    pub reason: Option<String>,
    /// Where it stands in its entry.
    pub span: Span,
    /// Whether its words are private.
    pub private: bool,
}

/// The commitments of a journal, and the names they go by.
#[derive(Debug, Default)]
pub struct Register {
    /// By id.
    pub commitments: Vec<Commitment>,
    /// Folded names, the longest first, each with the commitments it may mean.
    names: Vec<(String, Vec<usize>)>,
}

/// More than this of anything in a day is a slip of the pen.
const MOST: f64 = 1e6;

impl Register {
    /// Takes down the names of `commitments`.
    #[must_use]
    pub fn new(commitments: Vec<Commitment>) -> Self {
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, commitment) in commitments.iter().enumerate() {
            for name in commitment.names() {
                let known = names.entry(folded(name)).or_default();
                if !known.contains(&index) {
                    known.push(index);
                }
            }
        }
        names.remove("");
        let mut names: Vec<(String, Vec<usize>)> = names.into_iter().collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        Self { commitments, names }
    }

    /// The check-ins of an entry, and what is odd about them. In an entry without a day only notes
    /// that name one count.
    #[must_use]
    pub fn read(&self, entry: &Entry, prose: &Prose, today: Date) -> (Vec<Mark>, Vec<Diagnostic>) {
        let mut reader =
            Reader { entry, register: self, today, marks: Vec::new(), faults: Vec::new() };
        if !self.commitments.is_empty() {
            reader.front_matter();
            for note in check_in::notes(&entry.source, entry.front.body, prose) {
                reader.note(&note);
            }
            reader.conflicts();
        }
        (reader.marks, reader.faults)
    }

    /// The commitments that `words` begin with, and what follows the name.
    fn begins<'a>(&self, words: &'a str) -> Option<(&[usize], &'a str)> {
        let text = folded(words);
        let mut names = self.names.iter().filter(|(name, _)| text.starts_with(name.as_str()));
        names.find_map(|(name, which)| Some((which.as_slice(), after(words, name)?)))
    }

    fn exactly(&self, key: &str) -> Option<&[usize]> {
        let key = folded(key);
        self.names.iter().find(|(name, _)| *name == key).map(|(_, which)| which.as_slice())
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.commitments.iter().map(|one| one.id.as_str())
    }
}

struct Reader<'a> {
    entry: &'a Entry,
    register: &'a Register,
    today: Date,
    marks: Vec<Mark>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn note_fault(&mut self, severity: Severity, span: Span, message: String) {
        self.faults.push(Diagnostic::journal("check-in", severity, span, message));
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
                && let Some(index) = self.register.ids().position(|id| folded(id) == folded(&key))
            {
                let span = self.place(&[key.as_str().into()]);
                self.value(index, &text_of(&value), span, None);
            }
        }
    }

    fn map(&mut self, key: &str, value: &Value) {
        let pairs: Vec<(String, String, yaml::Step)> = match value {
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
            match self.register.exactly(&name) {
                Some([only]) => self.value(*only, &said, span, None),
                Some(several) => {
                    let message = self.tie(several);
                    self.note_fault(Severity::Warning, span, message);
                }
                None => {
                    let near = nearest(&name, self.register.ids());
                    let hint = near.map_or_else(
                        || {
                            format!(
                                "Known: {}.",
                                self.register.ids().collect::<Vec<_>>().join(", ")
                            )
                        },
                        |near| format!("Did you mean `{near}`?"),
                    );
                    let message = format!("No commitment is called `{name}`. {hint}");
                    self.note_fault(Severity::Warning, span, message);
                }
            }
        }
    }

    fn note(&mut self, note: &Note) {
        let found = match &note.said {
            Said::Box(_) => self.register.begins(&note.name),
            Said::Value(_) => self.register.exactly(&note.name).map(|which| (which, "")),
        };
        let Some((which, rest)) = found else { return };
        let [index] = which else {
            let message = self.tie(which);
            return self.note_fault(Severity::Warning, note.span, message);
        };
        match &note.said {
            Said::Value(text) => self.value(*index, text, note.span, note.date),
            Said::Box(None) => {
                let message = "This mark says nothing here. Known: `x` kept, `/` partly, `-` rest, `>` moved, a space for open.";
                self.note_fault(Severity::Hint, note.span, message.to_owned());
            }
            Said::Box(Some(state)) => {
                let target = self.register.commitments[*index].target.as_ref();
                let mut said = amount(rest.trim_start_matches([':', ' ']), target)
                    .unwrap_or_else(|()| Meaning::reason(rest));
                match said.state {
                    // A plan is no amount.
                    _ if !matches!(state, State::Kept | State::Partly) => {
                        said = Meaning { reason: said.reason, ..Meaning::default() };
                        said.state = Some(*state);
                    }
                    Some(_) if *state == State::Kept => {}
                    _ => said.state = Some(*state),
                }
                self.add(*index, said, note.span, note.date);
            }
        }
    }

    fn value(&mut self, index: usize, text: &str, span: Span, date: Option<Date>) {
        let commitment = &self.register.commitments[index];
        if text.trim().is_empty() {
            return;
        }
        let meaning = word(text).map_or_else(|| amount(text, commitment.target.as_ref()), Ok);
        if let Ok(meaning) = meaning {
            return self.add(index, meaning, span, date);
        }
        let message = format!(
            "`{text}` says nothing about `{}`, so it is ignored. Accepted: kept, partly, rest, moved, missed, or an amount like 30, 20 min, 1h20, 10/20.",
            commitment.id
        );
        self.note_fault(Severity::Warning, span, message);
    }

    fn add(&mut self, commitment: usize, said: Meaning, span: Span, date: Option<Date>) {
        let (Some(date), Some(state)) = (date.or(self.entry.date()), said.state) else { return };
        if date > self.today {
            let message = format!(
                "This is about {date}, which is still to come, so it is ignored until then."
            );
            return self.note_fault(Severity::Warning, span, message);
        }
        if said.amount.is_some_and(|amount| !(0.0..=MOST).contains(&amount)) {
            let message =
                "No day holds this amount, so it is ignored. Correct the number.".to_owned();
            return self.note_fault(Severity::Warning, span, message);
        }
        let Meaning { amount, share, reason, .. } = said;
        let passages = &self.entry.private_passages;
        let private = self.entry.private || passages.iter().any(|passage| passage.contains(span));
        // A reason may be private in part; then none of it is repeated.
        let item = item(&self.entry.source, span);
        let reason = reason.filter(|_| self.entry.private || !self.entry.hides(item));
        self.marks.push(Mark { commitment, date, state, amount, share, reason, span, private });
    }

    /// Two notes of one day that say different things.
    fn conflicts(&mut self) {
        let mut told = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            let same =
                |other: &&Mark| other.commitment == mark.commitment && other.date == mark.date;
            let adds = |other: &Mark| other.amount.is_some() && mark.amount.is_some();
            let earlier = self.marks[..index].iter().filter(same);
            let other = earlier
                .filter(|other| other.state != mark.state && !adds(other))
                .map(|other| other.state)
                .max();
            if let Some(other) = other {
                let message = format!(
                    "This day says `{}` and `{}` of `{}`. The first counts; delete the other.",
                    other.max(mark.state).name(),
                    other.min(mark.state).name(),
                    self.register.commitments[mark.commitment].id
                );
                told.push((mark.span, message));
            }
        }
        for (span, message) in told {
            self.note_fault(Severity::Hint, span, message);
        }
    }

    fn tie(&self, which: &[usize]) -> String {
        let ids: Vec<String> = which
            .iter()
            .map(|index| format!("`{}`", self.register.commitments[*index].id))
            .collect();
        format!(
            "This name belongs to {}, so it counts for none. Use the id, or take the name out of one `also`.",
            ids.join(" and ")
        )
    }

    fn place(&self, path: &[yaml::Step]) -> Span {
        self.entry.front.span.map_or(Span::at(0), |span| {
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
fn item(source: &str, span: Span) -> Span {
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
    Span::new(start, end)
}
