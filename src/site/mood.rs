//! The moods that were written down: by month the middle one and the middle half. A number says
//! little about a day, so no day is drawn alone.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Serialize;

use super::address::month_page;
use super::buckets::Bucket;
use super::chart::{DataPoint, FEWEST, LineChart, LineChartInput};
use super::entry_card::{NamedCount, mood_number};
use super::entry_page::EntryPage;
use crate::spoken::{capital, counted, number};

/// A month with fewer numbers has no point, one with fewer than so many a hollow one.
const LEAST: usize = 3;
const FIRM: usize = 8;
/// Scales that people use.
const SCALES: [f64; 3] = [5.0, 10.0, 100.0];

/// The moods of some days.
#[derive(Debug, Serialize)]
pub(super) struct MoodChart {
    /// "Most months lie between five and seven."
    sentence: String,
    chart: Option<LineChart>,
    /// Whether a point of the chart rests on few days.
    has_few: bool,
    /// "month" or "week".
    unit: &'static str,
    /// The newest first.
    rows: Vec<MoodRow>,
    /// Moods in words, the most frequent first.
    words: Vec<NamedCount>,
}

/// The moods of a month or a week.
#[derive(Debug, Serialize)]
struct MoodRow {
    name: String,
    /// Its month's page.
    url: String,
    median: f64,
    low: f64,
    high: f64,
    count: usize,
}

impl MoodChart {
    /// The moods of `days`; `None` when none is written down.
    pub(super) fn new(days: &[&EntryPage], week_starts: Weekday) -> Option<Self> {
        let mut values: Vec<(Date, f64)> = Vec::new();
        let mut words: BTreeMap<String, usize> = BTreeMap::new();
        for page in days {
            let (Some(date), Some(mood)) = (page.entry.date(), &page.card.mood) else { continue };
            match mood_number(mood) {
                Some(number) => values.push((date, number)),
                None => *words.entry(mood.to_lowercase()).or_default() += 1,
            }
        }
        if values.is_empty() && words.is_empty() {
            return None;
        }
        let bucket = Bucket::of(values.iter().map(|(date, _)| *date), week_starts);
        let summaries = summaries(&values, bucket);
        let drawn: Vec<&MoodSummary> = summaries.iter().filter(|one| one.count >= LEAST).collect();
        let sentence = sentence(&values, &drawn, bucket);
        let chart = chart(&values, &drawn, bucket, &sentence);
        let row = |one: &MoodSummary| MoodRow {
            name: capital(&bucket.label(one.first)),
            url: month_page(one.at),
            median: one.median,
            low: one.low,
            high: one.high,
            count: one.count,
        };
        Some(Self {
            sentence,
            has_few: chart.is_some() && drawn.iter().any(|one| one.count < bucket.firm(FIRM)),
            chart,
            unit: bucket.name(),
            rows: summaries.iter().rev().map(row).collect(),
            words: NamedCount::all(words),
        })
    }
}

/// The numbers of a month or a week.
#[derive(Debug, PartialEq)]
struct MoodSummary {
    first: Date,
    /// The first day with a number.
    at: Date,
    median: f64,
    /// The middle half.
    low: f64,
    high: f64,
    count: usize,
}

fn summaries(values: &[(Date, f64)], bucket: Bucket) -> Vec<MoodSummary> {
    let mut buckets: BTreeMap<Date, (Date, Vec<f64>)> = BTreeMap::new();
    for (date, value) in values {
        let new = || (*date, Vec::new());
        buckets.entry(bucket.first(*date)).or_insert_with(new).1.push(*value);
    }
    let summary = |(first, (at, mut values)): (Date, (Date, Vec<f64>))| {
        values.sort_by(f64::total_cmp);
        MoodSummary {
            first,
            at,
            median: quantile(&values, 2),
            low: quantile(&values, 1),
            high: quantile(&values, 3),
            count: values.len(),
        }
    };
    buckets.into_iter().map(summary).collect()
}

/// A quarter, the half, or three quarters of sorted values, to one decimal: between two values
/// their mean.
fn quantile(sorted: &[f64], quarters: usize) -> f64 {
    let place = (sorted.len().saturating_sub(1)) * quarters;
    let at = |index: usize| sorted.get(index).copied().unwrap_or_default();
    let (below, above) = (at(place / 4), at(place.div_ceil(4)));
    (f64::midpoint(below, above) * 10.0).round() / 10.0
}

