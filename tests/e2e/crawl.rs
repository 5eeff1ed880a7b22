//! A run of the crawl: what it sends, what it measures, and what it says.

use crate::harness::{
    Api, Browser, Engine, Lack, Site, Viewport, in_each_engine,
};
use crate::lab::{
    self, IN_A_ROW, IN_RUST, RESULT, STRATEGIES, figure, outline, requests,
};
use serde_json::json;

in_each_engine!(
    every_strategy_brings_the_same_from_another_origin,
    every_strategy_brings_the_same_from_the_built_in_endpoint,
    a_first_visit_may_run_at_once,
    twelve_requests_to_one_host_share_six_connections,
    requests_for_one_url_wait_for_each_other_in_the_cache,
    stopping_abandons_what_is_in_flight,
    a_double_click_on_run_does_not_stop_it,
    stopping_ends_every_strategy,
    a_run_that_is_refused_ends_the_one_that_goes_on,
    blocking_freezes_the_page_and_says_so_before,
    threads_are_reused_and_leave_the_page_alone,
    synchronous_requests_past_the_endpoint_are_stand_ins_and_say_so,
    a_run_can_be_replaced_by_another,
    a_run_in_a_hidden_page_says_so,
    thousands_of_requests_leave_the_page_its_frames,
    editing_the_list_leaves_a_run_alone,
    the_code_on_the_page_is_that_of_the_setup,
    without_service_workers_stand_ins_run_and_say_so,
    stand_ins_keep_to_the_policy,
    repeated_runs_show_the_median_and_its_range,
    strategies_can_run_at_the_same_time,
    timings_last_as_long_as_their_run,
    earlier_runs_can_be_shown_and_compared,
    a_finding_leads_to_the_request_that_shows_it,
    findings_are_gone_through_below_the_lanes,
    on_a_phone_a_finding_brings_its_lane_into_view,
    tables_sort_by_any_column_and_unsort,
    a_table_is_copied_or_the_page_says_that_it_cannot,
    both_tables_are_saved_as_files,
);

async fn every_strategy_brings_the_same_from_another_origin(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let mut rows = lab::different(5, &api.url("delay/0.3"));
    rows.push(api.url("bytes/4321"));
    open_all(browser, &site, &rows).await;
    // What the page fetches for itself would have gone out by now.
    browser.wait_until_controlled().await;
    assert_eq!(api.count("/"), 0, "a link sends nothing");
    lab::run(browser).await;
    assert_eq!(api.finished("/"), STRATEGIES.len() * rows.len());
    assert_eq!(api.most_in_flight("/delay"), rows.len() - 1);
    let bytes = bytes_of(browser, &rows).await;
    check_all(browser, rows.len(), async |_, told| assert_eq!(told, bytes))
        .await;
}

async fn every_strategy_brings_the_same_from_the_built_in_endpoint(
    browser: &Browser,
) {
    let site = Site::start();
    let mut rows = lab::different(6, "delay/0.3");
    rows.push("bytes/4321".to_owned());
    open_all(browser, &site, &rows).await;
    lab::run(browser).await;
    let bytes = bytes_of(browser, &rows).await;
    check_all(browser, rows.len(), async |strategy, told| {
        // The endpoint tells the time, in more digits or less.
        let digits = 8.0 * rows.len() as f64;
        assert!((told - bytes).abs() < digits, "{strategy}: {told} {bytes}");
    })
    .await;
    let asked = site.asked();
    assert!(!asked.iter().any(|it| it.contains("delay")), "{asked:?}");
}

async fn open_all(browser: &Browser, site: &Site, rows: &[String]) {
    let all = format!("run={}&limit=2", STRATEGIES.join(","));
    lab::open(browser, site, rows, &all).await;
}

/// Everything that holds for a run of all strategies over rows of which all
/// but the last take equally long, where the last brings 4,321 bytes.
async fn check_all(
    browser: &Browser,
    rows: usize,
    check_bytes: impl AsyncFn(&str, f64),
) {
    let count = rows as f64;
    assert_eq!(browser.strategies().await, STRATEGIES);
    let sequential = figure(browser, "sequential", "total").await;
    for strategy in STRATEGIES {
        let of = async |metric| figure(browser, strategy, metric).await;
        let total = of("total").await;
        let speedup = of("speedup").await;
        assert!(
            (speedup - sequential / total).abs() < 1e-3,
            "{strategy}: {speedup} is {sequential} / {total}"
        );
        assert_eq!(of("succeeded").await, count, "{strategy}");
        assert_eq!(of("failed").await, 0.0, "{strategy}");
        check_bytes(strategy, of("bytes").await).await;
        let in_flight = match strategy {
            "blocking" | "sequential" => 1.0..=1.0,
            "limited" => 2.0..=2.0,
            // The last one, which is quick, may be over before all have begun.
            "threads" => count - 1.0..=count,
            _ => count..=count,
        };
        let peak = of("peak-in-flight").await;
        assert!(in_flight.contains(&peak), "{strategy}: {peak}");
        check_requests(browser, strategy, total).await;
    }
    for overlapping in ["concurrent", "threads"] {
        let total = figure(browser, overlapping, "total").await;
        assert!(
            total < sequential / 2.0,
            "{overlapping} {total} {sequential}"
        );
    }
    for metric in ["polls", "wakes"] {
        for strategy in IN_RUST {
            assert!(figure(browser, strategy, metric).await > 0.0);
        }
        for strategy in ["blocking", "promise-all"] {
            assert_eq!(browser.metric(strategy, metric).await, None);
        }
    }
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("sooner than sequential's"), "{told}");
    browser.click_at(&format!("{RESULT} summary")).await;
    let average = figure(browser, "sequential", "average").await / 1e3;
    let printed = format!(
        "Average response time: {average:.3}\nEnd: {:.3}",
        sequential / 1e3
    );
    lab::wait_for_text(browser, RESULT, &printed).await;
}

