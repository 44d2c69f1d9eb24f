//! How well it has taken root over time, by week.

use jiff::civil::Date;

use crate::commitment::cadence::{Period, days_between, period_of};
use crate::commitment::metrics::strength_word;
use crate::commitment::progress::CommitmentProgress;
use crate::site::chart::{DataPoint, LineChart, LineChartInput};
use crate::site::commitment_view::ViewContext;
use crate::spoken::{self, span};

/// Bands of equal height, each with its word.
const BANDS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
/// So many days without a word are a silence.
const SILENCE: i64 = 14;
/// At most so many words in the chart.
const NOTES: usize = 3;

/// The strength by week, where it is shown.
pub(super) fn chart(tracked: &CommitmentProgress, context: &ViewContext) -> Option<LineChart> {
    let calendar = context.calendar;
    let strengths = tracked.strengths(calendar.today)?;
    let silences = silences(tracked, calendar.today);
    let week = |date: Date| period_of(date, Period::Week, calendar.week_starts).first;
    let within = |date: Date| silences.iter().any(|(from, to)| *from < date && date < *to);
    let mut points: Vec<DataPoint> = Vec::new();
    let weeks = strengths.chunk_by(|(a, _), (b, _)| week(*a) == week(*b));
    for (date, value) in weeks.filter_map(|days| days.iter().rev().find(|(date, _)| !within(*date)))
    {
        let before = points.last().map_or(*date, |last| last.date);
        let apart = silences.iter().any(|(from, to)| before <= *from && *to <= *date);
        points.push(DataPoint {
            date: *date,
            value: *value,
            range: None,
            few: false,
            back: false,
            apart,
            url: None,
            label: format!("{}: {}", spoken::day(*date, calendar.today), strength_word(*value)),
        });
    }
    let mut notes = Vec::new();
    for (from, to) in silences.iter().rev().take(NOTES) {
        let Some(point) = points.iter_mut().find(|point| point.date >= *to) else { continue };
        let mut returns = tracked.metrics.lapses.returns.iter();
        let Some(back) = returns.rfind(|one| one.date > *from && one.date <= *to) else {
            continue;
        };
        point.back = true;
        let away = span(back.days_away);
        notes.push((point.date, point.value, format!("back after {away}")));
    }
    let names = BANDS.windows(2).filter_map(|band| match band {
        [low, high] => Some(f64::midpoint(*low, *high)),
        _ => None,
    });
    let names = names.map(|middle| (middle, strength_word(middle).to_owned()));
    let (first, last) = (points.first()?, points.last()?);
    let label = format!(
        "How well it has taken root, by week from {} on. It is {} {}.",
        spoken::day(first.date, calendar.today),
        strength_word(last.value),
        if days_between(last.date, calendar.today) < SILENCE { "now" } else { "at the end" },
    );
    LineChart::new(&LineChartInput {
        points,
        scale: (0.0, 1.0),
        lines: BANDS.to_vec(),
        names: names.collect(),
        silences,
        notes,
        label,
        ..LineChartInput::default()
    })
}

/// Times of two weeks or more between two check-ins in which nothing was written of it, without
/// pauses.
fn silences(tracked: &CommitmentProgress, today: Date) -> Vec<(Date, Date)> {
    let said: Vec<Date> =
        tracked.day_log.days.keys().copied().filter(|date| *date <= today).collect();
    let between = said.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to)),
        _ => None,
    });
    let silent = |(from, to): &(Date, Date)| {
        let paused = tracked
            .commitment
            .pauses
            .iter()
            .any(|pause| pause.from <= *to && pause.to.is_none_or(|end| *from <= end));
        let due = tracked
            .timeline
            .slots
            .iter()
            .filter(|slot| slot.date > *from && slot.date < *to && slot.state.is_unrecorded());
        days_between(*from, *to) >= SILENCE && !paused && due.count() >= 2
    };
    between.filter(silent).collect()
}
