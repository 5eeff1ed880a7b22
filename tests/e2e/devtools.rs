//! The picture against what Chromium's own developer tools have recorded of the
//! same run. Not what the page makes of it.

use crate::harness::{Api, Browser, Engine, Site, run_alone};
use crate::lab;
use crate::truth::step;
use serde_json::{Value, json};

/// From when to when, in milliseconds since the page was opened.
type Span = (f64, f64);

#[test]
fn the_picture_agrees_with_the_developer_tools_in_chromium() {
    // The browser that is lent keeps all others still.
    run_alone(Engine::Chromium, module_path!(), async |_lent| {
        let browser = Browser::start_recording().await;
        // First, since tasks and frames are recorded until that is read.
        a_freeze_is_a_long_task_and_a_gap_between_frames(&browser).await;
        a_bar_covers_what_the_tools_have_of_its_request(&browser).await;
        browser.quit().await;
    });
}

/// What the page has left in the tools on the track of this name.
async fn measures(browser: &Browser, track: &str) -> Vec<(String, Span)> {
    let script = "const all = performance.getEntriesByType('measure');
        const ours = all.filter(({ detail }) =>
          detail?.devtools?.track === arguments[0]);
        return ours.map(({ name, startTime, duration }) =>
          [name, [startTime, startTime + duration]]);";
    let measures = browser.js(script, &[track.into()]).await;
    serde_json::from_value(measures).expect("names and spans")
}

/// When the page was opened, in milliseconds on the clock of the tools.
async fn opened(browser: &Browser) -> f64 {
    browser.cdp("Performance.enable", json!({})).await;
    let metrics = browser.cdp("Performance.getMetrics", json!({})).await;
    let metrics = metrics["metrics"].as_array().cloned().unwrap_or_default();
    let start = metrics.iter().find(|it| it["name"] == "NavigationStart");
    let start = start.and_then(|it| it["value"].as_f64());
    start.expect("the tools tell when that was") * 1e3
}

/// Those events of the recording that are of this method.
fn of<'a>(
    recorded: &'a [Value],
    method: &str,
) -> impl Iterator<Item = &'a Value> {
    let method = method.to_owned();
    let of_method = move |it: &&Value| it["method"] == method.as_str();
    recorded.iter().filter(of_method).map(|it| &it["params"])
}

/// From when to when a request for this URL was under way.
fn request(recorded: &[Value], url: &str, opened: f64) -> Span {
    let at = |event: &Value| {
        let seconds = event["timestamp"].as_f64();
        seconds.expect("an event has a time") * 1e3 - opened
    };
    let mut sent = of(recorded, "Network.requestWillBeSent");
    let sent = sent.find(|it| it["request"]["url"] == url);
    let sent = sent.expect("the request is recorded");
    let mut over = of(recorded, "Network.loadingFinished");
    let over = over.find(|it| it["requestId"] == sent["requestId"]);
    (at(sent), at(over.expect("so is its end")))
}

fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// How exactly the two clocks agree: the page's is coarse, and so is where it
/// begins.
async fn coarse(browser: &Browser) -> f64 {
    2.0 * step(browser).await
}

async fn a_bar_covers_what_the_tools_have_of_its_request(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let url = |n: u32| {
        let seconds = f64::from(60 + 25 * ((n * 7) % 24)) / 1e3;
        api.url(&format!("delay/{seconds}?{n}"))
    };
    let rows: Vec<String> =
        (0..24).map(|n| format!("{} #n{n}", url(n))).collect();
    lab::open(browser, &site, &rows, "run=limited&limit=4").await;
    browser.recorded().await;
    lab::run(browser).await;
    let recorded = browser.recorded().await;
    let (opened, coarse) = (opened(browser).await, coarse(browser).await);
    let bars = measures(browser, "Limited").await;
    let bar = |n: u32| {
        let name = format!("n{n}");
        let bar = bars.iter().find(|(of, _)| *of == name);
        bar.unwrap_or_else(|| panic!("{name} is in {bars:?}")).1
    };
    let spans: Vec<(Span, Span)> = (0..24)
        .map(|n| (bar(n), request(&recorded, &url(n), opened)))
        .collect();
    for (bar, tools) in &spans {
        let covers = bar.0 <= tools.0 + coarse && tools.1 <= bar.1 + coarse;
        assert!(covers, "{bar:?} covers {tools:?}");
    }
    let begins = spans.iter().map(|(bar, tools)| tools.0 - bar.0);
    let ends = spans.iter().map(|(bar, tools)| bar.1 - tools.1);
    let (begins, ends) = (middle(begins.collect()), middle(ends.collect()));
    println!(
        "Chromium: bars begin {begins:.2} ms before the developer tools have the \
         request sent, and end {ends:.2} ms after it is over (p50)"
    );
    // A bar is hardly longer: by less than the shortest pause between two.
    let lengths = spans.iter().map(|(bar, _)| bar.1 - bar.0);
    let shortest = lengths.fold(f64::INFINITY, f64::min);
    assert!(begins + ends < shortest / 2.0, "{begins} {ends} {shortest}");
}

