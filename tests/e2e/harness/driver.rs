//! A WebDriver server as a child process. Not the session with its browser.

use super::Engine;
use super::browser::PATIENCE;
use super::server::free_port;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// A running chromedriver, geckodriver or WebKitWebDriver, on a port of its
/// own.
///
/// It ends, with its browsers and their profiles, when this value is dropped,
/// and also when the tests are killed.
pub(crate) struct Driver {
    keeper: Child,
    lifeline: Option<ChildStdin>,
    port: u16,
}

/// Runs a driver for as long as somebody holds the other end of its input,
/// which the system closes however the tests end. Browsers do not end with
/// their driver, but are in its process group.
const KEEPER: &str = r#"
    trap : TERM
    folder=$(mktemp -d)
    TMPDIR=$folder "$@" </dev/null &
    cat >/dev/null
    kill -TERM 0
    wait $!
    sleep 1
    rm -rf "$folder"
    kill -KILL 0
"#;

/// Gives WebKit's browser, which has no headless mode, a screen that is not
/// there, and a profile that ends with it. Its toolbar would keep the window
/// wider than a phone; without a name on the bus, nothing speaks to it.
const ON_A_SCREEN: &str = r#"
    export XDG_CONFIG_HOME="$TMPDIR/config" XDG_DATA_HOME="$TMPDIR/data"
    export XDG_CACHE_HOME="$TMPDIR/cache" NO_AT_BRIDGE=1 GDK_BACKEND=x11
    mkdir -p "$XDG_CONFIG_HOME/gtk-3.0"
    cat >"$XDG_CONFIG_HOME/gtk-3.0/gtk.css" <<'END'
      window * {
        min-width: 0; min-height: 0; padding: 0; margin: 0;
        border-width: 0; font-size: 1px;
      }
      window image { -gtk-icon-source: none; }
END
    mkfifo "$TMPDIR/display"
    Xvfb -displayfd 3 -nolisten tcp -screen 0 1920x1600x24 \
      3>"$TMPDIR/display" >/dev/null 2>&1 &
    read -r display <"$TMPDIR/display" || exit 1
    DISPLAY=:$display exec "$@"
"#;

impl Driver {
    /// Starts the driver of an engine; waits until it listens.
    pub(crate) fn start(engine: Engine) -> Self {
        match engine {
            Engine::Chromium => {
                Self::start_telling(&[&chromedriver(), "--port=0"])
            }
            // System access lets the tests read Firefox's own console, which
            // is where it reports what a policy has blocked.
            Engine::Firefox => Self::start_telling(&[
                &geckodriver(),
                "--port=0",
                "--websocket-port=0",
                "--allow-system-access",
            ]),
            Engine::WebKit => {
                let port = free_port();
                Self::start_on(
                    port,
                    &[
                        "sh",
                        "-c",
                        ON_A_SCREEN,
                        "screen",
                        &webkitdriver(),
                        &format!("--port={port}"),
                    ],
                )
            }
        }
    }

    /// Starts a driver that tells which port it has taken.
    fn start_telling(command: &[&str]) -> Self {
        let mut keeper = keep(command, Stdio::piped());
        let lifeline = keeper.stdin.take();
        let output = keeper.stdout.take().expect("its output is a pipe");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port_in(&line));
        let port = port.unwrap_or_else(|| panic!("{} starts", command[0]));
        // Read on, so that the driver never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            keeper,
            lifeline,
            port,
        }
    }

    /// Starts a driver that has to be told its port, and says nothing.
    fn start_on(port: u16, command: &[&str]) -> Self {
        let mut keeper = keep(command, Stdio::null());
        let driver = Self {
            lifeline: keeper.stdin.take(),
            keeper,
            port,
        };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                Instant::now() < deadline,
                "WebKitWebDriver listens; it and Xvfb are installed"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        driver
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.lifeline.take());
        // The keeper ends by its own hand; only its status is collected.
        let _ = self.keeper.wait();
    }
}

fn keep(command: &[&str], output: Stdio) -> Child {
    Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .args(command)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(output)
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts")
}

fn chromedriver() -> String {
    std::env::var("CHROMEDRIVER").unwrap_or("chromedriver".to_owned())
}

fn geckodriver() -> String {
    std::env::var("GECKODRIVER").unwrap_or("geckodriver".to_owned())
}

fn webkitdriver() -> String {
    std::env::var("WEBKITDRIVER").unwrap_or("WebKitWebDriver".to_owned())
}

/// WebKit's own browser, which is on no PATH.
pub(super) fn minibrowser() -> String {
    if let Ok(path) = std::env::var("MINIBROWSER") {
        return path;
    }
    let folders = std::fs::read_dir("/usr/lib").into_iter().flatten();
    let paths = folders.flatten().map(|it| it.path());
    let paths = paths.map(|it| it.join("webkit2gtk-4.1/MiniBrowser"));
    let path = paths.into_iter().find(|it| it.exists());
    let path = path.expect("MiniBrowser of libwebkit2gtk-4.1-0 is installed");
    path.to_string_lossy().into_owned()
}

/// The port in "… was started successfully on port 4444." and in
/// "… Listening on 127.0.0.1:4444".
fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line
        .split_once("successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    port.trim_end_matches('.').parse().ok()
}
