//! Names of files from names of things.

/// Letters of an id at most: more no field has.
const LONGEST: usize = 40;

/// A name as an id: small letters and figures of any script with `-` between them, a letter first.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in name.to_lowercase().chars() {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    if out.starts_with(|c: char| !c.is_alphabetic()) {
        out.insert_str(0, "habit-");
    }
    let short: String = out.chars().take(LONGEST).collect();
    let short = short.trim_matches('-');
    if short.is_empty() { "habit".to_owned() } else { short.to_owned() }
}

/// `name`, or with a number behind it where it is taken.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut names =
        std::iter::once(name.to_owned()).chain((2_u32..).map(|number| format!("{name}-{number}")));
    names.find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_a_letter_and_hold_no_blank() {
        for (name, id) in [
            ("Wake up early", "wake-up-early"),
            ("💧 Water Intake", "water-intake"),
            ("5 minutes of 名前", "habit-5-minutes-of-名前"),
            ("🏃", "habit"),
        ] {
            assert_eq!(slug(name), id);
        }
        assert_eq!(free("walk", |name| name == "walk"), "walk-2");
    }
}
