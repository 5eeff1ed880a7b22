//! The loop on several threads.

use futures::stream::{self, StreamExt, TryStreamExt};

/// Keeps every worker busy: whoever is free is sent the next chunk.
pub async fn pool<Chunk, Part, Error>(
    chunks: Vec<Chunk>,
    workers: usize,
    send: impl AsyncFn(Chunk) -> Result<Part, Error>,
) -> Result<Vec<Part>, Error> {
    let parts = stream::iter(chunks).map(|chunk| send(chunk));
    parts.buffer_unordered(workers).try_collect().await
}