fn sentence(values: &[(Date, f64)], drawn: &[&MoodSummary], bucket: Bucket) -> String {
    let unit = bucket.name();
    if values.is_empty() {
        return "Moods were written in words.".to_owned();
    }
    if drawn.len() < FEWEST {
        let days = counted(values.len(), "day");
        return format!(
            "{} with a number so far; a line begins after six {unit}s with three or more.",
            capital(&days)
        );
    }
    let mut medians: Vec<f64> = drawn.iter().map(|one| one.median).collect();
    medians.sort_by(f64::total_cmp);
    let (low, high) = (quantile(&medians, 1), quantile(&medians, 3));
    let lowest = drawn.iter().min_by(|a, b| a.median.total_cmp(&b.median));
    let lowest = lowest
        .filter(|one| one.median < low)
        .map(|one| format!("; the lowest was {}", bucket.label(one.first)));
    let lowest = lowest.unwrap_or_default();
    if (high - low).abs() < f64::EPSILON {
        format!("Most {unit}s lie around {}{lowest}.", told(low))
    } else {
        format!("Most {unit}s lie between {} and {}{lowest}.", told(low), told(high))
    }
}

/// "five", "6.5".
fn told(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a small whole number"
    )]
    if value.fract() == 0.0 && (0.0..=100.0).contains(&value) {
        return number(value as usize);
    }
    value.to_string()
}

fn chart(
    values: &[(Date, f64)],
    drawn: &[&MoodSummary],
    bucket: Bucket,
    sentence: &str,
) -> Option<LineChart> {
    if drawn.len() < FEWEST {
        return None;
    }
    let numbers = || values.iter().map(|(_, value)| *value);
    // Scales begin at 1, or at 0, and end at 5, 10 or 100; else the numbers are the scale.
    let most = numbers().fold(f64::NEG_INFINITY, f64::max);
    let least = numbers().fold(f64::INFINITY, f64::min);
    let high = SCALES.into_iter().find(|end| most <= *end).unwrap_or(most);
    let low = if least >= 1.0 { 1.0 } else { least.min(0.0) };
    let middle = (f64::midpoint(low, high)).floor();
    let marks = [low, middle, high];
    let mut before: Option<Date> = None;
    let point = |one: &&MoodSummary| {
        let before = before.replace(one.first);
        let apart = before.is_some_and(|before| bucket.next(before) != one.first);
        DataPoint {
            date: one.first,
            value: one.median,
            range: Some((one.low, one.high)),
            few: one.count < bucket.firm(FIRM),
            back: false,
            apart,
            url: Some(month_page(one.at)),
            label: format!("{}: {}", capital(&bucket.label(one.first)), one.median),
        }
    };
    LineChart::new(&LineChartInput {
        points: drawn.iter().map(point).collect(),
        scale: (low, high),
        lines: marks.to_vec(),
        names: marks.iter().map(|mark| (*mark, mark.to_string())).collect(),
        label: format!("Mood by {}. {sentence}", bucket.name()),
        ..LineChartInput::default()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_has_the_middle_of_its_days_and_their_middle_half() {
        let days = [(date(2026, 3, 2), 7.0), (date(2026, 3, 9), 6.0), (date(2026, 3, 30), 2.0)];
        let all = [days.as_slice(), &[(date(2026, 4, 1), 2.0)]].concat();
        let months = summaries(&all, Bucket::Month);
        let told: Vec<_> = months
            .iter()
            .map(|one| (one.first, one.median, one.low, one.high, one.count))
            .collect();
        assert_eq!(
            told,
            [(date(2026, 3, 1), 6.0, 4.0, 6.5, 3), (date(2026, 4, 1), 2.0, 2.0, 2.0, 1)]
        );
        assert!(summaries(&[], Bucket::Month).is_empty());
    }

    #[test]
    fn few_months_are_told_by_week() {
        let days = |months: i8| (1..=months).map(|month| date(2026, month, 3)).collect::<Vec<_>>();
        assert_eq!(Bucket::of(days(6).into_iter(), Weekday::Monday), Bucket::Month);
        assert_eq!(Bucket::of(days(3).into_iter(), Weekday::Monday), Bucket::Week(Weekday::Monday));
        assert_eq!(Bucket::Month.next(date(2026, 12, 1)), date(2027, 1, 1));
    }
}
