//! How this page can come to be cross-origin isolated.

use super::endpoint::Endpoint;
use super::{page, window};
use wasm_bindgen::JsCast;
use web_sys::PerformanceResourceTiming;

/// Whether the page is isolated, and if not, what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// It is.
    Isolated,
    /// It will be once it is reloaded: its Service Worker, which was not there
    /// yet when the page was loaded, adds the headers.
    ByReload,
    /// The Service Worker did add the headers, and the browser does not
    /// isolate the page all the same.
    Refused,
    /// The host sends no headers, and there is no Service Worker to add them.
    NeedsHeaders,
}

impl Isolation {
    /// Finds out, knowing who answers the built-in URLs.
    #[must_use]
    pub fn of(endpoint: Endpoint) -> Self {
        match endpoint {
            _ if page::is_isolated() => Self::Isolated,
            Endpoint::StandIn(_) => Self::NeedsHeaders,
            Endpoint::ServiceWorker if came_by_service_worker() => {
                Self::Refused
            }
            Endpoint::ServiceWorker => Self::ByReload,
        }
    }
}

/// Whether a Service Worker answered when this page was loaded.
fn came_by_service_worker() -> bool {
    let Some(performance) = window().performance() else {
        return false;
    };
    let entry = performance.get_entries_by_type("navigation").get(0);
    // What there is of a navigation begins as what there is of any file.
    let entry = entry.unchecked_into::<PerformanceResourceTiming>();
    !entry.is_undefined() && entry.worker_start() > 0.0
}
