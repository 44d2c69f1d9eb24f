//! A slot: one thing that was due, and what became of it.

use jiff::civil::Date;

use super::definition::Target;

/// What became of a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SlotState {
    /// Done.
    Kept,
    /// Done in part; how much of it.
    Partly(f64),
    /// Said not to be done.
    Missed {
        /// Whether the reserve covers it.
        covered: bool,
    },
    /// Nothing was written.
    Unrecorded {
        /// Whether the reserve covers it.
        covered: bool,
    },
    /// Not yet decided.
    Open,
    /// A day of rest.
    Rest,
    /// In a pause.
    Paused,
}

impl SlotState {
    pub(super) const MISSED: Self = Self::Missed { covered: false };
    pub(super) const UNRECORDED: Self = Self::Unrecorded { covered: false };

    /// Whether it was said not to be done.
    #[must_use]
    pub const fn is_missed(&self) -> bool {
        matches!(self, Self::Missed { .. })
    }

    /// Whether nothing was written of it.
    #[must_use]
    pub const fn is_unrecorded(&self) -> bool {
        matches!(self, Self::Unrecorded { .. })
    }

    /// Whether nothing was done.
    #[must_use]
    pub const fn is_miss(&self) -> bool {
        self.is_missed() || self.is_unrecorded()
    }

    /// Whether nothing was done and the reserve covers it.
    #[must_use]
    pub const fn is_covered(&self) -> bool {
        matches!(self, Self::Missed { covered: true } | Self::Unrecorded { covered: true })
    }
}

/// How often something was done in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodCount {
    /// Check-ins counted.
    pub done: usize,
    /// Check-ins wanted.
    pub wanted: usize,
    /// Where an amount is wanted of the whole period: how much of it is there, in the target's unit.
    pub amount: Option<f64>,
}

impl PeriodCount {
    /// Whether anything of it was done.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.done > 0 || self.amount.is_some_and(|amount| amount > 0.0)
    }

    /// "10.5 of 20 km" where an amount is wanted, else "2 of 3".
    #[must_use]
    pub fn spoken(&self, target: Option<&Target>) -> String {
        let Some((amount, target)) = self.amount.zip(target) else {
            return format!("{} of {}", self.done, self.wanted);
        };
        let unit = target.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
        // A tenth is as much as anybody means.
        let tenths = (amount * 10.0).round() / 10.0;
        if self.is_begun() {
            format!("{tenths} of {}{unit}", target.at_least)
        } else {
            format!("{}{unit}", target.at_least)
        }
    }
}

/// One due day, period or window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// The day it is due; of a period or window the last one.
    pub date: Date,
    /// The first day that belongs to it: of a period its beginning, else the day it is due.
    pub first: Date,
    /// What became of it.
    pub state: SlotState,
    /// For a period: how often it was done.
    pub count: Option<PeriodCount>,
    /// What is left of the strength before it; see [`Cadence::retention`](super::cadence::Cadence::retention).
    pub retention: f64,
}

impl Slot {
    /// Whether it counts in a rate.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        !matches!(self.state, SlotState::Open | SlotState::Rest | SlotState::Paused)
    }

    /// Whether nothing was done in it.
    #[must_use]
    pub const fn is_miss(&self) -> bool {
        self.state.is_miss()
    }

    /// Whether an amount is wanted of its whole period.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        self.count.is_some_and(|count| count.amount.is_some())
    }
}

/// A share of a whole; `None` of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(super) fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
