//! `evenkeel.yaml`: every setting, its default, and what is wrong with a config.
//!
//! The program works without a config. Reading one never fails: what cannot be used becomes a
//! diagnostic, and an error among them means that the work must not begin.

mod editing;
mod levels;
mod scope;
mod settings;
mod switch;
mod user;
mod values;

pub use self::editing::allowing;
pub use self::levels::{EffectiveLevels, EntryPart, Level, Levels, Override, Surface};
pub use self::scope::FileScope;
pub use self::settings::{CareConfig, Config, FILE_NAME};
pub use self::switch::Switch;
pub(crate) use self::switch::switch;
pub use self::user::{USER_FILE, UserConfig};
pub use self::values::{Attachments, DayStart, LightRemarks, Today, Tone, WeekStart};
