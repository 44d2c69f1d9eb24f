//! Slots: what was due and when, and what became of it.
//!
//! Only dates, no hours: a timestamp was turned into a day before it came here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use super::cadence::{Cadence, later, period_of};
use super::record::{Day, Record};
use super::{Commitment, Period};
use crate::journal::check_in::State;

/// What became of a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// Done.
    Kept,
    /// Done in part; how much of it.
    Partly(f64),
    /// Said not to be done.
    Missed,
    /// Nothing was written.
    Unrecorded,
    /// Not yet decided.
    Open,
    /// A day of rest.
    Rest,
    /// In a pause.
    Paused,
}

/// One due day, period or window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// The day it is due; of a period or window the last one.
    pub date: Date,
    /// What became of it.
    pub fate: Fate,
    /// Whether the reserve covers it.
    pub covered: bool,
    /// Check-ins counted and wanted, for a period.
    pub count: Option<(usize, usize)>,
    /// What is left of the strength before it; see [`Cadence::memory`].
    pub memory: f64,
}

impl Slot {
    /// Whether it counts in a rate.
    #[must_use]
    pub const fn is_due(&self) -> bool {
        !matches!(self.fate, Fate::Open | Fate::Rest | Fate::Paused)
    }

    /// Whether nothing was done in it.
    #[must_use]
    pub const fn is_miss(&self) -> bool {
        matches!(self.fate, Fate::Missed | Fate::Unrecorded)
    }
}

/// What the whole journal has in common.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// The day it is.
    pub today: Date,
    /// The first day of a week.
    pub week_starts: Weekday,
    /// How many days an unmarked slot stays open.
    pub settle: i64,
}

/// The slots of a commitment up to today, and the check-ins that belong to none.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// In date order.
    pub slots: Vec<Slot>,
    /// Days with a check-in, kept or partly, in date order.
    pub check_ins: Vec<Date>,
    /// Check-ins on days on which nothing was due, those before the start and after the end
    /// included.
    pub extras: Vec<Date>,
    /// Days marked as rest.
    pub rests: BTreeSet<Date>,
}

impl Ledger {
    /// Works out the slots of `commitment`.
    #[must_use]
    pub fn new(commitment: &Commitment, record: &Record, calendar: &Calendar) -> Self {
        let mut days: BTreeMap<Date, Day> = record
            .days
            .iter()
            .filter(|(date, _)| commitment.holds(**date) && **date <= calendar.today)
            .map(|(date, day)| (*date, *day))
            .collect();
        if commitment.silence_keeps {
            let silent = record
                .written
                .iter()
                .filter(|date| commitment.holds(**date) && **date < calendar.today);
            for date in silent {
                let kept = Day { state: State::Kept, share: 1.0 };
                let day = days.entry(*date).or_insert(kept);
                if day.state == State::Rest {
                    *day = kept;
                }
            }
        }
        let mut book =
            Book { commitment, calendar, days, slots: Vec::new(), used: BTreeSet::new() };
        for (index, segment) in commitment.segments.iter().enumerate() {
            let next =
                commitment.segments.get(index + 1).and_then(|next| next.from.yesterday().ok());
            let end = [next, commitment.end].into_iter().flatten().min().unwrap_or(Date::MAX);
            book.segment(&segment.cadence, segment.from, end);
        }
        book.slots.sort_by_key(|slot| slot.date);
        let showed = |day: &Day| matches!(day.state, State::Kept | State::Partly);
        let check_ins: Vec<Date> =
            book.days.iter().filter(|(_, day)| showed(day)).map(|(date, _)| *date).collect();
        let outside = record.days.iter().filter(|(date, day)| {
            !commitment.holds(**date) && **date <= calendar.today && showed(day)
        });
        let unused = check_ins.iter().filter(|date| !book.used.contains(*date));
        let mut extras: Vec<Date> = unused.copied().chain(outside.map(|(date, _)| *date)).collect();
        extras.sort_unstable();
        let resting = book.days.iter().filter(|(_, day)| day.state == State::Rest);
        let rests = resting.map(|(date, _)| *date).collect();
        let mut ledger = Self { slots: book.slots, check_ins, extras, rests };
        ledger.cover(commitment, calendar);
        ledger
    }

