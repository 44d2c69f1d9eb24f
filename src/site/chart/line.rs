//! Lines over time.

use jiff::civil::Date;
use serde::Serialize;

use super::plot::{LETTER, Plot, RIGHT, TOP, float, path, round};

/// More points than this are not drawn one by one.
const POINTS: usize = 40;
/// What can be pointed at is at least so wide (WCAG 2.2, 2.5.8).
const FINGER: f64 = 24.0;

/// A value at a day.
#[derive(Debug, Clone)]
pub(in crate::site) struct DataPoint {
    pub(in crate::site) date: Date,
    pub(in crate::site) value: f64,
    /// The middle half of what the value stands for.
    pub(in crate::site) range: Option<(f64, f64)>,
    /// Whether it rests on few days.
    pub(in crate::site) few: bool,
    /// Whether it is a return to be marked.
    pub(in crate::site) back: bool,
    /// Whether the line begins anew with it.
    pub(in crate::site) apart: bool,
    /// Where it leads.
    pub(in crate::site) url: Option<String>,
    /// "March 2026: 4.2".
    pub(in crate::site) label: String,
}

/// What is drawn.
#[derive(Debug, Default)]
pub(in crate::site) struct LineChartInput {
    /// In date order.
    pub(in crate::site) points: Vec<DataPoint>,
    /// Its lowest and highest value.
    pub(in crate::site) scale: (f64, f64),
    /// Values with a line across.
    pub(in crate::site) lines: Vec<f64>,
    /// Words at the left, and the value beside which they stand.
    pub(in crate::site) names: Vec<(f64, String)>,
    /// Levels to compare, named, drawn from one day to another.
    pub(in crate::site) levels: Vec<ChartLevel>,
    /// Times in which nothing was written.
    pub(in crate::site) silences: Vec<(Date, Date)>,
    /// Words in the chart beside a day.
    pub(in crate::site) notes: Vec<(Date, f64, String)>,
    /// What it shows, in a sentence.
    pub(in crate::site) label: String,
}

/// A level over some time.
#[derive(Debug, Clone)]
pub(in crate::site) struct ChartLevel {
    pub(in crate::site) from: Date,
    pub(in crate::site) to: Date,
    pub(in crate::site) value: f64,
    pub(in crate::site) name: String,
}

/// A chart in its drawings.
#[derive(Debug, Serialize)]
pub(in crate::site) struct LineChart {
    label: String,
    drawings: Vec<Drawing>,
}

/// A chart in the units of one drawing.
#[derive(Debug, Serialize)]
struct Drawing {
    /// "wide" or "narrow".
    name: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    bottom: f64,
    /// How wide the place of each point is, where a finger can tell it from the next.
    reach: Option<f64>,
    silences: Vec<Band>,
    lines: Vec<f64>,
    names: Vec<(f64, String)>,
    ticks: Vec<(f64, String)>,
    /// The outline of the middle half.
    ranges: Vec<String>,
    paths: Vec<String>,
    points: Vec<DrawnPoint>,
    levels: Vec<DrawnLevel>,
    notes: Vec<Note>,
}

#[derive(Debug, Serialize)]
struct Band {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

#[derive(Debug, Serialize)]
struct DrawnPoint {
    x: f64,
    y: f64,
    /// "few", "back", or nothing.
    look: &'static str,
    url: Option<String>,
    label: String,
}

#[derive(Debug, Serialize)]
struct DrawnLevel {
    from: f64,
    to: f64,
    y: f64,
    name: String,
}

#[derive(Debug, Serialize)]
struct Note {
    x: f64,
    y: f64,
    text: String,
    /// Whether it ends where it points.
    before: bool,
}

/// Width, height and name of each drawing.
const SIZES: [(f64, f64, &str); 2] = [(680.0, 260.0, "wide"), (328.0, 220.0, "narrow")];

impl LineChart {
    /// The drawings; `None` for fewer than two points.
    pub(in crate::site) fn new(input: &LineChartInput) -> Option<Self> {
        let (first, last) = (input.points.first()?.date, input.points.last()?.date);
        if first == last {
            return None;
        }
        let longest = input.names.iter().map(|(_, name)| name.chars().count()).max();
        let left = longest.map_or(4.0, |letters| float(letters).mul_add(LETTER, 12.0));
        let draw = |(width, height, name)| {
            let plot = Plot::new((width, height), left, (first, last), input.scale);
            Drawing::new(&plot, input, name)
        };
        Some(Self { label: input.label.clone(), drawings: SIZES.map(draw).into() })
    }
}

impl Drawing {
    /// The chart in a plot.
    fn new(plot: &Plot, input: &LineChartInput, name: &'static str) -> Self {
        let bottom = plot.bottom();
        let place = |date: Date, value: f64| (plot.x(date), plot.y(value));
        let pieces = pieces(&input.points);
        let all = input.points.len() <= POINTS;
        // A piece of one point is no line.
        let alone = |point: &DataPoint| {
            pieces.iter().any(|piece| matches!(piece, [one] if one.date == point.date))
        };
        let drawn =
            input.points.iter().filter(|point| all || point.few || point.back || alone(point));
        let point = |point: &DataPoint| {
            let (x, y) = place(point.date, point.value);
            let look = if point.back {
                "back"
            } else if point.few {
                "few"
            } else {
                ""
            };
            DrawnPoint { x, y, look, url: point.url.clone(), label: point.label.clone() }
        };
        let path = |piece: &&[DataPoint]| {
            let places: Vec<(f64, f64)> =
                piece.iter().map(|point| place(point.date, point.value)).collect();
            path(&places)
        };
        let silences = input.silences.iter().map(|(from, to)| {
            let (x, end) = (plot.x(*from), plot.x(*to));
            Band { x, y: TOP, width: round((end - x).max(2.0)), height: round(bottom - TOP) }
        });
        let levels = input.levels.iter().map(|level| DrawnLevel {
            from: plot.x(level.from),
            to: plot.x(level.to),
            y: plot.y(level.value),
            name: level.name.clone(),
        });
        let notes = input.notes.iter().map(|(date, value, text)| {
            let (x, y) = place(*date, *value);
            let wide = float(text.chars().count()) * LETTER;
            let before = x + wide + 8.0 > plot.width;
            Note {
                x: if before { x - 7.0 } else { x + 7.0 },
                y: (y - 8.0).max(12.0),
                text: text.clone(),
                before,
            }
        });
        Self {
            name,
            width: plot.width,
            height: plot.height,
            left: plot.left,
            right: plot.width - RIGHT,
            bottom,
            reach: reach(&input.points, plot),
            silences: silences.collect(),
            lines: input.lines.iter().map(|value| plot.y(*value)).collect(),
            names: input
                .names
                .iter()
                .map(|(value, name)| (plot.y(*value) + 4.0, name.clone()))
                .collect(),
            ticks: plot.ticks(),
            ranges: pieces.iter().filter_map(|piece| outline(plot, piece)).collect(),
            paths: pieces.iter().filter(|piece| piece.len() > 1).map(path).collect(),
            points: drawn.map(point).collect(),
            levels: levels.collect(),
            notes: notes.collect(),
        }
    }
}

/// The least room between two points; none where that is too little to point at one.
fn reach(points: &[DataPoint], plot: &Plot) -> Option<f64> {
    let places: Vec<f64> = points.iter().map(|point| plot.x(point.date)).collect();
    let between = places.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?));
    let least = between.fold(f64::INFINITY, f64::min);
    (least.is_finite() && least >= FINGER).then(|| round(least))
}

