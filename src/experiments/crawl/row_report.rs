//! What is said of a single request.

use super::{Lane, OnError, Outcome, Plan, Strategy};
use crate::experiments::figure::Figure;
use crate::experiments::records::{Records, Value};
use crate::http::{Failure, LONGEST_PAUSE, Response, Timing};
use crate::trace::{Ending, Phase, Timeline, Timestamp, Track, duration_text};
use std::fmt::Write as _;
use std::time::Duration;

/// One row of the table by request.
#[derive(Clone, Debug, PartialEq)]
pub struct RowReport {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Its URL.
    pub url: String,
    /// Its label, or its number.
    pub name: String,
    /// Its label; empty if it has none.
    pub label: String,
    /// The HTTP status, or a word for what became of it.
    pub status: String,
    /// When it began, after the start of the strategy.
    pub start: Figure,
    /// How long it waited for the headers of the response.
    pub waiting: Figure,
    /// From its start to its last byte.
    pub duration: Figure,
    /// The length of the body.
    pub bytes: Figure,
    /// The media type.
    pub content_type: String,
    /// The beginning of the body.
    pub text: String,
    /// What went wrong, in a sentence; empty if nothing.
    pub error: String,
    /// What else is worth saying: the parts of the exchange, retries, limits.
    pub notes: String,
    /// Whether a second look can tell more about the failure.
    pub is_unreadable: bool,
}

impl RowReport {
    /// Reads the row `index` off a lane of `plan`; `timing_of` knows what the
    /// browser tells of the request to a URL that was sent at about that time
    /// of its clock.
    #[must_use]
    pub fn of(
        plan: &Plan,
        lane: &Lane,
        index: usize,
        step: Duration,
        timing_of: impl Fn(&str, Timestamp) -> Timing,
    ) -> Option<Self> {
        let row = plan.rows.get(index)?;
        let timeline = lane.timeline();
        let track = timeline.rows().get(index)?;
        let outcomes = lane.outcomes();
        let outcome = outcomes.get(index)?.as_ref();
        let response = outcome.and_then(Outcome::response);
        let failure = outcome.and_then(|outcome| outcome.result.as_ref().err());
        let waited = track
            .spans
            .iter()
            .any(|s| s.phase == Phase::Waiting && s.end.is_some());
        let sent = track.spans.iter().rfind(|s| s.phase == Phase::Waiting);
        let strategy = lane.strategy();
        // A thread has a record of its own, which ends with it.
        let recorded = strategy != Strategy::Threads;
        let timing = match (sent, response) {
            (Some(sent), Some(response)) if recorded && !response.stand_in => {
                timing_of(&row.url, lane.clock_at(sent.start))
            }
            _ => Timing::NotRecorded,
        };
        // The zero of the totals, so that starts and durations add up to them.
        let zero = timeline.root().and_then(|root| root.start);
        let zero = zero.unwrap_or(Timestamp::ZERO);
        let started = track.start.map(|start| start.since(zero));
        Some(Self {
            index,
            url: row.url.clone(),
            name: track.name.to_string(),
            label: row.label.clone(),
            status: status(track, response, failure, lane.is_over()),
            start: Figure::duration(started, step),
            waiting: Figure::duration(
                waited.then(|| track.time_in(Phase::Waiting)),
                step,
            ),
            duration: Figure::duration(track.duration(), step),
            bytes: response
                .map_or_else(Figure::unknown, |r| Figure::bytes(r.bytes)),
            content_type: response
                .map(|r| r.content_type.clone())
                .unwrap_or_default(),
            text: response.map(|r| r.text.clone()).unwrap_or_default(),
            error: match failure {
                Some(failure) => failure.to_string(),
                None => abort_reason(plan, &timeline, track),
            },
            notes: notes(strategy, track, outcome, &timing, step),
            is_unreadable: matches!(failure, Some(Failure::Unreadable)),
        })
    }

    /// Rows to be copied: columns parted by tabs, with bare numbers; counted
    /// from 1, as on the page.
    #[must_use]
    pub fn table_text(rows: &[Self]) -> String {
        let names = ["start", "waiting", "duration", "bytes"];
        Self::records(rows, names).text()
    }

    /// Rows to be saved as CSV, with units in the names.
    #[must_use]
    pub fn csv(rows: &[Self]) -> String {
        Self::records(rows, Self::IN_FILES).csv()
    }

    /// Rows to be saved as JSON: an object each.
    #[must_use]
    pub fn json(rows: &[Self]) -> String {
        Self::records(rows, Self::IN_FILES).json()
    }

