//! The other origin: a server whose requests are measured, and which remembers
//! each. Not the page's host.

use super::server::{Server, at_once, refusing};
use axum::Router;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::Listener;
use futures::stream::{self, StreamExt};
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A server on an origin of its own, over HTTP/1.1, which lets any page read
/// its answers:
///
/// - `/delay/{s}`: an answer after `s` seconds, with no cap.
/// - `/json`, `/status/{code}`, `/bytes/{n}`: an answer at once.
/// - `/slow-body?ms=&chunks=`: headers at once, then `chunks` pieces of 1,000
///   bytes, `ms` milliseconds before each.
/// - `/redirect/{n}`: `n` redirects, then `/json`. `/redirect-loop`: no end.
/// - `/reset`: the connection is reset before any answer.
/// - `/truncated`: a body that ends before the length it announced.
/// - `/no-cors/delay/{s}`: does not let other origins read it.
/// - `/timing/delay/{s}`: lets other origins see the phases of the request.
pub(crate) struct Api {
    log: Log,
    server: Server,
}

/// The address of a port of this machine that refuses connections.
pub(crate) fn refused() -> String {
    format!("http://{}/", refusing())
}

impl Api {
    /// Starts it on a port that no other has had.
    pub(crate) fn start() -> Self {
        let log = Log::default();
        let resets = log.clone();
        let server = Server::start(router(&log), |listener| Resetting {
            listener: at_once(listener),
            log: resets,
        });
        Self { log, server }
    }

    /// The address of one of its paths, which begins without a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.server.address())
    }

    /// The paths asked for so far that start with `prefix`, in order, with
    /// their queries. All paths start with a slash.
    pub(crate) fn asked(&self, prefix: &str) -> Vec<String> {
        self.log.paths(prefix, Turn::Began)
    }

    /// How many requests below `prefix` have come.
    pub(crate) fn count(&self, prefix: &str) -> usize {
        self.asked(prefix).len()
    }

    /// How many requests below `prefix` were answered to the end.
    pub(crate) fn finished(&self, prefix: &str) -> usize {
        self.log.paths(prefix, Turn::Finished).len()
    }

    /// How many requests below `prefix` were given up by who asked.
    pub(crate) fn abandoned(&self, prefix: &str) -> usize {
        self.log.paths(prefix, Turn::Abandoned).len()
    }

    /// When each request for `path` came and when the last of its answer was
    /// handed over, in milliseconds since 1970; only those that are over.
    pub(crate) fn spans(&self, path: &str) -> Vec<(f64, f64)> {
        let lock = self.log.lock();
        let of = |wanted: Turn| {
            let its = lock
                .iter()
                .filter(move |it| it.path == path && it.turn == wanted);
            its.map(|it| it.at)
        };
        of(Turn::Began).zip(of(Turn::Finished)).collect()
    }

    /// The most requests below `prefix` that were in flight at one time.
    pub(crate) fn most_in_flight(&self, prefix: &str) -> usize {
        let mut now = 0;
        let mut most = 0;
        for entry in self.log.lock().iter() {
            match entry.turn {
                _ if !entry.path.starts_with(prefix) => {}
                Turn::Began => now += 1,
                Turn::Finished | Turn::Abandoned => now -= 1,
            }
            most = most.max(now);
        }
        most
    }

    /// Takes it away: its port refuses connections from now on.
    pub(crate) async fn stop(self) {
        self.server.stop().await;
    }
}

/// What happened to requests, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<Entry>>>);

struct Entry {
    path: String,
    turn: Turn,
    /// In milliseconds since 1970.
    at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Began,
    Finished,
    Abandoned,
}

impl Log {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn paths(&self, prefix: &str, turn: Turn) -> Vec<String> {
        let lock = self.lock();
        let wanted = lock
            .iter()
            .filter(|it| it.turn == turn && it.path.starts_with(prefix));
        wanted.map(|it| it.path.clone()).collect()
    }

    fn note(&self, path: String, turn: Turn, at: f64) {
        self.lock().push(Entry { path, turn, at });
    }

    fn begin(&self, path: &str) -> Visit {
        self.note(path.to_owned(), Turn::Began, now());
        Visit {
            log: self.clone(),
            path: path.to_owned(),
            over: None,
        }
    }
}

/// The milliseconds since 1970.
fn now() -> f64 {
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed();
    since_1970.map_or(0.0, |it| it.as_secs_f64() * 1e3)
}

/// A request in flight: abandoned if it is dropped before it is finished.
struct Visit {
    log: Log,
    path: String,
    /// When the last of its answer was handed over: whoever asked cannot have
    /// had it before.
    over: Option<f64>,
}

impl Visit {
    fn finish(&mut self) {
        self.over = Some(now());
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        let path = std::mem::take(&mut self.path);
        match self.over {
            Some(at) => self.log.note(path, Turn::Finished, at),
            None => self.log.note(path, Turn::Abandoned, now()),
        }
    }
}

