//! How often in a thousand words, by month: a line, a comparison of like with like, and the days.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::sample::SelfTalkDay;
use crate::diagnostic::Family;
use crate::site::address::month_page;
use crate::site::buckets::Bucket;
use crate::site::chart::{ChartLevel, DataPoint, FEWEST, LineChart, LineChartInput, float, step};
use crate::site::entry_card::EntryCard;
use crate::spoken::{capital, counted, grouped, number};

/// Below so many findings in all a sentence is enough.
pub(super) const ENOUGH: usize = 8;
/// A month with fewer written days is a hollow point.
const FIRM: usize = 12;
/// Months of a half-year, and the fewest of each that are compared.
const HALF: usize = 6;
const COMPARED: usize = 3;
/// A change of less than this share is none.
const ALIKE: f64 = 0.2;
/// Days that are linked in a row of the table.
const DAYS: usize = 6;

/// How often, over time.
#[derive(Debug, Serialize)]
pub(super) struct SelfTalkTrend<'s> {
    sentence: String,
    chart: Option<LineChart>,
    /// Whether a point of the chart rests on few days.
    has_few: bool,
    /// "month" or "week".
    unit: &'static str,
    /// Written days that make a point a firm one.
    firm: usize,
    /// The newest first.
    rows: Vec<TrendRow<'s>>,
    /// The mean of the first and of the last half-year.
    #[serde(skip)]
    halves: Option<(f64, f64)>,
}

/// A month or a week.
#[derive(Debug, Serialize)]
struct TrendRow<'s> {
    name: String,
    /// Its month's page.
    url: String,
    count: usize,
    words: usize,
    /// Those with most.
    days: Vec<&'s EntryCard>,
}

/// Counts of a month or a week.
#[derive(Debug, Default)]
struct Counts<'s> {
    count: usize,
    words: usize,
    /// The first day with something written.
    at: Option<Date>,
    /// Days with something written.
    written: usize,
    days: Vec<&'s EntryCard>,
}

impl Counts<'_> {
    /// The page of its month.
    fn url(&self) -> Option<String> {
        self.at.map(month_page)
    }

    fn rate(&self) -> f64 {
        float(self.count) * 1000.0 / float(self.words.max(1))
    }
}

impl<'s> SelfTalkTrend<'s> {
    pub(super) fn new(days: &'s [SelfTalkDay<'s>], family: Family, bucket: Bucket) -> Self {
        let counts = counts(days, family, bucket);
        let written: Vec<(&Date, &Counts)> =
            counts.iter().filter(|(_, counts)| counts.words > 0).collect();
        let count = written.iter().map(|(_, counts)| counts.count).sum();
        let halves = halves(&written, bucket);
        let sentence = sentence(family, halves.as_ref(), &written, bucket, count);
        let chart = chart(&written, halves.as_ref(), bucket, &sentence);
        let firm = bucket.firm(FIRM);
        let row = |(first, counts): &(&Date, &Counts<'s>)| TrendRow {
            name: capital(&bucket.label(**first)),
            url: counts.url().unwrap_or_default(),
            count: counts.count,
            words: counts.words,
            days: counts.days.iter().copied().take(DAYS).collect(),
        };
        Self {
            sentence,
            has_few: chart.is_some() && written.iter().any(|(_, counts)| counts.written < firm),
            chart,
            unit: bucket.name(),
            firm,
            rows: written.iter().rev().map(row).collect(),
            halves: halves.map(|halves| (halves.first, halves.last)),
        }
    }

    /// Whether there are fewer now than at the beginning.
    pub(super) fn is_lighter(&self) -> bool {
        self.halves.is_some_and(|(first, last)| last < first)
    }
}

fn counts<'s>(
    days: &'s [SelfTalkDay<'s>],
    family: Family,
    bucket: Bucket,
) -> BTreeMap<Date, Counts<'s>> {
    let mut counts: BTreeMap<Date, Counts> = BTreeMap::new();
    for day in days {
        let Some(date) = day.date else { continue };
        let one = counts.entry(bucket.first(date)).or_default();
        let count = day.marked.iter().filter(|marked| marked.family == family).count();
        one.count += count;
        one.words += day.words;
        one.written += 1;
        one.at = one.at.or(Some(date));
        if count > 0 {
            one.days.push(&day.page.card);
        }
    }
    counts
}

/// The first and the last half-year.
struct Halves {
    first: f64,
    last: f64,
    first_days: (Date, Date),
    last_days: (Date, Date),
}

