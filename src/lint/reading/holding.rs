//! The ways in which a clause may be held.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a clause is held.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// The writer says so, of now.
    Asserted,
    /// The writer feels so.
    Felt,
    /// A thought, a voice, a part of the writer says so.
    Distant,
    /// It was so once.
    Left,
    /// Somebody else said so.
    Reported,
    /// Others are thought to think so.
    Opinion,
    /// It is supposed: if, what if, as if.
    Supposed,
    /// It is denied from outside: "that does not mean that".
    Denied,
    /// It is asked.
    Asked,
    /// It is granted in passing: although.
    Granted,
    /// It is dreamt, played, sung.
    Fiction,
    /// It is wished, tried, feared.
    Wished,
    /// What can be done about it follows: "but I can learn".
    Mended,
}

impl Holding {
    /// How the writer holds what they judge now.
    pub(crate) const OWN: &'static [Self] = &[Self::Asserted, Self::Felt];
    /// Every way.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Asserted,
        Self::Felt,
        Self::Distant,
        Self::Left,
        Self::Reported,
        Self::Opinion,
        Self::Supposed,
        Self::Denied,
        Self::Asked,
        Self::Granted,
        Self::Fiction,
        Self::Wished,
        Self::Mended,
    ];

    /// Its name in rule files and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Felt => "felt",
            Self::Distant => "distant",
            Self::Left => "left",
            Self::Reported => "reported",
            Self::Opinion => "opinion",
            Self::Supposed => "supposed",
            Self::Denied => "denied",
            Self::Asked => "asked",
            Self::Granted => "granted",
            Self::Fiction => "fiction",
            Self::Wished => "wished",
            Self::Mended => "mended",
        }
    }
}
