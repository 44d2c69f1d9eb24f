//! How large photos are, told by their first bytes.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::SystemTime;

use exif::{In, Reader, Tag};
use rayon::prelude::*;

use crate::site::PhotoSize;

/// Endings of files that can be made smaller.
const ENDINGS: [&str; 4] = [".jpg", ".jpeg", ".png", ".webp"];

/// When a file was changed, and how long it is.
type Version = (SystemTime, u64);

/// The sizes of the photos of a journal, kept from one build to the next.
#[derive(Debug, Default)]
pub(crate) struct PhotoSizes {
    known: HashMap<String, (Version, Option<PhotoSize>)>,
}

impl PhotoSizes {
    /// The sizes of those of `files` below `folder` that are photos, by path. Only what changed is
    /// looked into.
    pub(crate) fn read(&mut self, folder: &Path, files: &[String]) -> BTreeMap<String, PhotoSize> {
        let photos = files.par_iter().filter(|file| {
            let lower = file.to_ascii_lowercase();
            ENDINGS.iter().any(|ending| lower.ends_with(ending))
        });
        let read = photos.filter_map(|file| {
            let path = folder.join(file);
            let data = path.metadata().ok()?;
            let version = (data.modified().ok()?, data.len());
            let known = self.known.get(file).filter(|(known, _)| *known == version);
            let size = known.map_or_else(|| size(&path), |(_, size)| *size);
            Some((file.clone(), (version, size)))
        });
        self.known = read.collect();
        self.known.iter().filter_map(|(file, (_, size))| Some((file.clone(), (*size)?))).collect()
    }
}

/// Width and height of a photo, upright.
fn size(path: &Path) -> Option<PhotoSize> {
    let size = imagesize::size(path).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    let sideways = is_sideways(path).unwrap_or(false);
    let (width, height) = if sideways { (height, width) } else { (width, height) };
    (width > 0 && height > 0).then_some(PhotoSize { width, height })
}

/// Whether a photo is to be turned by a quarter.
fn is_sideways(path: &Path) -> Option<bool> {
    let mut file = BufReader::new(File::open(path).ok()?);
    let read = Reader::new().read_from_container(&mut file).ok()?;
    let turned = read.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    Some((5..=8).contains(&turned))
}
