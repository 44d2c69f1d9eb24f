//! How a site is made.

/// How a site is made.
#[derive(Debug, Clone, Default)]
pub(crate) struct BuildOptions {
    /// Whether private entries and passages are shown.
    pub(crate) include_private: bool,
    /// What the site is locked under; it is open without.
    #[cfg(feature = "lock")]
    pub(crate) passphrase: Option<String>,
}

impl BuildOptions {
    /// Whether whoever has the files can read them.
    #[cfg(feature = "lock")]
    pub(crate) const fn is_open(&self) -> bool {
        self.passphrase.is_none()
    }

    /// Whether whoever has the files can read them.
    #[cfg(not(feature = "lock"))]
    #[expect(clippy::unused_self, reason = "the same call with and without the feature")]
    pub(crate) const fn is_open(&self) -> bool {
        true
    }
}