    const IN_FILES: [&'static str; 4] =
        ["start_ms", "waiting_ms", "duration_ms", "bytes"];

    fn records(rows: &[Self], figures: [&'static str; 4]) -> Records {
        let row = |row: &Self| {
            let figures = [&row.start, &row.waiting, &row.duration, &row.bytes];
            let before = [
                Value::number(row.index as f64 + 1.0),
                Value::text(&row.label),
                Value::text(&row.url),
                Value::text(&row.status),
            ];
            let after =
                [Value::text(&row.content_type), Value::text(&row.error)];
            let figures = figures.map(|it| Value::Number(it.value));
            before.into_iter().chain(figures).chain(after).collect()
        };
        let before = ["row", "label", "url", "status"].into_iter();
        let names = before.chain(figures).chain(["type", "error"]);
        Records::new(names, rows.iter().map(row))
    }

    /// All that is known of it, in a line: for whoever points at its bar.
    #[must_use]
    pub fn facts(&self) -> String {
        let mut facts =
            format!("{} · {} · {}", self.name, self.url, self.status);
        let figures = [
            ("started at", &self.start),
            ("waited", &self.waiting),
            ("took", &self.duration),
            ("received", &self.bytes),
        ];
        for (what, figure) in figures {
            if figure.value.is_some() {
                // Writing to a string cannot fail.
                let _ = write!(facts, " · {what} {}", figure.text);
            }
        }
        for more in [&self.notes, &self.error] {
            if !more.is_empty() {
                let _ = write!(facts, " · {more}");
            }
        }
        facts
    }
}

fn status(
    track: &Track,
    response: Option<&Response>,
    failure: Option<&Failure>,
    run_is_over: bool,
) -> String {
    if let Some(response) = response {
        return response.status.to_string();
    }
    let word = match (failure, track.ending()) {
        (Some(Failure::TimedOut(_)), _) => "timed out",
        (Some(_), _) => "failed",
        (None, Some(Ending::Cancelled)) => "aborted",
        (None, None) if track.start.is_none() && run_is_over => "not sent",
        (None, None) if track.start.is_none() => "not started yet",
        _ => "running",
    };
    word.to_owned()
}

fn abort_reason(plan: &Plan, timeline: &Timeline, track: &Track) -> String {
    let root_ending = timeline.root().and_then(Track::ending);
    let aborted = track.ending() == Some(Ending::Cancelled);
    match (root_ending, aborted) {
        (Some(Ending::Failed | Ending::TimedOut), true) if plan.policy.on_error == OnError::Stop => {
            "Aborted because another request failed and “On error” is set to stop.".to_owned()
        }
        (Some(Ending::Cancelled), true) => "Aborted by Stop.".to_owned(),
        (Some(_), false) if track.start.is_none() => {
            "Not sent: the run ended before this request started.".to_owned()
        }
        _ => String::new(),
    }
}

fn notes(
    strategy: Strategy,
    track: &Track,
    outcome: Option<&Outcome>,
    timing: &Timing,
    step: Duration,
) -> String {
    let mut notes: Vec<String> = Vec::new();
    let added = track.time_in(Phase::AddedDelay);
    if !added.is_zero() {
        notes.push(format!("added delay {}", duration_text(added, step)));
    }
    if let Some(outcome) = outcome.filter(|outcome| outcome.attempts > 1) {
        notes.push(format!("{} attempts", outcome.attempts));
    }
    if let Some(asked) = outcome.and_then(|outcome| outcome.asked_pause) {
        let text = |time| duration_text(time, Duration::ZERO);
        let waited = match asked > LONGEST_PAUSE {
            true => format!(", which is {} at most here", text(LONGEST_PAUSE)),
            false => String::new(),
        };
        notes.push(format!(
            "the server asked to wait {} before the next attempt{waited}",
            text(asked),
        ));
    }
    let Some(response) = outcome.and_then(Outcome::response) else {
        return notes.join(", ");
    };
    if response.stand_in {
        let what = match strategy.may_miss_the_endpoint() {
            true => "stand-in: a wait, for want of a way to the endpoint",
            false => "stand-in: a timer, no request",
        };
        notes.push(what.to_owned());
    }
    if response.is_large() {
        notes.push(
            "larger than 1 MiB: counted to the end, only the beginning kept"
                .to_owned(),
        );
    }
    match timing {
        Timing::Disclosed {
            before_sent,
            server,
            body,
            protocol,
        } => {
            let text = |time: &Duration| duration_text(*time, step);
            let mut parts = format!(
                "before sending {}, server {}, body {}",
                text(before_sent),
                text(server),
                text(body),
            );
            if !protocol.is_empty() {
                parts = format!("{parts}, {protocol}");
            }
            notes.push(parts);
        }
        Timing::NotDisclosed => {
            notes.push("phases not disclosed by the server".to_owned())
        }
        Timing::NotRecorded => {}
    }
    notes.join(", ")
}
