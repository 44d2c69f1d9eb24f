//! Exports of other programs: a zip, a folder or a file. They come from elsewhere, so nothing in
//! them is believed: no name leads anywhere, and nothing grows without end.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use zip::ZipArchive;

use super::folder::below;
use crate::import::Export;

/// One file holds at most so many bytes.
const LARGEST: u64 = 2 << 30;
/// What is packed a thousand times smaller is no text and no photo.
const TIGHTEST: u64 = 1000;
/// Files below this size may be packed however tightly.
const SMALL: u64 = 16 << 20;
/// An archive holds at most so many files.
const MOST: usize = 1_000_000;

/// An export that was opened.
pub(crate) struct ExportFiles {
    names: Vec<String>,
    kind: ExportKind,
}

enum ExportKind {
    Zip(Box<RefCell<ZipArchive<BufReader<File>>>>),
    Files(Vec<PathBuf>),
}

impl ExportFiles {
    /// Opens an export.
    ///
    /// # Errors
    /// There is none, or it is a damaged archive.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        if path.is_dir() {
            let mut files = below(path)?;
            files.retain(|(_, name)| !name.split('/').any(|part| part.starts_with('.')));
            let (paths, names) = files.into_iter().unzip();
            return Ok(Self { names, kind: ExportKind::Files(paths) });
        }
        if !path.exists() {
            bail!("there is no file {shown}. Check the spelling");
        }
        let mut file = File::open(path).with_context(|| format!("{shown} cannot be read"))?;
        let mut start = [0; 4];
        let is_zip = file.read_exact(&mut start).is_ok() && start == *b"PK\x03\x04";
        if !is_zip {
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) {
                bail!("{shown} is damaged: it is no zip. Export it once more");
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Ok(Self { names: vec![name], kind: ExportKind::Files(vec![path.to_owned()]) });
        }
        let file = File::open(path).with_context(|| format!("{shown} cannot be read"))?;
        let archive = ZipArchive::new(BufReader::new(file))
            .with_context(|| format!("{shown} is damaged. Export it once more"))?;
        if archive.len() > MOST {
            bail!("{shown} holds {} files, which no export does", archive.len());
        }
        let mut names: Vec<String> = archive
            .file_names()
            .flatten()
            .filter(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/"))
            .map(std::borrow::Cow::into_owned)
            .collect();
        names.sort();
        Ok(Self { names, kind: ExportKind::Zip(Box::new(RefCell::new(archive))) })
    }
}

impl Export for ExportFiles {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match &self.kind {
            ExportKind::Files(paths) => {
                let at = self.names.iter().position(|known| known == name);
                let path = at.and_then(|at| paths.get(at)).ok_or(format!("{name} is missing"))?;
                std::fs::read(path).map_err(|error| format!("{name} cannot be read ({error})"))
            }
            ExportKind::Zip(archive) => {
                let mut archive = archive.borrow_mut();
                let damaged =
                    |error: &dyn std::fmt::Display| format!("{name} is damaged ({error})");
                let file = archive.by_name(name).map_err(|error| damaged(&error))?;
                let (size, packed) = (file.size(), file.compressed_size());
                if size > LARGEST || size > SMALL && size / packed.max(1) > TIGHTEST {
                    return Err(format!("{name} would fill {size} bytes, which no export does"));
                }
                let mut bytes = Vec::new();
                // What it says of its size is not believed either.
                let read = file.take(size + 1).read_to_end(&mut bytes);
                read.map_err(|error| damaged(&error))?;
                if bytes.len() as u64 > size {
                    return Err(format!("{name} is larger than it says"));
                }
                Ok(bytes)
            }
        }
    }
}
