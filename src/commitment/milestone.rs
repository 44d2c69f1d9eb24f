//! What was reached: round numbers, returns, a month written down. It is never taken back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::cadence::{Calendar, later};
use super::definition::Commitment;
use super::lapses::{Lapses, Return};
use super::slot::SlotState;
use super::timeline::Timeline;
use crate::spoken;

/// A return after so many days is a milestone.
const LONG_ABSENCE: i64 = 14;
/// Kept slots that are milestones; then ten times each.
const ROUND: [usize; 3] = [10, 25, 50];

/// Something that was reached and is never taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestone {
    /// What was reached.
    pub reached: Reached,
    /// When.
    pub date: Date,
}

/// What a milestone is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// So many kept slots.
    Kept(usize),
    /// The first return, or the fifth.
    Return(usize),
    /// A return after so many days away.
    LongReturn(usize),
    /// A calendar month in which all of so many due slots have a record.
    RecordedMonth(usize),
}

impl Milestone {
    /// "kept 10 times", "the first return".
    #[must_use]
    pub fn spoken(&self) -> String {
        match self.reached {
            Reached::Kept(count) => format!("kept {count} times"),
            Reached::Return(1) => "the first return".to_owned(),
            Reached::Return(number) => format!("the {} return", spoken::ordinal_word(number)),
            Reached::LongReturn(days) => {
                format!("back after {}", spoken::span(i64::try_from(days).unwrap_or(i64::MAX)))
            }
            Reached::RecordedMonth(_) => "a whole month written down".to_owned(),
        }
    }
}

impl Serialize for Milestone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, count) = match self.reached {
            Reached::Kept(count) => ("kept", count),
            Reached::Return(number) => ("return", number),
            Reached::LongReturn(days) => ("long-return", days),
            Reached::RecordedMonth(due) => ("recorded-month", due),
        };
        let mut milestone = serializer.serialize_struct("Milestone", 3)?;
        milestone.serialize_field("kind", kind)?;
        milestone.serialize_field("count", &count)?;
        milestone.serialize_field("date", &self.date)?;
        milestone.end()
    }
}

/// What was reached, in date order.
pub(super) fn milestones(
    commitment: &Commitment,
    timeline: &Timeline,
    lapses: &Lapses,
    calendar: &Calendar,
) -> Vec<Milestone> {
    let mut found = Vec::new();
    let kept = timeline.slots.iter().filter(|slot| slot.state == SlotState::Kept);
    for (index, slot) in kept.enumerate() {
        let count = index + 1;
        if is_round(count) {
            let date = slot.date.min(calendar.today);
            found.push(Milestone { reached: Reached::Kept(count), date });
        }
    }
    // The same returns that are told everywhere else.
    let told = |one: &&Return| one.is_marked(commitment.cadence_on(one.date));
    for (number, one) in (1..).zip(lapses.returns.iter().filter(told)) {
        if [1, 5].contains(&number) {
            found.push(Milestone { reached: Reached::Return(number), date: one.date });
        }
        if one.days_away >= LONG_ABSENCE {
            let days = usize::try_from(one.days_away).unwrap_or(0);
            found.push(Milestone { reached: Reached::LongReturn(days), date: one.date });
        }
    }
    found.extend(recorded_month(timeline, calendar.today));
    found.sort_by_key(|milestone| milestone.date);
    found
}

fn is_round(count: usize) -> bool {
    let mut unit = 1;
    while unit <= count {
        if ROUND.iter().any(|round| round * unit == count) {
            return true;
        }
        unit *= 10;
    }
    false
}

/// The first calendar month in which every due slot has a record.
fn recorded_month(timeline: &Timeline, today: Date) -> Option<Milestone> {
    let mut months: BTreeMap<Date, (usize, bool)> = BTreeMap::new();
    for slot in &timeline.slots {
        let month = months.entry(slot.date.first_of_month()).or_insert((0, true));
        month.0 += usize::from(slot.is_due());
        month.1 &= !(slot.state.is_unrecorded() || slot.state == SlotState::Open);
    }
    // The month in which it began counts only from its first day on.
    let first = timeline.slots.first()?.date;
    let whole = |(month, (due, recorded)): &(Date, (usize, bool))| {
        *recorded && *due > 0 && first <= later(*month, 6) && month.last_of_month() < today
    };
    let (month, (due, _)) = months.into_iter().find(whole)?;
    Some(Milestone { reached: Reached::RecordedMonth(due), date: month.last_of_month() })
}
