//! Puts a rendered site into its folder: all of it, or none of it.
//!
//! Every changed file is first written beside the site, then a plan is laid down, then the files
//! are moved into place one by one and what is gone is deleted. A run that is cut short before
//! the plan is undone by the next one; after it, the next one completes it. Only files that the
//! manifest lists are ever removed, and a folder that evenkeel did not make is never touched. Two
//! programs that publish into one folder wait for each other.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::hash::Hash;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::layout::{IGNORE, MANIFEST, PLAN, STAGE, STAMPS, is_site};
use super::ownership::{is_inside, is_link, refuse_others};
use super::private::{cannot_write, make_folder, write_private};
use super::publish_lock::publish_lock;
use super::system::{self, Unfinished, sweep};
use crate::digest::{ContentHash, FileStamp};

/// How many files one thread takes at a time.
const PIECE: usize = 8;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    version: u32,
    /// Path and hash of every file.
    files: BTreeMap<String, ContentHash>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PublishPlan {
    /// Path and hash of every file to be moved into place.
    moves: BTreeMap<String, ContentHash>,
    deletions: Vec<String>,
}

/// What a publish changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// Files written or replaced, in order.
    pub written: Vec<String>,
    /// Files removed, in order.
    pub removed: Vec<String>,
    /// For each item what tells its bytes apart, where it is on the site.
    pub hashes: Vec<Option<ContentHash>>,
}

/// A folder with a site in it, ready to be published into.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    folder: PathBuf,
    manifest: Manifest,
    stamps: BTreeMap<String, FileStamp>,
    /// What the manifest on disk was like when it was read or written here. While it is like that,
    /// nobody else published.
    seen: Option<(SystemTime, u64)>,
}

