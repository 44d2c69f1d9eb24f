//! `self-talk/index.html`: how the person speaks to themselves over time, in counts and never in a
//! judgement.

use super::page::{Page, TemplateContext, TemplatePage};
use crate::digest::InputHash;
use crate::site::arranged::Site;
use crate::site::self_talk::{SelfTalk, days};

struct SelfTalkPage;

pub(super) fn pages<'s>(_: &'s Site<'s>) -> Vec<Page<'s>> {
    vec![Page::template(SelfTalkPage)]
}

impl TemplatePage for SelfTalkPage {
    fn path(&self) -> String {
        "self-talk/index.html".to_owned()
    }

    fn inputs(&self, _: &Site) -> Option<InputHash> {
        None
    }

    fn context(&self, site: &Site) -> TemplateContext {
        let days = days(site);
        TemplateContext::new("self-talk.html", "Self-talk")
            .with("self_talk", &SelfTalk::new(&days, site))
    }

    fn can_wait(&self) -> bool {
        true
    }
}