/// The figures by request agree with those by strategy.
async fn check_requests(browser: &Browser, strategy: &str, total: f64) {
    let rows = requests(browser, strategy).await;
    assert!(rows.iter().all(|row| row.status == "200"), "{rows:?}");
    let of =
        |metric: &'static str| rows.iter().map(move |row| row.metrics[metric]);
    let durations: Vec<f64> = of("duration").collect();
    let slowest = durations.iter().copied().fold(0.0, f64::max);
    let average = durations.iter().sum::<f64>() / rows.len() as f64;
    assert_eq!(figure(browser, strategy, "slowest").await, slowest);
    let told = figure(browser, strategy, "average").await;
    assert!((told - average).abs() < 1e-3, "{told} {average}");
    assert_eq!(
        figure(browser, strategy, "bytes").await,
        of("bytes").sum::<f64>()
    );
    assert_eq!(rows.last().map(|row| row.metrics["bytes"]), Some(4321.0));
    assert!(slowest <= total, "{slowest} {total}");
    for row in &rows {
        let of = |metric: &str| row.metrics[metric];
        assert!(of("waiting") <= of("duration"), "{row:?}");
        let end = of("start") + of("duration");
        assert!(end <= total + 0.001, "{strategy}: {end} {total} {row:?}");
    }
}

/// How many bytes there are at all these URLs.
async fn bytes_of(browser: &Browser, urls: &[String]) -> f64 {
    let script =
        "const bytes = await Promise.all(arguments[0].map(async (url) => {
          const response = await fetch(url, { cache: 'no-store' });
          return (await response.arrayBuffer()).byteLength;
        }));
        return bytes.reduce((sum, length) => sum + length);";
    let bytes = browser.js(script, &[json!(urls)]).await;
    bytes.as_f64().expect("a number of bytes")
}

async fn a_first_visit_may_run_at_once(browser: &Browser) {
    let site = Site::start();
    browser.open(&site.url("")).await;
    lab::run(browser).await;
    assert_eq!(browser.strategies().await, ["sequential", "concurrent"]);
    for strategy in browser.strategies().await {
        let rows = requests(browser, &strategy).await;
        assert_eq!(rows.len(), 3);
        for row in rows {
            assert_eq!(row.status, "200");
            assert!(!row.text.contains("stand-in"), "{row:?}");
        }
    }
    let sequential = figure(browser, "sequential", "total").await;
    let concurrent = figure(browser, "concurrent", "total").await;
    assert!(concurrent < sequential / 1.5, "{concurrent} {sequential}");
    let script = "const loads = performance.getEntriesByType('resource');
        return loads.map(({ name }) => name)
          .filter((name) => new URL(name).origin !== location.origin);";
    let elsewhere = browser.js(script, &[]).await;
    assert_eq!(elsewhere, json!([]), "nothing goes to anybody else");
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn twelve_requests_to_one_host_share_six_connections(browser: &Browser) {
    const FINDING: &str = "at most six connections";
    let site = Site::start();
    let api = Api::start();
    // So long that what a busy machine adds to it does not hide the two waves.
    let rows = lab::different(12, &api.url("delay/1"));
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    assert_eq!(api.most_in_flight("/"), 6);
    let asked = figure(browser, "concurrent", "peak-in-flight").await;
    assert_eq!(asked, 12.0, "the page has asked for all of them");
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains(FINDING), "{told}");
    let host = api.url("");
    let host = host.trim_start_matches("http://").trim_end_matches('/');
    assert!(told.contains(&format!("12 requests to {host}")), "{told}");
    let rows = lab::different(12, "delay/0.5");
    lab::open(browser, &site, &rows, "run=concurrent").await;
    lab::run(browser).await;
    let told = lab::text(browser, RESULT).await;
    assert!(!told.contains(FINDING), "{told}");
}

