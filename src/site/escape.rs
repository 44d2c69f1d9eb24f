//! Text that may stand in HTML and XML.

/// Text that may stand in HTML, in attributes too.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML allows no others.
            letter if letter.is_control() && !"\t\n\r".contains(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}
