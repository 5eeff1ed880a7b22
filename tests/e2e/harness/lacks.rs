//! What a test cannot do in WebKit, and why: the one place that says so. Not
//! what the page lacks there.

use super::{Browser, Engine};

/// Something that Chromium and Firefox have and WebKitGTK has not. Most of it
/// is their drivers': WebDriver has no command for it, and WebKitGTK has no
/// protocol besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lack {
    /// Preferring light or dark.
    Scheme,
    /// Preferring less motion.
    Motion,
    /// Reloading past all caches and without the Service Worker.
    ReloadByForce,
    /// Hiding a page by opening another one before it.
    HiddenPages,
    /// Frames at a steady pace on a screen that nobody sees.
    SteadyFrames,
    /// Sharing memory among threads: the browser's own lack, and `workers` has
    /// what the page says of it.
    SharedMemory,
}

impl Lack {
    fn reason(self) -> &'static str {
        match self {
            Self::Scheme => "a driver can't prefer dark colours",
            Self::Motion => "a driver can't prefer less motion",
            Self::ReloadByForce => "a driver can't reload past the caches",
            Self::HiddenPages => "a page behind another one is not hidden",
            Self::SteadyFrames => "a screen that nobody sees has few frames",
            Self::SharedMemory => "the browser shares no memory",
        }
    }

    /// Fails a test that did not ask [`Browser::lacks`] first.
    pub(super) fn must_be_asked_for(self) {
        panic!("WebKit: {}", self.reason());
    }
}

/// Tests that are left out in WebKit as a whole, by the end of their paths, and
/// why.
const LEFT_OUT: &[(&str, &str)] = &[(
    "workers::where_no_memory_is_shared_each_lab_says_so_in_the_same_words",
    "it does not isolate each page that its Service Worker answers",
)];

/// Whether the test of this path is left out in `engine`; prints that it is.
pub(super) fn is_left_out(engine: Engine, path: &str) -> bool {
    let of_test = |(test, _): &&(&str, &str)| path.ends_with(test);
    let left_out = LEFT_OUT.iter().find(of_test);
    let left_out = left_out.filter(|_| engine == Engine::WebKit);
    if let Some((test, why)) = left_out {
        println!("left out in WebKit: {test}: {why}");
    }
    left_out.is_some()
}

impl Browser {
    /// Whether a test must leave out a part here; prints that it does.
    pub(crate) fn lacks(&self, what: Lack) -> bool {
        let lacks = self.engine() == Engine::WebKit;
        if lacks {
            println!("left out in WebKit: {}", what.reason());
        }
        lacks
    }
}
