//! The forms of a word.

use super::tags::Tags;

/// The forms of an English verb, each with its class. `irregular` is its past form and its
/// participle, where they follow no pattern.
pub(super) fn verb_forms(verb: &str, irregular: Option<&String>) -> Vec<(String, Tags)> {
    let mut forms = vec![(verb.to_owned(), Tags::BASE), (third(verb), Tags::THIRD)];
    match irregular {
        Some(past) => {
            forms.extend(past.split_whitespace().map(|form| (form.to_owned(), Tags::PAST)));
        }
        None => forms.push((with_ending(verb, "ed"), Tags::PAST)),
    }
    forms.push((with_ending(verb, "ing"), Tags::GERUND));
    forms
}

fn third(verb: &str) -> String {
    let hisses = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end));
    match verb.strip_suffix('y') {
        Some(stem) if !ends_in_vowel(stem) => format!("{stem}ies"),
        _ if hisses => format!("{verb}es"),
        _ => format!("{verb}s"),
    }
}

fn with_ending(verb: &str, ending: &str) -> String {
    if verb.len() == 2 {
        return format!("{verb}{ending}");
    }
    if let Some(stem) = verb.strip_suffix("ie").filter(|_| ending == "ing") {
        return format!("{stem}ying");
    }
    if let Some(stem) = verb.strip_suffix('e') {
        let whole = ending == "ing" && (stem.ends_with('e') || stem.ends_with('o'));
        return if whole { format!("{verb}{ending}") } else { format!("{stem}{ending}") };
    }
    if let Some(stem) = verb.strip_suffix('y')
        && ending == "ed"
        && !ends_in_vowel(stem)
    {
        return format!("{stem}ied");
    }
    if doubles(verb) {
        let last = verb.chars().next_back().unwrap_or_default();
        return format!("{verb}{last}{ending}");
    }
    format!("{verb}{ending}")
}

/// Whether a last consonant is doubled: one short vowel before it, in a word of one syllable.
fn doubles(verb: &str) -> bool {
    let letters: Vec<char> = verb.chars().collect();
    let [.., before, vowel, last] = letters.as_slice() else { return false };
    let vowels = letters.iter().filter(|letter| is_vowel(**letter)).count();
    !is_vowel(*before)
        && is_vowel(*vowel)
        && !is_vowel(*last)
        && !matches!(last, 'w' | 'x' | 'y' | 'h')
        && vowels == 1
}

fn ends_in_vowel(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_vowel)
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// The plural of an English noun.
pub(super) fn plural(noun: &str) -> String {
    if noun.ends_with('s') {
        return format!("{noun}es");
    }
    third(noun)
}

/// The inflected forms of a German adjective.
pub(super) fn german_adjective(adjective: &str) -> Vec<String> {
    let stem = adjective.strip_suffix('e').unwrap_or(adjective);
    let endings = ["e", "er", "es", "en", "em", "ste", "sten"];
    endings.iter().map(|ending| format!("{stem}{ending}")).collect()
}

/// The forms of a German noun.
pub(super) fn german_noun(noun: &str) -> Vec<String> {
    ["", "e", "en", "er", "n", "s"].iter().map(|ending| format!("{noun}{ending}")).collect()
}

/// The forms of a German verb that follows the pattern, each with its class.
pub(super) fn german_verb(verb: &str) -> Vec<(String, Tags)> {
    let stem = verb.strip_suffix("en").or(verb.strip_suffix('n')).unwrap_or(verb);
    let joined = ["ver", "be", "er", "zer", "ent", "miss"];
    let participle = if joined.iter().any(|start| verb.starts_with(start)) {
        format!("{stem}t")
    } else {
        format!("ge{stem}t")
    };
    let mut forms = vec![(verb.to_owned(), Tags::BASE), (participle, Tags::PAST)];
    for ending in ["", "e", "st", "t"] {
        forms.push((format!("{stem}{ending}"), Tags::BASE));
    }
    for ending in ["te", "ten", "test"] {
        forms.push((format!("{stem}{ending}"), Tags::PAST));
    }
    forms
}
