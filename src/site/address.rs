//! Addresses of the site's pages and files.

use std::borrow::Cow;

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in an address: letters, digits and these.
const KEPT: AsciiSet =
    NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Undoes percent-encoding; a text that is none afterwards stays as it was.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Percent-encodes everything but letters, digits and `-._~/`.
pub(super) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, &KEPT).to_string()
}

/// The address of a copied file, from a page one folder deep.
pub(super) fn file_url(file: &str) -> String {
    format!("../files/{}", encoded(file))
}

/// The page of the month of a day.
pub(super) fn month_page(date: Date) -> String {
    format!("months/{}.html", date.strftime("%Y-%m"))
}

/// A name for a file of the site: letters and digits in lower case, everything else a hyphen.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    let name = out.trim_end_matches('-');
    if name.is_empty() { "page".to_owned() } else { name.chars().take(80).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_for_files() {
        assert_eq!(slug("2026-03-02 Über Kreuz!"), "2026-03-02-über-kreuz");
        assert_eq!(slug("?!"), "page");
        assert_eq!(encoded("a b/ü"), "a%20b/%C3%BC");
        assert_eq!((decoded("a%20b%"), decoded("%ff")), ("a b%".to_owned(), "%ff".to_owned()));
    }
}