async fn requests_for_one_url_wait_for_each_other_in_the_cache(
    browser: &Browser,
) {
    const FINDING: &str = "with the cache on";
    let site = Site::start();
    let api = Api::start();
    let same = vec![api.url("delay/0.8"); 3];
    lab::open(browser, &site, &same, "run=concurrent&cache=default").await;
    lab::run(browser).await;
    let told = lab::text(browser, RESULT).await;
    // In WebKit they do not queue, and the page claims no queue.
    let queues = browser.engine() != Engine::WebKit;
    assert_eq!(told.contains(FINDING), queues, "{told}");
    if !queues {
        return;
    }
    let queued = figure(browser, "concurrent", "total").await;
    lab::choose(browser, "Cache", "no-store").await;
    lab::run(browser).await;
    let told = lab::text(browser, RESULT).await;
    assert!(!told.contains(FINDING), "{told}");
    let together = figure(browser, "concurrent", "total").await;
    assert!(together < queued / 1.5, "{together} {queued}");
}

async fn a_finding_leads_to_the_request_that_shows_it(browser: &Browser) {
    let site = Site::start();
    let rows = ["delay/0.3", "status/503 +100ms #broken"].map(str::to_owned);
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.click("button", "Run").await;
    browser.wait_for_status("Finished").await;
    browser.click("button", "1 request failed.").await;
    let facts = lab::wait_for_text(browser, ".facts", "broken").await;
    assert!(facts.contains("503"), "{facts}");
    assert_eq!(browser.count("[data-lane='concurrent'] .band").await, 1);
}

async fn findings_are_gone_through_below_the_lanes(browser: &Browser) {
    const BAR: &str = ".finding-bar span";
    const SAYS: &str = ".finding-bar p";
    let site = Site::start();
    let api = Api::start();
    // So long that what a busy machine adds to it does not hide the two waves.
    let mut rows = lab::different(8, &api.url("delay/1"));
    rows.push("status/503 #broken".to_owned());
    lab::open(browser, &site, &rows, "run=concurrent").await;
    assert_eq!(browser.count(".finding-bar").await, 0);
    lab::run(browser).await;
    lab::wait_for_text(browser, BAR, "2 findings").await;
    browser.click("button", "Next finding").await;
    lab::wait_for_text(browser, BAR, "Finding 1 of 2").await;
    let first = lab::text(browser, SAYS).await;
    assert_eq!(lab::text(browser, ".finding[aria-current]").await, first);
    browser.click("button", "Previous finding").await;
    lab::wait_for_text(browser, BAR, "Finding 2 of 2").await;
    let second = lab::text(browser, SAYS).await;
    assert_ne!(first, second);
    // By keys, in the picture; each shows the request that it is about.
    let focus = "document.querySelector('.lane .plot').focus()";
    browser.js(focus, &[]).await;
    for key in ["n", "p"] {
        browser.press(key).await;
        let said = if key == "n" { &first } else { &second };
        lab::wait_for_text(browser, SAYS, said).await;
        let facts = lab::text(browser, ".facts").await;
        let is_failure = said.contains("failed");
        assert_eq!(facts.contains("broken"), is_failure, "{said}: {facts}");
    }
    // In the list, too.
    browser.click("button", &first).await;
    lab::wait_for_text(browser, BAR, "Finding 1 of 2").await;
    // The next run has its own.
    lab::run(browser).await;
    lab::wait_for_text(browser, BAR, "2 findings").await;
}

async fn on_a_phone_a_finding_brings_its_lane_into_view(browser: &Browser) {
    let site = Site::start();
    let mut rows = lab::different(8, "delay/0.2");
    rows.push("status/503".to_owned());
    browser.resize(Viewport::Phone).await;
    let three = "run=blocking,concurrent,spawned";
    lab::open(browser, &site, &rows, three).await;
    lab::run(browser).await;
    let end = "document.querySelector('.finding-bar')
        .scrollIntoView({ block: 'end', behavior: 'instant' })";
    browser.js(end, &[]).await;
    // Whether all of each is in view: the first lane, the last, the bar.
    let in_view = async || {
        let seen =
            "return ['blocking', 'spawned'].map((id) => `[data-lane=${id}]`)
            .concat('.finding-bar').map((css) => {
              const { top, bottom } = document.querySelector(css)
                .getBoundingClientRect();
              return top >= -1 && bottom <= innerHeight + 1;
            })";
        browser.js(seen, &[]).await
    };
    browser.comes_to(json!([false, true, true]), in_view).await;
    // It is in the first lane; the bar comes along.
    browser.click("button", "Next finding").await;
    browser.comes_to(json!([true, false, true]), in_view).await;
    let facts = lab::text(browser, ".facts").await;
    assert!(facts.contains("status/503"), "{facts}");
    browser.resize(Viewport::Desktop).await;
}

