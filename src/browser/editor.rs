//! The editor of programs: an element that takes the place of its text area once
//! its script is here. Not what the text means.

use super::page::named_file;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// A place in a text that is marked, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where it begins: the line from 1, and the character in it from 0.
    pub from: (u32, u32),
    /// Where it ends.
    pub to: (u32, u32),
    /// What is wrong there.
    pub message: String,
}

/// A word that the editor completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// What is typed.
    pub name: &'a str,
    /// How it is called.
    pub signature: &'a str,
    /// What it does, in a line.
    pub says: &'a str,
}

/// Loads the script that makes an editor of each `code-editor`, once; where the
/// build has none, the text areas stay as they are.
pub fn load() {
    let Some(url) = named_file("meanwhile-editor", "loader") else {
        return;
    };
    let Some(document) = super::window().document() else {
        return;
    };
    let selector = format!("script[src=\"{url}\"]");
    if !matches!(document.query_selector(&selector), Ok(None)) {
        return;
    }
    let script = document.create_element("script");
    let Ok(script) = script else { return };
    // Neither is refused: the page's policy allows its own files.
    let _ = script.set_attribute("type", "module");
    let _ = script.set_attribute("src", &url);
    if let Ok(Some(head)) = document.query_selector("head") {
        let _ = head.append_child(&script);
    }
}

/// Marks what is wrong in the text.
pub fn mark(editor: &Element, marks: &[Mark]) {
    let list = marks.iter().map(|mark| {
        object(&[
            ("line", mark.from.0.into()),
            ("column", mark.from.1.into()),
            ("endLine", mark.to.0.into()),
            ("endColumn", mark.to.1.into()),
            ("message", mark.message.as_str().into()),
        ])
    });
    set(editor, "faults", &list.collect::<Array>());
}

/// Lights lines: at which the program is, and which belong to what is pointed
/// at. Lines count from 1.
pub fn light(editor: &Element, here: &[u32], others: &[u32]) {
    let lit = |line: &u32, kind: &str| {
        object(&[("line", (*line).into()), ("kind", kind.into())])
    };
    let here = here.iter().map(|line| lit(line, "here"));
    let others = others.iter().map(|line| lit(line, "other"));
    set(editor, "lit", &here.chain(others).collect::<Array>());
}

/// What the editor completes.
pub fn complete<'a>(
    editor: &Element,
    words: impl IntoIterator<Item = Word<'a>>,
) {
    let words = words.into_iter().map(|word| {
        object(&[
            ("name", word.name.into()),
            ("signature", word.signature.into()),
            ("says", word.says.into()),
        ])
    });
    set(editor, "words", &words.collect::<Array>());
}

/// Goes to a place in the text. Where there is no editor, the text area is gone
/// to.
pub fn reveal(editor: &Element, line: u32, column: u32) {
    let reveal = Reflect::get(editor, &"reveal".into());
    match reveal.and_then(JsCast::dyn_into::<Function>) {
        Ok(reveal) => {
            let _ = reveal.call2(editor, &line.into(), &column.into());
        }
        Err(_) => {
            let area = editor.query_selector("textarea").ok().flatten();
            if let Some(area) = area {
                let _ = area.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        }
    }
}

/// Shows another text: as one change that can be undone, or as one that begins
/// anew.
pub fn show(editor: &Element, text: &str, can_be_undone: bool) {
    if can_be_undone
        && let Ok(replace) = Reflect::get(editor, &"replace".into())
        && let Ok(replace) = replace.dyn_into::<Function>()
    {
        let _ = replace.call1(editor, &text.into());
        return;
    }
    set(editor, "text", &text.into());
    // Until the script is here, and where it never is.
    let area = editor.query_selector("textarea").ok().flatten();
    if let Some(area) = area {
        area.unchecked_into::<web_sys::HtmlTextAreaElement>()
            .set_value(text);
    }
}

/// The line that an event of an editor is about, from 1; `None` if it is about
/// none.
#[must_use]
pub fn line_of(event: &web_sys::Event) -> Option<u32> {
    let event: &web_sys::CustomEvent = event.dyn_ref()?;
    let line = Reflect::get(&event.detail(), &"line".into()).ok()?;
    Some(line.as_f64()? as u32)
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        set(&object, name, value);
    }
    object.into()
}

fn set(target: &JsValue, name: &str, value: &JsValue) {
    // Fails for frozen objects alone.
    let _ = Reflect::set(target, &name.into(), value);
}
