//! The page's own frames.

use super::{timer, turn};
use crate::task::AbortOnDrop;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Calls a function before the first frame that comes `pause` after this call,
/// and then again and again as long after each. Nothing is asked of the browser
/// in between: a frame that is asked for holds the thread even if nothing is
/// painted.
pub fn apart(pause: Duration, call: impl Fn() + 'static) -> AbortOnDrop {
    let calls = async move {
        loop {
            timer::sleep(pause).await;
            turn::frame().await;
            call();
        }
    };
    let (calls, handle) = AbortOnDrop::wrap(calls);
    wasm_bindgen_futures::spawn_local(async {
        let _ = calls.await;
    });
    handle
}

type Step = Rc<RefCell<Option<Closure<dyn FnMut()>>>>;

/// Calls a function before each frame that the browser paints. A hidden page
/// paints none.
#[must_use = "the calls end when this is dropped"]
pub struct Frames {
    request: Rc<Cell<i32>>,
    // Holds the closure that asks for the next frame: a circle, which the drop
    // below breaks.
    step: Step,
}

impl Frames {
    /// Begins with the next frame.
    pub fn start(call: impl Fn() + 'static) -> Self {
        let request = Rc::new(Cell::new(0));
        let step = Step::default();
        let next = {
            let (request, step) = (request.clone(), step.clone());
            move || {
                call();
                // Gone if the call was the one that ended the calls.
                if let Some(step) = step.borrow().as_ref() {
                    request.set(ask(step));
                }
            }
        };
        let closure = Closure::new(next);
        request.set(ask(&closure));
        *step.borrow_mut() = Some(closure);
        Self { request, step }
    }
}

fn ask(step: &Closure<dyn FnMut()>) -> i32 {
    let function = step.as_ref().unchecked_ref();
    super::window()
        .request_animation_frame(function)
        .unwrap_or_default()
}

impl Drop for Frames {
    fn drop(&mut self) {
        let _ = super::window().cancel_animation_frame(self.request.get());
        // Dropped by the very call it makes, the closure must outlive it.
        if let Some(closure) = self.step.take() {
            wasm_bindgen_futures::spawn_local(async move { drop(closure) });
        }
    }
}
