//! Addresses of files: `file://` URLs, for terminals and editors; `lsp::uri` reads them.
//!
//! As in RFC 8089: no host, the path percent-encoded. A drive of Windows stands behind a slash of
//! its own.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// What a path may hold as it is: RFC 3986's `pchar`, and the slash between its parts.
const KEPT: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The address of a file. `None` for a path that does not begin at a root.
#[must_use]
pub(crate) fn file_url(path: &Path) -> Option<String> {
    if !path.is_absolute() {
        return None;
    }
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        // A canonical path begins with `\\?\`, which no address holds.
        let text = String::from_utf8_lossy(bytes).replace('\\', "/");
        let plain = text.strip_prefix("//?/").unwrap_or(&text);
        return Some(format!("file:///{}", percent_encode(plain.as_bytes(), &KEPT)));
    }
    Some(format!("file://{}", percent_encode(bytes, &KEPT)))
}
