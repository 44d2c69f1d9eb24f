//! Classes of words: what a sentence is taken apart by.

use serde::{Deserialize, Serialize};

/// Classes of words, as a set.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub(crate) struct Tags(u64);

impl Tags {
    pub(crate) const NONE: Self = Self(0);

    /// Whether it has one of `other`.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Without those of `other`.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The names of the classes, as the language's `grammar.yaml` has them.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        CLASSES.iter().filter(move |(_, tag)| self.any(*tag)).map(|(name, _)| *name)
    }

    /// The class with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        CLASSES.iter().find(|(known, _)| *known == name).map(|(_, tag)| *tag)
    }
}

macro_rules! classes {
    ($($bit:literal $constant:ident $name:literal $meaning:literal;)*) => {
        impl Tags {
            $(#[doc = $meaning] pub(crate) const $constant: Self = Self(1 << $bit);)*
        }
        /// Every class by its name.
        const CLASSES: &[(&str, Tags)] = &[$(($name, Tags::$constant)),*];
    };
}

classes! {
    0 I "i" "The writer as subject.";
    1 ME "me" "The writer as object.";
    2 MY "my" "What is the writer's.";
    3 YOU "you" "Somebody spoken to.";
    4 TURNS "turns" "Turns a sentence against the one before it: luckily.";
    5 THEY "they" "Somebody else, as subject.";
    6 THEM "them" "Somebody else, as object.";
    7 THEIR "their" "What is somebody else's.";
    8 IT "it" "A thing.";
    9 WE "we" "The writer and others.";
    10 NOBODY "nobody" "No person at all.";
    11 PEOPLE "everybody" "All people.";
    12 DETERMINER "determiner" "Stands before a noun.";
    13 BE "be" "Says what somebody is.";
    14 HAVE "have" "A form of have.";
    15 DO "do" "A form of do.";
    16 MODAL "modal" "Can, will, must, should.";
    17 NOT "not" "Denies.";
    18 NEVER "never" "Denies for all time.";
    19 ADVERB "adverb" "May stand before a verb or an adjective.";
    20 INTENSIFIER "intensifier" "Makes stronger or weaker.";
    21 PREPOSITION "preposition" "Leads to a place, a time, a person.";
    22 AND "and" "Joins equals.";
    23 BUT "but" "Turns against what was said.";
    24 BECAUSE "because" "Gives a reason, a time, a consequence.";
    25 IF "if" "Supposes.";
    26 THOUGH "though" "Grants in passing.";
    27 THAT "that" "Begins what is thought or said.";
    28 WHO "who" "Tells more about a person or thing.";
    29 WHAT "what" "Asks.";
    30 TO "to" "Stands before a verb.";
    31 LINKING "linking" "Says what somebody seems or becomes.";
    32 FEEL "feel" "Says how something feels.";
    33 THINK "think" "A verb of the mind.";
    34 SAY "say" "A verb of saying.";
    35 CALL "call" "Gives a name to somebody.";
    36 MAKE "make" "Turns somebody into something.";
    37 CHAIN "chain" "A verb that leads to another: seem to, keep, want to.";
    38 WISH "wish" "A verb for what is not so: want, hope, try, pretend.";
    39 PAST "past" "A past form.";
    40 BASE "base" "A base form.";
    41 THIRD "third" "A form in -s.";
    42 GERUND "gerund" "A form in -ing.";
    43 VERB "verb" "Any verb.";
    44 NOUN "noun" "A noun.";
    45 ADJECTIVE "adjective" "An adjective.";
    46 SHOULD "should" "A duty.";
    47 FUTURE "future" "What will be.";
    48 LIKE "like" "As, as if.";
    49 SUPERLATIVE "superlative" "The most, the worst.";
    50 NO "no" "Stands before what there is none of.";
    51 COMMA "comma" "A comma.";
    52 STOP "stop" "Ends a clause.";
    53 NUMBER "number" "A number.";
    54 FICTION "fiction" "A dream, a film, a game.";
    55 DISTANT "distant" "A thought, a voice, a part of oneself.";
    56 AGO "ago" "A time that is over.";
    57 PREDETERMINER "predeterminer" "Kind of, bit of.";
    58 DENIES "denies" "Means, proves; what is not so when it is denied.";
    59 SELF "myself" "The writer as object of their own deed.";
    60 USED "used" "Used to.";
    61 OPEN "open" "A word of no known class.";
    62 MAY "may" "Perhaps.";
    63 RAISES "raises" "A verb whose denial denies what is thought: not think that.";
}

/// The names of all classes.
pub(crate) fn class_names() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(name, _)| *name)
}
