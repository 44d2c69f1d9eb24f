//! Charts as numbers: the points of a line and the bars of a row, in the units of their drawing.
//! The theme draws them, and shows the same numbers as a table.

use jiff::civil::Date;
use serde::Serialize;

use crate::commitment::cadence::days_between;

/// Width and height of a drawing, in its own units.
pub(super) const SIZE: (f64, f64) = (600.0, 120.0);

/// A line over days.
#[derive(Debug, Serialize)]
pub(super) struct ChartLine {
    /// The points of an SVG polyline.
    pub(super) points: String,
    /// The same points, for dots.
    pub(super) dots: Vec<(f64, f64)>,
}

/// Values from `low` to `high` over days as a line; `None` for fewer than two.
pub(super) fn line(values: &[(Date, f64)], low: f64, high: f64) -> Option<ChartLine> {
    let ((first, _), (last, _)) = (values.first()?, values.last()?);
    if values.len() < 2 {
        return None;
    }
    let (width, height) = SIZE;
    let length = number(days_between(*first, *last)).max(1.0);
    let range = (high - low).max(f64::EPSILON);
    let dots: Vec<(f64, f64)> = values
        .iter()
        .map(|(date, value)| {
            let x = number(days_between(*first, *date)) / length * width;
            (round(x), round(height - (value - low) / range * height))
        })
        .collect();
    let points: Vec<String> = dots.iter().map(|(x, y)| format!("{x},{y}")).collect();
    Some(ChartLine { points: points.join(" "), dots })
}

/// One bar.
#[derive(Debug, Serialize)]
pub(super) struct ChartBar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// Which series it belongs to, from 0.
    series: usize,
}

/// Bars side by side: one group for each row, one bar for each of its values.
pub(super) fn bars(rows: &[Vec<f64>]) -> Vec<ChartBar> {
    let (width, height) = SIZE;
    let most = rows.iter().flatten().copied().fold(0.0, f64::max).max(f64::EPSILON);
    let group = width / count(rows.len().max(1));
    let series = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let each = (group * 0.8 / count(series)).min(SIZE.0 / 20.0);
    let bar = |row: usize, index: usize, value: f64| {
        let tall = value / most * height;
        let x = group * count(row) + (group - each * count(series)) / 2.0 + each * count(index);
        let (x, y, width, height) = (round(x), round(height - tall), round(each), round(tall));
        ChartBar { x, y, width, height, series: index }
    };
    let rows = rows.iter().enumerate();
    rows.flat_map(|(row, values)| {
        values.iter().enumerate().map(move |(index, value)| bar(row, index, *value))
    })
    .collect()
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[expect(clippy::cast_precision_loss, reason = "days of a life")]
fn number(days: i64) -> f64 {
    days as f64
}

#[expect(clippy::cast_precision_loss, reason = "bars of a drawing")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_reaches_from_edge_to_edge() {
        let values = [(date(2026, 1, 1), 0.0), (date(2026, 1, 2), 0.5), (date(2026, 1, 5), 1.0)];
        let line = line(&values, 0.0, 1.0);
        assert_eq!(line.map(|line| line.points).as_deref(), Some("0,120 150,60 600,0"));
        assert!(super::line(&values[..1], 0.0, 1.0).is_none());
    }

    #[test]
    fn the_highest_bar_fills_the_drawing() {
        let bars = bars(&[vec![1.0, 0.0], vec![2.0, 4.0]]);
        assert_eq!(bars.len(), 4);
        assert!((bars[3].height - SIZE.1).abs() < 0.01 && bars[1].height < 0.01);
        assert!(bars.windows(2).all(|pair| pair[0].x + pair[0].width <= pair[1].x + 0.11));
    }
}
