//! Runs of a lab that nobody asks about meanwhile. To ask takes time of the very
//! thread that is measured, and a text is laid out to be told as it is seen; a
//! script that a run is held against is not asked either.

use crate::harness::Browser;
use serde_json::json;
use std::time::{Duration, Instant};

/// Has the page note when a run has ended so that its status begins with a word.
const WATCH: &str = "const [word] = arguments;
    const status = document.querySelector('[role=status]');
    window.ended = new Promise((resolve) => {
        let ran = false;
        const watcher = new MutationObserver(() => {
            const text = status.textContent.trim();
            ran ||= text.startsWith('Running');
            if (!ran || !text.startsWith(word)) return;
            watcher.disconnect();
            resolve(true);
        });
        const all = { subtree: true, childList: true, characterData: true };
        watcher.observe(status, all);
    });";

/// Waits for that, but no longer than a driver waits for a script.
const WAIT: &str = "return Promise.race([
        window.ended,
        new Promise((resolve) => setTimeout(resolve, 20_000, false)),
    ]);";

/// Runs the lab from the keyboard, to its end.
pub(crate) async fn run(browser: &Browser, patience: Duration) {
    watch(browser, "Finished").await;
    browser.press("Control+Enter").await;
    ended(browser, patience).await;
}

/// To be called before a run whose status will begin with `word` at last.
pub(crate) async fn watch(browser: &Browser, word: &str) {
    browser.js(WATCH, &[json!(word)]).await;
}

/// Waits for the end of the run that [`watch`] was called before.
pub(crate) async fn ended(browser: &Browser, patience: Duration) {
    let deadline = Instant::now() + patience;
    loop {
        let answer = browser.try_js(WAIT, &[]).await;
        if answer == Ok(json!(true)) {
            return;
        }
        if Instant::now() >= deadline {
            let status = browser.status().await;
            panic!("the run has not ended: {answer:?}, {status:?}");
        }
        // WebKit's driver may give no answer while its page is busy.
        if answer.is_err() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}
