//! A browser session: what a person at the browser can set, do and see. Not
//! what the page means by it.

use super::Lack;
use super::driver::{Driver, minibrowser};
use axum::http::Method;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{
    BrowserLogEntry, By, Capabilities, Key, RequestData, SessionId, WebDriver,
    WebElement, WindowHandle, error::WebDriverResult,
};

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Blink, in Chromium.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in the small browser that comes with WebKitGTK.
    WebKit,
}

/// The size of the page in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Viewport {
    /// 390 × 844.
    Phone,
    /// 1280 × 900.
    Desktop,
    /// Any other: width, height.
    Size(u32, u32),
}

/// Which colours the visitor prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How much motion the visitor likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Motion {
    /// All there is.
    Full,
    /// Only what is needed.
    Reduced,
}

/// A session in a headless browser with an empty profile.
///
/// Whatever should work panics with a sentence when it does not, so that tests
/// read as what a visitor does. [`WebDriver`] itself is in `driver`.
pub(crate) struct Browser {
    engine: Engine,
    /// For what this type does not offer.
    pub(crate) driver: WebDriver,
    scheme: Cell<Scheme>,
    motion: Cell<Motion>,
    insecure: Cell<bool>,
    /// Whether nothing was opened since the last page was left.
    is_left: Cell<bool>,
    /// What pages reported that are left by now.
    reported: RefCell<Vec<String>>,
    // After the session, which it serves.
    _process: Driver,
}

/// So often a browser is started at most, until it is there.
const STARTS: u32 = 3;

/// How long anything that should happen may take, unless a test says.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

const POLL: Duration = Duration::from_millis(50);

/// A name for this machine that browsers do not trust as they trust
/// `127.0.0.1`: pages there get no Service Worker.
const INSECURE: &str = "insecure.test";

/// The same for WebKit, to which no name can be given: `127.0.0.1` in IPv6.
const INSECURE_ADDRESS: &str = "[::ffff:127.0.0.1]";

impl Browser {
    /// Starts one; [`super::run`] does so for tests.
    pub(crate) async fn start(engine: Engine) -> Self {
        Self::start_with(engine, capabilities(engine)).await
    }

    /// Starts Chromium while its developer tools record, for
    /// [`Self::recorded`].
    pub(crate) async fn start_recording() -> Self {
        Self::start_with(Engine::Chromium, recording()).await
    }

    async fn start_with(engine: Engine, capabilities: Capabilities) -> Self {
        // Another process may have taken the port meanwhile, or the browser be
        // gone before it is there.
        let mut starts = 1;
        let (process, driver) = loop {
            match Self::session(engine, capabilities.clone()).await {
                Ok(started) => break started,
                Err(_) if starts < STARTS => starts += 1,
                Err(error) => panic!("{engine} starts: {error}"),
            }
        };
        let browser = Self {
            engine,
            driver,
            scheme: Cell::new(Scheme::Light),
            motion: Cell::new(Motion::Full),
            insecure: Cell::new(false),
            is_left: Cell::new(false),
            reported: RefCell::default(),
            _process: process,
        };
        browser.reset().await;
        browser
    }

    async fn session(
        engine: Engine,
        capabilities: Capabilities,
    ) -> WebDriverResult<(Driver, WebDriver)> {
        let starting =
            tokio::task::spawn_blocking(move || Driver::start(engine));
        let process = starting.await.expect("the driver starts");
        let builder = WebDriver::builder(process.url(), capabilities);
        let driver = builder.request_timeout(Duration::from_secs(120)).await?;
        Ok((process, driver))
    }

    /// Ends the session and the browser.
    pub(crate) async fn quit(self) {
        // The driver's end ends the browser in any case.
        let _ = self.driver.quit().await;
    }

    /// Whose browser this is.
    pub(crate) fn engine(&self) -> Engine {
        self.engine
    }

