//! Whether the page can be seen.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Document;

/// Calls a function whenever the page is hidden.
#[must_use = "the calls end when this is dropped"]
pub struct HiddenWatch {
    document: Document,
    listener: Closure<dyn FnMut()>,
}

impl HiddenWatch {
    /// Begins now; calls at once if the page is hidden already.
    pub fn start(call: impl Fn() + 'static) -> Self {
        let document = document();
        if document.hidden() {
            call();
        }
        let listener: Closure<dyn FnMut()> = {
            let document = document.clone();
            Closure::new(move || {
                if document.hidden() {
                    call();
                }
            })
        };
        let function = listener.as_ref().unchecked_ref();
        let _ = document
            .add_event_listener_with_callback("visibilitychange", function);
        Self { document, listener }
    }
}

impl Drop for HiddenWatch {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        let _ = self
            .document
            .remove_event_listener_with_callback("visibilitychange", function);
    }
}

/// Whether the page is hidden.
#[must_use]
pub fn is_hidden() -> bool {
    document().hidden()
}

fn document() -> Document {
    super::window().document().expect("a window has a document")
}
