//! The size of an element.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver, ResizeObserverEntry};

/// Calls a function with an element's width whenever that changes, and once at
/// the beginning.
#[must_use = "the calls end when this is dropped"]
pub struct WidthWatch {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut(js_sys::Array)>,
}

impl WidthWatch {
    /// Watches the content box of `element`, in CSS pixels.
    pub fn start(element: &Element, call: impl Fn(f64) + 'static) -> Self {
        let listener: Closure<dyn FnMut(js_sys::Array)> =
            Closure::new(move |entries: js_sys::Array| {
                if let Ok(entry) =
                    entries.get(0).dyn_into::<ResizeObserverEntry>()
                {
                    call(entry.content_rect().width());
                }
            });
        let observer = ResizeObserver::new(listener.as_ref().unchecked_ref())
            .expect("every browser that runs this has it");
        observer.observe(element);
        Self {
            observer,
            _listener: listener,
        }
    }
}

impl Drop for WidthWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
