//! Publishes a site under a passphrase.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use rayon::prelude::*;

use super::attachment::BuildNotes;
use crate::disk::{OutputFolder, Published, SiteFile};
use crate::site::lock::{self, LockError};

/// Seals all `files` and publishes that. What the locked site still shows is told in `notes`.
pub(super) fn publish_locked(
    output: &mut OutputFolder,
    files: &[SiteFile],
    passphrase: &str,
    notes: &BuildNotes,
) -> Result<Published> {
    let make = |file: &SiteFile| Ok((file.make)()?.map(|bytes| (file.name.clone(), bytes)));
    let open: Result<BTreeMap<String, Vec<u8>>> =
        files.par_iter().filter_map(|file| make(file).transpose()).collect();
    let random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| LockError::Random);
    let locked = lock::lock(&open?, passphrase, lock::ROUNDS, &random)
        .map_err(|error| anyhow!("the site cannot be locked: {error}"))?;
    notes.add(format!(
        "the site is locked. Without the passphrase it shows only that it is a journal, when it was built, and that there are about {} MB of it. The passphrase is kept nowhere; if it is lost, build again.",
        lock::megabytes(&locked)
    ));
    let sealed = locked.into_iter();
    let sealed: Vec<SiteFile> =
        sealed.map(|(name, bytes)| SiteFile::new(name, move || Ok(Some(bytes.clone())))).collect();
    output.publish(&sealed)
}
