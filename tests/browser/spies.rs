//! The parts of the browser that the tests replace, and waiting.

use js_sys::{Array, Function, Promise};
use meanwhile::browser::window;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/tests/browser/spies.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchTimers)]
    fn watch_timers(log: &JsValue) -> Function;

    #[wasm_bindgen(js_name = answerFetches)]
    fn answer_fetches(log: &JsValue) -> Function;

    #[wasm_bindgen(js_name = pretendHidden)]
    fn pretend_hidden(hidden: bool) -> Function;

    #[wasm_bindgen(js_name = shiftOrigin)]
    fn shift_origin(shifts: &Array) -> Function;

    #[wasm_bindgen(js_name = watchErrors)]
    fn watch_errors(log: &JsValue) -> Function;

    #[wasm_bindgen(js_name = watchWorkers)]
    fn watch_workers(log: &JsValue) -> Function;

    #[wasm_bindgen(js_name = scriptUrl)]
    pub(crate) fn script_url(text: &str) -> String;

    #[wasm_bindgen(js_name = abortAndGoOn)]
    pub(crate) fn abort_and_go_on(
        urls: &Array,
        fetch_url: &Function,
        abort: &Function,
    ) -> Promise;

    #[wasm_bindgen(js_name = oneAfterAnother)]
    pub(crate) fn one_after_another(
        urls: &Array,
        fetch_url: &Function,
    ) -> Promise;
}

/// A part of the browser that is replaced until this is dropped.
///
/// A panic drops nothing here: what follows a test that fails may fail of it.
pub(crate) struct Spy {
    put_back: Function,
    log: Rc<RefCell<Vec<String>>>,
    _hear: Closure<dyn Fn(String)>,
}

impl Spy {
    fn new(install: impl FnOnce(&JsValue) -> Function) -> Self {
        let log: Rc<RefCell<Vec<String>>> = Rc::default();
        let hear: Closure<dyn Fn(String)> = {
            let log = log.clone();
            Closure::new(move |line| log.borrow_mut().push(line))
        };
        Self {
            put_back: install(hear.as_ref()),
            log,
            _hear: hear,
        }
    }

    /// Timers as the browser has them, but each is noted.
    pub(crate) fn on_timers() -> Self {
        Self::new(watch_timers)
    }

    /// Fetches of the URLs under `test/`, which say how they are answered.
    pub(crate) fn on_fetches() -> Self {
        Self::new(answer_fetches)
    }

    /// A page that seems to be hidden, or to be seen.
    pub(crate) fn on_visibility(hidden: bool) -> Self {
        Self::new(|_| pretend_hidden(hidden))
    }

    /// A clock whose beginning is later by each of `shifts` in turn, in
    /// milliseconds.
    pub(crate) fn on_origin(shifts: &[f64]) -> Self {
        let shifts = shifts.iter().copied().map(JsValue::from).collect();
        Self::new(|_| shift_origin(&shifts))
    }

    /// Errors that nobody caught are noted.
    pub(crate) fn on_errors() -> Self {
        Self::new(watch_errors)
    }

    /// Workers as the browser has them, but each is noted.
    pub(crate) fn on_workers() -> Self {
        Self::new(watch_workers)
    }

    /// What was asked for so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.borrow().clone()
    }
}

impl Drop for Spy {
    fn drop(&mut self) {
        let _ = self.put_back.call0(&JsValue::NULL);
    }
}

/// Waits for the next frame.
pub(crate) async fn frame() {
    let painted = Promise::new(&mut |resolve, _| {
        window()
            .request_animation_frame(resolve.unchecked_ref())
            .expect("the page paints");
    });
    JsFuture::from(painted).await.expect("frames do not fail");
}

/// A flag that the next frame raises.
pub(crate) fn raised_by_the_next_frame() -> Rc<Cell<bool>> {
    let flag = Rc::new(Cell::new(false));
    let raised = flag.clone();
    let raise = Closure::once_into_js(move || raised.set(true));
    window()
        .request_animation_frame(raise.unchecked_ref())
        .expect("the page paints");
    flag
}

/// Lets everything that can go on at once do so: a turn of the event loop.
pub(crate) async fn turn() {
    let turn = Promise::new(&mut |resolve, _| {
        let timer = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                resolve.unchecked_ref(),
                0,
            );
        timer.expect("a timer can be set");
    });
    JsFuture::from(turn).await.expect("timers do not fail");
}

/// Waits until `condition` holds.
///
/// # Panics
///
/// If it does not after many turns of the event loop.
pub(crate) async fn until(condition: impl Fn() -> bool) {
    for _ in 0..2000 {
        if condition() {
            return;
        }
        turn().await;
    }
    panic!("it did not come about");
}