async fn stopping_abandons_what_is_in_flight(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let mut rows = lab::different(2, &api.url("delay/60"));
    rows.insert(0, api.url("json"));
    rows.push(format!("{} +60s", api.url("delay/60?late")));
    let all = format!("run={}", ["concurrent", "spawned"].join(","));
    lab::open(browser, &site, &rows, &all).await;
    // By its button.
    start_and_wait_for(browser, &api, 1).await;
    browser.click("button", "Stop").await;
    browser.wait_for_status("Stopped").await;
    wait_until_abandoned(browser, &api, 2).await;
    assert_eq!(browser.strategies().await, ["concurrent"]);
    assert_eq!(figure(browser, "concurrent", "succeeded").await, 1.0);
    let kept = browser.rows("concurrent").await;
    let statuses: Vec<&str> =
        kept.iter().map(|row| row.status.as_str()).collect();
    assert_eq!(statuses, ["200", "aborted", "aborted", "aborted"]);
    assert!(kept[1].text.contains("Aborted by Stop"), "{:?}", kept[1]);
    // By its key, after it was started by its key.
    browser.press("Control+Enter").await;
    wait_until_begun(browser, &api, 2).await;
    browser.press("Escape").await;
    browser.wait_for_status("Stopped").await;
    wait_until_abandoned(browser, &api, 4).await;
    // By going to another setup.
    start_and_wait_for(browser, &api, 3).await;
    lab::follow(browser, &site.url("#/crawl?url=delay/0")).await;
    wait_until_abandoned(browser, &api, 6).await;
    browser.named("button", "Run").await;
    browser.named("textbox", "Row 1, URL").await;
    assert_eq!(api.count("/delay/60?late"), 0, "its turn never came");
    lab::run(browser).await;
    assert_eq!(figure(browser, "sequential", "succeeded").await, 1.0);
    assert_eq!(browser.errors().await, [""; 0]);
}

async fn a_double_click_on_run_does_not_stop_it(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("delay/2")];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.double_click("Run").await;
    browser.wait_for_status("Finished").await;
    assert_eq!(api.count("/delay/2"), 1);
}

async fn start_and_wait_for(browser: &Browser, api: &Api, round: usize) {
    browser.click("button", "Run").await;
    browser.wait_for_status("Running").await;
    wait_until_begun(browser, api, round).await;
}

/// Waits until the quick one of a round is answered and the slow two wait.
async fn wait_until_begun(browser: &Browser, api: &Api, round: usize) {
    browser
        .wait_for("two requests are in flight and one is done", async || {
            let waiting = api.count("/delay") == 2 * round;
            (waiting && api.finished("/json") == round).then_some(())
        })
        .await;
    let done = ".lane-progress";
    lab::wait_for_text(browser, done, "1 of 4").await;
}

async fn wait_until_abandoned(browser: &Browser, api: &Api, count: usize) {
    browser
        .wait_for("the server notices that they are given up", async || {
            (api.abandoned("/delay") == count).then_some(())
        })
        .await;
}

async fn a_run_that_is_refused_ends_the_one_that_goes_on(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(3, &api.url("delay/60"));
    lab::open(browser, &site, &rows, "run=concurrent&timeout=300000").await;
    browser.press("Control+Enter").await;
    browser
        .wait_for("all are sent", async || {
            (api.count("/delay") == rows.len()).then_some(())
        })
        .await;
    lab::toggle(browser, "Concurrent").await;
    browser.press("Control+Enter").await;
    wait_until_abandoned(browser, &api, rows.len()).await;
    lab::wait_for_text(browser, RESULT, "was stopped after").await;
    for row in requests(browser, "concurrent").await {
        assert_eq!(row.status, "aborted", "{row:?}");
    }
    browser.wait_for_status("Failed").await;
    let alerts = browser.alerts().await.join(" ");
    assert!(
        alerts.contains("strategy"),
        "it says what is missing: {alerts}"
    );
}

async fn stopping_ends_every_strategy(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let mut rows = lab::different(2, &api.url("delay/60"));
    rows.push(format!("{} +1s", api.url("delay/60?late")));
    rows.push(format!("{} #again", api.url("status/503")));
    browser.open(&site.url("")).await;
    for (round, strategy) in (1..).zip(&STRATEGIES[IN_A_ROW.len()..]) {
        // A timeout would give them up as well.
        let one = format!("run={strategy}&limit=4&retries=5&timeout=300000");
        lab::follow(browser, &site.url(&lab::link(&rows, &one))).await;
        browser.click("button", "Run").await;
        browser.wait_for_status("Running").await;
        browser
            .wait_for("all but the late one were sent", async || {
                let waiting = api.count("/delay") == 2 * round;
                (waiting && api.finished("/status") >= round).then_some(())
            })
            .await;
        browser.press("Escape").await;
        browser.wait_for_status("Stopped").await;
        // Firefox goes on with what a worker below a Service Worker gives up.
        let goes_on =
            strategy == &"threads" && browser.engine() == Engine::Firefox;
        if !goes_on {
            wait_until_abandoned(browser, &api, 2 * round).await;
        }
        let rows = browser.rows(strategy).await;
        for row in rows {
            assert_eq!(row.status, "aborted", "{strategy}: {row:?}");
        }
    }
    let tries = api.count("/status");
    // A run that is longer than the pause before a retry and the added delay.
    lab::follow(browser, &site.url("#/crawl?url=delay/1.3&run=concurrent"))
        .await;
    lab::run(browser).await;
    assert_eq!(api.count("/delay/60?late"), 0, "the late one is not sent");
    assert_eq!(api.count("/status"), tries, "nothing is tried again");
}

