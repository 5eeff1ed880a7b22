//! Programs as learners write them, interpreted and compiled: the same lines in
//! the same order, and the same polls and wakes of each task.

use crate::host::{run, run_compiled};
use crate::prelude;

/// A test for each of the programs, by their names.
macro_rules! samples {
    ($($name:ident),* $(,)?) => {
        $(
            #[allow(
                clippy::all,
                clippy::unwrap_used,
                dead_code,
                unreachable_pub,
                unused,
                reason = "programs as learners write them"
            )]
            mod $name;

            #[test]
            fn $name() {
                let file = concat!("samples/", stringify!($name), ".rs");
                let text = include_str!(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/tests/samples/",
                    stringify!($name),
                    ".rs"
                ));
                let interpreted = run(text);
                let compiled = run_compiled(|world| {
                    prelude::enter(world);
                    $name::main()
                });
                assert_eq!(interpreted.fault, None, "{file}");
                assert!(compiled.is_done, "{file}");
                assert_eq!(interpreted, compiled, "{file}");
            }
        )*
    };
}

samples! {
    abandoned,
    actor,
    cancel,
    channels,
    closures,
    drops,
    errors,
    own_futures,
    places,
    retry,
    selects,
    structs,
    texts,
    timers,
}
