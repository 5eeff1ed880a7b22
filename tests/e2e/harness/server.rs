//! An HTTP server that can be taken away at once. Not what it answers.

use axum::Router;
use axum::serve::{Listener, ListenerExt};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// A server on a port of this machine; dropping it closes every connection.
///
/// It has a runtime of its own, because ending that is the one way to cut
/// connections that are idle or in the middle of an answer.
pub(crate) struct Server {
    runtime: Option<Runtime>,
    address: SocketAddr,
}

impl Server {
    /// Serves `router` on a port that no other server of this process has had,
    /// so that a browser keeps nothing for its origin.
    pub(crate) fn start<L, W>(router: Router, wrap: W) -> Self
    where
        L: Listener<Addr = SocketAddr>,
        W: FnOnce(TcpListener) -> L,
    {
        Self::serve(listen_anew(), router, wrap)
    }

    /// Serves again where a server was that is gone.
    pub(crate) fn start_at<L, W>(port: u16, router: Router, wrap: W) -> Self
    where
        L: Listener<Addr = SocketAddr>,
        W: FnOnce(TcpListener) -> L,
    {
        Self::serve(listen(port), router, wrap)
    }

    fn serve<L, W>(
        listener: std::net::TcpListener,
        router: Router,
        wrap: W,
    ) -> Self
    where
        L: Listener<Addr = SocketAddr>,
        W: FnOnce(TcpListener) -> L,
    {
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
            let serving = axum::serve(wrap(listener), router);
            runtime.spawn(async { serving.await });
        }
        Self {
            runtime: Some(runtime),
            address,
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it; when this is done, its port refuses connections.
    pub(crate) async fn stop(mut self) {
        let Some(runtime) = self.runtime.take() else {
            return;
        };
        tokio::task::spawn_blocking(move || {
            runtime.shutdown_timeout(Duration::from_secs(5));
        })
        .await
        .expect("the server ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A port that no other server of this process has had.
pub(super) fn listen_anew() -> std::net::TcpListener {
    static HAD: LazyLock<Mutex<HashSet<u16>>> = LazyLock::new(Mutex::default);
    let mut had = HAD.lock().unwrap_or_else(PoisonError::into_inner);
    let mut tried = Vec::new();
    loop {
        let listener = listen(0);
        if had.insert(port_of(&listener)) {
            return listener;
        }
        // Kept open meanwhile, or the same port might be offered again.
        tried.push(listener);
    }
}

fn listen(port: u16) -> std::net::TcpListener {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port))
        .expect("a port of this machine is free");
    listener
        .set_nonblocking(true)
        .expect("a socket can be made non-blocking");
    listener
}

fn port_of(listener: &std::net::TcpListener) -> u16 {
    listener
        .local_addr()
        .expect("a listening socket has an address")
        .port()
}

/// A port on which nothing listens, for a program that has to be told one.
pub(crate) fn free_port() -> u16 {
    port_of(&listen_anew())
}

/// The address of a port that refuses connections.
pub(crate) fn refusing() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], free_port()))
}

/// A listener whose connections are encrypted, under a certificate that it
/// gives itself: browsers take that here, and nowhere else.
pub(crate) struct Encrypted {
    address: SocketAddr,
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
}

impl Encrypted {
    /// Takes what `listener` accepts; must be called within a runtime.
    pub(crate) fn wrap(listener: TcpListener) -> Self {
        let address = listener.local_addr().expect("a socket has an address");
        let (ended, ready) = mpsc::channel(64);
        let acceptor = TlsAcceptor::from(Arc::new(certified()));
        tokio::spawn(async move {
            while let Ok((stream, from)) = listener.accept().await {
                let (acceptor, ended) = (acceptor.clone(), ended.clone());
                // None waits for another's greeting.
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = ended.send((stream, from)).await;
                    }
                });
            }
        });
        Self { address, ready }
    }
}

fn certified() -> ServerConfig {
    let names = ["127.0.0.1".to_owned()];
    let own = rcgen::generate_simple_self_signed(names)
        .expect("an address can have a certificate");
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der())
        .expect("the key is one");
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("it has protocols")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("the key is the certificate's")
}

impl Listener for Encrypted {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// A listener whose answers are not held back to fill a packet.
pub(crate) fn at_once(
    listener: TcpListener,
) -> impl Listener<Io = TcpStream, Addr = SocketAddr> {
    listener.tap_io(|stream| {
        stream.set_nodelay(true).expect("a socket can be set up");
    })
}
