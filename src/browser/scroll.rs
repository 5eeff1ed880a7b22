//! What of the page is in view.

use super::page::prefers_reduced_motion;
use super::{first, timer, window};
use std::time::Duration;
use web_sys::{ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Scrolls the first element that `selector` selects into view, just as far as
/// it takes: smoothly, unless the visitor wants little motion. The focus stays
/// where it is. False if there is none.
pub fn into_view(selector: &str) -> bool {
    to(selector, ScrollLogicalPosition::Nearest)
}

/// Scrolls to the top of the first element that `selector` selects, in the same
/// way: for what is still to grow.
pub fn to_top_of(selector: &str) -> bool {
    to(selector, ScrollLogicalPosition::Start)
}

fn to(selector: &str, place: ScrollLogicalPosition) -> bool {
    let options = ScrollIntoViewOptions::new();
    options.set_block(place);
    options.set_behavior(match prefers_reduced_motion() {
        true => ScrollBehavior::Instant,
        false => ScrollBehavior::Smooth,
    });
    let Some(element) = first(selector) else {
        return false;
    };
    element.scroll_into_view_with_scroll_into_view_options(&options);
    true
}

/// Scrolls what the first element that `selector` selects stands in, and nothing
/// around that, just so far that the element is in view.
pub fn within_its_parent(selector: &str) {
    let Some(element) = first(selector) else {
        return;
    };
    let Some(parent) = element.parent_element() else {
        return;
    };
    let inner = element.get_bounding_client_rect();
    let outer = parent.get_bounding_client_rect();
    let above = (inner.top() - outer.top()).min(0.0);
    let below = (inner.bottom() - outer.bottom()).max(0.0);
    let by = (above + below).round() as i32;
    if by != 0 {
        parent.set_scroll_top(parent.scroll_top() + by);
    }
}

/// How far the page is scrolled down, in whole CSS pixels.
#[must_use]
pub fn offset() -> i32 {
    window().scroll_y().unwrap_or_default().round() as i32
}

/// Shows the page from so many CSS pixels below its top on, as soon as it is that
/// long; gives up after some seconds.
pub async fn back_to(offset: i32) {
    const PAUSE: Duration = Duration::from_millis(100);
    const LOOKS: u32 = 50;
    for _ in 0..LOOKS {
        timer::sleep(PAUSE).await;
        // What was scrolling smoothly may have gone on.
        if self::offset() == offset {
            break;
        }
        let root = window().document().and_then(|it| it.document_element());
        let furthest =
            root.map_or(0, |it| it.scroll_height() - it.client_height());
        if offset <= furthest {
            window().scroll_to_with_x_and_y(0.0, offset.into());
        }
    }
}

/// Shows the page from its top, at once.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
