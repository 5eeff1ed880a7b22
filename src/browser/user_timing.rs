//! Tracks of our own in the Performance panel of the browser's developer tools,
//! by User Timing: of the latest run alone.

use super::window;
use crate::trace::{Measure, Timestamp, Tone};
use js_sys::{Function, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashSet;
use wasm_bindgen::{JsCast, JsValue};

/// The most stretches that a run leaves in the browser's record: more would
/// cost what the run is to measure.
pub const MOST_MEASURES: usize = 1000;

thread_local! {
    /// The names of what was left there.
    static LEFT: RefCell<HashSet<String>> = RefCell::default();
}

/// Takes away what an earlier run left.
pub fn clear() {
    let Some(performance) = window().performance() else {
        return;
    };
    for name in LEFT.take() {
        performance.clear_measures_with_measure_name(&name);
    }
}

/// Leaves `measures` on a track called `track`; `clock_at` gives the page's
/// clock at an instant of theirs.
pub fn add(
    track: &str,
    measures: &[Measure],
    clock_at: impl Fn(Timestamp) -> Timestamp,
) {
    for measure in measures {
        let devtools = object(&[
            ("dataType", "track-entry".into()),
            ("track", track.into()),
            ("trackGroup", "Meanwhile".into()),
            ("color", color(measure.tone).into()),
        ]);
        let options = object(&[
            ("start", clock_at(measure.start).as_millis().into()),
            ("end", clock_at(measure.end).as_millis().into()),
            ("detail", object(&[("devtools", devtools)])),
        ]);
        // A browser without this form of it shows nothing.
        let _ = leave(&measure.name, &options);
        LEFT.with_borrow_mut(|left| left.insert(measure.name.clone()));
    }
}

fn leave(name: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    let performance = JsValue::from(window().performance());
    let measure = Reflect::get(&performance, &"measure".into())?;
    let measure: Function = measure.dyn_into()?;
    measure.call2(&performance, &name.into(), options)
}

/// The colour as the Performance panel calls it:
/// <https://developer.chrome.com/docs/devtools/performance/extension>.
const fn color(tone: Tone) -> &'static str {
    match tone {
        Tone::Task => "primary",
        Tone::Phase => "secondary-light",
        Tone::Failure => "error",
    }
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Fails only for frozen objects.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}
