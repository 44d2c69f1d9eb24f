//! Puts a rendered site into its folder: all of it, or none of it.
//!
//! Every changed file is first written beside the site, then a plan is laid down, then the files
//! are moved into place one by one and what is gone is deleted. A run that is cut short before
//! the plan is undone by the next one; after it, the next one completes it. Only files that the
//! manifest lists are ever removed, and a folder that evenkeel did not make is never touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::hash;

/// Marks a folder as a site that evenkeel built, and lists its files.
const MANIFEST: &str = ".evenkeel-site.json";
/// What a publish in progress still has to do.
const PLAN: &str = ".evenkeel-plan.json";
/// Stamps of copied files, so that photos are not read again at every build. Safe to delete.
const STAMPS: &str = ".evenkeel-stamps.json";
/// Where changed files wait.
const STAGE: &str = ".evenkeel-stage";
/// So that a site in a repository is never committed by accident.
const IGNORE: &str = ".gitignore";

#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    version: u32,
    /// Path and hash of every file.
    files: BTreeMap<String, u64>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Plan {
    moves: Vec<String>,
    deletions: Vec<String>,
    manifest: Manifest,
}

/// What a publish changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    /// Files written or replaced.
    pub written: usize,
    /// Files removed.
    pub removed: usize,
}

/// Whether `folder` is a site that evenkeel built.
#[must_use]
pub fn is_site(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

/// Whether `folder` is a site that evenkeel built and holds a file of this name.
#[must_use]
pub fn holds(folder: &Path, name: &str) -> bool {
    is_site(folder) && folder.join(name).is_file()
}

/// Checks that a site may be put into `folder`, makes it if need be, and settles what an
/// interrupted run left there.
///
/// # Errors
/// The folder belongs to somebody else, or cannot be made.
pub fn prepare(folder: &Path) -> Result<()> {
    if !folder.exists() {
        make_folder(folder)?;
    }
    let mut content = fs::read_dir(folder)
        .with_context(|| format!("{} cannot be used as the output folder", folder.display()))?;
    let unknown = content.any(|entry| {
        entry.is_ok_and(|entry| entry.file_name() != STAGE && entry.file_name() != IGNORE)
    });
    if unknown && !is_site(folder) && !folder.join(PLAN).is_file() {
        bail!(
            "{} holds files that evenkeel did not make, so nothing was written there.\n\
             Choose another folder with `--output`, or empty this one yourself",
            folder.display()
        );
    }
    if folder.join(PLAN).is_file() {
        let bytes = fs::read(folder.join(PLAN))?;
        if let Ok(plan) = serde_json::from_slice::<Plan>(&bytes) {
            return carry_out(folder, &plan);
        }
    }
    remove_stage(folder)
}

/// A file that the site is to hold.
pub struct Item<'a> {
    /// Its path on the site.
    pub name: String,
    /// What tells this version of it from others, where that is known before it is made.
    pub stamp: Option<u64>,
    /// Its bytes; `None` when it cannot be on the site after all.
    pub make: Make<'a>,
}

/// Makes the bytes of a file.
pub type Make<'a> = Box<dyn Fn() -> Result<Option<Vec<u8>>> + Send + Sync + 'a>;

/// A number that changes with a file, without reading it; `None` when it cannot be looked at. It
/// differs between versions of the program, which may make something else of the file.
#[must_use]
pub fn stamp(path: &Path) -> Option<u64> {
    let data = fs::metadata(path).ok()?;
    let changed = data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    Some(hash(format!("{version} {} {}", data.len(), changed.as_nanos()).as_bytes()))
}

/// What became of one item.
struct Staged {
    name: String,
    hash: u64,
    stamp: Option<u64>,
    changed: bool,
}

/// The site that is there.
struct Old {
    manifest: Manifest,
    stamps: BTreeMap<String, u64>,
}

impl Old {
    fn read(folder: &Path) -> Self {
        Self { manifest: read_json(folder, MANIFEST), stamps: read_json(folder, STAMPS) }
    }
}