    /// As new: one empty page, the default settings, nothing in the log.
    pub(crate) async fn reset(&self) {
        let windows =
            self.ok(self.driver.windows().await, "windows are listed");
        for window in windows.iter().skip(1) {
            self.switch_to(window).await;
            self.ok(self.driver.close_window().await, "a window closes");
        }
        self.switch_to(&windows[0]).await;
        self.leave().await;
        self.resize(Viewport::Desktop).await;
        self.scheme.set(Scheme::Light);
        self.motion.set(Motion::Full);
        self.set_preferences().await;
        self.allow_service_workers().await;
        self.errors().await;
    }

    // What a visitor can set.

    /// Gives the page another size.
    pub(crate) async fn resize(&self, viewport: Viewport) {
        let (width, height) = match viewport {
            Viewport::Phone => (390, 844),
            Viewport::Desktop => (1280, 900),
            Viewport::Size(width, height) => (width, height),
        };
        match self.engine {
            Engine::Chromium => {
                let metrics = json!({
                    "width": width,
                    "height": height,
                    "deviceScaleFactor": 1,
                    "mobile": false,
                });
                self.cdp("Emulation.setDeviceMetricsOverride", metrics)
                    .await;
            }
            // Its window cannot be made as narrow as a phone, but what is in
            // the window can.
            Engine::Firefox => {
                let rect =
                    self.driver.set_window_rect(0, 0, width, height + 200);
                self.ok(rect.await, "the window takes a size");
                let size = "const { style } = gBrowser.selectedBrowser;
                    style.flex = 'none';
                    style.minWidth = style.maxWidth = `${arguments[0]}px`;
                    style.minHeight = style.maxHeight = `${arguments[1]}px`;";
                self.chrome(size, &[width.into(), height.into()]).await;
            }
            Engine::WebKit => self.resize_window(width, height).await,
        }
        self.wait_for("the page takes its size", async || {
            (self.size().await == (width, height)).then_some(())
        })
        .await;
    }

