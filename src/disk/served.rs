//! Which files of a site a preview may hand out.

use std::fs;
use std::path::{Path, PathBuf};

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
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
pub fn served(root: &Path, path: &str) -> Served {
    let Some(decoded) = decoded(path) else { return Served::Nothing };
    let mut file = root.to_owned();
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', '\0', ':']) {
            return Served::Nothing;
        }
        file.push(part);
        let link = fs::symlink_metadata(&file).is_ok_and(|data| data.is_symlink());
        if link {
            return Served::Nothing;
        }
    }
    if file.is_dir() {
        if !decoded.is_empty() && !decoded.ends_with('/') {
            return Served::Folder;
        }
        file.push("index.html");
        if fs::symlink_metadata(&file).is_ok_and(|data| data.is_symlink()) {
            return Served::Nothing;
        }
    } else if decoded.ends_with('/') {
        return Served::Nothing;
    }
    if file.extension().is_some_and(|end| end == "html") {
        return fs::read(&file).map_or(Served::Nothing, Served::Page);
    }
    if file.is_file() { Served::File(file) } else { Served::Nothing }
}

/// Percent-encoding undone; `None` when that is no text.
fn decoded(path: &str) -> Option<String> {
    percent_encoding::percent_decode_str(path).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
