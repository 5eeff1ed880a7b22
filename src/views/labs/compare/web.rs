//! The browser's functions in the shape that this lab wants.

use crate::browser::{clock, timer};
use crate::experiments::compare::{Web, When};
use crate::views::labs::{cost, freeze, race};
use std::rc::Rc;

/// Real timers, real workers, real memory: those of the other labs.
pub(super) fn web(cores: usize, was_hidden: Rc<dyn Fn() -> bool>) -> Web {
    Web {
        race: race::web::web(),
        cost: cost::web::web(),
        now: clock::now,
        when,
        was_hidden,
        sleep: Rc::new(|duration| Box::pin(timer::sleep(duration))),
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        start_worker: Rc::new(|| Box::pin(freeze::web::start_worker())),
        cores,
    }
}

fn when() -> When {
    When {
        epoch: clock::epoch_now(),
        ahead: clock::minutes_ahead(),
    }
}
