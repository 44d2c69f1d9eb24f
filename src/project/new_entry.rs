//! Makes the entry of a day from the journal's template, where its other entries lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::Date;
use jiff::fmt::strtime;

use super::locate::shown;
use super::open::{Project, now};
use super::progress::JournalProgress;
use crate::commitment;
use crate::commitment::progress::EntryCheckIns;
use crate::disk::{self, JournalFile};
use crate::journal::date::{self, PathDate};
use crate::journal::path_pattern::{common_paths, pattern_of};
use crate::journal::template::{self, EntryTemplateContext};

/// The first entry of a day.
pub(crate) fn entry_of(entries: &[EntryCheckIns], date: Date) -> Option<&EntryCheckIns> {
    let of_day = entries.iter().filter(|entry| entry.date == Some(date));
    let of_day = of_day.filter(|entry| !is_other(&entry.path) && !is_conflict(&entry.path));
    of_day.min_by(|a, b| place(&a.path).cmp(place(&b.path)))
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
    let folders = disk::folders(&project.folder).into_iter().filter(|folder| !is_other(folder));
    let folders = std::iter::once(String::new()).chain(folders.map(|folder| folder + "/"));
    let folders: Vec<String> =
        folders.filter(|folder| disk::is_entry(&format!("{folder}a.md"))).collect();
    let common: Vec<String> = common_paths(date).collect();
    let found = folders.iter().flat_map(|folder| {
        let paths = common.iter().map(move |path| format!("{folder}{path}"));
        paths.filter(|path| project.folder.join(path).is_file() && scope.contains(path))
    });
    if let Some(first) = found.min_by(|a, b| place(a).cmp(place(b))) {
        return Ok(Some(project.folder.join(first)));
    }
    let walk = disk::walk(&project.folder, &project.folder, &scope)?;
    // A name that is the day and nothing else comes before one with a title.
    let of_day = walk.entries.into_iter().filter(|file| !is_other(&file.inside));
    let of_day = of_day.filter_map(|file| match date::from_path(&file.inside, &project.config) {
        PathDate::Pure(day) if day == date => Some((false, file)),
        PathDate::Inside(day) if day == date && !is_conflict(&file.inside) => Some((true, file)),
        _ => None,
    });
    let first = of_day.min_by(|(a_titled, a), (b_titled, b)| {
        a_titled.cmp(b_titled).then_with(|| place(&a.inside).cmp(place(&b.inside)))
    });
    Ok(first.map(|(_, file)| file.path))
}

/// Whether it is a note about a promise or a week, or came from elsewhere: no entry of a day, whatever
/// it is called.
fn is_other(path: &str) -> bool {
    let other = [commitment::FOLDER.trim_end_matches('/'), "reviews", "imported"];
    path.split('/').next().is_some_and(|first| other.contains(&first))
}

/// Whether a sync program made it of two that differ.
fn is_conflict(path: &str) -> bool {
    path.to_lowercase().contains("conflict")
}

/// The name of a file without folder and ending.
fn stem(path: &str) -> String {
    Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The path without its ending, so that `a.md` comes before `a-2.md`.
fn place(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(path, _)| path)
}

/// Makes the entry of a day from the template.
///
/// It has an open box for each commitment that is due and that `asks` names.
pub(crate) fn create_entry(
    date: Date,
    project: &Project,
    journal: &JournalProgress,
    asks: &dyn Fn(&str) -> bool,
) -> Result<PathBuf> {
    let setup = &project.setup;
    let name = name_of(date, project, &journal.entries)?;
    let title = stem(&name);
    let beside = |day: Result<Date, jiff::Error>| {
        day.ok()
            .and_then(|day| name_of(day, project, &journal.entries).ok())
            .map(|name| stem(&name))
    };
    let mut context = EntryTemplateContext {
        title,
        yesterday: beside(date.yesterday()).unwrap_or_default(),
        tomorrow: beside(date.tomorrow()).unwrap_or_default(),
        time: now().strftime("%H:%M").to_string(),
        ..journal.progress.context(date, setup.commitments.commitments(), &setup.form)
    };
    context.due.retain(|due| asks(&due.id));
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
    dated.retain(|(_, path)| !is_other(path));
    dated.sort_unstable();
    let pattern = dated.iter().rev().find_map(|(date, path)| pattern_of(path, *date));
    pattern.unwrap_or_else(|| "%Y-%m-%d.md".to_owned())
}