    /// Gives the window a size until the page in it has the one that is
    /// wanted: what is around the page, and when it is laid out, is not told.
    /// A page that was not laid out anew would never be, without another size.
    async fn resize_window(&self, width: u32, height: u32) {
        let around = Cell::new((0, 0));
        let nudge = Cell::new(0);
        self.wait_for("the window takes a size", async || {
            let (more, higher) = around.get();
            let rect = self.driver.set_window_rect(
                0,
                0,
                width + more,
                height + higher + nudge.get(),
            );
            self.ok(rect.await, "the window takes a size");
            let outer = "return [outerWidth - innerWidth,
                outerHeight - innerHeight,
                document.documentElement.clientWidth]";
            let outer = self.js(outer, &[]).await;
            let pixels = |index: usize| outer[index].as_u64().unwrap_or(0);
            around.set((pixels(0) as u32, pixels(1) as u32));
            let is_laid_out = pixels(2) <= u64::from(width);
            nudge.set(u32::from(!is_laid_out && nudge.get() == 0));
            let size = self.size().await;
            (size == (width, height) && is_laid_out).then_some(())
        })
        .await;
    }

    /// The size of the page: width, height.
    async fn size(&self) -> (u32, u32) {
        let size = self.js("return [innerWidth, innerHeight]", &[]).await;
        serde_json::from_value(size).expect("two numbers of pixels")
    }

    /// Prefers light or dark.
    pub(crate) async fn prefer(&self, scheme: Scheme) {
        self.scheme.set(scheme);
        self.set_preferences().await;
    }

    /// Prefers more or less motion.
    pub(crate) async fn prefer_motion(&self, motion: Motion) {
        self.motion.set(motion);
        self.set_preferences().await;
    }

    async fn set_preferences(&self) {
        let (scheme, number) = match self.scheme.get() {
            Scheme::Light => ("light", 1),
            Scheme::Dark => ("dark", 0),
        };
        let (motion, reduced) = match self.motion.get() {
            Motion::Full => ("no-preference", 0),
            Motion::Reduced => ("reduce", 1),
        };
        match self.engine {
            Engine::Chromium => {
                let features = json!({ "features": [
                    { "name": "prefers-color-scheme", "value": scheme },
                    { "name": "prefers-reduced-motion", "value": motion },
                ] });
                self.cdp("Emulation.setEmulatedMedia", features).await;
            }
            Engine::Firefox => {
                let name = "layout.css.prefers-color-scheme.content-override";
                self.preference("setIntPref", name, number.into()).await;
                let name = "ui.prefersReducedMotion";
                self.preference("setIntPref", name, reduced.into()).await;
            }
            Engine::WebKit => {
                if self.scheme.get() != Scheme::Light {
                    Lack::Scheme.must_be_asked_for();
                }
                if self.motion.get() != Motion::Full {
                    Lack::Motion.must_be_asked_for();
                }
            }
        }
    }

    /// Switches Service Workers off: in Firefox by its setting, in the others,
    /// which have none, by an origin that is not secure.
    pub(crate) async fn forbid_service_workers(&self) {
        self.set_service_workers(false).await;
    }

    async fn allow_service_workers(&self) {
        self.set_service_workers(true).await;
    }

    async fn set_service_workers(&self, allowed: bool) {
        match self.engine {
            Engine::Chromium | Engine::WebKit => self.insecure.set(!allowed),
            Engine::Firefox => {
                let name = "dom.serviceWorkers.enabled";
                self.preference("setBoolPref", name, allowed.into()).await;
            }
        }
    }

    // What a visitor does.

    /// Follows a link; within one page this changes the address only.
    pub(crate) async fn goto(&self, url: &str) {
        let url = if self.insecure.get() {
            let insecure = match self.engine {
                Engine::WebKit => INSECURE_ADDRESS,
                Engine::Chromium | Engine::Firefox => INSECURE,
            };
            url.replacen("127.0.0.1", insecure, 1)
        } else {
            url.to_owned()
        };
        self.is_left.set(false);
        let result = self.driver.goto(&url).await;
        self.ok(result, &format!("{url} loads"));
    }

    /// Opens a link in an empty page, so that it loads anew.
    pub(crate) async fn open(&self, url: &str) {
        if !self.is_left.get() {
            self.leave().await;
        }
        self.goto(url).await;
    }

    /// Leaves the page for an empty one.
    pub(crate) async fn leave(&self) {
        if self.engine == Engine::Firefox {
            let reported = self.log().await;
            self.reported.borrow_mut().extend(reported);
        }
        self.ok(self.driver.goto("about:blank").await, "the page is left");
        match self.engine {
            Engine::Chromium => {}
            // It may cut off a program that runs as it is left.
            Engine::Firefox => drop(self.log().await),
            // It ends the process of the page, and with it may end a Service
            // Worker for which a page that is opened meanwhile then waits for
            // ever. A pause makes that rarer.
            Engine::WebKit => {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
        self.is_left.set(true);
    }

    /// Reloads the page, as a visitor does.
    ///
    /// Not with WebDriver's own command, which in Firefox is a reload by force.
    pub(crate) async fn reload(&self) {
        let address = self.mark_as_left().await;
        // May fail: the page can be gone before the script has returned.
        let _ = self.try_js("location.reload()", &[]).await;
        self.wait_for_reload(address).await;
    }

    /// Reloads the page past all caches and without its Service Worker, as
    /// Shift and the reload button do.
    pub(crate) async fn reload_by_force(&self) {
        let address = self.mark_as_left().await;
        match self.engine {
            Engine::Chromium => {
                let by_force = json!({ "ignoreCache": true });
                self.cdp("Page.reload", by_force).await;
            }
            Engine::Firefox => {
                self.ok(self.driver.refresh().await, "the page reloads");
            }
            Engine::WebKit => Lack::ReloadByForce.must_be_asked_for(),
        }
        self.wait_for_reload(address).await;
    }

    /// Marks the page for [`Self::wait_for_reload`]; gives its address.
    pub(crate) async fn mark_as_left(&self) -> Value {
        let mark = "document.documentElement.dataset.left = '';
            return location.href;";
        self.js(mark, &[]).await
    }

    /// Whether the page is here without the mark; in a change of process, an
    /// empty page comes in between.
    pub(crate) async fn has_reloaded(&self, address: &Value) -> bool {
        let script = "return document.readyState === 'complete'
            && document.documentElement.dataset.left === undefined
            && location.href === arguments[0]";
        let done = self.try_js(script, std::slice::from_ref(address)).await;
        done == Ok(true.into())
    }

    /// Waits for the page without the mark.
    pub(crate) async fn wait_for_reload(&self, address: Value) {
        self.wait_for("the page has reloaded", async || {
            self.has_reloaded(&address).await.then_some(())
        })
        .await;
    }

    /// The window in use.
    pub(crate) async fn window(&self) -> WindowHandle {
        self.ok(self.driver.window().await, "a window is in use")
    }

    /// Opens a link in another window and goes on in that.
    pub(crate) async fn open_window(&self, url: &str) -> WindowHandle {
        let opened = self.driver.new_tab().await;
        let window = self.ok(opened, "a window opens");
        self.switch_to(&window).await;
        self.goto(url).await;
        window
    }

    /// Goes on in a window that is open.
    pub(crate) async fn switch_to(&self, window: &WindowHandle) {
        self.is_left.set(false);
        let switched = self.driver.switch_to_window(window.clone()).await;
        self.ok(switched, "a window is there");
    }

    /// Presses keys: `"Tab"`, `"a"`, or at once, as in `"Control+Enter"`.
    pub(crate) async fn press(&self, keys: &str) {
        let keys: Vec<char> = keys.split('+').map(key).collect();
        let mut chain = self.driver.action_chain_with_delay(None, None);
        for key in &keys {
            chain = chain.key_down(*key);
        }
        for key in keys.iter().rev() {
            chain = chain.key_up(*key);
        }
        self.ok(chain.perform().await, "keys are pressed");
    }

    /// Presses the flag of a range, which stands at this share of its width and
    /// is as wide as it is high, and drags it by another share.
    pub(crate) async fn drag(&self, range: &WebElement, at: f64, by: f64) {
        // WebKit's driver takes it for nothing that can be pressed, since only
        // its flag can.
        let script = "const [range] = arguments;
            range.scrollIntoView({ block: 'center' });
            const { left, top, width, height } = range.getBoundingClientRect();
            return [left, top, width, height]";
        let range = range.to_json().expect("an element is an argument");
        let rect = self.js(script, &[range]).await;
        let [left, top, width, height]: [f64; 4] =
            serde_json::from_value(rect).expect("four numbers");
        let x = left + height / 2.0 + at * (width - height);
        let y = top + height / 2.0;
        let chain = self.driver.action_chain_with_delay(None, None);
        let dragged = chain
            .move_to(x as i64, y as i64)
            .click_and_hold()
            .move_by_offset((width * by) as i64, 0)
            .release()
            .perform()
            .await;
        self.ok(dragged, "the flag is dragged");
    }

    /// Presses a button twice, as quickly as a double click is.
    pub(crate) async fn double_click(&self, name: &str) {
        let button = self.named("button", name).await;
        let chain = self.driver.action_chain_with_delay(None, None);
        let pressed = chain.double_click_element(&button).perform().await;
        self.ok(pressed, "the button is pressed twice");
    }

    /// Goes into the first frame of the page.
    pub(crate) async fn enter_frame(&self) {
        self.find("iframe").await;
        let entered = self.driver.enter_frame(0).await;
        self.ok(entered, "the page has a frame");
    }

    /// Goes back from a frame to the page around it.
    pub(crate) async fn leave_frame(&self) {
        let left = self.driver.enter_default_frame().await;
        self.ok(left, "there is a page around the frame");
    }

    /// Types a text into what has the focus.
    pub(crate) async fn write(&self, text: &str) {
        let chain = self.driver.action_chain_with_delay(None, None);
        let typed = chain.send_keys(text).perform().await;
        self.ok(typed, "text is typed");
    }

    // What can be seen.

    /// The first element of a CSS selector, once there is one.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        self.wait_for(&format!("there is {css}"), async || {
            self.driver.find(By::Css(css)).await.ok()
        })
        .await
    }

    /// The first element of an XPath, once there is one.
    pub(crate) async fn find_xpath(&self, path: &str) -> WebElement {
        self.wait_for(&format!("there is {path}"), async || {
            self.driver.find(By::XPath(path)).await.ok()
        })
        .await
    }

    /// How many elements a CSS selector has now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let count = self.js(script, &[css.into()]).await;
        count.as_u64().expect("a count is a number") as usize
    }

    /// The value of a script, which may await and has `arguments`.
    ///
    /// A script that throws runs again until [`PATIENCE`] is at its end: what
    /// it looks for may not be there yet, as with [`Self::find`].
    pub(crate) async fn js(&self, script: &str, arguments: &[Value]) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.try_js(script, arguments).await {
                Err(error)
                    if error.contains("javascript error")
                        && Instant::now() < deadline =>
                {
                    tokio::time::sleep(POLL).await;
                }
                ran => {
                    return self
                        .ok(ran, &format!("this script runs: {script}"));
                }
            }
        }
    }

    /// Like [`Self::js`]; an exception is an error.
    pub(crate) async fn try_js(
        &self,
        script: &str,
        arguments: &[Value],
    ) -> Result<Value, String> {
        let script = format!(
            "return (async function () {{ {script} }}).apply(null, arguments);"
        );
        let ran = self.driver.execute(script, arguments.to_vec()).await;
        ran.map(|ran| ran.json().clone())
            .map_err(|it| it.to_string())
    }

    /// Asserts that what is seen comes to equal `expected`: what a page draws
    /// follows with a frame of its own.
    pub(crate) async fn comes_to<
        T: fmt::Debug + PartialEq<E>,
        E: fmt::Debug,
    >(
        &self,
        expected: E,
        seen: impl AsyncFn() -> T,
    ) {
        let deadline = Instant::now() + PATIENCE;
        let mut last = seen().await;
        while last != expected && Instant::now() < deadline {
            tokio::time::sleep(POLL).await;
            last = seen().await;
        }
        assert_eq!(last, expected, "{}", self.engine);
    }

    /// Waits until a condition has a value; [`PATIENCE`] is the deadline.
    pub(crate) async fn wait_for<T>(
        &self,
        what: &str,
        condition: impl AsyncFn() -> Option<T>,
    ) -> T {
        self.wait_within(PATIENCE, what, condition).await
    }

    /// Waits until a condition has a value, and panics with `what` did not
    /// come about when `patience` is at its end.
    pub(crate) async fn wait_within<T>(
        &self,
        patience: Duration,
        what: &str,
        condition: impl AsyncFn() -> Option<T>,
    ) -> T {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            if Instant::now() >= deadline {
                let Self { engine, .. } = self;
                let said = self.said().await;
                panic!("{engine}: not within {patience:?}: {what}; {said}");
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// What the page says of itself, for whoever looks into a failure.
    async fn said(&self) -> String {
        let script = "const all = document.querySelectorAll(
              '[role=status], [role=alert], #boot');
            return Array.from(all, (it) => it.innerText.trim()).join(' | ')";
        match self.try_js(script, &[]).await {
            Ok(said) => format!("the page says {said}"),
            Err(error) => format!("the page does not answer: {error}"),
        }
    }

    /// Saves a picture of what is in view.
    pub(crate) async fn screenshot(&self, path: &Path) {
        self.ok(self.driver.screenshot(path).await, "a picture is taken");
    }

    /// What the browser has reported since the last call: uncaught errors,
    /// failed loads, blocked by policy; in Chromium also `console.error`.
    pub(crate) async fn errors(&self) -> Vec<String> {
        let mut errors = self.reported.take();
        errors.extend(self.log().await);
        errors
    }

    /// Those of [`Self::errors`] which report what the page's Content Security
    /// Policy has blocked.
    pub(crate) async fn violations(&self) -> Vec<String> {
        let mut log = self.errors().await;
        log.retain(|line| {
            line.contains("Content Security Policy")
                || line.contains("Content-Security-Policy")
        });
        log
    }

    async fn log(&self) -> Vec<String> {
        match self.engine {
            Engine::Chromium => {
                let log = self.driver.browser_log().await;
                let log: Vec<BrowserLogEntry> = self.ok(log, "the log is read");
                log.into_iter()
                    .filter(|entry| entry.level == "SEVERE")
                    .map(|entry| entry.message)
                    .collect()
            }
            Engine::Firefox => {
                let read = "const found = [];
                    for (const message of Services.console.getMessageArray()) {
                      if (!(message instanceof Ci.nsIScriptError)) continue;
                      if (message.flags !== 0) continue; // A warning.
                      if (!message.sourceName.startsWith('http')) continue;
                      // What it says of every body that a Service Worker
                      // streams and a page gives up.
                      if (message.errorMessage.startsWith('Failed to load ‘’')) continue;
                      const { sourceName, lineNumber, errorMessage } = message;
                      found.push(`${sourceName}:${lineNumber} ${errorMessage}`);
                    }
                    Services.console.reset();
                    return found;";
                let found = self.chrome(read, &[]).await;
                serde_json::from_value(found).expect("a list of texts")
            }
            Engine::WebKit => {
                let read = "return window.reported?.splice(0) ?? []";
                let found = self.js(read, &[]).await;
                serde_json::from_value(found).expect("a list of texts")
            }
        }
    }

    // What is particular to an engine.

    async fn preference(&self, setter: &str, name: &str, value: Value) {
        let set = "Services.prefs[arguments[0]](arguments[1], arguments[2]);";
        self.chrome(set, &[setter.into(), name.into(), value]).await;
    }

    /// Sends Chromium a command of its DevTools protocol.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("goog/cdp/execute", body).await
    }

    /// What Chromium counts of the page, its rubbish collected, by the names of
    /// its developer tools: `JSHeapUsedSize` for one.
    pub(crate) async fn counts(&self) -> BTreeMap<String, f64> {
        self.cdp("Performance.enable", json!({})).await;
        self.cdp("HeapProfiler.collectGarbage", json!({})).await;
        let counted = self.cdp("Performance.getMetrics", json!({})).await;
        let counted = counted["metrics"].as_array().into_iter().flatten();
        let named = counted.map(|it| {
            let name = it["name"].as_str().unwrap_or_default();
            (name.to_owned(), it["value"].as_f64().unwrap_or(f64::NAN))
        });
        named.collect()
    }

    /// What the developer tools have recorded since the last call: the events
    /// of their protocol, each with `method` and `params`.
    pub(crate) async fn recorded(&self) -> Vec<Value> {
        let log = json!({ "type": "performance" });
        let log = self.post("se/log", log).await;
        let entries = log.as_array().into_iter().flatten();
        let event = |entry: &Value| {
            let text = entry["message"].as_str()?;
            let mut message: Value = serde_json::from_str(text).ok()?;
            Some(message["message"].take())
        };
        entries.filter_map(event).collect()
    }

    /// Runs a script in Firefox's own window in place of the page.
    pub(crate) async fn chrome(
        &self,
        script: &str,
        arguments: &[Value],
    ) -> Value {
        self.post("moz/context", json!({ "context": "chrome" }))
            .await;
        let ran = self.driver.execute(script, arguments.to_vec()).await;
        self.post("moz/context", json!({ "context": "content" }))
            .await;
        self.ok(ran, "a script runs in Firefox itself")
            .json()
            .clone()
    }

    async fn post(&self, path: &'static str, body: Value) -> Value {
        let answer = self.driver.cmd(Post { path, body }).await;
        let answer = self.ok(answer, &format!("{path} is accepted"));
        self.ok(answer.value(), &format!("{path} is answered"))
    }

    fn ok<T, E: fmt::Display>(&self, result: Result<T, E>, what: &str) -> T {
        result.unwrap_or_else(|error| {
            panic!("{}: expected that {what}: {error}", self.engine)
        })
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKit",
        })
    }
}

