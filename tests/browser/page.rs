//! Frames, sizes, visibility, memory and the address.

use crate::spies::{Spy, frame, turn, until};
use meanwhile::browser::frames::Frames;
use meanwhile::browser::page::{Theme, hash, replace_hash, set_theme};
use meanwhile::browser::resize::WidthWatch;
use meanwhile::browser::storage::{Forgotten, recall, remember};
use meanwhile::browser::visibility::HiddenWatch;
use meanwhile::browser::window;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

/// A count, and the function that adds to it.
fn counter() -> (Rc<Cell<u32>>, impl Fn() + 'static) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    (count, move || counted.set(counted.get() + 1))
}

#[wasm_bindgen_test]
async fn a_call_comes_with_each_frame() {
    let (calls, call) = counter();
    let _frames = Frames::start(call);
    assert_eq!(calls.get(), 0, "not before the first frame");
    // Asked for after the first call was: it comes after it in every frame.
    for number in 1..=5 {
        frame().await;
        assert_eq!(calls.get(), number);
    }
}

#[wasm_bindgen_test]
async fn no_call_comes_after_the_drop() {
    let (calls, call) = counter();
    let frames = Frames::start(call);
    frame().await;
    drop(frames);
    let before = calls.get();
    for _ in 0..3 {
        frame().await;
    }
    assert_eq!(calls.get(), before);
}

#[wasm_bindgen_test]
async fn frames_that_are_dropped_at_once_never_call() {
    let (calls, call) = counter();
    drop(Frames::start(call));
    for _ in 0..3 {
        frame().await;
    }
    assert_eq!(calls.get(), 0);
}

#[wasm_bindgen_test]
async fn a_call_may_end_the_calls() {
    let (calls, call) = counter();
    let slot: Rc<RefCell<Option<Frames>>> = Rc::default();
    let frames = {
        let slot = slot.clone();
        Frames::start(move || {
            call();
            drop(slot.take());
        })
    };
    *slot.borrow_mut() = Some(frames);
    for _ in 0..3 {
        frame().await;
    }
    assert_eq!(calls.get(), 1);
    assert!(slot.borrow().is_none());
}

#[wasm_bindgen_test]
async fn what_a_call_holds_is_released_with_the_frames() {
    let held = Rc::new(());
    let frames = {
        let held = held.clone();
        Frames::start(move || {
            let _ = &held;
        })
    };
    frame().await;
    drop(frames);
    until(|| Rc::strong_count(&held) == 1).await;
}

#[wasm_bindgen_test]
async fn a_page_that_is_seen_is_not_said_to_be_hidden() {
    let _seen = Spy::on_visibility(false);
    let (calls, call) = counter();
    let _watch = HiddenWatch::start(call);
    drop(Spy::on_visibility(false));
    turn().await;
    assert_eq!(calls.get(), 0);
}

#[wasm_bindgen_test]
fn a_page_that_is_hidden_already_is_said_to_be_at_once() {
    let _hidden = Spy::on_visibility(true);
    let (calls, call) = counter();
    let _watch = HiddenWatch::start(call);
    assert_eq!(calls.get(), 1);
}

#[wasm_bindgen_test]
fn hiding_the_page_is_told_until_the_watch_is_dropped() {
    let errors = Spy::on_errors();
    let (calls, call) = counter();
    let watch = HiddenWatch::start(call);
    drop(Spy::on_visibility(true));
    assert_eq!(calls.get(), 1);
    drop(watch);
    drop(Spy::on_visibility(true));
    assert_eq!(calls.get(), 1);
    assert!(errors.log().is_empty(), "{:?}", errors.log());
}

#[wasm_bindgen_test]
async fn the_width_of_an_element_is_told_at_first_and_when_it_changes() {
    let document = window().document().expect("a window has a document");
    let element = document.create_element("div").expect("a div is made");
    let body = document.body().expect("the page has a body");
    body.append_child(&element).expect("the body takes it");
    let size = |width: &str| {
        let style = format!("width: {width}px; height: 1px");
        let set = element.set_attribute("style", &style);
        set.expect("every element has a style");
    };
    size("120");
    let widths: Rc<RefCell<Vec<f64>>> = Rc::default();
    let watch = {
        let widths = widths.clone();
        WidthWatch::start(&element, move |width| {
            widths.borrow_mut().push(width)
        })
    };
    until(|| *widths.borrow() == [120.0]).await;
    size("80");
    until(|| *widths.borrow() == [120.0, 80.0]).await;
    drop(watch);
    size("40");
    frame().await;
    frame().await;
    assert_eq!(*widths.borrow(), [120.0, 80.0]);
    element.remove();
}

#[wasm_bindgen_test]
fn what_is_remembered_can_be_recalled() {
    let key = "meanwhile.test";
    assert_eq!(recall("meanwhile.nothing"), None);
    assert_eq!(remember(key, "delay/1\n✓"), Ok(()));
    assert_eq!(recall(key).as_deref(), Some("delay/1\n✓"));
    assert_eq!(remember(key, ""), Ok(()));
    assert_eq!(recall(key).as_deref(), Some(""));
}

#[wasm_bindgen_test]
fn what_does_not_fit_is_said_to_be_forgotten() {
    let key = "meanwhile.large";
    let large = "x".repeat(40_000_000);
    assert_eq!(remember(key, &large), Err(Forgotten));
    assert_eq!(recall(key), None);
}

#[wasm_bindgen_test]
fn the_address_changes_without_a_new_entry_in_the_history() {
    let entries = || {
        let history = window().history().expect("a window has a history");
        history.length().expect("it can be counted")
    };
    let (before, first) = (entries(), hash());
    assert!(replace_hash("#/crawl?url=delay/1"));
    assert_eq!(hash(), "#/crawl?url=delay/1");
    assert!(replace_hash("#/crawl"));
    assert_eq!(hash(), "#/crawl");
    assert_eq!(entries(), before);
    let _ = replace_hash(if first.is_empty() { "#" } else { &first });
}

#[wasm_bindgen_test]
fn the_looks_go_round_and_are_written_on_the_page() {
    let document = window().document().expect("a window has a document");
    let root = document.document_element().expect("it has a root");
    let mut theme = Theme::default();
    for _ in 0..3 {
        set_theme(theme);
        let written = root.get_attribute("data-theme");
        assert_eq!(written.as_deref(), Some(theme.name()));
        assert_eq!(Theme::from_name(theme.name()), theme);
        theme = theme.next();
    }
    assert_eq!(theme, Theme::default());
    assert_eq!(Theme::from_name("sepia"), Theme::System);
}
