//! `evenkeel init`: a config and a first entry's template; nothing that is there is touched.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::exit_status::ExitStatus;
use super::global::GlobalArgs;
use super::output::print;
use crate::config;
use crate::disk;
use crate::journal::{template, vault};

const CONFIG: &str = "\
# The journal this folder holds. Every line is optional; `evenkeel config show` prints them all.

title: Journal

# Files that are not part of the journal.
exclude: []

# Headings whose sections are gathered on the reflections page.
reflections: [Reflection, What I learned, Next step]

# A level for a rule, a category or a family: off, hint, info, warning, error.
rules: {}
";

/// Put a config and an entry template into a folder. Nothing that is there is changed.
#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// The journal's folder.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Write the example journal into DIR, a new or empty folder: to look around in.
    #[arg(long)]
    example: bool,
}

/// The example journal: paths and contents.
const EXAMPLE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/example.rs"));

pub(super) fn run(arguments: &InitArgs, _: &GlobalArgs) -> Result<ExitStatus> {
    if arguments.example {
        return example(&arguments.folder);
    }
    let mut made = Vec::new();
    let read = |name: &str| disk::text_if_any(&arguments.folder.join(name)).ok().flatten();
    let own = vault::read(&read).template.filter(|_| disk::vault_kind(&arguments.folder).is_some());
    for (name, content) in [(config::FILE_NAME, CONFIG), (template::PATH, template::DEFAULT)] {
        let path = arguments.folder.join(name);
        if let (template::PATH, Some(own)) = (name, &own) {
            made.push(format!("kept the vault's template {own}, with which a day begins\n"));
            continue;
        }
        let verb = if path.exists() {
            "kept"
        } else {
            disk::create_new(&arguments.folder, &path, content)?;
            "made"
        };
        made.push(format!("{verb} {}\n", shown(&path)));
    }
    print(&made.concat())?;
    print("Next: write an entry, then `evenkeel check` and `evenkeel build`.\n")?;
    Ok(ExitStatus::Clean)
}

/// Writes the example journal into a folder that holds nothing yet.
fn example(folder: &Path) -> Result<ExitStatus> {
    if disk::holds_something(folder) {
        bail!(
            "{} holds files already, so nothing was written. Name another folder, a new or an empty one",
            shown(folder)
        );
    }
    for (name, content) in EXAMPLE {
        disk::create_new(folder, &folder.join(name), content)?;
    }
    let folder = shown(folder);
    print(&format!(
        "made {folder}, a journal of one spring with {} files\nNext: `evenkeel check {folder}`, `evenkeel build {folder}`.\n",
        EXAMPLE.len()
    ))?;
    Ok(ExitStatus::Clean)
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    crate::project::shown(path)
}
