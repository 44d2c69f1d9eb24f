//! Keeps a site, or the findings, up to date while a person writes.
//!
//! [`classify`] says what an event on disk means, [`events`] makes batches of what belongs together,
//! [`session`] does again what changed and says what came of it to whoever listens.

pub(crate) mod classify;
pub(crate) mod events;
pub(crate) mod session;
mod site;
mod told;

pub(crate) use self::site::WatchedSite;
