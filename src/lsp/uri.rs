//! Addresses of files as editors name them, and links in a text: read as paths.

use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

/// The file that an address names. `None` for what is no address of a file on this machine.
#[must_use]
pub(super) fn file_of_url(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['#', '?']).next().filter(|rest| rest.starts_with('/'))?;
    let path = path_of(&percent_decode_str(rest).collect::<Vec<u8>>())?;
    path.is_absolute().then_some(path)
}

/// The file that a link in the text at `from` leads to, if it leads to a file: the path is
/// percent-decoded and taken from the folder of the text. Whether it is there is not looked at.
#[must_use]
pub(super) fn linked_file(from: &Path, link: &str) -> Option<PathBuf> {
    if link.contains("://") {
        return None;
    }
    let place = link.split(['#', '?']).next().unwrap_or_default();
    if place.is_empty() {
        return Some(from.to_owned());
    }
    let decoded = percent_decode_str(place).decode_utf8().ok()?;
    let mut file = from.parent()?.to_owned();
    for part in Path::new(&*decoded).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                file.pop();
            }
            part => file.push(part),
        }
    }
    Some(file)
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere a path is not any bytes")]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;

    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    let text = std::str::from_utf8(bytes).ok()?;
    let drive = text.strip_prefix('/').filter(|rest| rest.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(text)))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::disk::file_url;

    #[test]
    fn addresses_come_back_as_the_paths_they_were() {
        for path in ["/a b/ü.md", "/100%/#1?.md", "/it's [here]/a+b;c=d@e:f.md", "/"] {
            let url = file_url(Path::new(path)).unwrap();
            assert!(url.is_ascii() && !url.contains([' ', '#', '?', '[']), "{url}");
            assert_eq!(file_of_url(&url), Some(PathBuf::from(path)), "{url}");
        }
        assert_eq!(file_url(Path::new("/a b/ü.md")).unwrap(), "file:///a%20b/%C3%BC.md");
        assert_eq!(file_url(Path::new("a.md")), None);
    }

    #[test]
    fn what_names_no_file_here_is_none() {
        for url in ["untitled:Untitled-1", "https://a/b.md", "file://elsewhere/a.md", "file:a.md"] {
            assert_eq!(file_of_url(url), None, "{url}");
        }
        assert_eq!(file_of_url("file://localhost/a.md#top"), Some(PathBuf::from("/a.md")));
    }

    #[test]
    fn links_are_taken_from_the_folder_of_their_text() {
        let from = Path::new("/journal/2026/a.md");
        let to = |link| linked_file(from, link).unwrap();
        assert_eq!(to("b%20c.md#x"), Path::new("/journal/2026/b c.md"));
        assert_eq!(to("../notes/./d.md?plain"), Path::new("/journal/notes/d.md"));
        assert_eq!(to("#below"), from);
        assert_eq!(to("/e.md"), Path::new("/e.md"));
        assert_eq!(linked_file(from, "https://a/b.md"), None);
    }
}
