//! How much of an entry may be told, and to whom.

/// How much of an entry may be told beside the page that shows it.
///
/// Private is what the person marked so; withheld is what asks for care: its own page shows it, and
/// nothing else repeats a word of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Disclosure {
    /// All of it.
    #[default]
    Open,
    /// All but its private passages.
    Redacted {
        /// Whether it is withheld where those passages are shown: only they ask for care.
        withheld: bool,
    },
    /// Nothing, unless private entries are asked for.
    Private {
        /// Whether it is withheld even then.
        withheld: bool,
    },
    /// Nothing: it asks for care, whatever is private in it.
    Withheld,
}

impl Disclosure {
    /// Whether words of it, its private passages aside, may be repeated elsewhere.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Open | Self::Redacted { .. })
    }

    /// Whether all of it is private.
    #[must_use]
    pub const fn is_private(self) -> bool {
        matches!(self, Self::Private { .. })
    }

    /// Whether some of it asks for care.
    #[must_use]
    pub const fn is_withheld(self) -> bool {
        self.is_withheld_on(true)
    }

    /// Whether it is withheld on a site that shows private passages, or on one that does not: there
    /// an entry that is withheld only for the sake of one is like any other, or it would tell of it.
    #[must_use]
    pub const fn is_withheld_on(self, private_shown: bool) -> bool {
        match self {
            Self::Open => false,
            Self::Redacted { withheld } => withheld && private_shown,
            Self::Private { withheld } => withheld,
            Self::Withheld => true,
        }
    }

    /// Whether something of it must never be repeated, a passage of it at least.
    #[must_use]
    pub const fn hides_something(self) -> bool {
        !matches!(self, Self::Open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_passage_that_asks_for_care_is_not_told_of_by_withholding_the_rest() {
        let passage = Disclosure::Redacted { withheld: true };
        assert!(passage.is_withheld() && passage.is_public());
        assert!(passage.is_withheld_on(true) && !passage.is_withheld_on(false));
        assert!(Disclosure::Withheld.is_withheld_on(false) && !Disclosure::Withheld.is_public());
        let private = Disclosure::Private { withheld: true };
        assert!(private.is_private() && private.is_withheld() && !private.is_public());
    }
}