/// Has the page note when it has its frames.
const NOTE_FRAMES: &str = "window.frames_at = [];
    const note = () => {
      frames_at.push(performance.now());
      requestAnimationFrame(note);
    };
    note();";

/// The longest time between two frames since they are noted, up to one that is
/// still to come: that may end the longest.
async fn longest_gap(browser: &Browser) -> f64 {
    let script = "await new Promise(requestAnimationFrame);
        let [longest, before] = [0, frames_at[0]];
        for (const at of frames_at) {
          longest = Math.max(longest, at - before);
          before = at;
        }
        return longest;";
    let gap = browser.js(script, &[]).await;
    gap.as_f64().expect("a number of milliseconds")
}

async fn blocking_freezes_the_page_and_says_so_before(browser: &Browser) {
    const WARNING: &str = ".warning";
    let site = Site::start();
    let api = Api::start();
    let mut rows = lab::different(2, &api.url("delay/0.6"));
    rows.push(format!("{} +400ms", api.url("json")));
    lab::open(browser, &site, &rows, "run=sequential").await;
    assert_eq!(browser.count(WARNING).await, 0);
    browser.js(NOTE_FRAMES, &[]).await;
    lab::run(browser).await;
    let total = figure(browser, "sequential", "total").await;
    let gap = longest_gap(browser).await;
    if !browser.lacks(Lack::SteadyFrames) {
        assert!(gap < total / 2.0, "sequential leaves frames: {gap} {total}");
    }
    let blocking = lab::link(&rows, "run=blocking");
    lab::follow(browser, &site.url(&blocking)).await;
    lab::wait_for_text(browser, WARNING, "Blocking freezes this page").await;
    browser.js(NOTE_FRAMES, &[]).await;
    lab::run(browser).await;
    let total = figure(browser, "blocking", "total").await;
    let gap = longest_gap(browser).await;
    assert!(gap >= total, "no frame in between: {gap} {total}");
    assert_eq!(api.most_in_flight("/"), 1);
    assert_eq!(api.finished("/"), 2 * rows.len());
    let told = requests(browser, "blocking").await;
    assert!(told[2].text.contains("added delay"), "{:?}", told[2]);
}

async fn threads_are_reused_and_leave_the_page_alone(browser: &Browser) {
    let site = Site::start();
    // More than there are threads.
    let rows = lab::different(70, "delay/0.5");
    lab::open(browser, &site, &rows, "run=threads").await;
    let started = "const start = Worker;
        window.workers = 0;
        window.Worker = class extends start {
          constructor(...all) { super(...all); workers += 1; }
        };";
    browser.js(started, &[]).await;
    lab::run(browser).await;
    // In Firefox a test's script has a window of its own.
    if browser.engine() == Engine::Chromium {
        assert_eq!(browser.js("return workers", &[]).await, 64);
    }
    assert_eq!(figure(browser, "threads", "succeeded").await, 70.0);
    let peak = figure(browser, "threads", "peak-in-flight").await;
    assert!((7.0..=64.0).contains(&peak), "{peak}");
    let few = lab::link(&lab::different(2, "delay/0.9"), "run=threads");
    lab::follow(browser, &site.url(&few)).await;
    browser.js(NOTE_FRAMES, &[]).await;
    lab::run(browser).await;
    let total = figure(browser, "threads", "total").await;
    let gap = longest_gap(browser).await;
    assert!(gap < total, "the page has frames: {gap} {total}");
    assert_eq!(browser.errors().await, [""; 0]);
}

/// Whether a synchronous request from the page comes to the Service Worker.
async fn blocking_reaches_the_endpoint(browser: &Browser) -> bool {
    browser.wait_until_controlled().await;
    let script = "const request = new XMLHttpRequest();
        request.open('GET', 'json', false);
        request.send();
        return request.status === 200;";
    browser.js(script, &[]).await == true
}

async fn synchronous_requests_past_the_endpoint_are_stand_ins_and_say_so(
    browser: &Browser,
) {
    let site = Site::start();
    let api = Api::start();
    let rows = ["delay/0.4".to_owned(), "status/404".into(), api.url("json")];
    lab::open(browser, &site, &rows, "run=blocking,sequential").await;
    let is_reached = blocking_reaches_the_endpoint(browser).await;
    let is_firefox = browser.engine() == Engine::Firefox;
    assert_eq!(is_reached, is_firefox, "as it is today");
    lab::run(browser).await;
    let told = requests(browser, "blocking").await;
    let statuses: Vec<&str> =
        told.iter().map(|row| row.status.as_str()).collect();
    assert_eq!(statuses, ["200", "404", "200"]);
    for row in &told[..2] {
        assert_eq!(row.text.contains("stand-in"), !is_reached, "{row:?}");
    }
    assert!(!told[2].text.contains("stand-in"), "{:?}", told[2]);
    for row in requests(browser, "sequential").await {
        assert!(!row.text.contains("stand-in"), "{row:?}");
    }
    let slowest = figure(browser, "sequential", "slowest").await;
    let blocked = figure(browser, "blocking", "slowest").await;
    assert!(
        blocked > slowest / 2.0,
        "a stand-in waits: {blocked} {slowest}"
    );
    let told = lab::text(browser, RESULT).await;
    let finding = "2 synchronous answers are stand-ins";
    assert_eq!(told.contains(finding), !is_reached, "{told}");
    assert!(!told.contains("runs no Service Worker"), "{told}");
    assert_eq!(api.finished("/json"), 2, "real URLs are real requests");
}

