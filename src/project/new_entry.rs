//! Makes the entry of a day from the journal's template, where its other entries lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::Date;
use jiff::fmt::strtime;

use super::locate::shown;
use super::open::{Project, now};
use super::progress::JournalProgress;
use crate::commitment::progress::EntryCheckIns;
use crate::disk::{self, JournalFile};
use crate::journal::date::{self, PathDate};
use crate::journal::path_pattern::{common_paths, pattern_of};
use crate::journal::template::{self, EntryTemplateContext};

/// The first entry of a day.
pub(crate) fn entry_of(entries: &[EntryCheckIns], date: Date) -> Option<&EntryCheckIns> {
    let of_day = entries.iter().filter(|entry| entry.date == Some(date));
    of_day.min_by(|a, b| a.path.cmp(&b.path))
}

/// The file of a day's first entry, found by the names of files alone: no entry is read. `None` where
/// no name says the day.
pub(crate) fn file_of(date: Date, project: &Project) -> Result<Option<PathBuf>> {
    let pattern = project.config.entry_path.as_deref();
    let usual = pattern.and_then(|pattern| strtime::format(pattern, date).ok());
    let usual = usual.map(|name| project.folder.join(name)).filter(|path| path.is_file());
    if usual.is_some() {
        return Ok(usual);
    }
    let scope = project.config.scope();
    let folders = disk::folders(&project.folder).into_iter().map(|folder| folder + "/");
    let folders: Vec<String> = std::iter::once(String::new()).chain(folders).collect();
    let common: Vec<String> = common_paths(date).collect();
    let found = folders.iter().filter(|folder| disk::is_entry(&format!("{folder}a.md"))).flat_map(
        |folder| {
            let paths = common.iter().map(move |path| format!("{folder}{path}"));
            paths.filter(|path| project.folder.join(path).is_file() && scope.contains(path))
        },
    );
    if let Some(first) = found.min() {
        return Ok(Some(project.folder.join(first)));
    }
    let walk = disk::walk(&project.folder, &project.folder, &scope)?;
    let of_day = walk.entries.into_iter().filter(|file| {
        let named = date::from_path(&file.inside, &project.config);
        matches!(named, PathDate::Pure(day) | PathDate::Inside(day) if day == date)
    });
    Ok(of_day.min().map(|file| file.path))
}

/// Makes the entry of a day from the template.
pub(crate) fn create_entry(
    date: Date,
    project: &Project,
    journal: &JournalProgress,
) -> Result<PathBuf> {
    let setup = &project.setup;
    let name = name_of(date, project, &journal.entries)?;
    let stem = Path::new(&name).file_stem().unwrap_or_default();
    let context = EntryTemplateContext {
        title: stem.to_string_lossy().into_owned(),
        time: now().strftime("%H:%M").to_string(),
        ..journal.progress.context(date, setup.commitments.commitments(), &setup.form)
    };
    let text = setup.form.template.render(&context).map_err(|error| {
        anyhow!("{error}").context(format!("{} cannot be filled in", template::PATH))
    })?;
    let path = project.folder.join(&name);
    if path.exists() {
        bail!(
            "{} exists already and was not touched, though its day is another. Set `entry_path` in evenkeel.yaml",
            shown(&path)
        );
    }
    disk::create_new(&project.folder, &path, tidied(&text))?;
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
    let dated = entries.iter().filter_map(|entry| Some((entry.date?, entry.path.as_str())));
    Ok(strtime::format(like_the_newest(dated.collect()), date)?)
}

/// Where entries lie, by the names of some: as the config says, else like the newest.
pub(super) fn entry_pattern(project: &Project, files: &[JournalFile]) -> String {
    if let Some(pattern) = &project.config.entry_path {
        return pattern.clone();
    }
    let dated =
        files.iter().filter_map(|file| match date::from_path(&file.inside, &project.config) {
            PathDate::Pure(date) => Some((date, file.inside.as_str())),
            _ => None,
        });
    like_the_newest(dated.collect())
}

/// The form of the newest path that has one.
fn like_the_newest(mut dated: Vec<(Date, &str)>) -> String {
    dated.sort_unstable();
    let pattern = dated.iter().rev().find_map(|(date, path)| pattern_of(path, *date));
    pattern.unwrap_or_else(|| "%Y-%m-%d.md".to_owned())
}