/// A command that WebDriver itself does not have.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl FormatRequestData for Post {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("session/{session}/{}", self.path);
        RequestData::new(Method::POST, path).add_body(self.body.clone())
    }
}

fn capabilities(engine: Engine) -> Capabilities {
    let capabilities = match engine {
        Engine::Chromium => chromium(),
        Engine::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "args": ["-headless"],
                // When Firefox finds its cache slow, as on a busy machine, it
                // asks the network beside it, and what is tested here as a
                // fact of its cache is one of the machine.
                "prefs": {
                    "app.normandy.enabled": false,
                    "network.http.rcwn.enabled": false,
                    "network.proxy.type": 0,
                },
            },
        }),
        Engine::WebKit => json!({
            "webkitgtk:browserOptions": {
                "binary": minibrowser(),
                "args": ["--automation"],
            },
        }),
    };
    let mut capabilities: Capabilities =
        serde_json::from_value(capabilities).expect("all are objects");
    // Of [`super::Site::encrypted`], which nobody vouches for.
    let accepted = capabilities.set("acceptInsecureCerts", true);
    accepted.expect("a truth is written");
    capabilities
}

fn chromium() -> Value {
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "args": [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-proxy-server",
            format!("--host-resolver-rules=MAP {INSECURE} 127.0.0.1"),
        ] },
    })
}

