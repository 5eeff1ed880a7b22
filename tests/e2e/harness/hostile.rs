//! A server that answers as no server should, by bytes written by hand. Not
//! what the page should make of it.

use super::server::listen_anew;
use flate2::{Compress, Compression, Crc, FlushCompress};
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};

/// A server on an origin of its own, which lets any page read its answers:
///
/// - `/good`: what a good server would answer.
/// - `/reset-in-body`: the connection is reset in the middle of the body.
/// - `/endless`: a body without end, as fast as it is taken; `/endless-slow`:
///   20 MB a second of it.
/// - `/drip`: a byte a second. `/drip-head`: the same before the body.
/// - `/huge-head`: headers of 1 MB. `/many-heads`: 20,000 of them.
/// - `/redirects/{n}`: `n` redirects.
/// - `/too-short`, `/too-long`: a body that is shorter or longer than the
///   length it announced. `/two-lengths`: it announces two.
/// - `/not-utf-8`: text that is none. `/bomb`: 1 GB of zeros in 1 MB.
///   `/not-gzip`: a body that is not packed as it says.
/// - `/informed`: 100, 102, 103 and 199 before the answer. `/informed-only`:
///   103 without end.
/// - `/odd-type`, `/long-type`: a `Content-Type` of bytes that no media type
///   has, and one of 100,000.
/// - `/never-closed`: all of the body, but no end of it. `/closed-late`: the
///   connection stays open after a body of the announced length.
/// - `/no-http`: another protocol. `/silent`: nothing. `/empty`: the end at
///   once. `/bad-chunks`: a chunk without a length. `/zero-byte`: a header
///   with the byte 0.
pub(crate) struct Hostile {
    runtime: Option<Runtime>,
    address: SocketAddr,
}

impl Hostile {
    /// Starts it on a port that no other has had.
    pub(crate) fn start() -> Self {
        let listener = listen_anew();
        let address = listener
            .local_addr()
            .expect("a listening socket has an address");
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the server starts");
        {
            let _inside = runtime.enter();
            let listener = TcpListener::from_std(listener)
                .expect("the runtime takes the socket");
            runtime.spawn(accept(listener));
        }
        let runtime = Some(runtime);
        Self { runtime, address }
    }

    /// The address of one of its paths, which begins without a slash.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn accept(listener: TcpListener) {
    loop {
        // A connection may be gone before it is accepted.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async {
                // Whoever asked may go away at any time.
                let _ = answer(stream).await;
            });
        }
    }
}

/// Reads the head of a request, and gives its path.
async fn path_asked(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    Ok(path.to_owned())
}

/// The head of a readable answer, with these headers besides.
fn head(status: &str, headers: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nAccess-Control-Allow-Origin: *\r\n\
         Connection: close\r\n{headers}\r\n"
    )
}