/// What a file of ours holds; nothing when it is not there or damaged.
fn read_json<T: Default + serde::de::DeserializeOwned>(folder: &Path, name: &str) -> T {
    let bytes = fs::read(folder.join(name)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Makes `folder` hold exactly `items`, one at a time in memory. Call [`prepare`] first.
///
/// # Errors
/// Something cannot be made or written. Until everything is staged the old site stays as it was.
pub fn publish(folder: &Path, items: &[Item]) -> Result<Published> {
    let old = Old::read(folder);
    let staged: Result<Vec<Option<Staged>>> =
        items.par_iter().map(|item| stage(folder, item, &old)).collect();
    let staged = match staged {
        Ok(staged) => staged,
        Err(error) => {
            // The old site is untouched; what was staged goes.
            let _ = remove_stage(folder);
            return Err(error);
        }
    };
    let staged = staged.into_iter().flatten();
    let (mut files, mut moves) = (BTreeMap::new(), Vec::new());
    let mut stamps: BTreeMap<String, u64> = BTreeMap::new();
    for Staged { name, hash, stamp, changed } in staged {
        if changed {
            moves.push(name.clone());
        }
        stamps.extend(stamp.map(|stamp| (name.clone(), stamp)));
        files.insert(name, hash);
    }
    let known = &old.manifest.files;
    let deletions: Vec<String> =
        known.keys().filter(|name| !files.contains_key(*name)).cloned().collect();
    let published = Published { written: moves.len(), removed: deletions.len() };
    if stamps != old.stamps {
        // Without it the files are read again, once.
        let _ = write_json(folder, STAMPS, &stamps);
    }
    if moves.is_empty() && deletions.is_empty() && is_site(folder) {
        return Ok(published);
    }
    let plan = Plan { moves, deletions, manifest: Manifest { version: 1, files } };
    let ignored = write_private(&folder.join(IGNORE), b"*\n");
    if let Err(error) = ignored.and_then(|()| write_json(folder, PLAN, &plan)) {
        let _ = remove_stage(folder);
        return Err(error);
    }
    carry_out(folder, &plan)?;
    Ok(published)
}

/// Makes an item, and puts it beside the site when it differs from what is there.
fn stage(folder: &Path, item: &Item, old: &Old) -> Result<Option<Staged>> {
    let (name, stamp) = (item.name.clone(), item.stamp);
    let there = fs::symlink_metadata(folder.join(&name)).ok().filter(fs::Metadata::is_file);
    let known = old.manifest.files.get(&name).copied();
    if let (Some(_), Some(_), Some(hash)) = (stamp, &there, known)
        && old.stamps.get(&name).copied() == stamp
    {
        return Ok(Some(Staged { name, hash, stamp, changed: false }));
    }
    let Some(bytes) = (item.make)()? else { return Ok(None) };
    let hash = hash(&bytes);
    let same = known == Some(hash) && there.is_some_and(|data| data.len() == bytes.len() as u64);
    if !same {
        let path = folder.join(STAGE).join(&name);
        if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
            make_folder(parent)?;
        }
        write_private(&path, &bytes)?;
    }
    Ok(Some(Staged { name, hash, stamp, changed: !same }))
}

/// Moves what is staged into place, deletes what is gone, writes the manifest. Can be repeated.
fn carry_out(folder: &Path, plan: &Plan) -> Result<()> {
    plan.moves.par_iter().try_for_each(|name| put(folder, name))?;
    for name in &plan.deletions {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
        remove_empty_folders(folder, path.parent());
    }
    write_json(folder, MANIFEST, &plan.manifest)?;
    fs::remove_file(folder.join(PLAN)).context("the plan of the last build cannot be removed")?;
    remove_stage(folder)
}

/// Moves one file that is staged into place.
fn put(folder: &Path, name: &str) -> Result<()> {
    let (from, to) = (folder.join(STAGE).join(name), folder.join(name));
    let mut moved = fs::rename(&from, &to);
    if let Some(parent) = to.parent().filter(|parent| moved.is_err() && !parent.is_dir()) {
        make_folder(parent)?;
        moved = fs::rename(&from, &to);
    }
    match moved {
        // Moved already, before an interruption.
        Err(error) if error.kind() == io::ErrorKind::NotFound && to.is_file() => Ok(()),
        moved => moved.with_context(|| format!("{} cannot be replaced", to.display())),
    }
}

/// Removes folders that became empty, from `from` up to the site's own.
fn remove_empty_folders(site: &Path, from: Option<&Path>) {
    let mut current = from;
    while let Some(folder) = current.filter(|folder| *folder != site) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
        current = folder.parent();
    }
}

fn remove_stage(folder: &Path) -> Result<()> {
    let stage = folder.join(STAGE);
    if stage.exists() {
        fs::remove_dir_all(&stage)
            .with_context(|| format!("{} cannot be removed", stage.display()))?;
    }
    Ok(())
}

fn write_json(folder: &Path, name: &str, value: &impl Serialize) -> Result<()> {
    let bytes = serde_json::to_vec(value)?;
    let path = folder.join(name);
    let mut file = tempfile::Builder::new()
        .prefix(".evenkeel-")
        .tempfile_in(folder)
        .with_context(|| cannot_write(&path))?;
    file.write_all(&bytes).with_context(|| cannot_write(&path))?;
    file.persist(&path).with_context(|| cannot_write(&path))?;
    Ok(())
}

fn cannot_write(path: &Path) -> String {
    format!("{} cannot be written. The site that was there is as it was", path.display())
}

/// Writes a file that only its owner may read.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.with_context(|| cannot_write(path))
}

/// Makes a folder, and those above it, that only their owner may look into.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("the folder {} cannot be made", path.display()))
}