impl OutputFolder {
    /// Checks that a site may be put into `folder`, makes it if need be, and settles what an
    /// interrupted run left there.
    ///
    /// # Errors
    /// The folder belongs to somebody else, or cannot be made.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        if !folder.exists() {
            make_folder(folder)?;
        }
        refuse_others(folder)?;
        let _lock = publish_lock(folder)?;
        settle(folder)?;
        let mut output = Self {
            folder: folder.to_owned(),
            manifest: Manifest::default(),
            stamps: BTreeMap::new(),
            seen: None,
        };
        output.read()?;
        Ok(output)
    }

    /// The folder.
    #[must_use]
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn read(&mut self) -> Result<()> {
        self.manifest = manifest(&self.folder)?;
        self.stamps = read_json(&self.folder, STAMPS);
        self.seen = seen(&self.folder);
        Ok(())
    }

    /// Makes the folder hold exactly `items`, one at a time in memory.
    ///
    /// # Errors
    /// Something cannot be made or written. Until everything is staged the old site stays as it
    /// was.
    pub(crate) fn publish(&mut self, items: &[SiteFile]) -> Result<Published> {
        if !self.folder.is_dir() {
            make_folder(&self.folder)?;
        }
        let _lock = publish_lock(&self.folder)?;
        let alone = self.seen.is_some() && seen(&self.folder) == self.seen;
        if !alone {
            // Somebody may have put another folder in its place.
            if is_link(&self.folder) {
                bail!(
                    "{} leads elsewhere now, so nothing was written there",
                    self.folder.display()
                );
            }
            refuse_others(&self.folder)?;
            settle(&self.folder)?;
            self.read()?;
        }
        // In small pieces: what takes long stands together.
        let staged = items.par_iter().with_max_len(PIECE).map(|item| self.stage(item, alone));
        let staged: Result<Vec<StagedItem>> = staged.collect();
        let staged = staged.inspect_err(|_| {
            // The old site is untouched; what was staged goes.
            let _ = remove_stage(&self.folder);
        })?;
        let mut plan = PublishPlan { moves: BTreeMap::new(), deletions: Vec::new() };
        let mut stamps: BTreeMap<String, FileStamp> = BTreeMap::new();
        let mut kept = 0;
        for (item, StagedItem { hash, changed }) in items.iter().zip(&staged) {
            let Some(hash) = hash else { continue };
            kept += usize::from(self.manifest.files.contains_key(&item.name));
            if *changed {
                plan.moves.insert(item.name.clone(), *hash);
            }
            stamps.extend(item.stamp.map(|stamp| (item.name.clone(), stamp)));
        }
        if kept < self.manifest.files.len() {
            let there = items.iter().zip(&staged).filter(|(_, staged)| staged.hash.is_some());
            let there: HashSet<&str> = there.map(|(item, _)| item.name.as_str()).collect();
            let known = self.manifest.files.keys();
            plan.deletions = known.filter(|name| !there.contains(name.as_str())).cloned().collect();
        }
        if stamps != self.stamps {
            // Without it the files are read again, once.
            let _ = write_json(&self.folder, STAMPS, &stamps);
            self.stamps = stamps;
        }
        let published = Published {
            written: plan.moves.keys().cloned().collect(),
            removed: plan.deletions.clone(),
            hashes: staged.into_iter().map(|staged| staged.hash).collect(),
        };
        if !plan.moves.is_empty() || !plan.deletions.is_empty() || !is_site(&self.folder) {
            self.carry_out(&plan)?;
        }
        Ok(published)
    }

    /// Lays down the plan and does what it says.
    fn carry_out(&mut self, plan: &PublishPlan) -> Result<()> {
        let folder = &self.folder;
        let ignore = folder.join(IGNORE);
        if is_link(&ignore) {
            let _ = system::remove_file(&ignore);
        }
        let ignored = write_private(&ignore, b"*\n");
        if let Err(error) = ignored.and_then(|()| write_json(folder, PLAN, plan)) {
            let _ = remove_stage(folder);
            return Err(error);
        }
        // Should it be cut short, what is known here is not what is there.
        self.seen = None;
        carry_out(folder, plan, &mut self.manifest)?;
        self.seen = seen(folder);
        Ok(())
    }

    /// Makes an item, and puts it beside the site when it differs from what is there. With `alone`
    /// nobody else published since, and what the manifest says is believed.
    fn stage(&self, item: &SiteFile, alone: bool) -> Result<StagedItem> {
        let known = self.manifest.files.get(&item.name).copied();
        let unchanged = |hash: Option<ContentHash>| Ok(StagedItem { hash, changed: false });
        if item.later || (alone && known.is_some() && known == item.known) {
            return unchanged(known);
        }
        let path = self.folder.join(&item.name);
        let there = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file);
        let stamped = item.stamp.is_some() && self.stamps.get(&item.name).copied() == item.stamp;
        if there.is_some() && known.is_some() && (stamped || known == item.known) {
            return unchanged(known);
        }
        let Some(bytes) = (item.make)()? else { return unchanged(None) };
        let hash = Some(ContentHash::of(bytes.as_slice()));
        let length = bytes.len() as u64;
        if known == hash && there.is_some_and(|data| data.len() == length) {
            return unchanged(hash);
        }
        let path = self.folder.join(STAGE).join(&item.name);
        if let Some(parent) = path.parent().filter(|parent| !parent.is_dir()) {
            make_folder(parent)?;
        }
        write_private(&path, &bytes)?;
        Ok(StagedItem { hash, changed: true })
    }
}

/// What the manifest on disk is like.
fn seen(folder: &Path) -> Option<(SystemTime, u64)> {
    let data = fs::metadata(folder.join(MANIFEST)).ok()?;
    Some((data.modified().ok()?, data.len()))
}

/// Completes a publish that was cut short after its plan, or undoes one that was before.
fn settle(folder: &Path) -> Result<()> {
    sweep(folder);
    let plan = fs::read(folder.join(PLAN)).ok();
    if let Some(plan) = plan.and_then(|bytes| serde_json::from_slice::<PublishPlan>(&bytes).ok()) {
        let mut manifest = manifest(folder)?;
        return carry_out(folder, &plan, &mut manifest);
    }
    remove_stage(folder)
}

