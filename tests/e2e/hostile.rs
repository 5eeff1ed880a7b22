//! Servers that answer as no server should: each answer ends in its sentence,
//! within the timeout and the cap, and the next run works.

use crate::harness::{Browser, Engine, Hostile, Row, Site, in_each_engine};
use crate::lab::{self, figure, requests};
use std::time::Duration;

in_each_engine!(
    broken_answers_end_in_their_sentences,
    odd_answers_are_read_as_they_are,
    answers_without_an_end_are_given_up_in_time,
    bodies_without_an_end_are_given_up_at_the_cap,
);

/// By fetch in both languages, and by what stands still on the page and
/// elsewhere.
const FOUR: [&str; 4] = ["blocking", "concurrent", "promise-all", "threads"];

/// Those of them that see a body as it arrives, and that a timeout ends: the
/// page's thread stands still for as long as a server likes.
const BY_FETCH: [&str; 3] = ["concurrent", "promise-all", "threads"];

/// Hundreds of mebibytes take their time on a busy machine.
const LONGEST_RUN: Duration = Duration::from_secs(150);

const NO_ANSWER: &str = "No answer that this page may read";
const BROKEN_OFF: &str = "The answer began and then broke off";
const TOO_LONG: &str = "The body is longer than 100 MiB";
const TIMED_OUT: &str = "No complete answer within";

/// Runs these paths by these strategies, calls `check` with each path and the
/// row that is drawn of it, and has the page send a good request afterwards.
async fn run_all(
    browser: &Browser,
    paths: &[&str],
    strategies: &[&str],
    timeout: u32,
    check: impl Fn(&str, &str, &Row),
) {
    let site = Site::start();
    let hostile = Hostile::start();
    let rows: Vec<String> =
        paths.iter().map(|path| hostile.url(path)).collect();
    let run = format!("run={}", strategies.join(","));
    let all = format!("{run}&timeout={timeout}");
    lab::open(browser, &site, &rows, &all).await;
    browser.click("button", "Run").await;
    let ended = ["Finished", "Failed"];
    browser
        .wait_within(LONGEST_RUN, "the run is over", async || {
            let status = browser.status().await.unwrap_or_default();
            ended.iter().any(|it| status.starts_with(it)).then_some(())
        })
        .await;
    for strategy in strategies {
        let rows = requests(browser, strategy).await;
        assert_eq!(rows.len(), paths.len(), "{strategy}");
        for (path, row) in paths.iter().zip(&rows) {
            check(path, strategy, row);
        }
    }
    assert_eq!(browser.violations().await, [""; 0]);
    // In the same page, which may have been left in a bad state.
    let good = lab::link(&[hostile.url("good")], &run);
    lab::follow(browser, &site.url(&good)).await;
    browser.wait_for_status("Ready").await;
    lab::run(browser).await;
    for strategy in strategies {
        assert_eq!(figure(browser, strategy, "succeeded").await, 1.0);
    }
}

/// How far a broken answer can be read. Fetch tells one that broke off from
/// none; a synchronous request does not.
#[derive(Clone, Copy)]
enum Reading {
    /// It has no head that a browser takes.
    Never,
    /// Its head arrives before it breaks.
    Begun,
    /// Browsers differ in whether they look at the body first, and WebKit
    /// takes what arrived for the whole.
    Lenient,
}

async fn broken_answers_end_in_their_sentences(browser: &Browser) {
    use Reading::{Begun, Lenient, Never};
    let expected = [
        ("reset-in-body", Begun),
        ("redirects/10000", Never),
        ("huge-head", Never),
        ("many-heads", Never),
        ("too-short", Lenient),
        ("two-lengths", Lenient),
        ("not-gzip", Lenient),
        ("bad-chunks", Lenient),
        ("zero-byte", Never),
        ("no-http", Never),
        ("empty", Never),
    ];
    let paths = expected.map(|(path, _)| path);
    run_all(browser, &paths, &FOUR, 20_000, |path, strategy, row| {
        let (_, reading) = expected
            .iter()
            .find(|(known, _)| *known == path)
            .expect("each path is one of those expected");
        let begun = BY_FETCH.contains(&strategy);
        let webkit = browser.engine() == Engine::WebKit;
        let taken_for_whole = match reading {
            Lenient => webkit,
            // Of a synchronous request it tells no failure after the head.
            Begun => webkit && !begun,
            Never => false,
        };
        let status = if taken_for_whole { "200" } else { "failed" };
        assert_eq!(row.status, status, "{strategy}: {path}: {row:?}");
        let words: &[&str] = match reading {
            _ if taken_for_whole => return,
            Begun if begun => &[BROKEN_OFF],
            Lenient if begun => &[BROKEN_OFF, NO_ANSWER],
            Never | Begun | Lenient => &[NO_ANSWER],
        };
        assert!(
            words.iter().any(|words| row.text.contains(words)),
            "{strategy}: {path}: {row:?}"
        );
    })
    .await;
}

async fn odd_answers_are_read_as_they_are(browser: &Browser) {
    let expected = [
        ("too-long", 10.0, "0123456789"),
        ("not-utf-8", 9.0, "a\u{fffd}"),
        ("informed", 8.0, "informed"),
        ("odd-type", 3.0, "xt/·<b>"),
        ("long-type", 4.0, "text/xxxx"),
        ("closed-late", 11.0, "closed late"),
    ];
    let paths = expected.map(|(path, ..)| path);
    run_all(browser, &paths, &FOUR, 20_000, |path, strategy, row| {
        // WebKit takes no head of that length.
        if browser.engine() == Engine::WebKit && path == "long-type" {
            assert!(row.text.contains(NO_ANSWER), "{strategy}: {row:?}");
            return;
        }
        assert_eq!(row.status, "200", "{strategy}: {path}: {row:?}");
        let (_, bytes, words) = expected
            .iter()
            .find(|(known, ..)| *known == path)
            .expect("each path is one of those expected");
        assert_eq!(row.metrics["bytes"], *bytes, "{strategy}: {path}");
        assert!(row.text.contains(words), "{strategy}: {path}: {row:?}");
        // Nothing of it is shown whole if it is long, or acts on the screen.
        assert!(row.text.len() < 1000, "{strategy}: {path}: {row:?}");
        let acts = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!row.text.contains(acts), "{strategy}: {path}: {row:?}");
        assert!(!row.text.contains("and more"), "{strategy}: {row:?}");
    })
    .await;
}

async fn answers_without_an_end_are_given_up_in_time(browser: &Browser) {
    let paths = [
        "drip",
        "drip-head",
        "informed-only",
        "never-closed",
        "silent",
    ];
    run_all(browser, &paths, &BY_FETCH, 1500, |path, strategy, row| {
        assert_eq!(row.status, "timed-out", "{strategy}: {path}: {row:?}");
        assert!(row.text.contains(TIMED_OUT), "{strategy}: {path}: {row:?}");
    })
    .await;
}

async fn bodies_without_an_end_are_given_up_at_the_cap(browser: &Browser) {
    let paths = ["endless", "bomb"];
    run_all(browser, &paths, &BY_FETCH, 30_000, |path, strategy, row| {
        assert_eq!(row.status, "failed", "{strategy}: {path}: {row:?}");
        assert!(row.text.contains(TOO_LONG), "{strategy}: {path}: {row:?}");
    })
    .await;
}
