//! One JSON object for each finding, one a line, as in the `json` format.

use super::checked_file::{CheckedFile, Summary};
use super::json::findings;
use super::reporter::Reporter;

/// The `jsonl` format.
pub struct JsonLines;

impl Reporter for JsonLines {
    fn file(&self, file: &CheckedFile) -> String {
        findings(file).map(|finding| finding + "\n").collect()
    }

    fn end(&self, _: &Summary) -> String {
        String::new()
    }
}
