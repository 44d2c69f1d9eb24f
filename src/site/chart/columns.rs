//! Columns of stacked counts, beside each other.

use serde::Serialize;

use super::plot::{BOTTOM, TOP, float, round, step};

/// A column of stacked values.
#[derive(Debug, Serialize)]
pub(in crate::site) struct Column {
    pub(in crate::site) name: String,
    x: f64,
    width: f64,
    parts: Vec<ColumnPart>,
}

#[derive(Debug, Serialize)]
struct ColumnPart {
    /// The place in the stack, from 0.
    part: usize,
    y: f64,
    height: f64,
    label: String,
}

/// Columns beside each other, with lines across at round numbers.
#[derive(Debug, Serialize)]
pub(in crate::site) struct ColumnChart {
    label: String,
    columns: Vec<Column>,
    lines: Vec<(f64, String)>,
}

/// Width, height, and the room at the left of columns.
const COLUMNS: (f64, f64, f64) = (360.0, 200.0, 34.0);

impl ColumnChart {
    /// Columns of stacked counts, each part with its words; `None` when there is nothing.
    pub(in crate::site) fn new(
        label: String,
        stacks: Vec<(String, Vec<(usize, String)>)>,
    ) -> Option<Self> {
        let (width, height, left) = COLUMNS;
        let bottom = height - BOTTOM;
        let sum = |parts: &[(usize, String)]| parts.iter().map(|(count, _)| count).sum::<usize>();
        let most = stacks.iter().map(|(_, parts)| sum(parts)).max().filter(|most| *most > 0)?;
        let tall = |count: usize| float(count) / float(most) * (bottom - TOP);
        let each = (width - left) / float(stacks.len().max(1));
        let columns = stacks.into_iter().enumerate().map(|(index, (name, parts))| {
            let mut y = bottom;
            let parts = parts.into_iter().enumerate().filter(|(_, (count, _))| *count > 0);
            let parts = parts.map(|(part, (count, label))| {
                y -= tall(count);
                // A hair's breadth between the parts.
                ColumnPart { part, y: round(y), height: round((tall(count) - 1.5).max(1.0)), label }
            });
            let parts = parts.collect();
            Column {
                name,
                x: round(float(index).mul_add(each, left + each * 0.14)),
                width: round(each * 0.72),
                parts,
            }
        });
        let columns = columns.collect();
        let step = step(most);
        let lines = (0..=most / step)
            .map(|at| (round(bottom - tall(at * step)), crate::spoken::grouped(at * step)));
        Some(Self { label, columns, lines: lines.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_on_the_ground_and_the_highest_is_as_high_as_the_drawing() {
        let parts = |counts: [usize; 2]| counts.map(|count| (count, String::new())).to_vec();
        let stacks = vec![("a".to_owned(), parts([1, 3])), ("b".to_owned(), parts([0, 2]))];
        let chart = ColumnChart::new(String::new(), stacks).unwrap();
        let top = chart.columns[0].parts.last().unwrap();
        assert!((top.y - TOP).abs() < 0.1, "{chart:?}");
        assert_eq!(chart.columns[1].parts.len(), 1);
        assert!(ColumnChart::new(String::new(), vec![("a".to_owned(), parts([0, 0]))]).is_none());
    }
}