fn router(log: &Log) -> Router {
    let readable = Router::new()
        .route("/delay/{s}", get(delay))
        .route("/json", get(|| async { json("json") }))
        .route("/status/{code}", get(status))
        .route("/bytes/{n}", get(bytes))
        .route("/slow-body", get(slow_body))
        .route("/redirect/{n}", get(redirect))
        .route("/redirect-loop", get(|| async { found("/redirect-loop") }))
        .route("/truncated", get(truncated))
        .route(
            "/timing/delay/{s}",
            get(async |path: Path<f64>| {
                ([("timing-allow-origin", "*")], delay(path).await)
            }),
        )
        .layer(middleware::map_response(let_any_page_read));
    Router::new()
        .merge(readable)
        .route("/no-cors/delay/{s}", get(delay))
        .layer(middleware::from_fn_with_state(log.clone(), remember))
}

async fn let_any_page_read(mut response: Response) -> Response {
    let anyone = HeaderValue::from_static("*");
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
    response
}

/// Follows a request until its last byte is handed over, or it is dropped.
async fn remember(
    State(log): State<Log>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path_and_query();
    let mut visit = log.begin(path.map_or("/", |path| path.as_str()));
    let response = next.run(request).await;
    let (parts, body) = response.into_parts();
    if body.is_end_stream() {
        visit.finish();
        return Response::from_parts(parts, body);
    }
    let announced = parts.headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|it| it.to_str().ok()?.parse().ok());
    let rest = announced.or(body.size_hint().exact());
    let mut response = Response::from_parts(parts, Body::empty());
    if let Some(length) = rest {
        // A stream has no length of its own to announce.
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    let answer = Answer {
        body: body.into_data_stream(),
        rest,
        visit,
    };
    *response.body_mut() = Body::from_stream(answer.into_stream());
    response
}

struct Answer {
    body: BodyDataStream,
    /// How many bytes are left, if that was announced: after the last of them
    /// nobody asks for more.
    rest: Option<u64>,
    visit: Visit,
}

impl Answer {
    fn into_stream(
        self,
    ) -> impl futures::Stream<Item = Result<Bytes, axum::Error>> {
        stream::unfold(self, |mut answer| async {
            let piece = answer.body.next().await;
            let length = match &piece {
                Some(Ok(piece)) => piece.len() as u64,
                Some(Err(_)) | None => u64::MAX,
            };
            if let Some(rest) = &mut answer.rest {
                *rest = rest.saturating_sub(length);
            }
            if length == u64::MAX || answer.rest == Some(0) {
                answer.visit.finish();
            }
            Some((piece?, answer))
        })
    }
}

fn json(served: &str) -> Response {
    let body = format!("{{\"served\":\"{served}\"}}\n");
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn delay(Path(seconds): Path<f64>) -> Response {
    let seconds = Duration::try_from_secs_f64(seconds);
    let Ok(seconds) = seconds else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    tokio::time::sleep(seconds).await;
    json("delay")
}

async fn status(Path(code): Path<u16>) -> Response {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
    (code, json("status")).into_response()
}

async fn bytes(Path(mut left): Path<u64>) -> Response {
    const PIECE: u64 = 65536;
    let length = [(header::CONTENT_LENGTH, left)];
    let pieces = std::iter::from_fn(move || {
        let piece = left.min(PIECE);
        left -= piece;
        (piece > 0).then(|| io::Result::Ok(vec![b'*'; piece as usize]))
    });
    let length = length.map(|(name, length)| (name, length.to_string()));
    (length, Body::from_stream(stream::iter(pieces))).into_response()
}

async fn slow_body(Query(asked): Query<HashMap<String, u64>>) -> Response {
    let of = |name, otherwise| asked.get(name).copied().unwrap_or(otherwise);
    let pause = Duration::from_millis(of("ms", 100));
    let pieces = stream::unfold(of("chunks", 10), move |left| async move {
        let left = left.checked_sub(1)?;
        tokio::time::sleep(pause).await;
        Some((io::Result::Ok(vec![b'*'; 1000]), left))
    });
    Body::from_stream(pieces).into_response()
}

async fn redirect(Path(left): Path<u32>) -> Response {
    match left {
        0 | 1 => found("/json"),
        _ => found(&format!("/redirect/{}", left - 1)),
    }
}

fn found(place: &str) -> Response {
    (StatusCode::FOUND, [(header::LOCATION, place)]).into_response()
}

async fn truncated() -> Response {
    let pieces = [Ok("the beginning"), Err(io::Error::other("the end"))];
    let body = Body::from_stream(stream::iter(pieces));
    ([(header::CONTENT_LENGTH, "1000")], body).into_response()
}

/// Accepts connections, and resets each on which `/reset` is asked for.
struct Resetting<L> {
    listener: L,
    log: Log,
}

impl<L> Listener for Resetting<L>
where
    L: Listener<Io = TcpStream, Addr = SocketAddr>,
{
    type Io = Resettable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = self.listener.accept().await;
        let log = self.log.clone();
        (Resettable { stream, log }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

struct Resettable {
    stream: TcpStream,
    log: Log,
}

impl AsyncRead for Resettable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if !buffer.filled()[before..].starts_with(b"GET /reset") {
            return read;
        }
        self.log.begin("/reset").finish();
        // Closing without lingering sends a reset in place of a farewell.
        self.stream.set_zero_linger()?;
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncWrite for Resettable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