/// The rates of the first and the last half-year, where each rests on three months and they do not
/// overlap.
fn halves(written: &[(&Date, &Counts)], bucket: Bucket) -> Option<Halves> {
    if bucket != Bucket::Month || written.len() < 2 * COMPARED {
        return None;
    }
    let each = HALF.min(written.len() / 2);
    let half = |months: &[(&Date, &Counts)]| {
        let count: usize = months.iter().map(|(_, counts)| counts.count).sum();
        let words: usize = months.iter().map(|(_, counts)| counts.words).sum();
        let days = (*months.first()?.0, *months.last()?.0);
        Some((float(count) * 1000.0 / float(words.max(1)), days))
    };
    let (first, first_days) = half(written.get(..each)?)?;
    let (last, last_days) = half(written.get(written.len() - each..)?)?;
    Some(Halves { first, last, first_days, last_days })
}

fn sentence(
    family: Family,
    halves: Option<&Halves>,
    written: &[(&Date, &Counts)],
    bucket: Bucket,
    count: usize,
) -> String {
    let what = if family == Family::Harsh {
        "harsh turns of phrase"
    } else {
        "sentences with nobody in them"
    };
    let days: usize = written.iter().map(|(_, counts)| counts.written).sum();
    if count == 0 {
        return format!("No {what} so far.");
    }
    let Some(halves) = halves else {
        let so_far =
            format!("{} so far, and {} {what}", capital(&counted(days, "day")), number(count));
        let so_far = if count == 1 {
            so_far.replace("turns", "turn").replace("sentences", "sentence")
        } else {
            so_far
        };
        let enough = written.len() >= FEWEST || bucket == Bucket::Month;
        return if enough {
            format!("{so_far}.")
        } else {
            format!("{so_far}. A line begins after two months.")
        };
    };
    // Of what is seldom, ten thousand words tell more.
    let seldom = halves.first.max(halves.last) < 0.95;
    let (times, words) =
        if seldom { (10.0, "ten thousand words") } else { (1.0, "thousand words") };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    let told = |rate: f64| match (rate * times).round() as usize {
        0 if rate > 0.0 => "less than one".to_owned(),
        rate => number(rate),
    };
    let half = if written.len() >= 2 * HALF { "half-year" } else { "months" };
    if halves.last > halves.first * (1.0 + ALIKE) {
        format!(
            "More than at the beginning: {} {what} in each {words}. Harder months are often written honestly.",
            told(halves.last)
        )
    } else if halves.last >= halves.first * (1.0 - ALIKE) {
        format!("About as many as at the beginning: {} {what} in each {words}.", told(halves.last))
    } else {
        format!(
            "In the first {half}, {} {what} in each {words}. In the last, {}.",
            told(halves.first),
            told(halves.last)
        )
    }
}

fn chart(
    written: &[(&Date, &Counts)],
    halves: Option<&Halves>,
    bucket: Bucket,
    sentence: &str,
) -> Option<LineChart> {
    if written.len() < FEWEST {
        return None;
    }
    let most = written.iter().map(|(_, counts)| counts.rate()).fold(1.0, f64::max).ceil();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    let step = step(most as usize);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    let marks: Vec<usize> = (0..=(most as usize).div_ceil(step)).map(|at| at * step).collect();
    let high = marks.last().map_or(1.0, |mark| float(*mark));
    let mut before: Option<Date> = None;
    let point = |(first, counts): &(&Date, &Counts)| {
        let before = before.replace(**first);
        let apart = before.is_some_and(|before| bucket.next(before) != **first);
        let rate = counts.rate();
        DataPoint {
            date: **first,
            value: rate,
            range: None,
            few: counts.written < bucket.firm(FIRM),
            back: false,
            apart,
            url: counts.url(),
            label: format!(
                "{}: {} in {} words",
                capital(&bucket.label(**first)),
                number(counts.count),
                grouped(counts.words)
            ),
        }
    };
    let levels = halves.map_or_else(Vec::new, |halves| {
        let level = |(from, to): (Date, Date), value: f64, when: &str| ChartLevel {
            from,
            to,
            value,
            name: format!("{value:.1} {when}"),
        };
        vec![
            level(halves.first_days, halves.first, "at first"),
            level(halves.last_days, halves.last, "of late"),
        ]
    });
    LineChart::new(&LineChartInput {
        points: written.iter().map(point).collect(),
        scale: (0.0, high),
        lines: marks.iter().map(|mark| float(*mark)).collect(),
        names: marks.iter().map(|mark| (float(*mark), mark.to_string())).collect(),
        levels,
        label: format!("For each 1,000 words, by {}. {sentence}", bucket.name()),
        ..LineChartInput::default()
    })
}
