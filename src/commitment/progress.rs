//! The progress of a whole journal: every commitment with its check-ins, slots and numbers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::cadence::{Cadence, Calendar, days_between};
use super::check_in::notation::CheckInState;
use super::check_in::parse::CheckIn;
use super::day_log::DayLog;
use super::definition::Commitment;
use super::index::{CommitmentIndex, CommitmentKey};
use super::metrics::{FEW, Metrics, Status, strength};
use super::slot::{Slot, SlotState};
use super::timeline::Timeline;
use crate::diagnostic::{Diagnostic, Severity};
use crate::journal::entry::Entry;
use crate::journal::template::{self, DueCommitment, EntryForm, EntryTemplateContext};
use crate::text::FileSpan;

/// What one entry adds to the progress.
#[derive(Debug, Clone, Default)]
pub struct EntryCheckIns {
    /// Its path, relative to the journal.
    pub path: String,
    /// Its day.
    pub date: Option<Date>,
    /// Its check-ins.
    pub check_ins: Vec<CheckIn>,
    /// Lines that only the person can have written; none are kept where a check-in shows that the
    /// entry is more than its template.
    own_lines: Vec<String>,
    next_step: Option<String>,
    /// Where its text begins.
    body: usize,
    /// Whether nothing of its words may be repeated.
    silenced: bool,
}

impl EntryCheckIns {
    /// What an entry with these check-ins adds.
    #[must_use]
    pub fn new(entry: &Entry, check_ins: Vec<CheckIn>, form: &EntryForm) -> Self {
        let date = entry.date();
        let undecided = !check_ins.is_empty() && !check_ins.iter().any(is_decided);
        let own_lines = if undecided && date.is_some() {
            template::own_lines(entry, &form.template)
        } else {
            Vec::new()
        };
        Self {
            path: entry.path.clone(),
            date,
            check_ins,
            own_lines,
            next_step: date.and_then(|_| template::next_step(entry)),
            body: entry.front.body,
            silenced: entry.private,
        }
    }

    /// Whether it holds words of the person that could be shown elsewhere.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.next_step.is_some() || self.check_ins.iter().any(|one| one.reason.is_some())
    }

    /// Forgets every word of an entry of which nothing may be repeated.
    pub fn silence(&mut self) {
        self.silenced = true;
        self.next_step = None;
        self.check_ins.iter_mut().for_each(|one| one.reason = None);
    }
}

fn is_decided(check_in: &CheckIn) -> bool {
    check_in.state != CheckInState::Open
}

/// One commitment and its progress.
#[derive(Debug, Clone)]
pub struct CommitmentProgress {
    /// What was promised.
    pub commitment: Commitment,
    /// What the days say.
    pub day_log: DayLog,
    /// What was due.
    pub timeline: Timeline,
    /// The numbers.
    pub metrics: Metrics,
    /// What was written beside a check-in, and where, in date order.
    pub reasons: Vec<Reason>,
    key: CommitmentKey,
}

/// Words beside a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The day it is about.
    pub date: Date,
    /// What the check-in says.
    pub state: CheckInState,
    /// The words.
    pub text: String,
    /// The entry.
    pub path: String,
    /// Whether the words are private.
    pub private: bool,
}

/// The progress of all commitments of a journal.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// By id.
    pub commitments: Vec<CommitmentProgress>,
    /// The next step of each day's last entry that has one.
    next_steps: BTreeMap<Date, String>,
}

impl Progress {
    /// Works out the progress of the commitments in `index` over all `entries`, in whatever order
    /// they come.
    #[must_use]
    pub fn new(
        index: &CommitmentIndex,
        entries: &[EntryCheckIns],
        form: &EntryForm,
        calendar: &Calendar,
    ) -> Self {
        let mut entries: Vec<&EntryCheckIns> = entries.iter().collect();
        entries.sort_by(|a, b| (a.date, &a.path).cmp(&(b.date, &b.path)));
        let steps = entries.iter().filter_map(|one| Some((one.date?, one.next_step.clone()?)));
        let mut progress = Self { commitments: Vec::new(), next_steps: steps.collect() };
        let written: BTreeSet<Date> = entries.iter().filter_map(|one| one.date).collect();
        let filled_in = entries.iter().filter(|one| progress.is_filled_in(one, index, form));
        let filled_in: BTreeSet<Date> = filled_in.filter_map(|one| one.date).collect();
        progress.commitments = index
            .iter()
            .map(|(key, commitment)| {
                let check_ins = entries.iter().flat_map(|entry| &entry.check_ins);
                let check_ins = check_ins.filter(|one| one.commitment == key);
                let day_log = DayLog::new(commitment, check_ins, &filled_in, written.clone());
                let timeline = Timeline::new(commitment, &day_log, calendar);
                let metrics = Metrics::new(commitment, &timeline, calendar);
                let (commitment, reasons) = (commitment.clone(), reasons(key, &entries));
                CommitmentProgress { commitment, day_log, timeline, metrics, reasons, key }
            })
            .collect();
        progress
    }

