//! What the visitor sees if the page itself fails.

use super::window;
use wasm_bindgen::JsValue;

/// Has every panic tell of itself, on the page and in the console: the page
/// cannot go on after one, and must not just stand still.
pub fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        web_sys::console::error_1(&JsValue::from_str(&text));
        let document = window().document();
        let Some((document, body)) =
            document.and_then(|d| d.body().map(|body| (d, body)))
        else {
            return;
        };
        let Ok(alert) = document.create_element("p") else {
            return;
        };
        let _ = alert.set_attribute("role", "alert");
        alert.set_class_name("alert");
        alert.set_text_content(Some(&format!(
            "Meanwhile has come to a fault of its own and stopped: {text}. Reload the page; your \
             list is kept. Please report what you did.",
        )));
        let _ = body.prepend_with_node_1(&alert);
    }));
}
