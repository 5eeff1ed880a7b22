//! What the tests and the bench drive the page with: two local servers, and
//! real browsers through WebDriver. Not a test itself, and knows no lab.
//!
//! - [`Browser`]: a session in Chromium, Firefox or WebKit; reads the page through the
//!   contract of attributes and roles that scripts can rely on.
//! - [`Site`]: serves the built page, as good and bad static hosts do, and can
//!   really go away.
//! - [`Api`]: the other origin whose requests are measured; remembers each.
//! - [`Hostile`]: another that answers as no server should.
//!
//! A test is an `async fn(&Browser)` named in [`in_each_engine!`]. Browsers are
//! reused, because starting one costs more than most tests: a test starts with
//! the settings of a new one, an empty page, and a [`Site`] of its own, whose
//! port and thus whose origin no other test of this process has had.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "the tests and the bench each need a part"
)]

mod api;
mod browser;
mod driver;
mod hostile;
mod lacks;
mod page;
mod pool;
mod second_runs;
mod server;
mod site;

pub(crate) use api::{Api, refused};
pub(crate) use browser::{Browser, Engine, Motion, Scheme, Viewport};
pub(crate) use hostile::Hostile;
pub(crate) use lacks::Lack;
pub(crate) use page::Row;
pub(crate) use pool::{run, run_alone};
pub(crate) use site::{Deployment, Headers, Site};

/// Defines `longRecording` in a script.
pub(crate) const LONG_RECORDING: &str = include_str!("long.js");

/// Makes each of the named `async fn(&Browser)` a test in every engine.
///
/// `alone:` in front keeps other browsers still, for what depends on time.
macro_rules! in_each_engine {
    (alone: $($name:ident),+ $(,)?) => {
        in_each_engine!(@ run_alone $($name)+);
    };
    (@ $run:ident $($name:ident)+) => {
        $(
            mod $name {
                use crate::harness::{Engine, $run};

                #[test]
                fn in_chromium() {
                    $run(Engine::Chromium, module_path!(), super::$name);
                }

                #[test]
                fn in_firefox() {
                    $run(Engine::Firefox, module_path!(), super::$name);
                }

                #[test]
                fn in_webkit() {
                    $run(Engine::WebKit, module_path!(), super::$name);
                }
            }
        )+
    };
    ($($name:ident),+ $(,)?) => {
        in_each_engine!(@ run $($name)+);
    };
}
pub(crate) use in_each_engine;
