//! Time away, and coming back.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Commitment;
use super::cadence::{days_between, later};
use super::ledger::Ledger;
use super::metrics::ratio;

/// Time away, and coming back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Returns {
    /// The day of each return, and the days since the first missed one, without rest and pauses.
    pub each: Vec<(Date, i64)>,
    /// How many of the closed lapses were of one slot.
    pub single: usize,
    /// Missed slots in a row up to now.
    pub open_lapse: usize,
}

impl Returns {
    /// A lapse begins with a missed slot after the first check-in and ends with the next one.
    pub(super) fn of(commitment: &Commitment, ledger: &Ledger) -> Self {
        let mut returns = Self::default();
        let Some(first) = ledger.check_ins.first() else { return returns };
        let mut missed = ledger
            .slots
            .iter()
            .filter(|slot| slot.is_miss() && slot.date > *first)
            .map(|slot| slot.date)
            .peekable();
        let outside = ledger.extras.iter().filter(|date| !commitment.holds(**date));
        let mut check_ins: Vec<Date> = ledger.check_ins.iter().chain(outside).copied().collect();
        check_ins.sort_unstable();
        for check_in in check_ins {
            let mut lapse: Option<Date> = None;
            let mut length = 0;
            while let Some(date) = missed.next_if(|date| *date < check_in) {
                lapse.get_or_insert(date);
                length += 1;
            }
            if let Some(from) = lapse {
                returns.each.push((check_in, away(commitment, from, check_in, &ledger.rests)));
                returns.single += usize::from(length == 1);
            }
        }
        returns.open_lapse = missed.count();
        returns
    }

    /// The days between a first missed due day and the return, in the middle of all returns.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "days of a life")]
    pub fn median_days(&self) -> Option<f64> {
        let mut days: Vec<i64> = self.each.iter().map(|(_, days)| *days).collect();
        days.sort_unstable();
        let middle = days.len() / 2;
        match days.as_slice() {
            [] => None,
            days if days.len() % 2 == 1 => Some(days[middle] as f64),
            days => Some((days[middle - 1] + days[middle]) as f64 / 2.0),
        }
    }

    /// Lapses of one slot, of the closed ones and an open one of two or more.
    #[must_use]
    pub fn bounce(&self) -> Option<f64> {
        ratio(self.single, self.each.len() + usize::from(self.open_lapse >= 2))
    }

    /// The longest absence returned from, in days.
    #[must_use]
    pub fn longest(&self) -> Option<i64> {
        self.each.iter().map(|(_, days)| *days).max()
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
