//! The built page on a static host. Not how the page behaves there.

use super::server::{Encrypted, Server, at_once};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The files of one deployment, by their path below the page.
#[derive(Clone, Default)]
pub(crate) struct Deployment(BTreeMap<String, Vec<u8>>);

impl Deployment {
    /// What the build wrote to the folder that `MEANWHILE_DIST` names, or else
    /// to `dist`.
    pub(crate) fn built() -> Self {
        static BUILT: LazyLock<Deployment> = LazyLock::new(|| {
            let folder = std::env::var_os("MEANWHILE_DIST")
                .map_or_else(|| PathBuf::from("dist"), PathBuf::from);
            let mut built = Deployment::default();
            built.add_folder(&folder, "");
            assert!(
                built.0.contains_key("index.html"),
                "the page is built before it is tested: no index.html in {}",
                folder.display()
            );
            built
        });
        BUILT.clone()
    }

    /// The same with a spy in it, which counts what should not be left behind:
    /// workers, frames, timers, and wasm memory.
    pub(crate) fn spied() -> Self {
        let built = Self::built();
        let script = "<script src=\"./spy.js\"></script><title>";
        let index = built.text("index.html").replacen("<title>", script, 1);
        built
            .with("index.html", index)
            .with("spy.js", include_str!("../spy.js"))
    }

    fn add_folder(&mut self, folder: &Path, prefix: &str) {
        let entries = std::fs::read_dir(folder).unwrap_or_else(|error| {
            panic!("{} can be read: {error}", folder.display())
        });
        for entry in entries {
            let path = entry.expect("a folder lists its entries").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{prefix}{name}");
            if path.is_dir() {
                self.add_folder(&path, &format!("{name}/"));
            } else {
                let bytes = std::fs::read(&path).expect("a file can be read");
                self.0.insert(name, bytes);
            }
        }
    }

    /// The paths of its files.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A file that is there.
    pub(crate) fn bytes(&self, name: &str) -> &[u8] {
        let bytes = self.0.get(name);
        bytes.unwrap_or_else(|| panic!("{name} is deployed"))
    }

    /// The text of a file that is there.
    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name)).into_owned()
    }

    /// The same with a file added or replaced.
    pub(crate) fn with(mut self, name: &str, file: impl Into<Vec<u8>>) -> Self {
        self.0.insert(name.to_owned(), file.into());
        self
    }

    /// The same with a file missing.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }
}

/// Whether the host sends the headers that isolate a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Headers {
    /// As the page asks for.
    Isolating,
    /// As most static hosts are.
    Plain,
    /// The same, and any origin may read its files, as at some hosts of pages.
    Open,
}

/// A static host of the page, at an address of its own.
pub(crate) struct Site {
    host: Arc<Host>,
    scheme: &'static str,
    port: u16,
    server: Option<Server>,
}

struct Host {
    headers: Headers,
    path: String,
    deployed: Mutex<Deployment>,
    asked: Mutex<Vec<String>>,
    hangs: AtomicBool,
    /// A part of the paths that wait for their answers.
    held: watch::Sender<Option<&'static str>>,
}

impl Site {
    /// Serves the built page at the root, with the isolating headers.
    pub(crate) fn start() -> Self {
        Self::host(Deployment::built(), Headers::Isolating, "/")
    }

    /// Serves a deployment below `path`, which begins and ends with a slash.
    pub(crate) fn host(
        deployed: Deployment,
        headers: Headers,
        path: &str,
    ) -> Self {
        let host = Host::of(deployed, headers, path);
        let server = Server::start(router(&host), at_once);
        Self::served(host, "http", server)
    }

    /// The same as [`Self::start`] by https.
    pub(crate) fn encrypted() -> Self {
        let host = Host::of(Deployment::built(), Headers::Isolating, "/");
        let server = Server::start(router(&host), Encrypted::wrap);
        Self::served(host, "https", server)
    }

    fn served(host: Arc<Host>, scheme: &'static str, server: Server) -> Self {
        Self {
            host,
            scheme,
            port: server.address().port(),
            server: Some(server),
        }
    }

    /// The address of the page, with what follows it (`#/crawl?…`, `delay/1`).
    pub(crate) fn url(&self, rest: &str) -> String {
        let Self { scheme, port, .. } = self;
        format!("{scheme}://127.0.0.1:{port}{}{rest}", self.host.path)
    }

    /// Replaces all files at once, as a new release does.
    pub(crate) fn deploy(&self, deployment: Deployment) {
        *lock(&self.host.deployed) = deployment;
    }

