//! Long work on a recording, in pieces.
//!
//! A file of a million events must not hold the page's thread. So whoever has
//! one read or written is called after each piece of the work, and can give
//! the thread back before the next. Dropping the work stops it.

use futures::FutureExt;

/// The number of events, or of what is made of them, in a piece.
pub(super) const PIECE: usize = 2_000;

/// The output of `work` whose pieces nobody holds up.
pub(super) fn at_once<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing in it waits")
}
