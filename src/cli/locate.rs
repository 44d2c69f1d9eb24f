//! `evenkeel where`: which journal, config and rules are in force, and why.

use std::fmt::Write as _;

use anyhow::Result;
use jiff::fmt::strtime;
use serde_json::{Value, json};

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::{print, print_json};
use crate::disk;
use crate::project::{FoundBy, Project, file_of};

/// Say which journal a command would work on here, and why; with which config and rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The journal is, in this order: the one named with -C, or that a path given to a command lies in; the nearest folder upward that holds \
evenkeel.yaml, .obsidian or logseq; the one that EVENKEEL_JOURNAL names; the one that `journal:` \
names in your own config; this folder, if it holds entries with a date.")]
pub(super) struct WhereArgs {
    /// How to tell it.
    #[arg(long, value_enum, default_value_t)]
    format: WhereFormat,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum WhereFormat {
    /// For reading.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

pub(super) fn run(arguments: &WhereArgs, global: &GlobalArgs) -> Result<ExitStatus> {
    let project = global.find()?;
    match arguments.format {
        WhereFormat::Human => print(&human(&project)?)?,
        WhereFormat::Json => print_json(&json(&project)?)?,
    }
    Ok(ExitStatus::Clean)
}

fn human(project: &Project) -> Result<String> {
    let mut out = String::new();
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "{name:8} {value}");
    };
    let found_by = project.found_by();
    if found_by == FoundBy::Nothing {
        row("journal", "none here, and neither EVENKEEL_JOURNAL nor your config names one");
    } else {
        row("journal", &project.folder.display().to_string());
        row("", &format!("because {}", found_by.reason()));
    }
    let config = project.config_file.as_ref().map(|path| path.display().to_string());
    row("config", &config.unwrap_or_else(|| "none: every setting has its default".to_owned()));
    let user = project.user.path.as_ref();
    let there = user.filter(|path| path.is_file()).map(|path| path.display().to_string());
    let absent = || {
        user.map_or_else(
            || "none".to_owned(),
            |path| format!("none; it would be {}", path.display()),
        )
    };
    row("yours", &there.unwrap_or_else(absent));
    let own = disk::rules(&project.folder)?.len();
    let own = match own {
        0 => String::new(),
        1 => ", and one file of the journal's own".to_owned(),
        many => format!(", and {many} files of the journal's own"),
    };
    row("rules", &format!("{}{own}", project.config.languages.join(", ")));
    row("today", &today(project)?);
    row("site", &project.folder.join(&project.config.output).display().to_string());
    for sentence in &project.unfollowed {
        row("note", sentence);
    }
    Ok(out)
}

/// The day, and where its entry lies or would lie.
fn today(project: &Project) -> Result<String> {
    let entry = file_of(project.today, project)?.map(|path| project.inside(&path));
    let pattern = project.config.entry_path.as_deref();
    let planned = || pattern.and_then(|form| strtime::format(form, project.today).ok());
    Ok(match (entry, planned()) {
        (Some(entry), _) => format!("{}, in {entry}", project.today),
        (None, Some(planned)) => format!("{}, not begun; it would be {planned}", project.today),
        (None, None) => format!("{}, not begun", project.today),
    })
}

fn json(project: &Project) -> Result<Value> {
    let entry = file_of(project.today, project)?;
    Ok(json!({
        "journal": project.folder,
        "because": project.found_by().reason(),
        "config": project.config_file,
        "user_config": project.user.path.as_ref().filter(|path| path.is_file()),
        "languages": project.config.languages,
        "today": project.today,
        "entry": entry.map(|path| project.inside(&path)),
        "site": project.folder.join(&project.config.output),
    }))
}