    /// The first missed slots of each week or month are covered by the reserve, once there was a
    /// first check-in.
    fn cover(&mut self, commitment: &Commitment, calendar: &Calendar) {
        let (Some(reserve), Some(first)) = (commitment.reserve, self.check_ins.first()) else {
            return;
        };
        let mut used: BTreeMap<Date, usize> = BTreeMap::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.is_miss() && slot.date > *first) {
            let (key, _) = period_of(slot.date, reserve.period, calendar.week_starts);
            let used = used.entry(key).or_default();
            slot.covered = *used < reserve.count;
            *used += 1;
        }
    }
}

/// Slots being worked out.
struct Book<'a> {
    commitment: &'a Commitment,
    calendar: &'a Calendar,
    days: BTreeMap<Date, Day>,
    slots: Vec<Slot>,
    /// Days whose check-in belongs to a slot.
    used: BTreeSet<Date>,
}

impl Book<'_> {
    fn segment(&mut self, cadence: &Cadence, from: Date, to: Date) {
        match cadence {
            Cadence::Free => {}
            Cadence::Every(days) => self.rolling(cadence, *days, from, to),
            Cadence::Times(times, period) => self.periods(cadence, (*times, *period), from, to),
            _ => self.dates(cadence, from, to),
        }
    }

    fn state(&self, date: Date) -> Option<State> {
        self.days.get(&date).map(|day| day.state)
    }

    fn is_kept(&self, date: Date) -> bool {
        self.state(date) == Some(State::Kept)
    }

    /// Whether a day can hold nothing due: paused, planned rest, or marked as rest.
    fn neutral(&self, date: Date) -> Option<Fate> {
        if self.commitment.pause(date).is_some() {
            Some(Fate::Paused)
        } else if self.commitment.rests(date) || self.state(date) == Some(State::Rest) {
            Some(Fate::Rest)
        } else {
            None
        }
    }

    fn settles(&self, date: Date) -> bool {
        self.calendar.today <= later(date, self.calendar.settle)
    }

    fn push(&mut self, cadence: &Cadence, date: Date, fate: Fate, count: Option<(usize, usize)>) {
        self.slots.push(Slot { date, fate, covered: false, count, memory: cadence.memory() });
    }

    fn dates(&mut self, cadence: &Cadence, from: Date, to: Date) {
        for date in days(from, to.min(self.calendar.today)) {
            if cadence.is_due(date) {
                let fate = self.fate_of_day(date);
                if self.state(date).is_some() {
                    self.used.insert(date);
                }
                self.push(cadence, date, fate, None);
            }
        }
    }

    fn fate_of_day(&mut self, date: Date) -> Fate {
        let day = self.days.get(&date).copied();
        let neutral = self.neutral(date);
        match neutral {
            // It made good for a day before.
            Some(neutral) if self.used.contains(&date) => return neutral,
            _ if self.is_kept(date) => return Fate::Kept,
            Some(neutral) => {
                let moved = self.state(date) == Some(State::Moved);
                let done = moved && self.moved(date) == Fate::Kept;
                return if done { Fate::Kept } else { neutral };
            }
            None => {}
        }
        match day {
            Some(Day { state: State::Partly, share }) => Fate::Partly(share),
            Some(Day { state: State::Missed, .. }) => Fate::Missed,
            Some(Day { state: State::Moved, .. }) => self.moved(date),
            _ if self.settles(date) => Fate::Open,
            Some(_) => Fate::Missed,
            None => Fate::Unrecorded,
        }
    }

    /// What was put off counts as kept when it was done before the next due day.
    fn moved(&mut self, date: Date) -> Fate {
        let today = self.calendar.today;
        let mut between = days(date, Date::MAX).skip(1).take(370);
        let due = |date: Date| {
            let resting = self.commitment.rests(date) || self.commitment.pause(date).is_some();
            self.commitment.cadence_on(date).is_due(date) && !resting
        };
        let next = between.find(|date| due(*date) || !self.commitment.holds(*date));
        let last = next.and_then(|next| next.yesterday().ok()).unwrap_or(date);
        let free = days(date, last.min(today)).skip(1).filter(|date| !self.used.contains(date));
        let done: Vec<(Date, Day)> =
            free.filter_map(|date| Some((date, *self.days.get(&date)?))).collect();
        if let Some((kept, _)) = done.iter().find(|(_, day)| day.state == State::Kept) {
            self.used.insert(*kept);
            return Fate::Kept;
        }
        if let Some((partly, day)) = done.iter().find(|(_, day)| day.state == State::Partly) {
            self.used.insert(*partly);
            return Fate::Partly(day.share);
        }
        if today <= last { Fate::Open } else { Fate::Missed }
    }

    fn periods(&mut self, cadence: &Cadence, (times, period): (u32, Period), from: Date, to: Date) {
        let mut first = from;
        while first <= to.min(self.calendar.today) {
            let (begin, end) = period_of(first, period, self.calendar.week_starts);
            let last = end.min(to);
            let (fate, count) = self.period(times, (first, last), (begin, end));
            self.push(cadence, last, fate, Some(count));
            let Ok(next) = last.tomorrow() else { return };
            first = next;
        }
    }

    /// What became of the part of a period from `first` to `last`.
    fn period(
        &mut self,
        times: u32,
        (first, last): (Date, Date),
        (begin, end): (Date, Date),
    ) -> (Fate, (usize, usize)) {
        let available = days(first, last).filter(|date| self.neutral(*date).is_none()).count();
        let whole = days(begin, end).count();
        let times = usize::try_from(times).unwrap_or(usize::MAX);
        let target = times.min((times * available).div_ceil(whole));
        let inside: Vec<(Date, Day)> =
            self.days.range(first..=last).map(|(date, day)| (*date, *day)).collect();
        self.used.extend(inside.iter().map(|(date, _)| *date));
        let kept = inside.iter().filter(|(_, day)| day.state == State::Kept).count();
        let parts: f64 = inside
            .iter()
            .filter(|(_, day)| day.state == State::Partly)
            .map(|(_, day)| day.share)
            .sum();
        let said = |states: &[State]| inside.iter().any(|(_, day)| states.contains(&day.state));
        let fate = if kept >= target.max(1) {
            Fate::Kept
        } else if available == 0 {
            let paused = days(first, last).any(|date| self.commitment.pause(date).is_some());
            if paused { Fate::Paused } else { Fate::Rest }
        } else if self.settles(last) {
            Fate::Open
        } else if kept > 0 || parts > 0.0 {
            Fate::Partly(share(kept, parts, target))
        } else if said(&[State::Missed, State::Open, State::Moved]) {
            Fate::Missed
        } else {
            Fate::Unrecorded
        };
        (fate, (kept, target))
    }

    fn rolling(&mut self, cadence: &Cadence, every: u32, from: Date, to: Date) {
        let mut first = from;
        while first <= to.min(self.calendar.today) {
            let (date, fate) = self.window(every, first, to);
            // The part of a window that an end cuts off asks for nothing.
            if date > to {
                return;
            }
            self.push(cadence, date, fate, None);
            let Ok(next) = date.tomorrow() else { return };
            first = next;
        }
    }

    /// The window that begins on `first`: the day it is done, or on which it ends.
    fn window(&mut self, every: u32, first: Date, to: Date) -> (Date, Fate) {
        let last = to.min(self.calendar.today);
        let mut available = 0;
        let mut partly: Option<f64> = None;
        let mut missed = false;
        for date in days(first, Date::MAX) {
            if date > to {
                return (date, Fate::Open);
            }
            if date > last && self.commitment.pause(date).is_some_and(|pause| pause.to.is_none()) {
                return (date, Fate::Open);
            }
            if let Some(day) = self.days.get(&date).copied() {
                self.used.insert(date);
                match day.state {
                    State::Kept => return (date, Fate::Kept),
                    State::Partly => partly = Some(partly.unwrap_or(0.0).max(day.share)),
                    State::Rest => {}
                    _ if self.neutral(date).is_some() => {}
                    State::Missed | State::Open | State::Moved => missed = true,
                }
            }
            available += u32::from(self.neutral(date).is_none());
            if available >= every {
                let fate = match partly {
                    _ if date > last || self.settles(date) => Fate::Open,
                    Some(share) => Fate::Partly(share),
                    None if missed => Fate::Missed,
                    None => Fate::Unrecorded,
                };
                return (date, fate);
            }
        }
        (Date::MAX, Fate::Open)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a month has 31 days")]
fn share(kept: usize, parts: f64, target: usize) -> f64 {
    ((kept as f64 + parts) / target.max(1) as f64).clamp(0.0, 1.0)
}

/// Every day from `first` to `last`.
fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let start = (first <= last).then_some(first);
    std::iter::successors(start, move |date| date.tomorrow().ok().filter(|next| *next <= last))
}