fn recording() -> Capabilities {
    let mut capabilities = chromium();
    capabilities["goog:loggingPrefs"]["performance"] = "ALL".into();
    let categories = "devtools.timeline,disabled-by-default-devtools.timeline,\
        disabled-by-default-devtools.timeline.frame";
    capabilities["goog:chromeOptions"]["perfLoggingPrefs"] =
        json!({ "traceCategories": categories });
    serde_json::from_value(capabilities).expect("it is an object")
}

fn key(name: &str) -> char {
    match name {
        "Alt" => Key::Alt.value(),
        "ArrowDown" => Key::Down.value(),
        "ArrowLeft" => Key::Left.value(),
        "ArrowRight" => Key::Right.value(),
        "ArrowUp" => Key::Up.value(),
        "Backspace" => Key::Backspace.value(),
        "Control" => Key::Control.value(),
        "Delete" => Key::Delete.value(),
        "End" => Key::End.value(),
        "Enter" => Key::Enter.value(),
        "Escape" => Key::Escape.value(),
        "Home" => Key::Home.value(),
        "Meta" => Key::Meta.value(),
        "PageDown" => Key::PageDown.value(),
        "PageUp" => Key::PageUp.value(),
        "Shift" => Key::Shift.value(),
        "Space" => ' ',
        "Tab" => Key::Tab.value(),
        // A plus sign splits into nothing.
        "" => '+',
        other => {
            let mut characters = other.chars();
            match (characters.next(), characters.next()) {
                (Some(character), None) => character,
                _ => panic!("{other} is a key"),
            }
        }
    }
}