/// A file that the site is to hold.
pub(crate) struct SiteFile<'a> {
    /// Its path on the site.
    pub name: String,
    /// What tells this version of it from others, where that is known before it is made.
    pub stamp: Option<FileStamp>,
    /// What tells its bytes apart, where that is known before they are made.
    pub known: Option<ContentHash>,
    /// Whether it stays as it is for now.
    pub later: bool,
    /// Its bytes; `None` when it cannot be on the site after all.
    pub make: MakeBytes<'a>,
}

impl<'a> SiteFile<'a> {
    /// A file of which nothing is known before it is made.
    pub(crate) fn new(
        name: String,
        make: impl Fn() -> Result<Option<Vec<u8>>> + Send + Sync + 'a,
    ) -> Self {
        Self { name, stamp: None, known: None, later: false, make: Box::new(make) }
    }
}

/// Makes the bytes of a file.
pub(crate) type MakeBytes<'a> = Box<dyn Fn() -> Result<Option<Vec<u8>>> + Send + Sync + 'a>;

/// Changes with a file, and with how it is `made` into one of the site, without reading it; `None`
/// when it cannot be looked at. It
/// differs between versions of the program, which may make something else of the file.
#[must_use]
pub(crate) fn stamp(path: &Path, made: &impl Hash) -> Option<FileStamp> {
    let data = fs::metadata(path).ok()?;
    let changed = data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let version = env!("CARGO_PKG_VERSION");
    Some(FileStamp::of(&(version, data.len(), changed.as_nanos(), made)))
}

/// What became of one item.
struct StagedItem {
    /// None when it is not on the site.
    hash: Option<ContentHash>,
    changed: bool,
}

/// What the site holds, as its list says; nothing where there is no list yet. Without it nobody knows
/// which files are ours: a page in clear would stay beside a locked site.
fn manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join(MANIFEST);
    let bytes = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Manifest::default()),
        read => read.with_context(|| format!("{} cannot be read", path.display()))?,
    };
    let mut manifest: Manifest = serde_json::from_slice(&bytes).with_context(|| {
        format!(
            "{} is damaged, so it is not known which files of the site are there. Remove the folder {} and build again; your journal is not touched by that",
            path.display(),
            folder.display()
        )
    })?;
    manifest.files.retain(|name, _| is_inside(folder, name));
    Ok(manifest)
}

