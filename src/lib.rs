//! evenkeel.
pub mod text;
pub mod diagnostic;
pub mod yaml;
pub mod config;
pub mod journal;
pub mod lint;
pub mod site;
pub mod disk;
pub mod report;
pub mod watch;
pub mod cli;
