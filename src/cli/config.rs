//! `evenkeel config`: the settings in force, and their schema.

use anyhow::Result;
use clap::Subcommand;

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print_exact, print_json};
use crate::config::Config;

/// See the settings in force, or their JSON schema.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print every setting as it is in force.
    Show,
    /// Print the JSON schema of evenkeel.yaml, for editors that complete YAML.
    Schema,
}

pub(super) fn run(arguments: &ConfigArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    match arguments.command {
        ConfigCommand::Schema => print_json(&Config::schema())?,
        ConfigCommand::Show => {
            let project = global.open(None)?;
            print_exact(&serde_yaml::to_string(&project.config)?)?;
        }
    }
    Ok(ExitStatus::Clean)
}