    /// The paths asked of the host so far, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        lock(&self.host.asked).clone()
    }

    /// From now on accepts requests and never answers them.
    pub(crate) fn hang(&self) {
        self.host.hangs.store(true, Ordering::Relaxed);
    }

    /// Keeps back the answers to all paths with this part, until it is told to
    /// keep back none.
    pub(crate) fn hold(&self, part: Option<&'static str>) {
        self.host.held.send_replace(part);
    }

    /// Takes the host away: its port refuses connections from now on.
    pub(crate) async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Brings the host back to where it was, by plain http.
    pub(crate) fn come_back(&mut self) {
        let router = router(&self.host);
        self.server = Some(Server::start_at(self.port, router, at_once));
    }
}

impl Host {
    fn of(deployed: Deployment, headers: Headers, path: &str) -> Arc<Self> {
        Arc::new(Self {
            headers,
            path: path.to_owned(),
            deployed: Mutex::new(deployed),
            asked: Mutex::default(),
            hangs: AtomicBool::new(false),
            held: watch::Sender::new(None),
        })
    }
}

fn router(host: &Arc<Host>) -> Router {
    Router::new().fallback(serve).with_state(Arc::clone(host))
}

/// Goes in front of a page for WebKit, whose errors no driver reports: it keeps
/// them in the page. It stands before the page's own policy and is not bound by
/// it.
const REPORTER: &str = "<script>
    window.reported = [];
    const report = (...texts) => window.reported.push(texts.join(' '));
    addEventListener('error', (event) => {
      const { filename, lineno, message, target } = event;
      if (message !== undefined) report(`${filename}:${lineno}`, message);
      else report('Failed to load', target.src ?? target.href);
    }, true);
    addEventListener('unhandledrejection', (event) =>
      report('Unhandled rejection:', event.reason));
    addEventListener('securitypolicyviolation', (event) =>
      report('Content Security Policy:', event.violatedDirective, event.blockedURI));
    const { error } = console;
    console.error = (...all) => { report(...all); error.apply(console, all); };
  </script>";

/// Whether it is WebKit that asks: what others call themselves has its name
/// too.
fn is_webkit(request: &Request) -> bool {
    let agent = request.headers().get(header::USER_AGENT);
    let agent = agent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    agent.contains("AppleWebKit") && !agent.contains("Chrome")
}

/// The page with [`REPORTER`] behind its first tag, the document's type.
fn with_reporter(page: &[u8]) -> Vec<u8> {
    let start = page
        .iter()
        .position(|it| *it == b'>')
        .map_or(0, |it| it + 1);
    [&page[..start], REPORTER.as_bytes(), &page[start..]].concat()
}

/// Answers as a static host does: an `ETag`, and ten minutes in which a browser
/// may use what it has without asking.
async fn serve(State(host): State<Arc<Host>>, request: Request) -> Response {
    let path = request.uri().path();
    lock(&host.asked).push(path.to_owned());
    if host.hangs.load(Ordering::Relaxed) {
        std::future::pending::<()>().await;
    }
    let goes_on =
        |held: &Option<&str>| !held.is_some_and(|part| path.contains(part));
    let mut held = host.held.subscribe();
    held.wait_for(goes_on)
        .await
        .expect("the host has the sender");
    let file = path.strip_prefix(&host.path).map(|file| match file {
        "" => "index.html",
        file => file,
    });
    let deployed = lock(&host.deployed);
    let bytes = file.and_then(|file| deployed.0.get(file));
    let mut response = match (file, bytes) {
        (Some(file), Some(bytes))
            if file.ends_with(".html") && is_webkit(&request) =>
        {
            respond(file, &with_reporter(bytes), &request)
        }
        (Some(file), Some(bytes)) => respond(file, bytes, &request),
        _ => StatusCode::NOT_FOUND.into_response(),
    };
    if host.headers == Headers::Open {
        let anyone = HeaderValue::from_static("*");
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    }
    if host.headers == Headers::Isolating {
        let headers = response.headers_mut();
        headers.insert(
            "cross-origin-opener-policy",
            HeaderValue::from_static("same-origin"),
        );
        headers.insert(
            "cross-origin-embedder-policy",
            HeaderValue::from_static("credentialless"),
        );
    }
    response
}

fn respond(file: &str, bytes: &[u8], request: &Request) -> Response {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let tag = format!("\"{:x}\"", hasher.finish());
    let headers = [
        (header::CONTENT_TYPE, content_type(file).to_owned()),
        (header::CACHE_CONTROL, "max-age=600".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    let known = request.headers().get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, Body::from(bytes.to_vec())).into_response()
}

fn content_type(file: &str) -> &'static str {
    match Path::new(file).extension().and_then(|it| it.to_str()) {
        // A host may answer a folder without its slash.
        Some("html") | None => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
