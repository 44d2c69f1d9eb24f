//! Which files of a site a preview may hand out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::layout::{OPENER, is_site};
use super::private::write_private;
use super::system;

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PreviewFile {
    /// A page.
    Page(Vec<u8>),
    /// Any other file.
    File(PathBuf),
    /// A folder, named without the slash at its end.
    Folder,
    /// Nothing that may be seen.
    Nothing,
}

/// What a site in `root` has at `path`, an address without the first slash and still
/// percent-encoded. Nothing hidden, nothing out of the folder, nothing that a link leads to.
#[must_use]
pub(crate) fn preview_file(root: &Path, path: &str) -> PreviewFile {
    let Some(decoded) = decoded(path) else { return PreviewFile::Nothing };
    let mut file = root.to_owned();
    let elsewhere = fs::symlink_metadata(root).is_ok_and(|data| data.is_symlink());
    if elsewhere || !is_site(root) {
        return PreviewFile::Nothing;
    }
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', '\0', ':']) {
            return PreviewFile::Nothing;
        }
        file.push(part);
        let link = fs::symlink_metadata(&file).is_ok_and(|data| data.is_symlink());
        if link {
            return PreviewFile::Nothing;
        }
    }
    if file.is_dir() {
        if !decoded.is_empty() && !decoded.ends_with('/') {
            return PreviewFile::Folder;
        }
        file.push("index.html");
        if fs::symlink_metadata(&file).is_ok_and(|data| data.is_symlink()) {
            return PreviewFile::Nothing;
        }
    } else if decoded.ends_with('/') {
        return PreviewFile::Nothing;
    }
    if file.extension().is_some_and(|end| end == "html") {
        let page = file.is_file().then(|| fs::read(&file).ok()).flatten();
        return page.map_or(PreviewFile::Nothing, PreviewFile::Page);
    }
    if file.is_file() { PreviewFile::File(file) } else { PreviewFile::Nothing }
}

/// Percent-encoding undone; `None` when that is no text.
fn decoded(path: &str) -> Option<String> {
    percent_encoding::percent_decode_str(path).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Writes a page into the site in `folder` that leads to `url`. Only its owner can read it: an
/// address with a secret in it must not be told to other programs in the open.
///
/// # Errors
/// It cannot be written.
pub(crate) fn opener(folder: &Path, url: &str) -> Result<PathBuf> {
    let path = folder.join(OPENER);
    // What is there may be somebody's link, or readable by others.
    let _ = system::remove_file(&path);
    let page = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<meta http-equiv=\"refresh\" content=\"0; url={url}\">\n<title>evenkeel</title>\n<p><a href=\"{url}\">To the site</a></p>\n"
    );
    write_private(&path, page.as_bytes())?;
    Ok(path)
}