/// What a file of ours holds; nothing when it is not there or damaged.
fn read_json<T: Default + serde::de::DeserializeOwned>(folder: &Path, name: &str) -> T {
    let bytes = fs::read(folder.join(name)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Moves what is staged into place, deletes what is gone, writes the manifest. Can be repeated.
fn carry_out(folder: &Path, plan: &PublishPlan, manifest: &mut Manifest) -> Result<()> {
    let outside = plan.moves.keys().chain(&plan.deletions).find(|name| !is_inside(folder, name));
    if let Some(name) = outside {
        bail!(
            "{} leads out of the site, so nothing was written. Remove the folder or link in its way",
            folder.join(name).display()
        );
    }
    plan.moves.par_iter().try_for_each(|(name, _)| put(folder, name))?;
    for name in &plan.deletions {
        let path = folder.join(name);
        match system::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
        remove_empty_folders(folder, path.parent());
        manifest.files.remove(name);
    }
    manifest.version = 1;
    manifest.files.extend(plan.moves.iter().map(|(name, hash)| (name.clone(), *hash)));
    write_json(folder, MANIFEST, manifest)?;
    system::sync_folder(folder);
    system::remove_file(&folder.join(PLAN))
        .context("the plan of the last build cannot be removed")?;
    remove_stage(folder)
}

/// Moves one file that is staged into place.
fn put(folder: &Path, name: &str) -> Result<()> {
    let (from, to) = (folder.join(STAGE).join(name), folder.join(name));
    let mut moved = system::rename(&from, &to);
    // Another thread may have made the folder meanwhile, so it is tried again in any case.
    if let Some(parent) = to.parent().filter(|_| moved.is_err()) {
        make_folder(parent)?;
        moved = system::rename(&from, &to);
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
        if system::remove_folder(folder).is_err() {
            return;
        }
        current = folder.parent();
    }
}

fn remove_stage(folder: &Path) -> Result<()> {
    let stage = folder.join(STAGE);
    if is_link(&stage) {
        let _ = system::remove_file(&stage);
    } else if stage.exists() {
        system::remove_tree(&stage)
            .with_context(|| format!("{} cannot be removed", stage.display()))?;
    }
    Ok(())
}

fn write_json(folder: &Path, name: &str, value: &impl Serialize) -> Result<()> {
    let bytes = serde_json::to_vec(value)?;
    let path = folder.join(name);
    let mut file = Unfinished::private(folder).with_context(|| cannot_write(&path))?;
    let written = if name == STAMPS { file.write(&bytes) } else { file.write_durably(&bytes) };
    written.with_context(|| cannot_write(&path))?;
    file.persist(&path).with_context(|| cannot_write(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(name: &str, text: &'a str) -> SiteFile<'a> {
        SiteFile::new(name.to_owned(), move || Ok(Some(text.into())))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries
            .map(|name| name.into_string().unwrap())
            .filter(|n| !n.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_gone_goes() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        let mut output = OutputFolder::open(&site).unwrap();
        let first = output.publish(&[item("a.html", "a"), item("b.html", "b")]).unwrap();
        assert_eq!(first.written, ["a.html", "b.html"]);
        let second = output.publish(&[item("a.html", "a"), item("c.html", "c")]).unwrap();
        assert_eq!(
            (second.written, second.removed),
            (vec!["c.html".into()], vec!["b.html".into()])
        );
        assert_eq!(names(&site), ["a.html", "c.html"]);
    }

    #[test]
    fn what_can_wait_stays_as_it_is_and_what_cannot_be_made_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        let mut output = OutputFolder::open(&site).unwrap();
        output.publish(&[item("a.html", "old"), item("b.html", "b")]).unwrap();
        let later = SiteFile { later: true, ..item("a.html", "new") };
        let gone = SiteFile::new("b.html".to_owned(), || Ok(None));
        let done = output.publish(&[later, gone]).unwrap();
        assert_eq!((done.written.len(), done.removed), (0, vec!["b.html".to_owned()]));
        assert_eq!(fs::read_to_string(site.join("a.html")).unwrap(), "old");
    }

    #[test]
    fn a_file_that_fails_leaves_the_old_site_whole() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        let mut output = OutputFolder::open(&site).unwrap();
        output.publish(&[item("a.html", "old")]).unwrap();
        let broken = SiteFile::new("b.html".to_owned(), || bail!("no room"));
        assert!(output.publish(&[item("a.html", "new"), broken]).is_err());
        assert_eq!(names(&site), ["a.html"]);
        assert_eq!(fs::read_to_string(site.join("a.html")).unwrap(), "old");
        // What was staged is no obstacle for the next one.
        assert_eq!(output.publish(&[item("a.html", "new")]).unwrap().written, ["a.html"]);
    }

    #[test]
    fn a_publish_that_was_cut_short_after_its_plan_is_completed_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        OutputFolder::open(&site)
            .unwrap()
            .publish(&[item("a.html", "a"), item("b.html", "b")])
            .unwrap();
        let plan = PublishPlan { moves: BTreeMap::new(), deletions: vec!["b.html".to_owned()] };
        fs::write(site.join(PLAN), serde_json::to_vec(&plan).unwrap()).unwrap();
        OutputFolder::open(&site).unwrap();
        assert_eq!(names(&site), ["a.html"]);
    }
}
