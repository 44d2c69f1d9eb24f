//! Formats of dates as Obsidian writes them (those of Moment.js) and as Logseq does (those of Java),
//! as strftime letters.

/// Letters of a format, the longest first, with what they are in strftime.
const TOKENS: [(&str, &str); 24] = [
    ("YYYY", "%Y"),
    ("yyyy", "%Y"),
    ("GGGG", "%G"),
    ("gggg", "%G"),
    ("MMMM", "%B"),
    ("dddd", "%A"),
    ("EEEE", "%A"),
    ("DDDD", "%j"),
    ("MMM", "%b"),
    ("ddd", "%a"),
    ("EEE", "%a"),
    ("YY", "%y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("dd", "%d"),
    ("WW", "%V"),
    ("ww", "%V"),
    ("HH", "%H"),
    ("hh", "%I"),
    ("mm", "%M"),
    ("ss", "%S"),
    ("M", "%-m"),
    ("D", "%-d"),
    ("A", "%p"),
];

/// The format in strftime letters; `None` when something in it has none, such as the `Do` of "2nd".
/// Text between square brackets stands for itself.
#[must_use]
pub fn strftime(format: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some(literal) = rest.strip_prefix('[')
            && let Some((inside, after)) = literal.split_once(']')
        {
            out.push_str(&inside.replace('%', "%%"));
            rest = after;
            continue;
        }
        let token = TOKENS.iter().find(|(letters, _)| rest.starts_with(letters));
        if let Some((letters, written)) = token
            && !(*letters == "D" && rest.starts_with("Do"))
        {
            out.push_str(written);
            rest = rest.get(letters.len()..)?;
            continue;
        }
        if first.is_ascii_alphabetic() {
            return None;
        }
        if first == '%' {
            out.push('%');
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_vaults_in_strftime_letters() {
        for (format, letters) in [
            ("YYYY-MM-DD", "%Y-%m-%d"),
            ("DD-MM-YYYY", "%d-%m-%Y"),
            ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "%Y/%m-%B/%Y-%m-%d-%A"),
            ("YYYY/[Week] WW/D.M.YY", "%Y/Week %V/%-d.%-m.%y"),
            ("yyyy_MM_dd", "%Y_%m_%d"),
        ] {
            assert_eq!(strftime(format).as_deref(), Some(letters));
        }
        assert_eq!(strftime("MMMM Do YYYY"), None);
        assert_eq!(strftime("YYYY-[Q]Q"), None);
    }
}
