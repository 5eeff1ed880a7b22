//! The web platform: the only ring, besides the page itself, that names
//! `web_sys`, `js_sys` or `gloo`.
//!
//! It knows no experiment. Handles are released when they are dropped.

pub mod busy;
pub mod clock;
pub mod editor;
pub mod endpoint;
pub mod fetch;
pub mod files;
pub mod focus;
pub mod frames;
pub mod isolation;
pub mod javascript;
pub mod long_tasks;
pub mod memory;
pub mod page;
pub mod panic;
pub mod picture;
pub mod resize;
pub mod scroll;
pub mod shared;
pub mod storage;
pub mod synchronous;
pub mod timer;
pub mod timings;
pub mod turn;
pub mod user_timing;
pub mod visibility;
pub mod worker;

/// The window that this page lives in.
///
/// # Panics
///
/// In a worker, which has none: only `busy`, `clock`, `memory`, `timer`, the
/// exchange of `fetch`, the turns of `turn`, what `shared` has to hand and the
/// worker's half of `worker` run there.
#[must_use]
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the page runs in a window")
}

/// The first element that `selector` selects.
fn first(selector: &str) -> Option<web_sys::Element> {
    window().document()?.query_selector(selector).ok()?
}
