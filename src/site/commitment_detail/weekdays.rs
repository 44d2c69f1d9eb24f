//! The days of the week beside each other. What was not written down has a height too, so that no
//! share hides it.

use jiff::civil::Weekday;
use serde::Serialize;

use crate::commitment::cadence::{Cadence, short};
use crate::commitment::metrics::{FEW, SlotCounts};
use crate::commitment::progress::CommitmentProgress;
use crate::site::chart::ColumnChart;
use crate::site::commitment_view::ViewContext;
use crate::spoken::{capital, grouped, weekday};

/// Weekdays that differ by less than this share are alike.
const ALIKE: f64 = 0.15;

/// The days of the week beside each other.
#[derive(Debug, Serialize)]
pub(super) struct WeekdayPattern {
    sentence: String,
    chart: ColumnChart,
}

impl WeekdayPattern {
    /// The pattern of a week; `None` where only one weekday is due, or few slots were.
    pub(super) fn new(tracked: &CommitmentProgress, context: &ViewContext) -> Option<Self> {
        let cadence = tracked.commitment.cadence_on(context.calendar.today);
        if !matches!(cadence, Cadence::Daily | Cadence::On(_)) || tracked.metrics.all.due < 2 * FEW
        {
            return None;
        }
        let days = (0..7).map(|day| context.calendar.week_starts.wrapping_add(day));
        let slots = |day: Weekday| {
            tracked.timeline.slots.iter().filter(move |slot| slot.date.weekday() == day)
        };
        let counts = days.map(|day| (day, SlotCounts::of(slots(day))));
        let counts: Vec<(Weekday, SlotCounts)> =
            counts.filter(|(_, counts)| counts.due > 0).collect();
        if counts.len() < 2 {
            return None;
        }
        let share = |(_, counts): &(Weekday, SlotCounts)| counts.rate().unwrap_or_default();
        let least = counts.iter().min_by(|a, b| share(a).total_cmp(&share(b)))?;
        let most = counts.iter().max_by(|a, b| share(a).total_cmp(&share(b)))?;
        let sentence = if share(most) - share(least) < ALIKE {
            "About the same all week.".to_owned()
        } else {
            format!("Most often on {}s, least often on {}s.", weekday(most.0), weekday(least.0))
        };
        let named = ["kept", "partly", "not that day", "not written down"];
        let stacks = counts.iter().map(|(day, counts)| {
            let part = |(count, what): (usize, &str)| {
                (count, format!("{}s: {} {what}", weekday(*day), grouped(count)))
            };
            let all = [counts.kept, counts.partly, counts.missed, counts.unrecorded];
            (capital(short(*day)), all.into_iter().zip(named).map(part).collect())
        });
        let chart = ColumnChart::new(format!("Days of the week. {sentence}"), stacks.collect())?;
        Some(Self { sentence, chart })
    }
}
