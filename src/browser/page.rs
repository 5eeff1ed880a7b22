//! The page's address, its looks, and what kind of browser it is in.

use super::{first, window};
use crate::http::CacheMode;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestInit;

/// The fragment of the address, with its `#`.
#[must_use]
pub fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// Puts `fragment` in the place of the address's own: no event, and no new
/// entry in the history. False if the browser refused, as all do where this
/// comes too often: Chromium and WebKit drop it, with an exception or without.
#[must_use]
pub fn replace_hash(fragment: &str) -> bool {
    if hash() == fragment {
        return true;
    }
    let Ok(history) = window().history() else {
        return false;
    };
    let replaced =
        history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    replaced.is_ok() && hash() == fragment
}

/// Goes to `hash`, as a link does: an entry in the history, and an event.
pub fn go_to(hash: &str) {
    // Only a malformed address is refused.
    let _ = window().location().set_hash(hash);
}

/// Goes to `hash` in the place of where the page is: an event, and no new entry
/// in the history.
pub fn go_instead(hash: &str) {
    // Only a malformed address is refused.
    let _ = window().location().replace(hash);
}

/// The markup within the first element that `selector` selects.
#[must_use]
pub fn markup_of(selector: &str) -> Option<String> {
    Some(first(selector)?.inner_html())
}

/// Whether what is shown until the app takes its place is still there.
#[must_use]
pub fn has_still() -> bool {
    still().is_some()
}

/// Removes what is shown until the app takes its place, if it is there.
pub fn remove_still() {
    if let Some(still) = still() {
        still.remove();
    }
}

fn still() -> Option<web_sys::Element> {
    window().document()?.get_element_by_id("still")
}

/// Loads the page anew, at the same address.
pub fn reload() {
    // Refused for pages inside of others without rights; nothing is lost then.
    let _ = window().location().reload();
}

/// The host of the page and its port; empty for a page from a file.
#[must_use]
pub fn host() -> String {
    window().location().host().unwrap_or_default()
}

/// The address that URLs of the page are relative to.
#[must_use]
pub fn base() -> String {
    let base = window().document().and_then(|it| it.base_uri().ok());
    base.flatten().unwrap_or_default()
}

/// The address of a file that the page's head names, as the build filled it
/// in: in the tag `meta` of that name, under `key`.
#[must_use]
pub fn named_file(meta: &str, key: &str) -> Option<String> {
    let meta = first(&format!("meta[name={meta}]"))?;
    let url = meta.get_attribute(&format!("data-{key}"))?;
    super::fetch::absolute(&url).ok()
}

/// The text of the page's own file at `url`; none if it cannot be had.
pub async fn text_of(url: &str, cache: CacheMode) -> Option<String> {
    let init = RequestInit::new();
    init.set_cache(super::fetch::request_cache(cache));
    let answer = window().fetch_with_str_and_init(url, &init);
    let answer = JsFuture::from(answer).await.ok()?;
    let answer: web_sys::Response = answer.dyn_into().ok()?;
    let text = answer.ok().then(|| answer.text().ok()).flatten()?;
    JsFuture::from(text).await.ok()?.as_string()
}

/// The whole address.
#[must_use]
pub fn address() -> String {
    window().location().href().unwrap_or_default()
}

/// The day that it is at Greenwich, as in `2026-11-27`.
#[must_use]
pub fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.split('T').next().unwrap_or_default().to_owned()
}

/// Copies `text`; false if the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    // Missing where the page did not come by https.
    let navigator = JsValue::from(window().navigator());
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    let written = window().navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}

/// How the page is to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's system does.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

impl Theme {
    /// Its name in the storage and in the style sheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; the system's for any other.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let all = [Self::Light, Self::Dark].into_iter();
        all.into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }

    /// The one that follows when the button is pressed.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// Makes the page look like that.
pub fn set_theme(theme: Theme) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-theme", theme.name());
    }
}

/// Has the style sheet know that the bar of the tour is shown, and which control
/// it asks for, by a word of its own; `None` without a tour.
pub fn show_tour(asks_for: Option<&str>) {
    if let Some(root) = root() {
        let _ = match asks_for {
            Some(word) => root.set_attribute("data-tour", word),
            None => root.remove_attribute("data-tour"),
        };
    }
}

/// The attribute of the root element while the page is shown as in a frame.
const EMBED: &str = "data-embed";

/// Whether the page is shown as in a frame of another.
#[must_use]
pub fn is_embedded() -> bool {
    root().is_some_and(|root| root.has_attribute(EMBED))
}

fn root() -> Option<web_sys::Element> {
    window().document()?.document_element()
}

/// How high the page would be in a frame of its width, in pixels.
#[must_use]
pub fn height_embedded() -> i32 {
    let document = window().document();
    let Some((root, body)) =
        document.and_then(|it| it.document_element().zip(it.body()))
    else {
        return 0;
    };
    let is_embedded = is_embedded();
    let _ = root.set_attribute(EMBED, "");
    let height = body.offset_height();
    if !is_embedded {
        let _ = root.remove_attribute(EMBED);
    }
    height
}

/// Whether the visitor's system asks for little motion.
#[must_use]
pub fn prefers_reduced_motion() -> bool {
    matches_media("(prefers-reduced-motion: reduce)")
}

/// Whether the visitor touches the page first of all, as on a phone.
#[must_use]
pub fn is_touched() -> bool {
    matches_media("(pointer: coarse)")
}

/// Whether the page is so narrow that all of it is in one column, as the style
/// sheets have it too.
#[must_use]
pub fn is_narrow() -> bool {
    matches_media("(width < 52rem)")
}

fn matches_media(query: &str) -> bool {
    let query = window().match_media(query);
    query.ok().flatten().is_some_and(|query| query.matches())
}

/// Whether the page came by https.
#[must_use]
pub fn is_https() -> bool {
    window()
        .location()
        .protocol()
        .is_ok_and(|protocol| protocol == "https:")
}

/// Whether the page is cross-origin isolated.
#[must_use]
pub fn is_isolated() -> bool {
    let isolated =
        js_sys::Reflect::get(&window(), &"crossOriginIsolated".into());
    isolated.is_ok_and(|isolated| isolated.is_truthy())
}

/// What limits or colours the measurements made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// The engine by its browsers' name.
    pub name: &'static str,
    /// Logical processors, as far as the browser tells.
    pub cores: usize,
    /// Whether the page is cross-origin isolated: finer clock, shared memory.
    pub isolated: bool,
    /// The measured step of the clock.
    pub clock_step: Duration,
}

impl Engine {
    /// Finds out; takes some milliseconds, for the clock.
    #[must_use]
    pub fn detect() -> Self {
        let navigator = window().navigator();
        let agent = navigator.user_agent().unwrap_or_default();
        Self {
            name: engine_name(&agent),
            cores: navigator.hardware_concurrency() as usize,
            isolated: is_isolated(),
            clock_step: super::clock::measured_step(),
        }
    }
}

/// Whether the engine is WebKit, for what cannot be found out by asking it.
#[must_use]
pub fn is_webkit() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    engine_name(&agent) == WEBKIT
}

const WEBKIT: &str = "WebKit (Safari)";

/// The engine behind a user agent string. Each engine names the older ones it
/// wants to be mistaken for, hence the order.
fn engine_name(agent: &str) -> &'static str {
    match agent {
        _ if agent.contains("Firefox/") => "Gecko (Firefox)",
        _ if agent.contains("Chrome/") => "Blink (Chromium)",
        _ if agent.contains("AppleWebKit/") => WEBKIT,
        _ => "unknown",
    }
}
