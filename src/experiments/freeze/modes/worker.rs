//! The loop on a thread of its own.

/// Sends the job away and awaits a message: this thread stays free.
pub async fn worker<Job, Answer>(
    job: Job,
    send: impl AsyncFn(Job) -> Answer,
) -> Answer {
    send(job).await
}
