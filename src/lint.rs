//! Notices self-talk that attacks the person, or that lets responsibility slip away.
//!
//! A pure function from an entry and rules to diagnostics. It knows neither files nor output.
//!
//! [`check`](fn@check) splits the prose into sentences, asks one multi-pattern search which patterns could
//! match in which of them, and only then runs an expression. What a match means is settled by the
//! exclusions of the language (quotation, negation, the past), by what the person allowed, and by
//! suppressions in the text.

mod allowed;
pub mod answered;
pub mod care;
mod check;
mod compile;
mod compiled_pattern;
mod engine;
pub mod example;
mod exclusion;
pub mod field;
pub mod frame;
mod language;
mod load;
mod normalized;
mod pattern;
mod prefilter;
mod reader;
pub mod reading;
mod rewrite;
pub mod rule;
pub mod rule_file;
pub mod rule_set;
mod sentence;
pub mod suppression;

pub use self::check::{Verdict, check};
pub use self::load::{RuleDiagnostics, RuleSource};
pub use self::rule_set::RuleSet;
