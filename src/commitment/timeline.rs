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
    /// Check-ins on days on which nothing was due: of rest, in a pause, before the start and after
    /// the end included.
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
                // A box that was left open is no slip: nothing says that there was one.
                if matches!(day.state, CheckInState::Rest | CheckInState::Open) {
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
        // At rest and in a pause nothing is due, though what is done there is counted as kept.
        let asked = |date: &Date| !commitment.rests(*date) && commitment.pause(*date).is_none();
        let unused = check_ins.iter().filter(|date| !builder.used.contains(*date) || !asked(date));
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

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use jiff::ToSpan;
    use jiff::civil::{Date, Weekday, date};

    use super::Timeline;
    use crate::commitment::cadence::Calendar;
    use crate::commitment::check_in::notation::CheckInState;
    use crate::commitment::day_log::{DayLog, LoggedDay};
    use crate::commitment::definition::Commitment;
    use crate::commitment::parse;
    use crate::commitment::slot::SlotState;
    use crate::config::Config;
    use crate::journal::entry::Entry;

    /// A Monday.
    const START: Date = date(2026, 3, 2);

    fn commitment(more: &str) -> Commitment {
        let text = format!("---\ntitle: Walk\nstart: {START}\n{more}---\n");
        let note = Entry::parse("commitments/walk.md", text, &Config::default()).entry;
        let (commitments, odd) = parse(&[note]);
        assert!(odd.is_empty(), "{odd:?}");
        commitments.into_iter().next().unwrap()
    }

    /// A letter a day from the start: `x` kept, `/` half, `n` not done, `r` rest, `>` moved, `.`
    /// nothing written.
    fn days(letters: &str) -> DayLog {
        let day = |state, share| Some(LoggedDay { state, share });
        let read = |letter| match letter {
            'x' => day(CheckInState::Kept, 1.0),
            '/' => day(CheckInState::Partly, 0.5),
            'n' => day(CheckInState::Missed, 0.0),
            'r' => day(CheckInState::Rest, 0.0),
            '>' => day(CheckInState::Moved, 0.0),
            _ => None,
        };
        let dated = (0..).zip(letters.chars());
        let days: BTreeMap<Date, LoggedDay> = dated
            .filter_map(|(at, letter): (i64, char)| Some((START + at.days(), read(letter)?)))
            .collect();
        DayLog { written: days.keys().copied().collect::<BTreeSet<_>>(), days }
    }

    /// What became of each slot, in the same letters; `_` open, `p` paused, `c` covered.
    fn slots(more: &str, letters: &str, today: i64) -> String {
        let today = START + today.days();
        let calendar = Calendar { today, week_starts: Weekday::Monday, settle: 1 };
        let timeline = Timeline::new(&commitment(more), &days(letters), &calendar);
        let letter = |state: SlotState| match state {
            state if state.is_covered() => 'c',
            state if state.is_missed() => 'n',
            state if state.is_unrecorded() => '.',
            SlotState::Kept => 'x',
            SlotState::Partly(_) => '/',
            SlotState::Rest => 'r',
            SlotState::Paused => 'p',
            _ => '_',
        };
        timeline.slots.iter().map(|slot| letter(slot.state)).collect()
    }

    #[test]
    fn each_day_is_a_slot_of_a_daily_promise() {
        assert_eq!(slots("cadence: daily\n", "x/nr.x", 9), "x/nr.x..__");
        assert_eq!(slots("cadence: daily\nrest: [wednesday]\n", "xx.x", 5), "xxrx__");
        let pause = "cadence: daily\npauses: [{from: 2026-03-03, to: 2026-03-04}]\n";
        assert_eq!(slots(pause, "x..x", 3), "xppx");
    }

    #[test]
    fn what_is_done_in_a_pause_or_at_rest_counts() {
        assert_eq!(slots("cadence: daily\nrest: [tuesday]\n", "xx", 1), "xx");
    }

    #[test]
    fn what_was_put_off_is_kept_when_it_was_done_before_the_next_is_due() {
        assert_eq!(slots("cadence: mon thu\n", ">.x..", 5), "x.");
        assert_eq!(slots("cadence: mon thu\n", ">..x.", 5), "nx");
    }

    #[test]
    fn a_week_is_one_slot_of_a_promise_by_the_week() {
        assert_eq!(slots("cadence: 3 per week\n", "x.x.x..", 8), "x_");
        assert_eq!(slots("cadence: 3 per week\n", "x.x....", 9), "/_");
        assert_eq!(slots("cadence: 3 per week\n", "n......", 9), "n_");
        // Five days of rest leave room for one of three.
        assert_eq!(slots("cadence: 3 per week\n", "rrrrrx.", 9), "x_");
    }

    #[test]
    fn an_amount_by_the_week_may_come_together_over_its_days() {
        let target = "cadence: weekly\ntarget: {at_least: 20, unit: km}\n";
        assert_eq!(slots(target, "/.../..", 9), "x_");
        assert_eq!(slots(target, "/......", 9), "/_");
        assert_eq!(slots("cadence: weekly\n", "/.../..", 9), "/_");
    }

    #[test]
    fn a_window_ends_when_it_is_kept() {
        assert_eq!(slots("cadence: every 3 days\n", "..x..x", 6), "xx_");
        assert_eq!(slots("cadence: every 3 days\n", "......", 8), ".._");
    }

    #[test]
    fn a_reserve_covers_so_many_misses_of_a_week_after_the_first_check_in() {
        let reserve = "cadence: daily\nreserve: 1 per week\n";
        assert_eq!(slots(reserve, "nxnn...xnn", 12), "nxcn...xcn.__");
    }
}
