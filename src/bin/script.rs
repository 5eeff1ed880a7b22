//! A worker that runs the programs that visitors write. Its futures are polled
//! on this thread's own event loop, and what they do is told to the page.

#[cfg(target_family = "wasm")]
#[path = "script/web.rs"]
mod web;

#[cfg(target_family = "wasm")]
fn main() {
    use gloo_timers::callback::Interval;
    use meanwhile::browser::{memory, worker};
    use meanwhile::experiments::protocol::{bytes_of, message_from};
    use meanwhile::experiments::script::protocol::{
        FromScript, ToScript, faults_of,
    };
    use meanwhile::experiments::script::{Here, Session};
    use std::cell::RefCell;
    use std::rc::Rc;

    /// How often the page hears of a run, in milliseconds.
    const NEWS: u32 = 20;

    let tell: Rc<dyn Fn(FromScript)> =
        Rc::new(|message| worker::tell_page(&bytes_of(&message)));
    let running: Rc<RefCell<Option<(Session, Interval)>>> = Rc::default();
    let on_message = {
        let tell = tell.clone();
        move |message: ToScript| match message {
            ToScript::Check { number, text } => {
                let faults = faults_of(&text);
                tell(FromScript::Checked { number, faults });
            }
            ToScript::Run(plan) => {
                // Whatever ran before is dropped first.
                running.take();
                let here = Here {
                    web: web::web(&plan, tell.clone()),
                    tell: tell.clone(),
                    memory: || memory::wasm_bytes() as usize,
                };
                match Session::start(&plan, here) {
                    Ok(session) => {
                        let watched = running.clone();
                        let look = move || {
                            let over = match &*watched.borrow() {
                                Some((session, _)) => session.look(),
                                None => true,
                            };
                            if over {
                                watched.take();
                            }
                        };
                        let interval = Interval::new(NEWS, look);
                        running.replace(Some((session, interval)));
                    }
                    Err(faults) => tell(FromScript::Refused(faults)),
                }
            }
            ToScript::Poll(task) => {
                if let Some((session, _)) = &*running.borrow() {
                    session.poll(task);
                }
            }
            ToScript::Forget(task) => {
                if let Some((session, _)) = &*running.borrow() {
                    session.forget(task);
                }
            }
            ToScript::Stop => {
                if let Some((session, _)) = &*running.borrow() {
                    session.stop();
                }
            }
        }
    };
    let confused = tell.clone();
    worker::serve(move |bytes, _| match message_from(bytes) {
        Some(message) => on_message(message),
        None => confused(FromScript::Confused),
    });
    // Whatever is sent before a worker listens is lost.
    tell(FromScript::Ready);
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("This runs in a Web Worker: build the page with ./dev serve.");
}
