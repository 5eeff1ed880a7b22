//! The browser's functions in the shape that the crawl wants.

use super::ways;
use crate::browser::endpoint::Endpoint;
use crate::browser::{clock, fetch, timer, turn, visibility};
use crate::experiments::crawl::{PromiseAll, Web};
use crate::trace::{Phase, Timestamp};
use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, pending, select};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

/// For how long requests are started in a row before the browser gets a turn.
const PIECE: Duration = Duration::from_millis(50);

/// For how long a frame is waited for that may not come.
const PAINTED: Duration = Duration::from_millis(250);

/// Lets the browser have a turn between pieces of work that come in one call,
/// as when thousands of futures are polled for the first time.
#[derive(Clone, Default)]
struct Pieces(Rc<PiecesState>);

#[derive(Default)]
struct PiecesState {
    /// When the piece began that goes on.
    begun: Cell<Option<Timestamp>>,
    /// Who waits for a piece of their own, first come, first served.
    waiting: RefCell<VecDeque<oneshot::Sender<()>>>,
}

impl Pieces {
    /// Completes at once, unless what was begun in this microtask has taken
    /// long enough, or others wait.
    async fn turn(&self) {
        let is_first = self.0.waiting.borrow().is_empty();
        if is_first && self.has_time() {
            return;
        }
        let (go, gone) = oneshot::channel();
        self.0.waiting.borrow_mut().push_back(go);
        if is_first {
            wasm_bindgen_futures::spawn_local(self.clone().let_go());
        }
        // What lets go goes on until nobody waits.
        let _ = gone.await;
    }

    /// A piece begins now, unless one goes on, and ends with this microtask.
    fn begin(&self) {
        if self.0.begun.get().is_none() {
            self.0.begun.set(Some(clock::now()));
            let pieces = self.clone();
            turn::defer(Box::new(move || pieces.0.begun.set(None)));
        }
    }

    fn has_time(&self) -> bool {
        self.begin();
        let begun = self.0.begun.get();
        begun.is_some_and(|begun| clock::now().since(begun) < PIECE)
    }

    /// Lets one after another go, a piece between two frames. One wait for all:
    /// a timer for each would take as long as a piece.
    async fn let_go(self) {
        while !self.0.waiting.borrow().is_empty() {
            painted_within(PIECE).await;
            let begun = clock::now();
            while clock::now().since(begun) < PIECE {
                let next = self.0.waiting.borrow_mut().pop_front();
                // Whoever was given up in the meantime does not hear it.
                let Some(go) = next else { return };
                if go.send(()).is_ok() {
                    turn::microtask().await;
                }
            }
        }
    }
}

/// Completes when the page has been painted, or not, within `patience`: a
/// hidden page is not. Timers alone may go before every frame.
async fn painted_within(patience: Duration) {
    let frame = async {
        turn::frame().await;
        // What waits for a frame goes before it is painted.
        timer::sleep(Duration::ZERO).await;
    };
    select(pin!(frame), pin!(timer::sleep(patience))).await;
}

/// Completes when the page has been painted; a hidden one is not waited for.
pub(super) async fn painted() {
    let patience = match visibility::is_hidden() {
        true => Duration::ZERO,
        false => PAINTED,
    };
    painted_within(patience).await;
}

/// Real requests and real timers.
pub(super) fn web(endpoint: Endpoint) -> Web {
    let pieces = Pieces::default();
    let first = pieces.clone();
    Web {
        send: Rc::new(move |request, on_phase| {
            Box::pin(async move {
                on_phase(Phase::Waiting, clock::now());
                let on_headers =
                    move || on_phase(Phase::Receiving, clock::now());
                fetch::send(request, endpoint, on_headers).await
            })
        }),
        turn: Rc::new(move || {
            let pieces = pieces.clone();
            Box::pin(async move { pieces.turn().await })
        }),
        painted: Rc::new(move || {
            let pieces = first.clone();
            Box::pin(async move {
                painted().await;
                // Before the first request thousands of futures may be made.
                pieces.begin();
            })
        }),
        sleep: Rc::new(|duration| Box::pin(timer::sleep(duration))),
        spawn: Rc::new(wasm_bindgen_futures::spawn_local),
        get_ready_to_block: Rc::new(move |rows| {
            or_pending(ways::get_ready_to_block(rows, endpoint))
        }),
        start_threads: Rc::new(move |count, rows, timeout| {
            or_pending(ways::start_threads(count, rows, timeout, endpoint))
        }),
    }
}

/// A run that needs the code of `future` has waited for it: it is there.
fn or_pending<T: 'static>(
    future: Option<LocalBoxFuture<'static, T>>,
) -> LocalBoxFuture<'static, T> {
    future.unwrap_or_else(|| Box::pin(pending()))
}

/// The strategy that is written in JavaScript.
pub(super) fn javascript(endpoint: Endpoint) -> PromiseAll {
    Rc::new(move |batch| {
        let start = ways::prepare_javascript(batch, endpoint);
        start.unwrap_or_else(|| Box::new(|_| Box::pin(pending())))
    })
}
