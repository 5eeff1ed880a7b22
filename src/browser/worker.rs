//! Web Workers: threads with an event loop and a memory of their own, which
//! hear and say nothing but messages of bytes. Memory that is shared can come
//! along with one.

use super::shared::SharedWords;
use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

/// A worker that this page has started.
#[must_use = "the worker is terminated when this is dropped"]
pub struct Worker {
    worker: web_sys::Worker,
    said: RefCell<UnboundedReceiver<Said>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// What comes from a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A message.
    Message(Vec<u8>),
    /// Its code could not be loaded, or threw what nobody caught; what the
    /// browser says of it, which may be nothing.
    Error(String),
}

impl Worker {
    /// Starts the script at `url`, an ES module.
    ///
    /// A worker that cannot be loaded says so by [`Said::Error`], later.
    pub fn start(url: &str) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(url, &options)
            .map_err(|error| error_text(&error))?;
        let (tell, said) = unbounded();
        let on_message = listener(tell.clone(), |event: MessageEvent| {
            let bytes = event.data().dyn_into::<Uint8Array>();
            Said::Message(bytes.map(|it| it.to_vec()).unwrap_or_default())
        });
        let on_error = listener(tell, |event: web_sys::Event| {
            event.prevent_default();
            // The error of a script that cannot be loaded is a plain event.
            let event = event.dyn_into::<ErrorEvent>();
            Said::Error(event.map(|it| it.message()).unwrap_or_default())
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            said: RefCell::new(said),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Sends it a message.
    pub fn tell(&self, bytes: &[u8]) {
        // Fails for what cannot be copied; bytes can.
        let _ = self.worker.post_message(&Uint8Array::from(bytes));
    }

    /// Sends it a message, and memory that it shares from then on.
    pub fn tell_with(&self, bytes: &[u8], memory: &SharedWords) {
        let message = Array::of2(&Uint8Array::from(bytes), memory.as_value());
        // Fails for memory that cannot be shared; such words do not exist.
        let _ = self.worker.post_message(&message);
    }

    /// Lets it see memory that this page goes on seeing.
    pub fn share(&self, memory: &SharedWords) {
        // Fails for what cannot be shared; this can, or it would not exist.
        let _ = self.worker.post_message(memory.as_value());
    }

    /// Waits for what it says next. One caller at a time.
    #[expect(
        clippy::await_holding_refcell_ref,
        reason = "one caller at a time, and nobody else borrows it"
    )]
    pub async fn listen(&self) -> Said {
        let said = self.said.borrow_mut().next().await;
        // The listeners that send live as long as this does.
        said.unwrap_or_else(|| Said::Error(String::new()))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn listener<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    tell: UnboundedSender<Said>,
    read: fn(E) -> Said,
) -> Closure<dyn FnMut(E)> {
    Closure::new(move |event| {
        // Nobody listens to a worker that is dropped.
        let _ = tell.unbounded_send(read(event));
    })
}

fn error_text(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map_or_else(String::new, |error| String::from(error.message()))
}

/// Whether workers that are started in one instant all come by the page's
/// Service Worker, as they must: it gives their scripts the headers that an
/// isolated page demands, and it is the built-in endpoint.
///
/// In WebKit the second passes it by (WebKitGTK 2.50).
#[must_use]
pub fn starts_side_by_side() -> bool {
    !super::page::is_webkit()
}

/// Called in a worker: has `answer` called with every message, and with the
/// memory that came along, if any; for as long as the worker lives.
pub fn serve(answer: impl Fn(&[u8], Option<SharedWords>) + 'static) {
    let listener: Closure<dyn FnMut(MessageEvent)> =
        Closure::new(move |event: MessageEvent| {
            let (bytes, memory) = match event.data().dyn_into::<Array>() {
                Ok(both) => (both.get(0), SharedWords::from_value(both.get(1))),
                Err(bytes) => (bytes, None),
            };
            let bytes = bytes.dyn_into::<Uint8Array>();
            let bytes = bytes.map(|it| it.to_vec()).unwrap_or_default();
            answer(&bytes, memory);
        });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// Called in a worker: sends the page a message.
pub fn tell_page(bytes: &[u8]) {
    // Fails for what cannot be copied; bytes can.
    let _ = scope().post_message(&Uint8Array::from(bytes));
}

fn scope() -> web_sys::DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The address of the file that the page names as `name` in its head, as the
/// build filled it in.
#[must_use]
pub fn script_url(name: &str) -> Option<String> {
    super::page::named_file(name, "loader")
}
