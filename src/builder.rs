//! Makes the site of a journal and puts it into its folder; again, only what changed.

mod attachment;
#[cfg(feature = "lock")]
mod locked;
mod options;
mod rule_explanations;
mod site_builder;

pub(crate) use self::options::BuildOptions;
pub(crate) use self::site_builder::{BuildReport, BuildScope, SiteBuilder};
