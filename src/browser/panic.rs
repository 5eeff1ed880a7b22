//! What the visitor is told if the page itself fails. Not how it looks: the
//! script that starts the page shows it, since the program may be past that.

use super::window;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Has the first panic tell of itself on the page, and each in the console.
///
/// The page listens for an event `meanwhile-fault`, whose `detail` is a text.
pub fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let payload = panic.payload();
        let said = payload.downcast_ref::<&str>().copied();
        let owned = payload.downcast_ref::<String>().map(String::as_str);
        let said = said.or(owned).unwrap_or("no reason was given");
        let place = panic.location().map(|at| {
            let (file, line) = (without_folders(at.file()), at.line());
            format!(" ({file}, line {line})")
        });
        let text = format!("{said}{}", place.unwrap_or_default());
        web_sys::console::error_1(&JsValue::from_str(&text));
        let init = CustomEventInit::new();
        init.set_detail(&JsValue::from_str(&text));
        let event =
            CustomEvent::new_with_event_init_dict("meanwhile-fault", &init);
        if let Ok(event) = event {
            let _ = window().dispatch_event(&event);
        }
    }));
}

/// The part of a source's path that is the same on every machine: what follows
/// the folder in which the crate's own folder is.
fn without_folders(file: &str) -> &str {
    let source = file.rfind("/src/").or_else(|| file.rfind("\\src\\"));
    let before = source.map_or("", |source| &file[..source]);
    let folder = before.rfind(['/', '\\']);
    folder.map_or(file, |folder| &file[folder + 1..])
}
