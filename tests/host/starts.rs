//! The starting points of Script, compiled: a file of one compiles with the
//! prelude as it is.

use futures::FutureExt;
use futures::future::LocalBoxFuture;

/// Names the files, and what makes the future of each.
macro_rules! starts {
    ($($name:ident),+ $(,)?) => {
        $(
            #[path = "../../src/experiments/script/starts"]
            #[expect(unreachable_pub, reason = "it stands alone as a file")]
            mod $name {
                pub(crate) mod $name;
            }
        )+

        /// The compiled main of each, by its name.
        pub(crate) fn all()
        -> Vec<(&'static str, fn() -> LocalBoxFuture<'static, ()>)> {
            vec![$((
                stringify!($name),
                || $name::$name::main().boxed_local(),
            )),+]
        }
    };
}

starts!(
    hello, empty, crawler, timeout, workers, rate, clean_up, poll_fn, starter,
    pipeline, recursion,
);
