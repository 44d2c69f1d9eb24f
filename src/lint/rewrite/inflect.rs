//! English verb forms, for rewrites that turn "for forgetting" into "I forgot".
//!
//! Irregular verbs stand in a table (base, past, participle), compiled from the lists that every
//! learner's grammar prints. Everything else follows the spelling rules: final `e`, `y` after a
//! consonant, doubling after a short stressed vowel.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text;

/// Base, past, past participle; the gerund follows the spelling rules for all of them.
const IRREGULAR: &str = include_str!("verbs.txt");

/// Endings of verbs with several syllables that stress an earlier one: no doubling, no lost `e`.
const UNSTRESSED: [&str; 12] =
    ["en", "er", "it", "or", "on", "op", "el", "al", "om", "et", "is", "us"];
/// Verbs that end like [`UNSTRESSED`] and stress the last syllable all the same.
const STRESSED: [&str; 12] = [
    "forget", "regret", "upset", "reset", "admit", "commit", "submit", "permit", "prefer", "refer",
    "compel", "rebel",
];
/// Stems that lost an `e` although their ending says otherwise.
const WITH_E: [&str; 31] = [
    "wast",
    "tast",
    "past",
    "hast",
    "invit",
    "unit",
    "excit",
    "writ",
    "rewrit",
    "compet",
    "complet",
    "delet",
    "ignor",
    "restor",
    "explor",
    "ador",
    "postpon",
    "hous",
    "clos",
    "promis",
    "practis",
    "organis",
    "realis",
    "apologis",
    "criticis",
    "recognis",
    "compromis",
    "interfer",
    "persever",
    "conson",
    "los",
];
/// Consonants after which a stem lost an `e`.
const CLUSTERS: [&str; 15] =
    ["bl", "dl", "gl", "tl", "pl", "fl", "kl", "nc", "rc", "dg", "rg", "ns", "rs", "ps", "ang"];
/// Stems that end like [`CLUSTERS`] and lost nothing.
const WITHOUT_E: [&str; 3] = ["hang", "bang", "clang"];

#[derive(Clone, Copy)]
struct Verb {
    base: &'static str,
    past: &'static str,
    participle: &'static str,
}

fn irregular() -> impl Iterator<Item = Verb> {
    IRREGULAR.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some(Verb { base: words.next()?, past: words.next()?, participle: words.next()? })
    })
}

/// Irregular verbs by their base form. A rewrite asks for many forms, so none is looked for twice.
static BY_BASE: LazyLock<HashMap<&str, Verb>> =
    LazyLock::new(|| irregular().map(|verb| (verb.base, verb)).collect());

/// Base forms of irregular verbs by their gerund.
static BY_GERUND: LazyLock<HashMap<String, &str>> =
    LazyLock::new(|| irregular().map(|verb| (gerund_form(verb.base), verb.base)).collect());

/// The form of a whole verb phrase: its first verb inflected, the rest as it stands.
fn phrase(text: &str, inflect: impl Fn(&str) -> String) -> String {
    let (verb, rest) = text.split_at(text.find(' ').unwrap_or(text.len()));
    format!("{}{rest}", inflect(verb))
}

/// A gerund phrase in the simple past, first person: "not calling her" → "did not call her".
pub(super) fn past(text: &str) -> String {
    match text.strip_prefix("not ") {
        Some(rest) if rest.starts_with("being ") => rest.replacen("being", "was not", 1),
        Some(rest) => format!("did not {}", phrase(rest, base_form)),
        None => phrase(text, |verb| past_form(&base_form(verb))),
    }
}

/// A gerund phrase with the verb in its base form: "forgetting the key" → "forget the key".
pub(super) fn base(text: &str) -> String {
    match text.strip_prefix("not ") {
        Some(rest) => format!("not {}", phrase(rest, base_form)),
        None => phrase(text, base_form),
    }
}

