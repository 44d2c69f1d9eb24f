//! What became of a day, as every drawing of days shows it.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::cadence::Cadence;
use super::check_in::notation::CheckInState;
use super::lapses::Return;
use super::progress::CommitmentProgress;
use super::slot::SlotState;

/// Missed slots after which a return of something daily is marked: with a mark for every one of
/// two hundred returns none would mean anything.
const SLOTS_DAILY: usize = 3;
/// For what is due more seldom so many slots do, or so many days.
const SLOTS: usize = 2;
const DAYS: i64 = 7;

/// What became of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayState {
    /// Done.
    Kept,
    /// Done, after time away.
    Back,
    /// Done in part.
    Partly,
    /// Written down as not done.
    Missed,
    /// Moved to another day.
    Moved,
    /// A day of rest.
    Rest,
    /// In a pause.
    Paused,
    /// Not yet decided.
    Open,
    /// Due, and nothing was written.
    Silent,
    /// Nothing was due.
    Free,
}

impl DayState {
    /// The state of a day of a commitment.
    #[must_use]
    pub fn of(tracked: &CommitmentProgress, date: Date) -> Self {
        let commitment = &tracked.commitment;
        let said = tracked.day_log.days.get(&date).map(|day| day.state);
        let slots = &tracked.timeline.slots;
        let at = slots.partition_point(|slot| slot.date < date);
        let around = slots.get(at).filter(|slot| slot.first <= date);
        let slot = around.filter(|slot| slot.date == date).map(|slot| slot.state);
        let due = commitment.holds(date) && commitment.cadence_on(date).is_due(date);
        // A run of a week whose kilometres are there is a run, and no part of one.
        let whole = around.is_some_and(|slot| slot.is_amount() && slot.state == SlotState::Kept);
        let said = match said {
            Some(CheckInState::Partly) if whole => Some(CheckInState::Kept),
            said => said,
        };
        let paused = || commitment.pause(date).is_some();
        match (said, slot.filter(|_| due)) {
            (Some(CheckInState::Kept), _) | (_, Some(SlotState::Kept)) => {
                if tracked.came_back(date).is_some() { Self::Back } else { Self::Kept }
            }
            (Some(CheckInState::Partly), _) | (_, Some(SlotState::Partly(_))) => Self::Partly,
            (Some(CheckInState::Moved), _) => Self::Moved,
            (_, Some(SlotState::Missed { .. })) | (Some(CheckInState::Missed), None) => {
                Self::Missed
            }
            (_, Some(SlotState::Unrecorded { .. })) => Self::Silent,
            (_, Some(SlotState::Open)) => Self::Open,
            (_, Some(SlotState::Rest | SlotState::Paused)) | (Some(CheckInState::Rest), None) => {
                if paused() {
                    Self::Paused
                } else {
                    Self::Rest
                }
            }
            (_, None) if paused() => Self::Paused,
            (_, None) => Self::Free,
        }
    }

    /// The same for a day of its time; what was done outside of it is left out.
    #[must_use]
    pub fn within(tracked: &CommitmentProgress, date: Date) -> Self {
        if tracked.commitment.holds(date) { Self::of(tracked, date) } else { Self::Free }
    }

    /// What one check-in of a day says. A box that was left open says what became of the day.
    #[must_use]
    pub fn said(tracked: &CommitmentProgress, date: Date, said: CheckInState) -> Self {
        match said {
            CheckInState::Kept if tracked.came_back(date).is_some() => Self::Back,
            CheckInState::Kept => Self::Kept,
            CheckInState::Partly => Self::Partly,
            CheckInState::Missed => Self::Missed,
            CheckInState::Moved => Self::Moved,
            CheckInState::Rest => Self::Rest,
            CheckInState::Open => match Self::of(tracked, date) {
                Self::Free => Self::Open,
                day => day,
            },
        }
    }

    /// Whether it was done.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        matches!(self, Self::Kept | Self::Back)
    }

    /// Its sign in a terminal.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Kept | Self::Back => '●',
            Self::Partly => '◐',
            Self::Missed => '○',
            Self::Moved => '›',
            Self::Silent => '·',
            Self::Rest | Self::Paused => '–',
            Self::Open => '_',
            Self::Free => ' ',
        }
    }

    /// Its name in a style sheet.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Back => "back",
            Self::Partly => "partly",
            Self::Missed => "missed",
            Self::Moved => "moved",
            Self::Rest => "rest",
            Self::Paused => "paused",
            Self::Open => "open",
            Self::Silent => "silent",
            Self::Free => "free",
        }
    }

    /// In words.
    #[must_use]
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Back => "kept: a return",
            Self::Partly => "partly",
            Self::Missed => "not that day",
            Self::Moved => "moved",
            Self::Rest => "rest",
            Self::Paused => "paused",
            Self::Open => "open",
            Self::Silent => "nothing written",
            Self::Free => "nothing due",
        }
    }
}

impl Serialize for DayState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.class())
    }
}

impl Return {
    /// Whether it is one to mark: after three slots of something daily, else after two slots or a
    /// week.
    #[must_use]
    pub const fn is_marked(&self, cadence: &Cadence) -> bool {
        match cadence {
            Cadence::Daily => self.slots_away >= SLOTS_DAILY,
            _ => self.slots_away >= SLOTS || self.days_away >= DAYS,
        }
    }
}

impl CommitmentProgress {
    /// The return of a day, where it is one to mark.
    #[must_use]
    pub fn came_back(&self, date: Date) -> Option<&Return> {
        let returns = &self.metrics.lapses.returns;
        let at = returns.binary_search_by_key(&date, |one| one.date).ok()?;
        returns.get(at).filter(|one| self.is_marked(one))
    }

    /// Whether a return is one to mark, by the cadence of its day.
    #[must_use]
    pub fn is_marked(&self, one: &Return) -> bool {
        one.is_marked(self.commitment.cadence_on(one.date))
    }

    /// The returns that are ones to mark, in date order.
    #[must_use]
    pub fn marked_returns(&self) -> impl DoubleEndedIterator<Item = &Return> {
        let returns = self.metrics.lapses.returns.iter();
        returns.filter(|one| self.is_marked(one))
    }
}