/// What the tracing has of the page's own thread, and of the compositor's.
struct Thread {
    tasks: Vec<Span>,
    frames: Vec<f64>,
    /// When the compositor drew.
    draws: Vec<f64>,
}

impl Thread {
    /// The thread that calls for frames.
    fn of(recorded: &[Value], opened: f64) -> Self {
        let events: Vec<&Value> =
            of(recorded, "Tracing.dataCollected").collect();
        let thread = |it: &Value| (it["pid"].clone(), it["tid"].clone());
        let is_frame = |it: &Value| it["name"] == "FireAnimationFrame";
        let page = events.iter().rev().find(|it| is_frame(it));
        let page = thread(page.expect("a frame is recorded"));
        let its = || events.iter().filter(|it| thread(it) == page);
        let is_draw =
            |it: &&&Value| it["pid"] == page.0 && it["name"] == "DrawFrame";
        let start = |it: &Value| {
            let micros = it["ts"].as_f64();
            micros.expect("an event has a time") / 1e3 - opened
        };
        let task = |it: &&&Value| {
            let length = it["dur"].as_f64()? / 1e3;
            let is_task = it["name"] == "RunTask";
            is_task.then(|| (start(it), start(it) + length))
        };
        let mut frames: Vec<f64> = its()
            .filter(|it| is_frame(it))
            .map(|it| start(it))
            .collect();
        frames.sort_by(f64::total_cmp);
        Self {
            tasks: its().filter_map(|it| task(&it)).collect(),
            frames,
            draws: events.iter().filter(is_draw).map(|it| start(it)).collect(),
        }
    }
}

async fn a_freeze_is_a_long_task_and_a_gap_between_frames(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("#/freeze?run=main&length=1")).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    let recorded = browser.recorded().await;
    let (opened, coarse) = (opened(browser).await, coarse(browser).await);
    let thread = Thread::of(&recorded, opened);
    let main = measures(browser, "Main thread").await;
    let (_, job) = main
        .iter()
        .find(|(name, _)| name == "loop")
        .expect("it ran");
    // The job is one task of the browser, and next to nothing else is in that.
    let within = |it: &&Span| it.0 <= job.0 + coarse && job.1 <= it.1 + coarse;
    let tasks = thread.tasks.iter().filter(within);
    let task = tasks.map(|it| it.1 - it.0).fold(f64::INFINITY, f64::min);
    let took = lab::figure(browser, "main", "job").await;
    assert!(task < took * 1.1, "a task of {task} ms for {took} ms");
    // Whose frames are as far apart as the page says, to the pace of frames.
    let pairs = || thread.frames.windows(2).map(|it| (it[0], it[1]));
    let around = pairs().find(|it| it.0 <= job.0 && job.1 <= it.1);
    let (before, after) = around.expect("no frame is within the job");
    let gap = lab::figure(browser, "main", "longest-gap").await;
    let pace = middle(pairs().map(|it| it.1 - it.0).collect());
    let tools = after - before;
    println!(
        "Chromium: a task of {task:.1} ms for a job of {took:.1} ms, and {tools:.1} ms \
         without a frame where the page has {gap:.1} ms; a frame each {pace:.1} ms"
    );
    assert!((gap - tools).abs() <= pace, "{gap} {tools} {pace}");
    // The compositor goes on meanwhile: a CSS animation is all it has to draw.
    let is_within = |it: &&f64| job.0 < **it && **it < job.1;
    let draws = thread.draws.iter().filter(is_within).count() as f64;
    let frames = (job.1 - job.0) / pace;
    println!("Chromium: the compositor drew {draws} of {frames:.0} frames");
    assert!(draws > frames / 2.0, "{draws} of {frames}");
}
