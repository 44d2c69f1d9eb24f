//! The search for one pattern: a lazy automaton says whether it matches at all, and only then is
//! it asked where, with its groups.
//!
//! Nearly all searches end with the first answer. So, unlike a regex of general use, an engine
//! keeps no second program that runs backwards: that is half its memory, and half its making.

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, Config as LazyConfig, DFA};
use regex_automata::nfa::thompson::backtrack::{BoundedBacktracker, Config as BacktrackConfig};
use regex_automata::nfa::thompson::pikevm::PikeVM;
use regex_automata::nfa::thompson::{self, BuildError, NFA};
use regex_automata::util::captures::Captures;
use regex_automata::util::pool::Pool;
use regex_automata::util::syntax;

/// A program larger than this is refused.
const SIZE_LIMIT: usize = 128 << 20;
/// What the lazy automaton may keep in memory, for each thread.
const CACHE_LIMIT: usize = 128 << 10;
/// What the search for groups may mark, in bytes; it is needed for a moment only.
const MARKS_LIMIT: usize = 4 << 20;

type Caches = Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync>>;

/// A compiled expression.
pub(super) struct Engine {
    nfa: NFA,
    /// None for an expression that a lazy automaton cannot follow.
    lazy: Option<(DFA, Caches)>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("states", &self.nfa.states().len()).finish_non_exhaustive()
    }
}

impl Engine {
    /// Compiles `source`, in Unicode and any case, or byte by byte and as it is written.
    ///
    /// # Errors
    /// It is no regular expression, or too large.
    pub(super) fn new(source: &str, unicode: bool) -> Result<Self, Box<BuildError>> {
        let program = thompson::Config::new().utf8(unicode).nfa_size_limit(Some(SIZE_LIMIT));
        let syntax = syntax::Config::new().unicode(unicode).utf8(unicode).case_insensitive(unicode);
        let mut compiler = NFA::compiler();
        let nfa = compiler.configure(program).syntax(syntax).build(source).map_err(Box::new)?;
        let config = LazyConfig::new()
            .unicode_word_boundary(true)
            .cache_capacity(CACHE_LIMIT)
            .skip_cache_capacity_check(true);
        let lazy = DFA::builder().configure(config).build_from_nfa(nfa.clone()).ok();
        let lazy = lazy.map(|lazy| {
            let maker = lazy.clone();
            let make: Box<dyn Fn() -> Cache + Send + Sync> = Box::new(move || maker.create_cache());
            (lazy, Pool::new(make))
        });
        Ok(Self { nfa, lazy })
    }

    /// Whether it matches anywhere in `text`.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        if let Some((lazy, caches)) = &self.lazy {
            let found = lazy.try_search_fwd(&mut caches.get(), &Input::new(text).earliest(true));
            // It gives up at an é beside a word boundary in Unicode.
            if let Ok(found) = found {
                return found.is_some();
            }
        }
        !self.matches(text).is_empty()
    }

    /// Every match with its groups, in order.
    pub(super) fn matches(&self, text: &[u8]) -> Vec<Captures> {
        let config = BacktrackConfig::new().visited_capacity(MARKS_LIMIT);
        let backtracker =
            BoundedBacktracker::builder().configure(config).build_from_nfa(self.nfa.clone());
        // For a text that is too long for it the backtracker finds nothing, and does not say so.
        let fits = |one: &BoundedBacktracker| text.len() <= one.max_haystack_len();
        if let Some(backtracker) = backtracker.ok().filter(fits) {
            let mut cache = backtracker.create_cache();
            let found: Result<Vec<Captures>, _> =
                backtracker.try_captures_iter(&mut cache, text).collect();
            if let Ok(found) = found {
                return found;
            }
        }
        PikeVM::new_from_nfa(self.nfa.clone()).map_or_else(
            |_| Vec::new(),
            |machine| machine.captures_iter(&mut machine.create_cache(), text).collect(),
        )
    }

    /// The names of its groups.
    pub(super) fn group_names(&self) -> impl Iterator<Item = &str> {
        self.nfa.group_info().all_names().filter_map(|(_, _, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_any_length_is_searched_in_a_text_of_any_length() {
        let words: Vec<String> = (0..20_000).map(|n| format!("lighthouse{n}")).collect();
        let list = words.join("|");
        let source = format!(r"\bi'?m an? (?:(?:{list})|x(?:{list}))(?: and (?:{list}))?\b");
        let engine = Engine::new(&source, false).unwrap();
        let text = format!("{}i'm a lighthouse19999.", "the sea was calm. ".repeat(20));
        assert!(engine.is_match(text.as_bytes()));
        assert_eq!(engine.matches(text.as_bytes()).len(), 1);
        assert!(engine.matches(b"i'm a lamp, and nothing more").is_empty());
    }
}
