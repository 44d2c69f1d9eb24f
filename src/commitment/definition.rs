//! What a commitment is: a promise to oneself, as its note in `commitments/` defines it.

pub(super) mod parse;

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use super::cadence::{Cadence, Period};

/// Where definitions lie, relative to the journal.
pub const FOLDER: &str = "commitments/";

/// A promise, as its note defines it.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment {
    /// The note's file name without ending.
    pub id: String,
    /// The note's path, relative to the journal.
    pub path: String,
    /// Its name for people.
    pub title: String,
    /// Other names accepted in entries, former ids among them.
    pub also: Vec<String>,
    /// What it is for.
    pub value: Option<String>,
    /// The cue of an if-then plan.
    pub when: Option<String>,
    /// What counts on hard days.
    pub minimum: Option<String>,
    /// What holds from which day on, in order; the first begins at `start`.
    pub segments: Vec<CadenceSegment>,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Option<Date>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Weekdays of planned rest.
    pub rest_weekdays: Vec<Weekday>,
    /// Dates of planned rest.
    pub rest_dates: BTreeSet<Date>,
    /// Days on which it does not hold, in order.
    pub pauses: Vec<Pause>,
    /// How many slots may be covered.
    pub reserve: Option<Reserve>,
    /// What a partly kept slot does to a streak.
    pub partly: Partly,
    /// How much counts as kept.
    pub target: Option<Target>,
    /// Whether it is something to leave undone.
    pub avoid: bool,
    /// Whether a day with an entry and no slip counts as kept.
    pub silence_keeps: bool,
    /// What was agreed for a miss.
    pub if_missed: Option<String>,
    /// With whom it is shared.
    pub sharing: Sharing,
    /// Whether all of it is private.
    pub private: bool,
}

/// With whom a commitment is shared, and how much of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sharing {
    /// Their names.
    pub names: Vec<String>,
    /// Whether what got in the way is shared too.
    pub notes: bool,
}

/// A cadence and the day from which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CadenceSegment {
    /// The first day.
    pub from: Date,
    /// What is due.
    pub cadence: Cadence,
    /// Why it was changed.
    pub why: Option<String>,
}

/// Days on which a commitment does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// The first day.
    pub from: Date,
    /// The last day; none while it lasts.
    pub to: Option<Date>,
    /// Why.
    pub why: Option<String>,
}

impl Pause {
    /// Whether it covers a day.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

/// How a commitment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried through.
    Finished,
    /// It was let go on purpose.
    Released,
}

/// What a partly kept slot does to a streak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Partly {
    /// It neither adds nor ends.
    #[default]
    Bridge,
    /// It adds.
    Count,
    /// It ends the streak.
    Break,
}

/// An emergency reserve: the first `count` missed slots of each period are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reserve {
    /// How many.
    pub count: usize,
    /// In each.
    pub period: Period,
}

/// How much counts as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The amount, in `unit`.
    pub at_least: f64,
    /// `minutes`, `pages` …
    pub unit: Option<String>,
}

impl Commitment {
    /// The cadence that holds on a day.
    #[must_use]
    pub fn cadence_on(&self, date: Date) -> &Cadence {
        let later = self.segments.iter().rev().find(|segment| segment.from <= date);
        later.or(self.segments.first()).map_or(&Cadence::Free, |segment| &segment.cadence)
    }

    /// How often it is due on a day, as a sentence says it: "three times a week", and "20 km a week"
    /// where an amount is wanted of the whole week.
    #[must_use]
    pub fn often(&self, date: Date) -> String {
        let cadence = self.cadence_on(date);
        match (cadence, &self.target) {
            (Cadence::Times(1, period), Some(Target { at_least, unit: Some(unit) })) => {
                let period = if *period == Period::Week { "week" } else { "month" };
                format!("{at_least} {unit} a {period}")
            }
            _ => cadence.spoken(),
        }
    }

    /// Whether it holds on a day: between start and end.
    #[must_use]
    pub fn holds(&self, date: Date) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }

    /// The pause that covers a day.
    #[must_use]
    pub fn pause(&self, date: Date) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.covers(date))
    }

    /// Whether a day is one of planned rest.
    #[must_use]
    pub fn rests(&self, date: Date) -> bool {
        self.rest_weekdays.contains(&date.weekday()) || self.rest_dates.contains(&date)
    }

    /// Its names, the id and the title first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.id.as_str(), self.title.as_str()]
            .into_iter()
            .chain(self.also.iter().map(String::as_str))
    }

    /// Whether something is due on a day, or can be done towards a period or a window.
    #[must_use]
    pub fn is_due(&self, date: Date) -> bool {
        let cadence = self.cadence_on(date);
        self.holds(date)
            && self.pause(date).is_none()
            && !self.rests(date)
            && (cadence.is_due(date) || matches!(cadence, Cadence::Times(..) | Cadence::Every(_)))
    }
}
