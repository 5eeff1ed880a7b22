//! Lends browsers to tests, two at a time, and reuses them. Not the tests.

use super::lacks::is_left_out;
use super::{Browser, Engine, second_runs};
use futures::FutureExt;
use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

/// More browsers at once than cores only make each other late.
const AT_ONCE: u32 = 2;

static PERMITS: Semaphore = Semaphore::const_new(AT_ONCE as usize);

static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// One for all tests, because a browser's connection lives on the runtime on
/// which it was opened, and browsers outlive tests.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Runtime::new().expect("a runtime starts"));

/// Runs a test with a browser that is as good as new.
///
/// When the test fails, a picture of the page and what the browser reported
/// are left for whoever looks into it, and the test runs once more: see
/// [`second_runs`].
pub(crate) fn run(engine: Engine, name: &str, test: impl AsyncFn(&Browser)) {
    RUNTIME.block_on(run_with(engine, name, 1, test));
}

/// Like [`run`], while no other browser does anything.
pub(crate) fn run_alone(
    engine: Engine,
    name: &str,
    test: impl AsyncFn(&Browser),
) {
    RUNTIME.block_on(run_with(engine, name, AT_ONCE, test));
}

async fn run_with(
    engine: Engine,
    name: &str,
    permits: u32,
    test: impl AsyncFn(&Browser),
) {
    if is_left_out(engine, name) {
        return;
    }
    let Err(panic) = attempt(engine, name, permits, &test).await else {
        return;
    };
    if !second_runs::may_begin() {
        resume_unwind(panic);
    }
    match attempt(engine, name, AT_ONCE, &test).await {
        Ok(()) => second_runs::note(engine, name, &*panic),
        Err(panic) => resume_unwind(panic),
    }
}

/// Runs the test once; why it failed, if it did.
async fn attempt(
    engine: Engine,
    name: &str,
    permits: u32,
    test: impl AsyncFn(&Browser),
) -> Result<(), Box<dyn Any + Send>> {
    let _permit = PERMITS.acquire_many(permits).await;
    let idle = take_idle(engine);
    let browser = match idle {
        Some(browser) => browser,
        None => Browser::start(engine).await,
    };
    let result = AssertUnwindSafe(async {
        test(&browser).await;
        browser.reset().await;
    })
    .catch_unwind()
    .await;
    match result {
        Ok(()) => lock_idle().push(browser),
        Err(_) => {
            let report = AssertUnwindSafe(report(&browser, name));
            let _ = report.catch_unwind().await;
            browser.quit().await;
        }
    }
    result
}

async fn report(browser: &Browser, name: &str) {
    let engine = browser.engine();
    let file = format!("{}-{engine}.png", name.replace("::", "-"));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
    eprintln!("{engine}: failed: {name}");
    let address = browser.driver.current_url().await;
    eprintln!(
        "  address: {}",
        address.map_or("unknown".to_owned(), |it| it.to_string())
    );
    for line in browser.errors().await {
        eprintln!("  reported: {line}");
    }
    browser.screenshot(&path).await;
    eprintln!("  picture: {}", path.display());
}

fn take_idle(engine: Engine) -> Option<Browser> {
    let mut idle = lock_idle();
    let index = idle.iter().position(|it| it.engine() == engine)?;
    Some(idle.swap_remove(index))
}

fn lock_idle() -> std::sync::MutexGuard<'static, Vec<Browser>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}
