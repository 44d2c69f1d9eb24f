//! The account of a whole journal: every commitment with its check-ins, slots and numbers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Commitment;
use super::ledger::{Calendar, Fate, Ledger};
use super::metrics::{Metrics, Status};
use super::reading::Mark;
use super::record::Record;
use crate::diagnostic::{Diagnostic, Severity};
use crate::journal::check_in::State;
use crate::journal::entry::Entry;
use crate::journal::template::{self, Context, Due, Template};
use crate::text::Span;

/// What one file adds to the account.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its path, relative to the journal.
    pub path: String,
    /// Its day.
    pub date: Option<Date>,
    /// Its check-ins.
    pub marks: Vec<Mark>,
    /// Lines that only the person can have written; none are kept where a mark shows that the
    /// entry is lived in.
    own_lines: Vec<String>,
    marked: bool,
    next_step: Option<String>,
    /// Where its text begins.
    body: usize,
    /// Whether nothing of its words may be repeated.
    pub silent: bool,
}

impl Sheet {
    /// The sheet of an entry with these marks.
    #[must_use]
    pub fn new(entry: &Entry, marks: Vec<Mark>, template: &Template) -> Self {
        let date = entry.date();
        let marked = marks.iter().any(|mark| mark.state != State::Open);
        let asked = !marks.is_empty() && !marked && date.is_some();
        let own_lines = if asked { template::own_lines(entry, template) } else { Vec::new() };
        Self {
            path: entry.path.clone(),
            date,
            marks,
            own_lines,
            marked,
            next_step: date.and_then(|_| template::next_step(entry)),
            body: entry.front.body,
            silent: entry.private,
        }
    }

    /// Whether it holds words of the person that could be shown elsewhere.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.next_step.is_some() || self.marks.iter().any(|mark| mark.reason.is_some())
    }

    /// Forgets every word of an entry of which nothing may be said.
    pub fn silence(&mut self) {
        self.silent = true;
        self.next_step = None;
        self.marks.iter_mut().for_each(|mark| mark.reason = None);
    }
}

/// One commitment and how it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What was promised.
    pub commitment: Commitment,
    /// What the days say.
    pub record: Record,
    /// What was due.
    pub ledger: Ledger,
    /// The numbers.
    pub metrics: Metrics,
    /// What was written beside a check-in, and where, in date order.
    pub reasons: Vec<Reason>,
}

/// Words beside a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The day it is about.
    pub date: Date,
    /// What the check-in says.
    pub state: State,
    /// The words.
    pub text: String,
    /// The entry.
    pub path: String,
    /// Whether the words are private.
    pub private: bool,
}

/// All commitments of a journal.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// By id.
    pub standings: Vec<Standing>,
    /// The next step of each day's last entry that has one.
    next_steps: BTreeMap<Date, String>,
}

impl Account {
    /// Keeps account of `commitments` over all `sheets`, in whatever order they come.
    #[must_use]
    pub fn new(
        commitments: &[Commitment],
        sheets: &[Sheet],
        template: &Template,
        touchstones: &[String],
        calendar: &Calendar,
    ) -> Self {
        let mut sheets: Vec<&Sheet> = sheets.iter().collect();
        sheets.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
        let steps = sheets.iter().filter_map(|sheet| Some((sheet.date?, sheet.next_step.clone()?)));
        let mut account = Self { standings: Vec::new(), next_steps: steps.collect() };
        let written: BTreeSet<Date> = sheets.iter().filter_map(|sheet| sheet.date).collect();
        let lived: BTreeSet<Date> = sheets
            .iter()
            .filter_map(|sheet| {
                let date = sheet.date?;
                let lived = sheet.marked
                    || !sheet.own_lines.is_empty()
                        && !account.made(
                            template,
                            date,
                            &sheet.own_lines,
                            commitments,
                            touchstones,
                        );
                lived.then_some(date)
            })
            .collect();
        let mut marks: Vec<Vec<&Mark>> = vec![Vec::new(); commitments.len()];
        let mut reasons: Vec<Vec<Reason>> = vec![Vec::new(); commitments.len()];
        for sheet in sheets {
            for mark in &sheet.marks {
                marks[mark.commitment].push(mark);
                if let Some(text) = &mark.reason {
                    let (text, path) = (text.clone(), sheet.path.clone());
                    let (date, state, private) =
                        (mark.date, mark.state, sheet.silent || mark.private);
                    reasons[mark.commitment].push(Reason { date, state, text, path, private });
                }
            }
        }
        for ((commitment, marks), mut reasons) in commitments.iter().zip(marks).zip(reasons) {
            let record = Record::new(commitment, marks, &lived, written.clone());
            let ledger = Ledger::new(commitment, &record, calendar);
            let metrics = Metrics::new(commitment, &ledger, calendar);
            let commitment = commitment.clone();
            reasons.sort_by_key(|reason| reason.date);
            account.standings.push(Standing { commitment, record, ledger, metrics, reasons });
        }
        account
    }

