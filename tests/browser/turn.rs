//! Which futures give the browser a turn when they are awaited, and which only
//! seem to.

use crate::spies::raised_by_the_next_frame;
use futures::FutureExt;
use meanwhile::browser::timer::sleep;
use meanwhile::browser::turn::{Messages, frame, has_scheduler, scheduler};
use std::cell::Cell;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

/// Whether a timer that is due has its turn while `future` is awaited again
/// and again.
async fn lets_a_timer_in(mut future: impl AsyncFnMut()) -> bool {
    let fired = Rc::new(Cell::new(false));
    let fire = fired.clone();
    spawn_local(async move {
        sleep(Duration::ZERO).await;
        fire.set(true);
    });
    for _ in 0..20_000 {
        future().await;
        if fired.get() {
            return true;
        }
    }
    false
}

#[wasm_bindgen_test]
async fn a_future_that_wakes_itself_gives_the_browser_no_turn() {
    let wake_myself = async || {
        let mut is_woken = false;
        std::future::poll_fn(|cx| {
            if std::mem::replace(&mut is_woken, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    };
    assert!(!lets_a_timer_in(wake_myself).await);
}

#[wasm_bindgen_test]
async fn a_message_to_oneself_gives_the_browser_a_turn() {
    let messages = Messages::new();
    assert!(lets_a_timer_in(async || messages.turn().await).await);
}

#[wasm_bindgen_test]
async fn a_timer_gives_the_browser_a_turn() {
    assert!(lets_a_timer_in(async || sleep(Duration::ZERO).await).await);
}

/// Not a timer: what `scheduler.yield` puts off goes ahead of those, for as
/// long as there is any.
#[wasm_bindgen_test]
async fn the_scheduler_lets_a_frame_in_where_there_is_one() {
    let painted = raised_by_the_next_frame();
    for _ in 0..200_000 {
        scheduler().await;
        if painted.get() {
            break;
        }
    }
    assert_eq!(painted.get(), has_scheduler());
}

#[wasm_bindgen_test]
async fn a_frame_lets_a_timer_in() {
    assert!(lets_a_timer_in(frame).await);
}

#[wasm_bindgen_test]
async fn a_frame_ends_with_the_frames_of_others() {
    for _ in 0..5 {
        let painted = raised_by_the_next_frame();
        assert!(!painted.get(), "not before it is painted");
        frame().await;
        assert!(painted.get());
    }
}

#[wasm_bindgen_test]
async fn messages_can_be_awaited_many_times_and_dropped_meanwhile() {
    let messages = Messages::new();
    for _ in 0..100 {
        messages.turn().await;
    }
    let mut turn = Box::pin(messages.turn());
    assert!(turn.as_mut().now_or_never().is_none());
    drop(turn);
    messages.turn().await;
    drop(messages);
    Messages::new().turn().await;
}
