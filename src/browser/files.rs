//! Files that the visitor saves and opens.

use super::window;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, DragEvent, File, HtmlAnchorElement,
    HtmlInputElement, Url,
};

/// Has the browser save `text` under `name`, as a download does.
pub fn save(name: &str, kind: &str, text: &str) {
    let mut file = Draft::new(kind);
    file.write(text);
    file.save(name);
}

/// A file that is written bit by bit. The browser holds what is written, so that
/// nothing has to copy all of it at once.
pub struct Draft {
    kind: String,
    text: String,
    parts: Array,
}

impl Draft {
    /// The browser is handed as much as this at a time, in bytes.
    const PART: usize = 1 << 19;

    /// An empty file of the media type `kind`.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            text: String::new(),
            parts: Array::new(),
        }
    }

    /// Appends `text`.
    pub fn write(&mut self, text: &str) {
        self.text.push_str(text);
        if self.text.len() >= Self::PART {
            self.hand_over();
        }
    }

    /// Has the browser save it under `name`, as a download does.
    pub fn save(mut self, name: &str) {
        self.hand_over();
        // None of this is refused anywhere that the page runs; a download that
        // the visitor's settings refuse tells nobody.
        let _ = self.try_save(name);
    }

    fn hand_over(&mut self) {
        let text = Array::of1(&JsValue::from_str(&self.text));
        self.text.clear();
        if let Ok(part) = Blob::new_with_str_sequence(&text) {
            self.parts.push(&part);
        }
    }

    fn try_save(&self, name: &str) -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(&self.kind);
        let blob =
            Blob::new_with_blob_sequence_and_options(&self.parts, &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let document = window().document().ok_or(JsValue::NULL)?;
        let link: HtmlAnchorElement =
            document.create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        Url::revoke_object_url(&url)
    }
}

/// The file that was chosen in `input`; `None` if none was. The input is emptied,
/// so that the same file can be chosen again.
pub fn chosen(input: &HtmlInputElement) -> Option<File> {
    let file = input.files()?.get(0);
    input.set_value("");
    file
}

/// The text of a file, or why it could not be read. As bytes it comes over much
/// sooner than as a string of JavaScript.
pub async fn text_of(file: &File) -> Result<String, String> {
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer
        .map_err(|_| "the browser could not read the file.".to_owned())?;
    let text = String::from_utf8(Uint8Array::new(&buffer).to_vec());
    Ok(text.unwrap_or_else(|error| {
        String::from_utf8_lossy(error.as_bytes()).into_owned()
    }))
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
