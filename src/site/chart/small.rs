//! A small line among others of the same scale.

use jiff::civil::Date;
use serde::Serialize;

use super::plot::{Plot, path};

/// A small line among others of the same scale.
#[derive(Debug, Serialize)]
pub(in crate::site) struct SmallChart {
    path: String,
    /// Where it ends.
    end: (f64, f64),
    /// The value at its top.
    high: String,
    /// Years below it.
    ticks: Vec<(f64, String)>,
}

/// Width, height, and the room at the left of a small chart.
const SMALL: (f64, f64, f64) = (240.0, 90.0, 16.0);

impl SmallChart {
    /// A line from 0 to `high`; `None` for fewer than two values.
    pub(in crate::site) fn new(values: &[(Date, f64)], high: f64) -> Option<Self> {
        let (width, height, left) = SMALL;
        let (first, last) = (values.first()?.0, values.last()?.0);
        let frame = Plot::new((width, height), left, (first, last), (0.0, high));
        let places: Vec<(f64, f64)> =
            values.iter().map(|(date, value)| (frame.x(*date), frame.y(*value))).collect();
        let end = *places.last().filter(|_| first < last)?;
        Some(Self { path: path(&places), end, high: high.to_string(), ticks: frame.ticks() })
    }
}
