//! Writes a setting into a config as the person would: everything else stays as it is.

use super::settings::Config;
use crate::text::{self, Edit, FileSpan, apply, line_end};
use crate::yaml;

/// `text` with `phrase` among the phrases that are never flagged; `None` where that cannot be done
/// without touching something else.
#[must_use]
pub fn allowing(text: &str, phrase: &str) -> Option<String> {
    let (before, _) = Config::parse(text);
    if before.allow.iter().any(|known| known == phrase) {
        return Some(text.to_owned());
    }
    // JSON text is YAML text, whatever stands in it.
    let quoted = serde_json::to_string(phrase).ok()?;
    let mut wanted = before.clone();
    wanted.allow.push(phrase.to_owned());
    let edits =
        [in_block(text, &before, &quoted), in_brackets(text, &quoted), at_the_end(text, &quoted)];
    edits.into_iter().flatten().map(|edit| apply(text, &[edit])).find(|after| {
        let (read, _) = Config::parse(after);
        read == wanted
    })
}

/// A line below the last phrase of a list with a line for each.
fn in_block(text: &str, config: &Config, quoted: &str) -> Option<Edit> {
    let last = config.allow.len().checked_sub(1)?;
    let item = yaml::locate(text, &["allow".into(), last.into()]).value;
    let start = text.get(..item.start)?.rfind('\n').map_or(0, |feed| feed + 1);
    let end =
        text::after(text, item.end).find(['\r', '\n']).map_or(text.len(), |feed| item.end + feed);
    let lead = text.get(start..item.start)?;
    let blank = lead.trim_start();
    (blank.starts_with('-')).then(|| Edit {
        span: FileSpan::at(end),
        replacement: format!("{}{lead}{quoted}", line_end(text)),
    })
}

/// One more between the brackets of a list on one line.
fn in_brackets(text: &str, quoted: &str) -> Option<Edit> {
    let key = yaml::locate(text, &["allow".into()]).key;
    let rest = text.get(key.end..)?;
    let open = rest.find('[').filter(|at| !text::before(rest, *at).contains('\n'))?;
    let close = rest.find(']')?;
    let inside = rest.get(open + 1..close)?.trim();
    let comma = if inside.is_empty() || inside.ends_with(',') { "" } else { ", " };
    let at = key.end + open + 1 + text::between(rest, open + 1, close).trim_end().len();
    Some(Edit { span: FileSpan::at(at), replacement: format!("{comma}{quoted}") })
}

/// The key itself, at the end; or its first phrase, where it stands without one.
fn at_the_end(text: &str, quoted: &str) -> Option<Edit> {
    let feed = line_end(text);
    let key = yaml::locate(text, &["allow".into()]).key;
    if key.slice(text) == "allow" {
        let colon = key.end + text.get(key.end..)?.find(':')? + 1;
        return Some(Edit {
            span: FileSpan::at(colon),
            replacement: format!("{feed}  - {quoted}"),
        });
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { feed };
    let replacement = format!("{gap}allow:{feed}  - {quoted}{feed}");
    Some(Edit { span: FileSpan::at(text.len()), replacement })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_added_and_nothing_else_changes() {
        let added = |text: &str| allowing(text, "lazy \"me\"").unwrap();
        assert_eq!(added(""), "allow:\n  - \"lazy \\\"me\\\"\"\n");
        assert_eq!(
            added("# mine\ntitle: x # here"),
            "# mine\ntitle: x # here\nallow:\n  - \"lazy \\\"me\\\"\"\n"
        );
        assert_eq!(
            added("allow:\n    - one # why\ntitle: x\n"),
            "allow:\n    - one # why\n    - \"lazy \\\"me\\\"\"\ntitle: x\n"
        );
        assert_eq!(
            added("allow: [one]\r\ntitle: x\r\n"),
            "allow: [one, \"lazy \\\"me\\\"\"]\r\ntitle: x\r\n"
        );
        assert_eq!(added("allow: []\n"), "allow: [\"lazy \\\"me\\\"\"]\n");
        assert_eq!(added("allow:\ntitle: x\n"), "allow:\n  - \"lazy \\\"me\\\"\"\ntitle: x\n");
        let twice = added("");
        assert_eq!(added(&twice), twice);
    }

    #[test]
    fn a_config_that_cannot_be_changed_safely_is_left_alone() {
        assert_eq!(allowing("{title: x}\n", "lazy"), None);
        assert_eq!(allowing("title: [\n", "lazy"), None);
    }
}