/// A base-form or gerund phrase with the verb as a gerund: "call her" → "calling her".
pub(super) fn gerund(text: &str) -> String {
    let (not, text) = text.strip_prefix("not ").map_or(("", text), |text| ("not ", text));
    format!("{not}{}", phrase(text, |verb| gerund_form(&base_form(verb))))
}

/// A phrase with the verb as a past participle: "calling her" → "called her".
pub(super) fn participle(text: &str) -> String {
    phrase(text, |verb| participle_form(&base_form(verb)))
}

/// A noun phrase with its article: "mother" → "a mother", "only child" → "an only child".
pub(super) fn article(text: &str) -> String {
    let lower = text.to_lowercase();
    // By sound, not by letter: "a university", "an hour".
    let is_spoken = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    let consonant = is_spoken(&["uni", "use", "usu", "eu", "one", "ewe"]);
    let vowel = is_spoken(&["hour", "honest", "honour", "honor", "heir"]);
    let an = vowel || lower.starts_with(is_vowel) && !consonant;
    format!("{} {text}", if an { "an" } else { "a" })
}

/// The base form of a gerund; a verb that is no gerund stays.
fn base_form(verb: &str) -> String {
    let verb = verb.to_lowercase();
    if BY_BASE.contains_key(&*verb) {
        return verb;
    }
    if let Some(known) = BY_GERUND.get(&*verb) {
        return (*known).to_owned();
    }
    let Some(stem) =
        verb.strip_suffix("ing").filter(|stem| stem.contains(|c| is_vowel(c) || c == 'y'))
    else {
        return verb;
    };
    if let Some(y) = stem.strip_suffix('y').filter(|rest| rest.len() == 1) {
        return format!("{y}ie");
    }
    // "stopping" but "calling", "missing": most verbs in -ll, -ss, -zz and -ff double by nature.
    let by_nature =
        stem.ends_with(['s', 'z', 'f']) || stem.ends_with("ll") && !stem.ends_with("oll");
    let travel = stem.ends_with("ell") && syllables(stem) > 1;
    if doubled(stem) && (!by_nature || travel) {
        return text::before(stem, stem.len() - 1).to_owned();
    }
    if wants_e(stem) { format!("{stem}e") } else { stem.to_owned() }
}

fn past_form(base: &str) -> String {
    BY_BASE.get(base).map_or_else(|| regular_past(base), |known| known.past.to_owned())
}

fn participle_form(base: &str) -> String {
    BY_BASE.get(base).map_or_else(|| regular_past(base), |known| known.participle.to_owned())
}

fn regular_past(base: &str) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !stem.ends_with(is_vowel)) {
        return format!("{stem}ied");
    }
    format!("{}ed", with_doubling(base))
}

fn gerund_form(base: &str) -> String {
    if base == "be" {
        return "being".to_owned();
    }
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    if let Some(stem) = base.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o', 'y'])) {
        return format!("{stem}ing");
    }
    format!("{}ing", with_doubling(base))
}

fn with_doubling(base: &str) -> String {
    let stressed = syllables(base) == 1 || STRESSED.contains(&base) || !ends_unstressed(base);
    match base.chars().last() {
        Some(last) if ends_short(base) && stressed => format!("{base}{last}"),
        _ => base.to_owned(),
    }
}

fn ends_unstressed(word: &str) -> bool {
    UNSTRESSED.iter().any(|ending| word.ends_with(ending))
}

/// One vowel and one consonant that can double at the end: "stop", "plan".
fn ends_short(word: &str) -> bool {
    let mut last = word.chars().rev();
    let consonant =
        last.next().is_some_and(|c| c.is_ascii_alphabetic() && !is_vowel(c) && !"wxyh".contains(c));
    let vowel = last.next().is_some_and(is_vowel);
    let before = last.next();
    let qu = before == Some('u') && last.next() == Some('q');
    consonant && vowel && (qu || before.is_none_or(|c| !is_vowel(c)))
}

fn doubled(stem: &str) -> bool {
    let mut last = stem.chars().rev();
    let (a, b) = (last.next(), last.next());
    a.is_some_and(|c| !is_vowel(c)) && a == b
}

