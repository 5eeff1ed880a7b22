//! Use without a pause: runs of every lab that are stopped anywhere, left for
//! other labs, gone back from, reloaded. What piles up shows here. Not what any
//! run says.
//!
//! With the tests it takes about a minute; `./dev soak` says how many to
//! take, and `MEANWHILE_SEED` which path.

use crate::harness::{Browser, Deployment, Engine, Headers, Site, run_alone};
use std::env;
use std::time::{Duration, Instant};

/// The first stretch; each is twice as long as the one before.
const FIRST: Duration = Duration::from_secs(8);

/// No stretch begins later, with the tests: there are two.
const SHORT: Duration = Duration::from_secs(50);

/// Setups of every lab that are over within seconds. The last leaves little on
/// the page: there the page is looked at.
const SETUPS: [&str; 12] = [
    "#/crawl?url=delay/0.2&url=delay/0.3&url=json&run=concurrent,promise-all,threads",
    "#/crawl?url=status/503&url=bytes/100000&url=drip&run=limited,spawned&retries=1&timeout=900",
    "#/crawl?url=delay/0.3&run=sequential&repeat=3",
    "#/freeze?length=0.5&run=main,sliced,worker",
    "#/freeze?length=0.5&run=microtask,pool&pool=3&job=mandelbrot",
    "#/tasks",
    "#/tasks?program=starve&executor=ours&order=shuffled",
    "#/race?repeat=2",
    "#/race?run=task-await,messages&repeat=1",
    "#/cost?n=2000&workers=4",
    "#/compare",
    REST,
];

const REST: &str = "#/crawl?url=delay/0&run=concurrent";

/// Crawl keeps the last runs of a visit, and shows a button for each.
const KEPT_RUNS: usize = 20;

#[test]
fn nothing_piles_up_in_chromium() {
    run_alone(Engine::Chromium, module_path!(), nothing_piles_up);
}

/// What the environment says, as a number.
fn number(name: &str) -> Option<f64> {
    let text = env::var(name).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

/// How long all stretches take, and the seed of the path through them: always
/// the same one with the tests.
fn plan() -> (Duration, u64) {
    let minutes = number("MEANWHILE_SOAK");
    let seed = number("MEANWHILE_SEED").map(|it| it as u64);
    let length = minutes.map(|it| Duration::from_secs_f64(it * 60.0));
    let any = || fastrand::Rng::with_seed(since_1970()).u64(0..1_000_000);
    match length {
        Some(length) => (length, seed.unwrap_or_else(any)),
        None => (SHORT, seed.unwrap_or(1)),
    }
}

fn since_1970() -> u64 {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed();
    now.map_or(0, |it| it.as_nanos() as u64)
}

/// What a page at rest holds on to, its rubbish collected.
#[derive(Clone, Copy, Debug)]
struct Held {
    heap: f64,
    wasm: f64,
    nodes: f64,
    listeners: f64,
    documents: f64,
    workers: f64,
    timers: f64,
    cached: f64,
}

impl Held {
    async fn by(browser: &Browser) -> Self {
        let counts = browser.counts().await;
        let of = |name: &str| counts[name];
        let count = "let cached = 0;
            for (const name of await caches.keys())
              cached += (await (await caches.open(name)).keys()).length;
            const { begun, ended, memory, timers } = window.spied;
            return [cached, begun - ended, memory.buffer.byteLength, timers.size];";
        let count = browser.js(count, &[]).await;
        let count: [f64; 4] =
            serde_json::from_value(count).expect("four numbers");
        let [cached, workers, wasm, timers] = count;
        Self {
            heap: of("JSHeapUsedSize"),
            wasm,
            nodes: of("Nodes"),
            listeners: of("JSEventListeners"),
            documents: of("Documents"),
            workers,
            timers,
            cached,
        }
    }

    /// What holds more than `before`, by more than what is different each time.
    fn more_than(&self, before: &Self) -> Vec<&'static str> {
        let grown = [
            ("JavaScript's heap", self.heap > before.heap * 1.3),
            ("wasm memory", self.wasm > before.wasm * 1.5),
            ("nodes", self.nodes > before.nodes * 1.1),
            ("listeners", self.listeners > before.listeners * 1.1),
            ("documents", self.documents > before.documents),
            ("workers", self.workers > before.workers),
            ("timers", self.timers > before.timers),
            ("cached files", self.cached > before.cached),
        ];
        let grown = grown.into_iter().filter(|(_, is_more)| *is_more);
        grown.map(|(name, _)| name).collect()
    }
}

