//! What a word that is not known may be, by how it is written.

use serde::{Deserialize, Serialize};

use super::grammar_file::GrammarFile;
use super::tags::Tags;

/// How many letters an ending must leave for it to say what a word may be.
const SHORTEST_STEM: usize = 3;

/// What a language tells of words that are not known.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct UnknownWords {
    endings: Vec<(String, Tags)>,
    /// Endings of words for people by what they do.
    agents: Vec<String>,
    /// Words that are written with stars.
    masked: Vec<String>,
}

impl UnknownWords {
    pub(super) fn new(grammar: &GrammarFile) -> Self {
        let tagged = |(class, endings): (&String, &Vec<String>)| {
            let tag = Tags::named(class).unwrap_or(Tags::NONE);
            endings.iter().map(|ending| (ending.clone(), tag)).collect::<Vec<_>>()
        };
        Self {
            endings: grammar.endings.iter().flat_map(tagged).collect(),
            agents: grammar.agents.clone(),
            masked: grammar.masked.clone(),
        }
    }

    /// The classes it may belong to.
    pub(super) fn guess(&self, word: &str) -> Tags {
        if word.chars().all(char::is_numeric) {
            return Tags::NUMBER.and(Tags::DETERMINER);
        }
        let met = self.endings.iter().filter(|(ending, _)| ends(word, ending));
        met.fold(Tags::OPEN, |all, (_, tag)| all.and(*tag))
    }

    /// Whether it names somebody by what they do: "lyricist", "climber".
    pub(super) fn is_agent(&self, word: &str) -> bool {
        self.agents.iter().any(|ending| ends(word, ending))
    }

    /// The word behind one that is written with stars.
    pub(super) fn unmasked(&self, word: &str) -> Option<&str> {
        self.masked.iter().map(String::as_str).find(|known| is_masked(word, known))
    }
}

fn ends(word: &str, ending: &str) -> bool {
    word.len() >= ending.len() + SHORTEST_STEM && word.ends_with(ending)
}

/// Whether `masked` is `word` with stars in the place of some of its letters, a run of them for
/// one letter or more.
fn is_masked(masked: &str, word: &str) -> bool {
    let Some((head, rest)) = masked.split_once('*') else { return masked == word };
    let Some(hidden) = word.strip_prefix(head) else { return false };
    let rest = rest.trim_start_matches('*');
    let behind = hidden.char_indices().skip(1).map(|(at, _)| at).chain([hidden.len()]);
    !hidden.is_empty() && behind.filter_map(|at| hidden.get(at..)).any(|tail| is_masked(rest, tail))
}

#[cfg(test)]
mod tests {
    use super::is_masked;

    #[test]
    fn stars_stand_for_letters() {
        for masked in ["f***ing", "f*cking", "fu**ing", "f******", "f*", "*ucking"] {
            assert!(is_masked(masked, "fucking"), "{masked}");
        }
        for masked in ["f***ed", "s***", "fucking*", "fuck"] {
            assert!(!is_masked(masked, "fucking"), "{masked}");
        }
        assert!(!is_masked("s*x", "shit"));
        assert!(!is_masked("shit*", "shit"));
    }
}
