//! Yes or no, in the forms that a person would write.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Yes or no, as a person would write it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// Yes.
    #[default]
    On,
    /// No.
    Off,
}

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SwitchVisitor)
    }
}

/// `on`, `yes` and `true`, `off`, `no` and `false`, in capitals too.
struct SwitchVisitor;

impl Visitor<'_> for SwitchVisitor {
    type Value = Switch;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`on` or `off`")
    }

    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Switch, E> {
        Ok(if yes { Switch::On } else { Switch::Off })
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Switch, E> {
        match word.to_lowercase().as_str() {
            "on" | "yes" | "true" => Ok(Switch::On),
            "off" | "no" | "false" => Ok(Switch::Off),
            _ => Err(E::unknown_variant(word, &["on", "off"])),
        }
    }
}

/// Reads a switch as whether it is on.
pub(crate) fn switch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Switch::deserialize(deserializer).map(Switch::is_on)
}

impl Switch {
    /// Whether it is yes.
    #[must_use]
    pub const fn is_on(self) -> bool {
        matches!(self, Self::On)
    }

    /// Yes where `yes` says so too.
    #[must_use]
    pub const fn or(self, yes: bool) -> Self {
        if yes { Self::On } else { self }
    }
}