/// A whole answer with a body of the announced length.
fn whole(headers: &str, body: &str) -> String {
    let length = format!("Content-Length: {}\r\n{headers}", body.len());
    format!("{}{body}", head("200 OK", &length))
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    const SHORT: &str = "Content-Type: text/plain\r\nContent-Length: 10\r\n";
    stream.set_nodelay(true)?;
    let path = path_asked(&mut stream).await?;
    let (name, argument) = match path[1..].split_once('/') {
        Some((name, argument)) => (name, argument),
        None => (&path[1..], ""),
    };
    let bytes: Vec<u8> = match name {
        "good" => whole("Content-Type: text/plain\r\n", "good").into(),
        "reset-in-body" => {
            // Of another type Firefox may wait for more of it before it tells.
            const BYTES: &str = "Content-Type: application/octet-stream\r\n\
                 Content-Length: 1000\r\n";
            let head = head("200 OK", BYTES);
            let begun = format!("{head}the beginning");
            stream.write_all(begun.as_bytes()).await?;
            // What was sent just before a reset may never be read.
            tokio::time::sleep(Duration::from_millis(300)).await;
            return stream.set_zero_linger();
        }
        "endless" => return endless(&mut stream, Duration::ZERO).await,
        "endless-slow" => {
            return endless(&mut stream, Duration::from_millis(50)).await;
        }
        "drip" => {
            let head = head("200 OK", "Content-Length: 1000\r\n");
            stream.write_all(head.as_bytes()).await?;
            return drip(&mut stream, &[b'*'; 1000]).await;
        }
        "drip-head" => {
            return drip(&mut stream, head("200 OK", "").as_bytes()).await;
        }
        "huge-head" => {
            whole(&format!("X-Huge: {}\r\n", "x".repeat(1 << 20)), "ok").into()
        }
        "many-heads" => {
            whole(&"X-Many: one of them\r\n".repeat(20_000), "ok").into()
        }
        "redirects" => match argument.parse::<u32>() {
            Ok(left) if left > 0 => head(
                "302 Found",
                &format!(
                    "Content-Length: 0\r\nLocation: /redirects/{}\r\n",
                    left - 1
                ),
            )
            .into(),
            _ => whole("", "the end of the redirects").into(),
        },
        "too-short" => {
            [head("200 OK", SHORT), "short".to_owned()].concat().into()
        }
        "too-long" => {
            [head("200 OK", SHORT), "0123456789, and more".to_owned()]
                .concat()
                .into()
        }
        "two-lengths" => {
            let lengths = format!("{SHORT}Content-Length: 20\r\n");
            [head("200 OK", &lengths), "0123456789".to_owned()]
                .concat()
                .into()
        }
        "not-utf-8" => {
            let text = "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 9\r\n";
            let mut answer = head("200 OK", text).into_bytes();
            answer.extend(b"a\xff\xfe\xc0\x80\xed\xa0\x80b");
            answer
        }
        "bomb" => {
            let packed =
                "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n";
            let mut answer = head("200 OK", packed).into_bytes();
            answer.extend_from_slice(&BOMB);
            answer
        }
        "not-gzip" => {
            whole("Content-Encoding: gzip\r\n", "not packed at all").into()
        }
        "informed" => {
            let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n\
                HTTP/1.1 103 Early Hints\r\nLink: </good>; rel=preload; as=fetch\r\n\r\n\
                HTTP/1.1 199 Odd\r\n\r\n";
            format!("{early}{}", whole("", "informed")).into()
        }
        "informed-only" => loop {
            let early = b"HTTP/1.1 103 Early Hints\r\n\r\n";
            stream.write_all(early).await?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        },
        "odd-type" => {
            let mut answer =
                b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\
                Content-Length: 3\r\nConnection: close\r\nContent-Type: "
                    .to_vec();
            answer.extend(
                b"t\xe9xt/\x01<b>\x7f\xff; charset=\"\xf0\x9f\"\r\n\r\nodd",
            );
            answer
        }
        "long-type" => {
            let long =
                format!("Content-Type: text/{}\r\n", "x".repeat(100_000));
            whole(&long, "long").into()
        }
        "never-closed" => {
            let begun = format!("{}all of it", head("200 OK", ""));
            stream.write_all(begun.as_bytes()).await?;
            return pending().await;
        }
        "closed-late" => {
            stream
                .write_all(whole("", "closed late").as_bytes())
                .await?;
            return pending().await;
        }
        "no-http" => b"220 mail.test ESMTP\r\n".to_vec(),
        "silent" => return pending().await,
        "empty" => return Ok(()),
        "bad-chunks" => {
            let chunked = head("200 OK", "Transfer-Encoding: chunked\r\n");
            [chunked, "zz\r\nno length\r\n".to_owned()].concat().into()
        }
        "zero-byte" => whole("X-Zero: a\0b\r\n", "zero").into(),
        _ => head("404 Not Found", "Content-Length: 0\r\n").into(),
    };
    stream.write_all(&bytes).await?;
    stream.shutdown().await?;
    // Closed with something unread, it would be reset.
    while stream.read(&mut [0; 1024]).await? > 0 {}
    Ok(())
}

async fn endless(stream: &mut TcpStream, pause: Duration) -> io::Result<()> {
    stream.write_all(head("200 OK", "").as_bytes()).await?;
    let piece = vec![b'*'; 1 << 20];
    loop {
        stream.write_all(&piece).await?;
        tokio::time::sleep(pause).await;
    }
}

async fn drip(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

/// A gigabyte of zeros, packed: one megabyte, and the bytes that it packs to a
/// thousand times, since they refer to nothing before them.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    const TIMES: u32 = 1000;
    let zeros = vec![0; 1_000_000];
    let mut packer = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(100_000);
    packer
        .compress_vec(&zeros, &mut piece, FlushCompress::Full)
        .expect("zeros can be packed");
    let mut sum = Crc::new();
    sum.update(&zeros);
    let mut all = Crc::new();
    let mut bomb = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
    for _ in 0..TIMES {
        bomb.extend_from_slice(&piece);
        all.combine(&sum);
    }
    // The last block, which is empty.
    bomb.extend(b"\x03\0");
    bomb.extend(all.sum().to_le_bytes());
    bomb.extend((TIMES * 1_000_000).to_le_bytes());
    bomb
});
