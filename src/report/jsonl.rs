//! One JSON object for each finding, one a line, as in the `json` format.

use super::json::findings;
use super::{Checked, Report, Summary};

/// The `jsonl` format.
pub struct JsonLines;

impl Report for JsonLines {
    fn file(&self, file: &Checked) -> String {
        findings(file).map(|finding| finding + "\n").collect()
    }

    fn end(&self, _: &Summary) -> String {
        String::new()
    }
}
