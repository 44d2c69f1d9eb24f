//! Works out the slots, one cadence at a time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::commitment::cadence::{Cadence, Calendar, DateRange, Period, later, period_of};
use crate::commitment::check_in::notation::CheckInState;
use crate::commitment::day_log::LoggedDay;
use crate::commitment::definition::Commitment;
use crate::commitment::slot::{PeriodCount, Slot, SlotState};

/// Shares of a whole add up to it but for this much: a third three times.
const EXACT: f64 = 1e-9;

/// Slots being worked out.
pub(super) struct TimelineBuilder<'a> {
    pub(super) commitment: &'a Commitment,
    pub(super) calendar: &'a Calendar,
    pub(super) days: BTreeMap<Date, LoggedDay>,
    pub(super) slots: Vec<Slot>,
    /// Days whose check-in belongs to a slot.
    pub(super) used: BTreeSet<Date>,
}

impl TimelineBuilder<'_> {
    pub(super) fn segment(&mut self, cadence: &Cadence, from: Date, to: Date) {
        match cadence {
            Cadence::Free => {}
            Cadence::Every(days) => self.rolling(cadence, *days, from, to),
            Cadence::Times(_, period) => self.periods(cadence, *period, DateRange::new(from, to)),
            _ => self.dates(cadence, from, to),
        }
    }

    fn state(&self, date: Date) -> Option<CheckInState> {
        self.days.get(&date).map(|day| day.state)
    }

    fn is_kept(&self, date: Date) -> bool {
        self.state(date) == Some(CheckInState::Kept)
    }

    /// Whether a day can hold nothing due: paused, planned rest, or marked as rest.
    fn neutral(&self, date: Date) -> Option<SlotState> {
        if self.commitment.pause(date).is_some() {
            Some(SlotState::Paused)
        } else if self.commitment.rests(date) || self.state(date) == Some(CheckInState::Rest) {
            Some(SlotState::Rest)
        } else {
            None
        }
    }

    fn settles(&self, date: Date) -> bool {
        self.calendar.today <= later(date, self.calendar.settle)
    }

    fn push(
        &mut self,
        cadence: &Cadence,
        days: DateRange,
        state: SlotState,
        count: Option<PeriodCount>,
    ) {
        let DateRange { first, last: date } = days;
        self.slots.push(Slot { date, first, state, count, retention: cadence.retention() });
    }

    fn dates(&mut self, cadence: &Cadence, from: Date, to: Date) {
        for date in DateRange::new(from, to.min(self.calendar.today)).days() {
            if cadence.is_due(date) {
                let state = self.state_of_day(date);
                if self.state(date).is_some() {
                    self.used.insert(date);
                }
                self.push(cadence, DateRange::new(date, date), state, None);
            }
        }
    }

    fn state_of_day(&mut self, date: Date) -> SlotState {
        let day = self.days.get(&date).copied();
        let neutral = self.neutral(date);
        match neutral {
            // It made good for a day before.
            Some(neutral) if self.used.contains(&date) => return neutral,
            _ if self.is_kept(date) => return SlotState::Kept,
            Some(neutral) => {
                let moved = self.state(date) == Some(CheckInState::Moved);
                let done = moved && self.moved(date) == SlotState::Kept;
                return if done { SlotState::Kept } else { neutral };
            }
            None => {}
        }
        match day {
            Some(LoggedDay { state: CheckInState::Partly, share }) => SlotState::Partly(share),
            Some(LoggedDay { state: CheckInState::Missed, .. }) => SlotState::MISSED,
            Some(LoggedDay { state: CheckInState::Moved, .. }) => self.moved(date),
            _ if self.settles(date) => SlotState::Open,
            Some(_) => SlotState::MISSED,
            None => SlotState::UNRECORDED,
        }
    }

    /// What was put off counts as kept when it was done before the next due day.
    fn moved(&mut self, date: Date) -> SlotState {
        let today = self.calendar.today;
        let mut between = DateRange::new(date, Date::MAX).days().skip(1).take(370);
        let due = |date: Date| {
            let resting = self.commitment.rests(date) || self.commitment.pause(date).is_some();
            self.commitment.cadence_on(date).is_due(date) && !resting
        };
        let next = between.find(|date| due(*date) || !self.commitment.holds(*date));
        let last = next.and_then(|next| next.yesterday().ok()).unwrap_or(date);
        let until = DateRange::new(date, last.min(today));
        let free = until.days().skip(1).filter(|date| !self.used.contains(date));
        let done: Vec<(Date, LoggedDay)> =
            free.filter_map(|date| Some((date, *self.days.get(&date)?))).collect();
        if let Some((kept, _)) = done.iter().find(|(_, day)| day.state == CheckInState::Kept) {
            self.used.insert(*kept);
            return SlotState::Kept;
        }
        if let Some((partly, day)) = done.iter().find(|(_, day)| day.state == CheckInState::Partly)
        {
            self.used.insert(*partly);
            return SlotState::Partly(day.share);
        }
        if today <= last { SlotState::Open } else { SlotState::MISSED }
    }

    fn periods(&mut self, cadence: &Cadence, period: Period, segment: DateRange) {
        let mut first = segment.first;
        while first <= segment.last.min(self.calendar.today) {
            let whole = period_of(first, period, self.calendar.week_starts);
            let part = DateRange::new(first, whole.last.min(segment.last));
            let (state, count) = self.period(cadence, part, whole);
            self.push(cadence, part, state, Some(count));
            let Ok(next) = part.last.tomorrow() else { return };
            first = next;
        }
    }

    /// What became of `part`, the days of a `whole` period on which the cadence holds.
    fn period(
        &mut self,
        cadence: &Cadence,
        part: DateRange,
        whole: DateRange,
    ) -> (SlotState, PeriodCount) {
        let available = part.days().filter(|date| self.neutral(*date).is_none()).count();
        let times = cadence.times();
        let wanted = times.min((times * available).div_ceil(whole.days().count()));
        let inside: Vec<(Date, LoggedDay)> =
            self.days.range(part.first..=part.last).map(|(date, day)| (*date, *day)).collect();
        self.used.extend(inside.iter().map(|(date, _)| *date));
        let done = inside.iter().filter(|(_, day)| day.state == CheckInState::Kept).count();
        let partly = inside.iter().filter(|(_, day)| day.state == CheckInState::Partly);
        let parts: f64 = partly.map(|(_, day)| day.share).sum();
        let missed = [CheckInState::Missed, CheckInState::Open, CheckInState::Moved];
        // An amount by the week may come together over its days: 5 km, 8 km, 7 km.
        let target = self.commitment.target.as_ref().filter(|_| times == 1 && wanted == 1);
        #[expect(clippy::cast_precision_loss, reason = "so many days a period has")]
        let sum = parts + done as f64;
        let amount = target.map(|target| sum.min(1.0) * target.at_least);
        let done = if amount.is_some() && sum + EXACT >= 1.0 { done.max(1) } else { done };
        let state = if done >= wanted.max(1) {
            SlotState::Kept
        } else if available == 0 {
            let paused = part.days().any(|date| self.commitment.pause(date).is_some());
            if paused { SlotState::Paused } else { SlotState::Rest }
        } else if self.settles(part.last) {
            SlotState::Open
        } else if done > 0 || parts > 0.0 {
            SlotState::Partly(share(done, parts, wanted))
        } else if inside.iter().any(|(_, day)| missed.contains(&day.state)) {
            SlotState::MISSED
        } else {
            SlotState::UNRECORDED
        };
        (state, PeriodCount { done, wanted, amount })
    }

    fn rolling(&mut self, cadence: &Cadence, every: u32, from: Date, to: Date) {
        let mut first = from;
        while first <= to.min(self.calendar.today) {
            let (date, state) = self.window(every, first, to);
            // The part of a window that an end cuts off asks for nothing.
            if date > to {
                return;
            }
            self.push(cadence, DateRange::new(date, date), state, None);
            let Ok(next) = date.tomorrow() else { return };
            first = next;
        }
    }

    /// The window that begins on `first`: the day it is done, or on which it ends.
    fn window(&mut self, every: u32, first: Date, to: Date) -> (Date, SlotState) {
        let last = to.min(self.calendar.today);
        let mut available = 0;
        let mut partly: Option<f64> = None;
        let mut missed = false;
        for date in DateRange::new(first, Date::MAX).days() {
            if date > to {
                return (date, SlotState::Open);
            }
            if date > last && self.commitment.pause(date).is_some_and(|pause| pause.to.is_none()) {
                return (date, SlotState::Open);
            }
            if let Some(day) = self.days.get(&date).copied() {
                self.used.insert(date);
                match day.state {
                    CheckInState::Kept => return (date, SlotState::Kept),
                    CheckInState::Partly => partly = Some(partly.unwrap_or(0.0).max(day.share)),
                    CheckInState::Rest => {}
                    _ if self.neutral(date).is_some() => {}
                    CheckInState::Missed | CheckInState::Open | CheckInState::Moved => {
                        missed = true;
                    }
                }
            }
            available += u32::from(self.neutral(date).is_none());
            if available >= every {
                let state = match partly {
                    _ if date > last || self.settles(date) => SlotState::Open,
                    Some(share) => SlotState::Partly(share),
                    None if missed => SlotState::MISSED,
                    None => SlotState::UNRECORDED,
                };
                return (date, state);
            }
        }
        (Date::MAX, SlotState::Open)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a month has 31 days")]
fn share(kept: usize, parts: f64, target: usize) -> f64 {
    ((kept as f64 + parts) / target.max(1) as f64).clamp(0.0, 1.0)
}
