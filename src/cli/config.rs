//! `evenkeel config`: the settings in force, and their schema.

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;

use super::{Global, Outcome, print, rules};
use crate::config::Config;
use crate::project::Project;

/// See the settings in force, or their JSON schema.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print every setting as it is in force.
    Show,
    /// Print the JSON schema of evenkeel.yaml, for editors that complete YAML.
    Schema,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Outcome> {
    match arguments.command {
        Command::Schema => print(&(serde_json::to_string_pretty(&Config::schema())? + "\n"))?,
        Command::Show => {
            let project = Project::open(Path::new("."), &global.manner())?;
            rules::refuse_faults(&project)?;
            print(&serde_yaml::to_string(&project.config)?)?;
        }
    }
    Ok(Outcome::Clean)
}