/// Opens a setup and runs it.
async fn begin(browser: &Browser, site: &Site, setup: &str) {
    browser.goto(&site.url(setup)).await;
    browser
        .wait_for("the lab can be run", async || {
            (!is_running(browser).await).then_some(())
        })
        .await;
    browser.press("Control+Enter").await;
}

async fn is_running(browser: &Browser) -> bool {
    let status = browser.status().await.unwrap_or_default();
    status.starts_with("Running")
}

async fn wait_until_over(browser: &Browser) {
    let patience = Duration::from_secs(60);
    browser
        .wait_within(patience, "the run is over", async || {
            (!is_running(browser).await).then_some(())
        })
        .await;
}

/// Runs a setup, and ends the run in some way at some time.
async fn act(browser: &Browser, site: &Site, chance: &mut fastrand::Rng) {
    let setup = SETUPS[chance.usize(0..SETUPS.len())];
    begin(browser, site, setup).await;
    let pause = Duration::from_millis(chance.u64(0..1200));
    tokio::time::sleep(pause).await;
    match chance.u32(0..6) {
        // The next link ends it.
        0 => {}
        1 => browser.press("Escape").await,
        // Another run takes its place.
        2 => browser.press("Control+Enter").await,
        3 => {
            browser.js("history.back()", &[]).await;
        }
        4 => {
            browser.js("history.back()", &[]).await;
            let pause = Duration::from_millis(chance.u64(0..300));
            tokio::time::sleep(pause).await;
            browser.js("history.forward()", &[]).await;
        }
        _ => wait_until_over(browser).await,
    }
}

/// Comes to the same state from wherever it is, and looks at the page there.
async fn rest(browser: &Browser, site: &Site) -> Held {
    // By way of another lab: the same address would be no change.
    browser.goto(&site.url("#/tasks")).await;
    begin(browser, site, REST).await;
    browser.wait_for_status("Finished").await;
    let pending = "const { begun, ended, timers } = window.spied;
        return begun - ended + timers.size";
    browser
        .wait_for("no worker and no timer is left", async || {
            (browser.js(pending, &[]).await == 0).then_some(())
        })
        .await;
    Held::by(browser).await
}

/// Loads the page anew, whatever it does, and warms it up.
async fn load(browser: &Browser, site: &Site) -> Held {
    browser.reload().await;
    for setup in SETUPS {
        begin(browser, site, setup).await;
        wait_until_over(browser).await;
    }
    // What is kept on purpose is there before anything is counted.
    for _ in 0..KEPT_RUNS {
        begin(browser, site, REST).await;
        browser.wait_for_status("Finished").await;
    }
    rest(browser, site).await
}

async fn nothing_piles_up(browser: &Browser) {
    let (length, seed) = plan();
    println!("MEANWHILE_SEED={seed} takes the same path");
    let site = Site::host(Deployment::spied(), Headers::Isolating, "/");
    let mut chance = fastrand::Rng::with_seed(seed);
    crate::visit(browser, &site).await;
    let began = Instant::now();
    let mut stretch = FIRST;
    let mut of_first_load = None;
    while began.elapsed() < length || of_first_load.is_none() {
        let before = load(browser, &site).await;
        let started = Instant::now();
        let mut acts = 0;
        while started.elapsed() < stretch {
            act(browser, &site, &mut chance).await;
            acts += 1;
        }
        let after = rest(browser, &site).await;
        let told = format!(
            "seed {seed}, {acts} runs: before {before:?}, after {after:?}"
        );
        println!("{told}");
        assert_eq!(after.more_than(&before), [""; 0], "{told}");
        // What a load leaves to the next one.
        let first = *of_first_load.get_or_insert(before);
        assert_eq!(before.more_than(&first), [""; 0], "{first:?}: {told}");
        let mut errors = browser.errors().await;
        // What the browser says of each answer that is no success.
        errors.retain(|line| !line.contains("status/503"));
        assert_eq!(errors, [""; 0], "{told}");
        stretch = (stretch * 2).min(length.saturating_sub(began.elapsed()));
        // In the middle of a run.
        begin(browser, &site, SETUPS[chance.usize(0..SETUPS.len())]).await;
    }
}