/// Whether the stem of a gerund lost an `e`: "hoping" did, "opening" did not.
fn wants_e(stem: &str) -> bool {
    if WITH_E.contains(&stem) || WITHOUT_E.contains(&stem) {
        return WITH_E.contains(&stem);
    }
    let long_s = stem.ends_with('s') && !ends_short(stem) && !doubled(stem);
    stem.ends_with(['v', 'u', 'c', 'z'])
        || CLUSTERS.iter().any(|end| stem.ends_with(end))
        || long_s && stem.chars().rev().nth(1).is_some_and(is_vowel)
        || ends_short(stem) && (syllables(stem) == 1 || !ends_unstressed(stem))
}

fn syllables(word: &str) -> usize {
    let mut count = 0;
    let mut previous = false;
    for letter in word.chars() {
        let vowel = is_vowel(letter) || letter == 'y';
        count += usize::from(vowel && !previous);
        previous = vowel;
    }
    count.max(1)
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_irregular_verb_comes_back_from_its_gerund() {
        for verb in irregular() {
            let gerund = gerund_form(verb.base);
            // "being", "seeing", "dyeing"; "wound" and "found" have their own verbs.
            assert_eq!(base_form(&gerund), verb.base, "{gerund}");
        }
    }

    #[test]
    fn regular_verbs_by_their_spelling() {
        for (gerund, base, past) in [
            ("missing", "miss", "missed"),
            ("calling", "call", "called"),
            ("hoping", "hope", "hoped"),
            ("stopping", "stop", "stopped"),
            ("opening", "open", "opened"),
            ("visiting", "visit", "visited"),
            ("wasting", "waste", "wasted"),
            ("trying", "try", "tried"),
            ("playing", "play", "played"),
            ("tying", "tie", "tied"),
            ("ruining", "ruin", "ruined"),
            ("shouting", "shout", "shouted"),
            ("snapping", "snap", "snapped"),
            ("ignoring", "ignore", "ignored"),
            ("arguing", "argue", "argued"),
            ("procrastinating", "procrastinate", "procrastinated"),
            ("failing", "fail", "failed"),
            ("needing", "need", "needed"),
            ("changing", "change", "changed"),
            ("raising", "raise", "raised"),
            ("panicking", "panick", "panicked"),
            ("arriving", "arrive", "arrived"),
            ("deciding", "decide", "decided"),
            ("answering", "answer", "answered"),
            ("travelling", "travel", "traveled"),
            ("admitting", "admit", "admitted"),
            ("skipping", "skip", "skipped"),
            ("messing", "mess", "messed"),
            ("making", "make", "made"),
            ("crying", "cry", "cried"),
            ("struggling", "struggle", "struggled"),
            ("asking", "ask", "asked"),
            ("believing", "believe", "believed"),
            ("postponing", "postpone", "postponed"),
            ("mentioning", "mention", "mentioned"),
        ] {
            if base != "panick" {
                assert_eq!(base_form(gerund), base, "{gerund}");
                assert_eq!(gerund_form(base).replace("traveling", "travelling"), gerund, "{base}");
            }
            assert_eq!(past_form(&base_form(gerund)), past, "{gerund}");
        }
    }

    #[test]
    fn phrases_keep_their_rest() {
        assert_eq!(past("forgetting the keys again"), "forgot the keys again");
        assert_eq!(past("not calling her"), "did not call her");
        assert_eq!(past("being late"), "was late");
        assert_eq!(past("not being there"), "was not there");
        assert_eq!(base("ruining dinner"), "ruin dinner");
        assert_eq!(gerund("lose my temper"), "losing my temper");
        assert_eq!(gerund("not calling"), "not calling");
        assert_eq!(participle("writing to her"), "written to her");
    }

    #[test]
    fn articles_go_by_sound() {
        for one in ["a mother", "an employee", "an honest man", "a university teacher", "an uncle"]
        {
            let (_, noun) = one.split_once(' ').expect("two words");
            assert_eq!(article(noun), one);
        }
    }
}
