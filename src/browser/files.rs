//! Files that the visitor saves and opens.

use super::window;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, File, HtmlAnchorElement,
    HtmlInputElement, Url,
};

/// Has the browser save `text` under `name`, as a download does.
pub fn save(name: &str, kind: &str, text: &str) {
    // None of this is refused anywhere that the page runs; a download that the
    // visitor's settings refuse tells nobody.
    let _ = try_save(name, kind, text);
}

fn try_save(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement =
        document.create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// The file that was chosen in `input`: its name, and its text or why it could
/// not be read. None if none was. The input is emptied, so that the same file
/// can be chosen again.
pub async fn chosen(
    input: &HtmlInputElement,
) -> Option<(String, Result<String, String>)> {
    let file = input.files()?.get(0)?;
    let text = text_of(&file).await;
    input.set_value("");
    Some((file.name(), text))
}

/// The text of a file, or why it could not be read.
pub async fn text_of(file: &File) -> Result<String, String> {
    let text = JsFuture::from(file.text()).await;
    let text = text.map(|text| text.as_string().unwrap_or_default());
    text.map_err(|_| "the browser could not read the file.".to_owned())
}

/// Whether it is files that are dragged.
#[must_use]
pub fn are_dragged(event: &DragEvent) -> bool {
    let Some(data) = event.data_transfer() else {
        return false;
    };
    data.types().includes(&JsValue::from_str("Files"), 0)
}

/// The first of the files that were dropped; none if it was something else.
#[must_use]
pub fn dropped(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}