    /// Whether the person did more to an entry than make it from the template.
    fn is_filled_in(
        &self,
        entry: &EntryCheckIns,
        index: &CommitmentIndex,
        form: &EntryForm,
    ) -> bool {
        let Some(date) = entry.date else { return false };
        if entry.check_ins.iter().any(is_decided) {
            return true;
        }
        let made = || {
            let context = self.context(date, index.commitments(), form);
            let text = form.template.render(&context);
            text.is_ok_and(|text| template::explains(&text, &entry.own_lines))
        };
        !entry.own_lines.is_empty() && !made()
    }

    /// What a template can say on `date`.
    #[must_use]
    pub fn context(
        &self,
        date: Date,
        commitments: &[Commitment],
        form: &EntryForm,
    ) -> EntryTemplateContext {
        // Where silence keeps it there is nothing to tick.
        // A new entry is not private, and what it holds may be shown.
        let asked = |one: &&Commitment| one.is_due(date) && !one.silence_keeps && !one.private;
        let due = commitments.iter().filter(asked).map(|one| DueCommitment {
            id: one.id.clone(),
            title: one.title.clone(),
            when: one.when.clone().unwrap_or_default(),
            minimum: one.minimum.clone().unwrap_or_default(),
        });
        let recent = |(day, _): &(&Date, &String)| days_between(**day, date) <= RECENT;
        let before = self.next_steps.range(..date).next_back().filter(recent);
        EntryTemplateContext {
            date: date.to_string(),
            weekday: format!("{:?}", date.weekday()),
            due: due.collect(),
            next_step: before.map_or_else(String::new, |(_, step)| step.clone()),
            next_step_day: before.map_or_else(String::new, |(day, _)| named(*day, date)),
            question: template::question(&form.touchstones, date),
            ..EntryTemplateContext::default()
        }
    }

    /// The progress of the commitment called `id`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&CommitmentProgress> {
        self.commitments.iter().find(|one| one.commitment.id == id)
    }

    /// A question for the newest entry about each commitment that was not kept twice in a row, or
    /// whose agreed repair came due; none where a reason is given or nothing is due.
    #[must_use]
    pub fn prompts(&self, newest: &EntryCheckIns) -> Vec<Diagnostic> {
        if newest.silenced {
            return Vec::new();
        }
        let asked = self.commitments.iter().filter_map(|one| {
            let (message, question) = one.prompt()?;
            let beside = newest.check_ins.iter().find(|check_in| check_in.commitment == one.key);
            let span = beside.map_or(FileSpan::at(newest.body), |check_in| check_in.span);
            let mut found = Diagnostic::journal("return", Severity::Hint, span, message);
            found.question = Some(question);
            Some(found)
        });
        asked.collect()
    }
}

/// What was written beside the check-ins of one commitment, in date order.
fn reasons(key: CommitmentKey, entries: &[&EntryCheckIns]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for entry in entries {
        for one in entry.check_ins.iter().filter(|one| one.commitment == key) {
            let Some(text) = one.reason.clone() else { continue };
            let private = entry.silenced || one.private;
            let path = entry.path.clone();
            reasons.push(Reason { date: one.date, state: one.state, text, path, private });
        }
    }
    reasons.sort_by_key(|reason| reason.date);
    reasons
}

impl CommitmentProgress {
    /// The message and the question, when there is reason to ask.
    fn prompt(&self) -> Option<(String, String)> {
        if self.metrics.status != Status::Active {
            return None;
        }
        let decided = self.timeline.slots.iter().rev().filter(|slot| slot.state != SlotState::Open);
        let mut last = decided;
        let (latest, before) = (last.next()?, last.next());
        let twice = before.filter(|before| {
            let said = latest.state.is_missed() || before.state.is_missed();
            latest.is_miss() && before.is_miss() && said
        });
        let agreed = self.commitment.if_missed.as_ref().filter(|_| latest.state.is_missed());
        let since = twice.map_or(latest.date, |before| before.date);
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
        twice.map(|_| {
            let message =
                format!("\"{title}\" did not happen the last two times. It can go on from here.");
            (message, "What got in the way?".to_owned())
        })
    }

    /// The strength after each slot, for drawings; none for fewer than eight slots, where nothing is
    /// due, or while nothing was ever done: silence must not look like failure.
    #[must_use]
    pub fn strengths(&self, today: Date) -> Option<Vec<(Date, f64)>> {
        let strengths = strength(&self.timeline);
        let free = matches!(self.commitment.cadence_on(today), Cadence::Free);
        let shown = !free && strengths.len() >= FEW && strengths.iter().any(|(_, one)| *one > 0.0);
        shown.then_some(strengths)
    }

    /// Whether something can still be done today.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        // A part of an amount by the week leaves the rest of it open.
        let amount = self.timeline.slots.last().is_some_and(Slot::is_amount);
        let decided = |state| match state {
            CheckInState::Open => false,
            CheckInState::Partly => !amount,
            _ => true,
        };
        let done = self.day_log.days.get(&today).is_some_and(|day| decided(day.state));
        let mut last = self.timeline.slots.iter().rev().take(2);
        self.commitment.is_due(today)
            && !done
            && last.any(|slot| slot.state == SlotState::Open && slot.date >= today)
    }
}
/// A next step of more days ago is none any more.
const RECENT: i64 = 14;

/// What a day shortly before `date` is called.
fn named(day: Date, date: Date) -> String {
    if days_between(day, date) < 7 { format!("{:?}", day.weekday()) } else { day.to_string() }
}
