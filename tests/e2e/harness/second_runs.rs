//! Tests that failed once: a few may run again, alone and in a new browser,
//! because browsers end by themselves, and a machine with two cores stands
//! still for seconds. Each that passes only then is written down, and `./dev
//! test` prints them at its end: they are a fault to look into.

use super::Engine;
use std::any::Any;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

/// More failures than this in one process come from the page.
const AT_MOST: u32 = 5;

static BEGUN: AtomicU32 = AtomicU32::new(0);

/// Whether a test that failed may run again; counts that it does.
pub(super) fn may_begin() -> bool {
    BEGUN.fetch_add(1, Ordering::Relaxed) < AT_MOST
}

/// Writes down that a test passed, but only in its second run.
pub(super) fn note(engine: Engine, name: &str, failure: &(dyn Any + Send)) {
    let why = failure.downcast_ref::<String>().map(String::as_str);
    let why = why.or_else(|| failure.downcast_ref::<&str>().copied());
    let why = why.unwrap_or("it did not say why");
    let first = why.lines().next().unwrap_or_default();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("second-runs.txt");
    let file = OpenOptions::new().create(true).append(true).open(path);
    let mut file = file.expect("the folder of the tests takes a file");
    writeln!(file, "{engine}: {name}: {first}").expect("it takes a line");
}
