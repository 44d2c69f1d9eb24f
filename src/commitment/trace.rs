//! How every number of a commitment came to be, slot by slot.

use jiff::civil::Date;

use super::check_in::notation::CheckInState;
use super::metrics;
use super::progress::{CommitmentProgress, Reason};
use super::slot::{PeriodCount, Slot, SlotState};

/// What one slot did.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceStep<'a> {
    /// The day it was due.
    pub date: Date,
    /// What became of it, in words.
    pub what: String,
    /// How many are kept in a row after it.
    pub run: usize,
    /// The strength after it.
    pub strength: f64,
    /// What was noted beside it.
    pub reason: Option<&'a Reason>,
}

/// The slots in order with what each did.
#[must_use]
pub fn trace(tracked: &CommitmentProgress) -> Vec<TraceStep<'_>> {
    let strengths = metrics::strength(&tracked.timeline);
    let mut moved = strengths.iter();
    let (mut run, mut strength) = (0, 0.0);
    let step = |slot: &Slot| {
        run = metrics::carry(run, slot, tracked.commitment.partly);
        if slot.is_due() {
            strength = moved.next().map_or(strength, |(_, strength)| *strength);
        }
        let reason = tracked.reasons.iter().find(|reason| reason.date == slot.date);
        let said = tracked.day_log.days.get(&slot.date).map(|day| day.state);
        let what = match (said, slot.state) {
            (Some(CheckInState::Moved), SlotState::Missed { .. } | SlotState::Open) => {
                format!("moved, {}", in_words(slot))
            }
            (Some(CheckInState::Moved), SlotState::Kept) => "moved, kept later".to_owned(),
            _ => in_words(slot),
        };
        TraceStep { date: slot.date, what, run, strength, reason }
    };
    tracked.timeline.slots.iter().map(step).collect()
}

fn in_words(slot: &Slot) -> String {
    let what = match slot.state {
        SlotState::Kept => "kept".to_owned(),
        SlotState::Partly(share) => format!("partly, {:.0} %", share * 100.0),
        SlotState::Missed { covered: true } => "not kept, covered".to_owned(),
        SlotState::Unrecorded { covered: true } => "covered".to_owned(),
        SlotState::Missed { covered: false } => "not kept".to_owned(),
        SlotState::Unrecorded { covered: false } => "not written down".to_owned(),
        SlotState::Open => "open".to_owned(),
        SlotState::Rest => "rest".to_owned(),
        SlotState::Paused => "paused".to_owned(),
    };
    match slot.count {
        Some(PeriodCount { done, wanted, .. }) if wanted > 0 => format!("{what} {done}/{wanted}"),
        _ => what,
    }
}
