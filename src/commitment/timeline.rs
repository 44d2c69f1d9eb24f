//! The timeline of a commitment: what was due and when, and what became of it.
//!
//! Only dates, no hours: a timestamp was turned into a day before it came here.

mod builder;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use self::builder::TimelineBuilder;
use super::cadence::{Calendar, period_of};
use super::check_in::notation::CheckInState;
use super::day_log::{DayLog, LoggedDay};
use super::definition::Commitment;
use super::slot::{Slot, SlotState};

/// The slots of a commitment up to today, and the check-ins that belong to none.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
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

impl Timeline {
    /// Works out the slots of `commitment`.
    #[must_use]
    pub fn new(commitment: &Commitment, day_log: &DayLog, calendar: &Calendar) -> Self {
        let mut days: BTreeMap<Date, LoggedDay> = day_log
            .days
            .iter()
            .filter(|(date, _)| commitment.holds(**date) && **date <= calendar.today)
            .map(|(date, day)| (*date, *day))
            .collect();
        if commitment.silence_keeps {
            let silent = day_log
                .written
                .iter()
                .filter(|date| commitment.holds(**date) && **date < calendar.today);
            for date in silent {
                let kept = LoggedDay { state: CheckInState::Kept, share: 1.0 };
                let day = days.entry(*date).or_insert(kept);
                if day.state == CheckInState::Rest {
                    *day = kept;
                }
            }
        }
        let mut builder = TimelineBuilder {
            commitment,
            calendar,
            days,
            slots: Vec::new(),
            used: BTreeSet::new(),
        };
        for (index, segment) in commitment.segments.iter().enumerate() {
            let next =
                commitment.segments.get(index + 1).and_then(|next| next.from.yesterday().ok());
            let end = [next, commitment.end].into_iter().flatten().min().unwrap_or(Date::MAX);
            builder.segment(&segment.cadence, segment.from, end);
        }
        builder.slots.sort_by_key(|slot| slot.date);
        let showed =
            |day: &LoggedDay| matches!(day.state, CheckInState::Kept | CheckInState::Partly);
        let check_ins: Vec<Date> =
            builder.days.iter().filter(|(_, day)| showed(day)).map(|(date, _)| *date).collect();
        let outside = day_log.days.iter().filter(|(date, day)| {
            !commitment.holds(**date) && **date <= calendar.today && showed(day)
        });
        let unused = check_ins.iter().filter(|date| !builder.used.contains(*date));
        let mut extras: Vec<Date> = unused.copied().chain(outside.map(|(date, _)| *date)).collect();
        extras.sort_unstable();
        let resting = builder.days.iter().filter(|(_, day)| day.state == CheckInState::Rest);
        let rests = resting.map(|(date, _)| *date).collect();
        let mut timeline = Self { slots: builder.slots, check_ins, extras, rests };
        timeline.cover(commitment, calendar);
        timeline
    }

    /// The first missed slots of each week or month are covered by the reserve, once there was a
    /// first check-in.
    fn cover(&mut self, commitment: &Commitment, calendar: &Calendar) {
        let (Some(reserve), Some(first)) = (commitment.reserve, self.check_ins.first()) else {
            return;
        };
        let mut used: BTreeMap<Date, usize> = BTreeMap::new();
        for slot in self.slots.iter_mut().filter(|slot| slot.is_miss() && slot.date > *first) {
            let period = period_of(slot.date, reserve.period, calendar.week_starts);
            let used = used.entry(period.first).or_default();
            match &mut slot.state {
                SlotState::Missed { covered } | SlotState::Unrecorded { covered } => {
                    *covered = *used < reserve.count;
                }
                _ => {}
            }
            *used += 1;
        }
    }
}