async fn a_run_in_a_hidden_page_says_so(browser: &Browser) {
    if browser.lacks(Lack::HiddenPages) {
        return;
    }
    let site = Site::start();
    let rows = ["delay/1".to_owned()];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.click("button", "Run").await;
    let page = browser.window().await;
    browser.open_window("about:blank").await;
    let closed = browser.driver.close_window().await;
    closed.expect("a window that is open can be closed");
    browser.switch_to(&page).await;
    lab::finish(browser).await;
    let told = lab::text(browser, RESULT).await;
    assert!(
        told.contains("The page was hidden during the run"),
        "{told}"
    );
    lab::run(browser).await;
    let told = lab::text(browser, RESULT).await;
    assert!(!told.contains("hidden"), "{told}");
}

async fn a_run_can_be_replaced_by_another(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = [api.url("delay/1.5")];
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.press("Control+Enter").await;
    browser
        .wait_for("the first run has begun", async || {
            (api.count("/delay") == 1).then_some(())
        })
        .await;
    browser.press("Control+Enter").await;
    browser.wait_for_status("Running").await;
    lab::finish(browser).await;
    assert_eq!(api.abandoned("/delay"), 1);
    assert_eq!(api.finished("/delay"), 1);
    assert_eq!(figure(browser, "concurrent", "succeeded").await, 1.0);
}

/// The page is what takes the time, says so, and does not stand still for it.
async fn thousands_of_requests_leave_the_page_its_frames(browser: &Browser) {
    const ROWS: usize = 3_000;
    let site = Site::start();
    lab::open(browser, &site, &[], "run=concurrent").await;
    lab::write_list(browser, &lab::different(ROWS, "delay/0").join("\n")).await;
    let watch = "const { dataset } = document.documentElement;
        dataset.frames = 0;
        const seen = () => {
          dataset.frames = Number(dataset.frames) + 1;
          requestAnimationFrame(seen);
        };
        requestAnimationFrame(seen);";
    browser.js(watch, &[]).await;
    lab::run(browser).await;
    let frames = "return Number(document.documentElement.dataset.frames)";
    let frames = browser.js(frames, &[]).await;
    assert!(frames.as_u64() > Some(5), "{frames} frames");
    let succeeded = figure(browser, "concurrent", "succeeded").await;
    assert_eq!(succeeded, ROWS as f64);
    let said = lab::text(browser, RESULT).await;
    assert!(said.contains("It is this page that was slow"), "{said}");
}

async fn editing_the_list_leaves_a_run_alone(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(2, &api.url("delay/2"));
    lab::open(browser, &site, &rows, "run=concurrent").await;
    browser.click("button", "Run").await;
    lab::write_list(browser, &api.url("json")).await;
    lab::choose(browser, "Repeat", "2 ×").await;
    lab::wait_for_address(browser, "repeat=2").await;
    lab::finish(browser).await;
    assert_eq!(api.finished("/delay"), 2);
    assert_eq!(api.count("/json"), 0);
    let rows = requests(browser, "concurrent").await;
    assert!(rows[0].text.contains("/delay/2?0"), "{:?}", rows[0]);
    lab::run(browser).await;
    assert_eq!(api.finished("/json"), 2);
    assert_eq!(api.count("/delay"), 2);
}

async fn the_code_on_the_page_is_that_of_the_setup(browser: &Browser) {
    const WHY: &str = "section[aria-label='Why']";
    let site = Site::start();
    lab::open(browser, &site, &["delay/0".to_owned()], "").await;
    for strategy in STRATEGIES {
        browser
            .click_at(&format!("{WHY} button[data-strategy={strategy}]"))
            .await;
        let code = match strategy {
            "blocking" => "pub fn blocking".to_owned(),
            "promise-all" => "export async function promiseAll".to_owned(),
            other => format!("pub async fn {other}"),
        };
        lab::wait_for_text(browser, WHY, &code).await;
    }
    browser
        .click_at(&format!("{WHY} button[data-strategy=concurrent]"))
        .await;
    browser.click("button", "Python").await;
    lab::wait_for_text(browser, WHY, "gather").await;
    browser.click("button", "Rust, as run").await;
    lab::choose(browser, "On error", "stop at the first").await;
    lab::wait_for_text(browser, WHY, "try_concurrent").await;
}

