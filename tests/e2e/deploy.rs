//! The site behind the web server of the container, by its own configuration:
//! types, cache rules, compression, headers.

use crate::harness::Deployment;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// nginx on a port of its own, serving what was built.
struct Nginx {
    process: Child,
    port: u16,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its own process: what it has started ends with it.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Nginx {
    /// None where it is not installed.
    fn start() -> Option<Self> {
        let places =
            ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"];
        let program = places.iter().find(|it| Path::new(it).exists())?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nginx");
        let site = folder.join("site");
        let built = Deployment::built();
        for name in built.names() {
            write(&site.join(name), built.bytes(name));
        }
        let free = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|it| it.local_addr())
            .expect("a port of this machine is free");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = root.join("docs/deploy/nginx.conf");
        let text = std::fs::read_to_string(path).expect("it is there");
        let text = text
            .replace("/tmp/", &format!("{}/", folder.display()))
            .replace("listen 8080;", &format!("listen {free};"))
            .replace(
                "root /srv/meanwhile;",
                &format!("root {};", site.display()),
            )
            // One process, so that its end is the end.
            .replace(
                "worker_processes auto;",
                "daemon off; master_process off;",
            );
        let configuration = folder.join("nginx.conf");
        write(&configuration, text.as_bytes());
        let process = Command::new(program)
            .arg("-c")
            .arg(&configuration)
            .arg("-e")
            .arg("stderr")
            .spawn()
            .expect("nginx starts");
        let port = free.port();
        let nginx = Self { process, port };
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "nginx listens");
            std::thread::yield_now();
        }
        Some(nginx)
    }

    fn get(&self, path: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))
            .expect("nginx takes connections");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Accept-Encoding: gzip\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it is answered");
        let text = String::from_utf8_lossy(&bytes);
        let (head, _) = text.split_once("\r\n\r\n").expect("a head ends");
        let mut lines = head.lines();
        let first = lines.next().expect("an answer has a first line");
        let status = first.split(' ').nth(1).and_then(|it| it.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        Answer {
            status: status.expect("an answer has a status"),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
        }
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn write(path: &PathBuf, bytes: &[u8]) {
    let folder = path.parent().expect("a file is in a folder");
    std::fs::create_dir_all(folder).expect("a folder can be made");
    std::fs::write(path, bytes).expect("a file can be written");
}

#[test]
fn the_containers_server_sends_what_the_page_needs() {
    let Some(nginx) = Nginx::start() else {
        eprintln!("left out: nginx is not installed (Debian: nginx-light)");
        return;
    };
    let built = Deployment::built();
    let names = built.names().map(|name| format!("/{name}"));
    for path in names.chain(["/".to_owned()]) {
        // Shown for what is not there, and not by itself.
        if path == "/404.html" {
            continue;
        }
        let answer = nginx.get(&path);
        assert_eq!(answer.status, 200, "{path}");
        let extension = path.rsplit_once('.').map_or("html", |(_, it)| it);
        let (kind, is_compressed) = match extension {
            "html" => ("text/html; charset=utf-8", true),
            "css" => ("text/css; charset=utf-8", true),
            "js" => ("text/javascript; charset=utf-8", true),
            "wasm" => ("application/wasm", true),
            "svg" => ("image/svg+xml; charset=utf-8", false),
            "webmanifest" => ("application/manifest+json; charset=utf-8", true),
            "png" => ("image/png", false),
            "txt" => ("text/plain; charset=utf-8", true),
            other => panic!("{path}: .{other} has a type"),
        };
        assert_eq!(answer.header("content-type"), kind, "{path}");
        // The smallest files are left as they are.
        if is_compressed && built_len(&built, &path) > 512 {
            assert_eq!(answer.header("content-encoding"), "gzip", "{path}");
        }
        let is_kept = is_named_by_content(&path);
        let cache = answer.header("cache-control");
        assert_eq!(cache.contains("immutable"), is_kept, "{path}: {cache}");
        assert_eq!(cache == "no-cache", !is_kept, "{path}: {cache}");
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "credentialless"),
            ("cross-origin-resource-policy", "same-origin"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        let permissions = answer.header("permissions-policy");
        assert!(permissions.contains("camera=()"), "{path}: {permissions}");
    }
    let missing = nginx.get("/app-0123456789abcdef.js");
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "");
    assert_eq!(missing.header("content-type"), "text/html; charset=utf-8");
}

fn built_len(built: &Deployment, path: &str) -> usize {
    match &path[1..] {
        "" => built.bytes("index.html").len(),
        name => built.bytes(name).len(),
    }
}

/// Whether a file has another name once it has other content.
fn is_named_by_content(path: &str) -> bool {
    let fixed = [
        "/",
        "/index.html",
        "/sw.js",
        "/manifest.webmanifest",
        "/card.png",
    ];
    !fixed.contains(&path) && !path.starts_with("/icon-")
        || path.ends_with(".svg")
}