    /// Whether the template, filled in for `date`, has all of `lines`.
    fn made(
        &self,
        template: &Template,
        date: Date,
        lines: &[String],
        commitments: &[Commitment],
        touchstones: &[String],
    ) -> bool {
        let context = self.context(date, commitments, touchstones);
        template.render(&context).is_ok_and(|text| template::explains(&text, lines))
    }

    /// What a template can say on `date`.
    #[must_use]
    pub fn context(
        &self,
        date: Date,
        commitments: &[Commitment],
        touchstones: &[String],
    ) -> Context {
        let due = commitments.iter().filter(|one| is_due(one, date)).map(|one| Due {
            id: one.id.clone(),
            title: one.title.clone(),
            when: one.when.clone().unwrap_or_default(),
            minimum: one.minimum.clone().unwrap_or_default(),
        });
        Context {
            date: date.to_string(),
            weekday: format!("{:?}", date.weekday()),
            due: due.collect(),
            next_step: self
                .next_steps
                .range(..date)
                .next_back()
                .map_or_else(String::new, |s| s.1.clone()),
            question: template::question(touchstones, date),
        }
    }

    /// The standing of the commitment called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.commitment.id == id)
    }

    /// A question for the newest entry about each commitment that was not kept twice in a row, or
    /// whose agreed repair came due; none where a reason is given or nothing is due.
    #[must_use]
    pub fn prompts(&self, newest: &Sheet) -> Vec<Diagnostic> {
        if newest.silent {
            return Vec::new();
        }
        let asked = self.standings.iter().enumerate().filter_map(|(index, standing)| {
            let (message, question) = standing.prompt()?;
            let mark = newest.marks.iter().find(|mark| mark.commitment == index);
            let span = mark.map_or(Span::at(newest.body), |mark| mark.span);
            let mut found = Diagnostic::journal("return", Severity::Hint, span, message);
            found.question = Some(question);
            Some(found)
        });
        asked.collect()
    }
}

impl Standing {
    /// The message and the question, when there is reason to ask.
    fn prompt(&self) -> Option<(String, String)> {
        if self.metrics.status != Status::Active {
            return None;
        }
        let mut last = self.ledger.slots.iter().rev().filter(|slot| slot.fate != Fate::Open);
        let (latest, before) = (last.next()?, last.next());
        let missed = |fate| fate == Fate::Missed;
        let twice = latest.is_miss()
            && before.is_some_and(|before| {
                before.is_miss() && (missed(latest.fate) || missed(before.fate))
            });
        let agreed = self.commitment.if_missed.as_ref().filter(|_| missed(latest.fate));
        let since =
            if twice { before.map_or(latest.date, |before| before.date) } else { latest.date };
        if self.reasons.iter().any(|reason| reason.date >= since) {
            return None;
        }
        let title = &self.commitment.title;
        if let Some(agreed) = agreed {
            let message = format!(
                "For a day without \"{title}\" you agreed with yourself: {}.",
                agreed.trim_end_matches('.')
            );
            return Some((message, "Is that still the next step, and when?".to_owned()));
        }
        twice.then(|| {
            let message =
                format!("\"{title}\" did not happen the last two times. It can go on from here.");
            (message, "What got in the way?".to_owned())
        })
    }
}

/// Whether something is due on `date`, or can be done towards a period or a window.
#[must_use]
pub fn is_due(commitment: &Commitment, date: Date) -> bool {
    use super::Cadence;
    let cadence = commitment.cadence_on(date);
    commitment.holds(date)
        && commitment.pause(date).is_none()
        && !commitment.rests(date)
        && (cadence.is_due(date) || matches!(cadence, Cadence::Times(..) | Cadence::Every(_)))
}

/// Whether something can still be done today.
#[must_use]
pub fn is_open(standing: &Standing, today: Date) -> bool {
    if !is_due(&standing.commitment, today) {
        return false;
    }
    let marked = standing.record.days.get(&today).is_some_and(|day| day.state != State::Open);
    let open = |fate| fate == Fate::Open;
    !marked
        && standing
            .ledger
            .slots
            .iter()
            .rev()
            .take(2)
            .any(|slot| open(slot.fate) && slot.date >= today)
}
