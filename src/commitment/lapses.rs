//! Time away, and coming back.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::cadence::{days_between, later};
use super::definition::Commitment;
use super::slot::ratio;
use super::timeline::Timeline;

/// A check-in after time away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    /// The day of the check-in.
    pub date: Date,
    /// Days since the first missed one, without rest and pauses.
    pub days_away: i64,
    /// Missed slots before it.
    pub slots_away: usize,
}

/// Time away, and coming back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lapses {
    /// Every return, in date order.
    pub returns: Vec<Return>,
    /// How many of the closed lapses were of one slot.
    pub single: usize,
    /// Missed slots in a row up to now.
    pub open_lapse: usize,
}

impl Lapses {
    /// A lapse begins with a missed slot after the first check-in and ends with the next one.
    pub(super) fn of(commitment: &Commitment, timeline: &Timeline) -> Self {
        let mut lapses = Self::default();
        let Some(first) = timeline.check_ins.first() else { return lapses };
        let mut missed = timeline
            .slots
            .iter()
            .filter(|slot| slot.is_miss() && slot.date > *first)
            .map(|slot| slot.date)
            .peekable();
        let outside = timeline.extras.iter().filter(|date| !commitment.holds(**date));
        let mut check_ins: Vec<Date> = timeline.check_ins.iter().chain(outside).copied().collect();
        check_ins.sort_unstable();
        for check_in in check_ins {
            let mut lapse: Option<Date> = None;
            let mut length = 0;
            while let Some(date) = missed.next_if(|date| *date < check_in) {
                lapse.get_or_insert(date);
                length += 1;
            }
            if let Some(from) = lapse {
                let days_away = away(commitment, from, check_in, &timeline.rests);
                lapses.returns.push(Return { date: check_in, days_away, slots_away: length });
                lapses.single += usize::from(length == 1);
            }
        }
        lapses.open_lapse = missed.count();
        lapses
    }

    /// The days between a first missed due day and the return, in the middle of all lapses.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "days of a life")]
    pub fn median_days(&self) -> Option<f64> {
        let mut days: Vec<i64> = self.returns.iter().map(|one| one.days_away).collect();
        days.sort_unstable();
        // Of an odd number both are the same one.
        let below = *days.get(days.len().checked_sub(1)? / 2)?;
        let above = *days.get(days.len() / 2)?;
        Some((below + above) as f64 / 2.0)
    }

    /// Lapses of one slot, of the closed ones and an open one of two or more.
    #[must_use]
    pub fn bounce(&self) -> Option<f64> {
        ratio(self.single, self.returns.len() + usize::from(self.open_lapse >= 2))
    }

    /// The longest absence returned from, in days.
    #[must_use]
    pub fn longest(&self) -> Option<i64> {
        self.returns.iter().map(|one| one.days_away).max()
    }
}

/// Calendar days from `from` to `to`, without days of rest and pauses.
fn away(commitment: &Commitment, from: Date, to: Date, resting: &BTreeSet<Date>) -> i64 {
    let all = days_between(from, to);
    let neutral = (1..all).map(|day| later(from, day)).filter(|date| {
        commitment.pause(*date).is_some() || commitment.rests(*date) || resting.contains(date)
    });
    all - i64::try_from(neutral.count()).unwrap_or(0)
}
