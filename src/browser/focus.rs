//! The element that the keyboard speaks to.

use super::{first, window};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// An element that had the focus.
pub struct Focused(HtmlElement);

impl Focused {
    /// The one that has it; `None` if that is the page as a whole.
    #[must_use]
    pub fn now() -> Option<Self> {
        let element = window().document()?.active_element()?;
        element.dyn_into().ok().map(Self)
    }

    /// Has the focus again: for when it was taken out of the page for a moment.
    pub fn again(&self) {
        // Who cannot have it is gone.
        let _ = self.0.focus();
    }

    /// Has the focus again if what has it is in an element that `selector`
    /// selects: for when that is about to go.
    pub fn again_instead_of(&self, selector: &str) {
        let here = window().document().and_then(|it| it.active_element());
        let is_in =
            |it: web_sys::Element| matches!(it.closest(selector), Ok(Some(_)));
        if here.is_some_and(is_in) {
            self.again();
        }
    }
}

/// Gives the focus to the first element that `selector` selects, and scrolls to
/// it.
pub fn to(selector: &str) {
    give(selector, false);
}

/// The same, and leaves the page where it is. WebKit scrolls only after whoever
/// asked has gone on: what scrolls elsewhere right away would be in vain.
pub fn to_without_scrolling(selector: &str) {
    give(selector, true);
}

fn give(selector: &str, prevents_scrolling: bool) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(prevents_scrolling);
    if let Some(element) = first(selector) {
        let element: HtmlElement = element.unchecked_into();
        // What cannot have it is gone, or no element of HTML.
        let _ = element.focus_with_options(&options);
    }
}
