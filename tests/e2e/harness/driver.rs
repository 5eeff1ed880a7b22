//! A WebDriver server as a child process. Not the session with its browser.

use super::Engine;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A running chromedriver or geckodriver, on a port of its own choice.
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

impl Driver {
    /// Starts the driver of an engine; waits until it listens.
    pub(crate) fn start(engine: Engine) -> Self {
        let (program, arguments) = match engine {
            Engine::Chromium => (chromedriver(), vec!["--port=0"]),
            Engine::Firefox => {
                // System access lets the tests read Firefox's own console,
                // which is where it reports what a policy has blocked.
                let system = "--allow-system-access";
                let ports = ["--port=0", "--websocket-port=0"];
                (geckodriver(), [&ports[..], &[system]].concat())
            }
        };
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper", &program])
            .args(arguments)
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let lifeline = keeper.stdin.take();
        let output = keeper.stdout.take().expect("its output is a pipe");
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let port = lines.find_map(|line| port_in(&line));
        let port = port.unwrap_or_else(|| panic!("{program} starts"));
        // Read on, so that the driver never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            keeper,
            lifeline,
            port,
        }
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

fn chromedriver() -> String {
    std::env::var("CHROMEDRIVER").unwrap_or("chromedriver".to_owned())
}

fn geckodriver() -> String {
    const OURS: &str = ".tools/bin/geckodriver";
    std::env::var("GECKODRIVER").unwrap_or_else(|_| {
        let ours = Path::new(OURS).exists();
        if ours { OURS } else { "geckodriver" }.to_owned()
    })
}

/// The port in "… was started successfully on port 4444." and in
/// "… Listening on 127.0.0.1:4444".
fn port_in(line: &str) -> Option<u16> {
    let (_, port) = line
        .split_once("successfully on port ")
        .or_else(|| line.split_once("Listening on 127.0.0.1:"))?;
    port.trim_end_matches('.').parse().ok()
}
