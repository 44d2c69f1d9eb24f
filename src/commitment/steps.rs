//! How every number of a commitment came to be, slot by slot.

use jiff::civil::Date;

use super::account::{Reason, Standing};
use super::ledger::{Fate, Slot};
use super::metrics;

/// What one slot did.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<'a> {
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
pub fn steps(standing: &Standing) -> Vec<Step<'_>> {
    let strengths = metrics::strength(&standing.ledger);
    let mut moved = strengths.iter();
    let (mut run, mut strength) = (0, 0.0);
    let step = |slot: &Slot| {
        run = metrics::carry(run, slot, standing.commitment.partly);
        if slot.is_due() {
            strength = moved.next().map_or(strength, |(_, strength)| *strength);
        }
        let reason = standing.reasons.iter().find(|reason| reason.date == slot.date);
        Step { date: slot.date, what: fate(slot), run, strength, reason }
    };
    standing.ledger.slots.iter().map(step).collect()
}

fn fate(slot: &Slot) -> String {
    let what = match slot.fate {
        Fate::Kept => "kept".to_owned(),
        Fate::Partly(share) => format!("partly, {:.0} %", share * 100.0),
        Fate::Missed if slot.covered => "not kept, covered".to_owned(),
        Fate::Unrecorded if slot.covered => "covered".to_owned(),
        Fate::Missed => "not kept".to_owned(),
        Fate::Unrecorded => "not written down".to_owned(),
        Fate::Open => "open".to_owned(),
        Fate::Rest => "rest".to_owned(),
        Fate::Paused => "paused".to_owned(),
    };
    match slot.count {
        Some((done, wanted)) if wanted > 0 => format!("{what} {done}/{wanted}"),
        _ => what,
    }
}