async fn without_service_workers_stand_ins_run_and_say_so(browser: &Browser) {
    let site = Site::start();
    browser.forbid_service_workers().await;
    let rows = lab::different(6, "delay/0.2");
    let all = format!("run={}", STRATEGIES.join(","));
    lab::open(browser, &site, &rows, &all).await;
    lab::run(browser).await;
    for strategy in STRATEGIES {
        assert_eq!(figure(browser, strategy, "succeeded").await, 6.0);
        for row in requests(browser, strategy).await {
            assert!(row.text.contains("stand-in"), "{strategy} {row:?}");
        }
    }
    let sequential = figure(browser, "sequential", "total").await;
    let concurrent = figure(browser, "concurrent", "total").await;
    assert!(concurrent < sequential / 2.0, "{concurrent} {sequential}");
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("6 answers are stand-ins"), "{told}");
    assert!(
        told.contains("6 synchronous answers are stand-ins"),
        "{told}"
    );
    assert!(
        told.contains("6 answers to Workers are stand-ins"),
        "{told}"
    );
    let conditions = "section[aria-label='Measured under these conditions']";
    let told = lab::text(browser, conditions).await;
    assert!(told.contains("timer stand-in"), "{told}");
}

async fn stand_ins_keep_to_the_policy(browser: &Browser) {
    let site = Site::start();
    browser.forbid_service_workers().await;
    let rows = ["delay/5", "status/503", "status/404", "bytes/77 +100ms"];
    let rows = rows.map(str::to_owned);
    let two = "run=concurrent,promise-all&timeout=300&retries=1";
    lab::open(browser, &site, &rows, two).await;
    lab::run(browser).await;
    for strategy in ["concurrent", "promise-all"] {
        let rows = requests(browser, strategy).await;
        let statuses: Vec<&str> =
            rows.iter().map(|row| row.status.as_str()).collect();
        let expected = ["timed-out", "503", "404", "200"];
        assert_eq!(statuses, expected, "{strategy}");
        assert!(rows[0].text.contains("2 attempts"), "{:?}", rows[0]);
        assert!(rows[1].text.contains("2 attempts"), "{:?}", rows[1]);
        assert!(!rows[2].text.contains("attempts"), "{:?}", rows[2]);
        assert_eq!(rows[3].metrics["bytes"], 77.0);
    }
}

async fn repeated_runs_show_the_median_and_its_range(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(2, &api.url("delay/0.1"));
    lab::open(browser, &site, &rows, "repeat=3").await;
    lab::run(browser).await;
    assert_eq!(api.finished("/"), 3 * 2 * 2);
    for strategy in ["sequential", "concurrent"] {
        let cell = format!("tr[data-strategy={strategy}] [data-metric=total]");
        let told = lab::text(browser, &cell).await;
        assert!(told.contains("median of 3"), "{told}");
    }
    let told = lab::text(browser, RESULT).await;
    assert!(!told.contains("at the same time"), "{told}");
}

async fn strategies_can_run_at_the_same_time(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let rows = lab::different(2, &api.url("delay/0.5"));
    lab::open(browser, &site, &rows, "order=together").await;
    lab::run(browser).await;
    assert_eq!(api.most_in_flight("/"), 3, "one in a row and two at once");
    let told = lab::text(browser, RESULT).await;
    assert!(told.contains("ran at the same time"), "{told}");
}

async fn earlier_runs_can_be_shown_and_compared(browser: &Browser) {
    const RUNS: &str = "section[aria-label='Runs of this visit']";
    let site = Site::start();
    let slow = ["delay/0.6".to_owned()];
    lab::open(browser, &site, &slow, "run=concurrent").await;
    lab::run(browser).await;
    let first = figure(browser, "concurrent", "total").await;
    lab::follow(browser, &site.url("#/crawl?url=delay/0&run=concurrent")).await;
    lab::run(browser).await;
    let second = figure(browser, "concurrent", "total").await;
    assert!(second < first, "{second} {first}");
    assert_eq!(outline(browser, "concurrent", "ghost").await, "");
    // The newest comes first.
    let baseline = format!("{RUNS} li:nth-child(2) [type=checkbox]");
    browser.click_at(&baseline).await;
    browser
        .wait_for("the bars of the baseline stand behind", async || {
            (!outline(browser, "concurrent", "ghost").await.is_empty())
                .then_some(())
        })
        .await;
    let lane = "[data-lane=concurrent] header";
    lab::wait_for_text(browser, lane, "−").await;
    browser.click("button", "Show").await;
    browser
        .wait_for("the figures are those of the first run", async || {
            let total = figure(browser, "concurrent", "total").await;
            (total == first).then_some(())
        })
        .await;
    assert_eq!(
        outline(browser, "concurrent", "ghost").await,
        "",
        "a run is no ghost of itself"
    );
    browser
        .fill("textbox", "Name of the run", "Without a wait")
        .await;
    browser.click("button", "Show").await;
    let script = "return document.querySelector(arguments[0]).value";
    let name = format!("{RUNS} li:first-child input[type=text]");
    let name = browser.js(script, &[name.into()]).await;
    assert_eq!(name, "Without a wait");
    assert_eq!(figure(browser, "concurrent", "total").await, second);
}

