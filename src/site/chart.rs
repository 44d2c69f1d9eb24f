//! Charts as numbers: lines over time, columns side by side, in the units of their drawing. The
//! theme draws them; a line is drawn twice, for wide and for narrow screens, so that its words have
//! the size of the page's in both.
//!
//! A missing value breaks a line: nothing is joined, smoothed or guessed.

mod columns;
mod line;
mod plot;
mod small;

pub(super) use self::columns::ColumnChart;
pub(super) use self::line::{ChartLevel, DataPoint, LineChart, LineChartInput};
pub(super) use self::plot::{float, path, round, step};
pub(super) use self::small::SmallChart;

/// Fewer points than this are told in a sentence.
pub(super) const FEWEST: usize = 6;
