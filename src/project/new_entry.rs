//! Makes the entry of a day from the journal's template, where its other entries lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::Date;
use jiff::fmt::strtime;

use super::open::{Project, shown};
use super::progress::JournalProgress;
use crate::commitment::progress::EntryCheckIns;
use crate::disk;
use crate::journal::path_pattern::pattern_of;
use crate::journal::template;

/// The first entry of a day.
pub(crate) fn entry_of(entries: &[EntryCheckIns], date: Date) -> Option<&EntryCheckIns> {
    let of_day = entries.iter().filter(|entry| entry.date == Some(date));
    of_day.min_by(|a, b| a.path.cmp(&b.path))
}

/// Makes the entry of a day from the template.
pub(crate) fn create_entry(
    date: Date,
    project: &Project,
    journal: &JournalProgress,
) -> Result<PathBuf> {
    let setup = &project.setup;
    let context = journal.progress.context(date, setup.commitments.commitments(), &setup.form);
    let text = setup.form.template.render(&context).map_err(|error| {
        anyhow!("{error}").context(format!("{} cannot be filled in", template::PATH))
    })?;
    let name = name_of(date, project, &journal.entries)?;
    let path = project.folder.join(&name);
    if path.exists() {
        bail!(
            "{} exists already and was not touched, though its day is another. Set `entry_path` in evenkeel.yaml",
            shown(&path)
        );
    }
    disk::create_new(&project.folder, &path, &tidied(&text))?;
    Ok(path)
}

/// Loops and conditions leave blank lines behind; one at a time is enough.
fn tidied(text: &str) -> String {
    let mut out = String::new();
    let mut blank = false;
    for line in text.lines() {
        if !(line.trim().is_empty() && blank) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        blank = line.trim().is_empty();
    }
    out
}

/// Where the entry of a day belongs: as the config says, else like the newest entry.
fn name_of(date: Date, project: &Project, entries: &[EntryCheckIns]) -> Result<String> {
    if let Some(pattern) = &project.config.entry_path {
        let name = strtime::format(pattern, date).with_context(|| {
            format!("`entry_path: {pattern}` cannot be used. Write it like `%Y/%m/%Y-%m-%d.md`")
        })?;
        if Path::new(&name).is_absolute() || name.split('/').any(|part| part == "..") {
            bail!("`entry_path: {pattern}` leads out of the journal");
        }
        return Ok(name);
    }
    let mut dated: Vec<(Date, &str)> =
        entries.iter().filter_map(|entry| Some((entry.date?, entry.path.as_str()))).collect();
    dated.sort_unstable();
    let pattern = dated.iter().rev().find_map(|(date, path)| pattern_of(path, *date));
    let pattern = pattern.unwrap_or_else(|| "%Y-%m-%d.md".to_owned());
    Ok(strtime::format(&pattern, date)?)
}