/// The outline of the middle half of a piece of the line.
fn outline(plot: &Plot, piece: &[DataPoint]) -> Option<String> {
    let ranged = piece.iter().filter_map(|point| Some((plot.x(point.date), point.range?)));
    let ranged: Vec<(f64, (f64, f64))> = ranged.collect();
    if ranged.len() < 2 {
        return None;
    }
    let above = ranged.iter().map(|(x, (_, high))| (*x, plot.y(*high)));
    let below = ranged.iter().rev().map(|(x, (low, _))| (*x, plot.y(*low)));
    Some(path(&above.chain(below).collect::<Vec<_>>()) + "Z")
}

/// The line in pieces without a gap.
fn pieces(points: &[DataPoint]) -> Vec<&[DataPoint]> {
    points.chunk_by(|_, next| !next.apart).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::commitment::cadence::later;
    use crate::site::chart::step;

    fn point(date: Date, value: f64) -> DataPoint {
        DataPoint {
            date,
            value,
            range: None,
            few: false,
            back: false,
            apart: false,
            url: None,
            label: String::new(),
        }
    }

    fn chart(points: Vec<DataPoint>) -> Option<LineChart> {
        LineChart::new(&LineChartInput { points, scale: (0.0, 10.0), ..LineChartInput::default() })
    }

    #[test]
    fn a_line_reaches_from_edge_to_edge_and_breaks_where_nothing_is_known() {
        let days = [1, 2, 9, 10].map(|day| date(2026, 1, day));
        let mut points = days.map(|day| point(day, 5.0)).to_vec();
        points[2].apart = true;
        let chart = chart(points).unwrap();
        let wide = &chart.drawings[0];
        assert_eq!(wide.paths.len(), 2);
        let middle = f64::midpoint(wide.bottom, TOP);
        assert!(wide.paths[0].starts_with(&format!("M{} {middle}", wide.left)), "{wide:?}");
        assert!(wide.paths[1].ends_with(&format!("{} {middle}", wide.right)), "{wide:?}");
    }

    #[test]
    fn no_chart_is_made_of_one_day() {
        assert!(chart(vec![point(date(2026, 1, 1), 1.0)]).is_none());
        assert!(chart(Vec::new()).is_none());
    }

    #[test]
    fn what_rests_on_few_days_is_drawn_even_where_the_others_are_not() {
        let from = date(2026, 1, 1);
        let points = (0..60).map(|day| point(later(from, day), 1.0));
        let mut points: Vec<DataPoint> = points.collect();
        points[7].few = true;
        let chart = chart(points).unwrap();
        assert_eq!(chart.drawings[0].points.len(), 1);
        assert_eq!(chart.drawings[0].points[0].look, "few");
    }

    #[test]
    fn a_time_of_years_is_told_in_years() {
        let ticks = |from, to| {
            let chart = chart(vec![point(from, 1.0), point(to, 1.0)]).unwrap();
            chart.drawings[0].ticks.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ticks(date(2024, 1, 1), date(2026, 11, 25)), ["2024", "2025", "2026"]);
        assert_eq!(ticks(date(2023, 12, 20), date(2025, 11, 25)), ["2024", "2025"]);
        assert_eq!(ticks(date(2026, 3, 2), date(2026, 5, 20)), ["Mar", "Apr", "May"]);
    }

    #[test]
    fn an_axis_has_few_and_round_steps() {
        assert_eq!([step(4), step(9), step(23), step(47), step(400)], [1, 2, 5, 10, 100]);
    }
}