/// The browser's notes of requests do not pile up, and those of runs that can be
/// shown stay.
async fn timings_last_as_long_as_their_run(browser: &Browser) {
    let site = Site::start();
    let api = Api::start();
    let first = [api.url("timing/delay/0.3")];
    lab::open(browser, &site, &first, "run=concurrent").await;
    lab::run(browser).await;
    let told = async || {
        let rows = requests(browser, "concurrent").await;
        rows[0].text.contains("server 3")
    };
    browser.comes_to(true, told).await;
    let many = lab::different(260, "delay/0");
    let link = lab::link(&many, "run=concurrent");
    lab::follow(browser, &site.url(&link)).await;
    for _ in 0..3 {
        lab::run(browser).await;
    }
    let kept = "return performance.getEntriesByType('resource').length";
    let kept = browser.js(kept, &[]).await.as_u64();
    assert!(kept <= Some(300), "{kept:?} notes");
    let shown = "[aria-label='Runs of this visit'] li:last-child button";
    browser.click_at(shown).await;
    browser.comes_to(true, told).await;
}

async fn tables_sort_by_any_column_and_unsort(browser: &Browser) {
    const BY_STRATEGY: &str = "[aria-label='Results by strategy']";
    const BY_REQUEST: &str = "[aria-label='Table by request']";
    let site = Site::start();
    let rows = ["delay/0.3", "delay/0.1", "status/404", "delay/0.2"];
    let rows = rows.map(str::to_owned);
    let two = "run=sequential,concurrent";
    lab::open(browser, &site, &rows, two).await;
    lab::run(browser).await;
    let column = format!("{BY_STRATEGY} th:nth-child(2) button");
    browser.click_at(&column).await;
    wait_for_order(browser, &["concurrent", "sequential"]).await;
    browser.click_at(&column).await;
    wait_for_order(browser, &["sequential", "concurrent"]).await;
    let duration = format!("{BY_REQUEST} th:nth-child(5) button");
    browser.click_at(&duration).await;
    wait_for_rows(browser, [2, 1, 3, 0]).await;
    browser.click_at(&duration).await;
    wait_for_rows(browser, [0, 3, 1, 2]).await;
    // It holds for the other strategies too, until it is pressed once more.
    requests(browser, "sequential").await;
    wait_for_rows(browser, [0, 3, 1, 2]).await;
    browser.click_at(&duration).await;
    wait_for_rows(browser, [0, 1, 2, 3]).await;
}

async fn wait_for_order(browser: &Browser, expected: &[&str]) {
    let what = format!("the strategies are in the order {expected:?}");
    browser
        .wait_for(&what, async || {
            (browser.strategies().await == expected).then_some(())
        })
        .await;
}

async fn wait_for_rows(browser: &Browser, expected: [usize; 4]) {
    let what = format!("the requests are in the order {expected:?}");
    browser
        .wait_for(&what, async || {
            let rows = browser.all_rows().await;
            let order: Vec<usize> = rows.iter().map(|row| row.row).collect();
            (order == expected).then_some(())
        })
        .await;
}

async fn a_table_is_copied_or_the_page_says_that_it_cannot(browser: &Browser) {
    let site = Site::start();
    lab::open(browser, &site, &["delay/0".to_owned()], "run=concurrent").await;
    lab::run(browser).await;
    browser.click("button", "Copy table").await;
    browser
        .wait_for("the button says what became of it", async || {
            let said = lab::text(browser, RESULT).await;
            let copied = said.contains("Copied");
            (copied || said.contains("does not let")).then_some(())
        })
        .await;
}

async fn both_tables_are_saved_as_files(browser: &Browser) {
    let site = Site::start();
    // More than the page lists at first.
    let rows = lab::different(120, "delay/0");
    lab::open(browser, &site, &rows, "run=sequential,concurrent").await;
    lab::run(browser).await;
    let (json, csv) = lab::saved(browser, RESULT).await;
    let total = figure(browser, "concurrent", "total").await;
    assert_eq!(json[1]["strategy"], "concurrent");
    assert_eq!(json[1]["total_ms"].as_f64(), Some(total));
    assert!(csv.starts_with("strategy,total_ms,speedup,"), "{csv}");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let listed = requests(browser, "concurrent").await;
    let part = "section[aria-label='Requests one by one']";
    let (json, csv) = lab::saved(browser, part).await;
    assert!(listed.len() < rows.len());
    assert_eq!(json.as_array().map(Vec::len), Some(rows.len()));
    assert_eq!(csv.lines().count(), 1 + rows.len(), "{csv}");
    for row in listed {
        let saved = &json[row.row];
        assert_eq!(saved["url"], rows[row.row]);
        let duration = saved["duration_ms"].as_f64();
        assert_eq!(duration, Some(row.metrics["duration"]), "{saved}");
    }
}
