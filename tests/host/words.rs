//! Whatever the page shows as it is, is a whole sentence.

use meanwhile::experiments::Note;
use meanwhile::experiments::crawl::{
    LinkError, Metric, PlanError, RowError, Strategy,
};
use meanwhile::experiments::freeze;
use meanwhile::experiments::protocol::WorkerFailure;
use meanwhile::http::{Diagnosis, Failure, Response, shown_text, unreadable};
use meanwhile::trace::Finding;
use proptest::prelude::*;
use std::time::Duration;

pub(crate) fn assert_sentence(words: impl ToString) {
    let text = words.to_string();
    let first = text.chars().next().expect("a sentence has words");
    let starts = first.is_uppercase() || first.is_numeric() || first == '“';
    assert!(starts, "it begins like a sentence: {text}");
    let ends = text.ends_with('.') && !text.ends_with("..");
    assert!(ends, "it ends with one full stop: {text}");
    assert!(!text.contains("  "), "it has no gap: {text}");
}

fn text(what: &str) -> String {
    what.to_owned()
}

#[test]
fn every_failure_is_a_sentence() {
    let answer = Response {
        status: 503,
        ..Response::default()
    };
    for failure in [
        Failure::Status(Box::new(answer)),
        Failure::TimedOut(Duration::from_secs(10)),
        Failure::Unreadable,
        Failure::BrokenOff,
        Failure::MixedContent,
        Failure::LocalNetwork,
        Failure::NoThread(WorkerFailure::Confused.to_string()),
        Failure::NotAUrl(text("Invalid URL")),
        // Firefox ends its own words with a full stop.
        Failure::NotAUrl(text("URL constructor: http:// is not a valid URL.")),
    ] {
        assert_sentence(&failure);
    }
}

#[test]
fn every_diagnosis_is_a_sentence() {
    assert_sentence(Diagnosis::BlockedByCors);
    assert_sentence(Diagnosis::RedirectFails);
    assert_sentence(Diagnosis::NoAnswer);
}

#[test]
fn every_row_error_is_a_sentence() {
    for error in [
        RowError::NoUrl,
        RowError::SpaceInUrl,
        RowError::Scheme(text("ftp")),
        RowError::NoHost,
        RowError::Credentials,
        RowError::Delay(text("soon")),
        RowError::DelayTooLong,
    ] {
        assert_sentence(&error);
        let (number, url) = (3, text("ftp://host/"));
        assert_sentence(PlanError::BadRow { number, url, error });
    }
}

#[test]
fn every_reason_not_to_run_is_a_sentence() {
    assert_sentence(PlanError::NoRows);
    assert_sentence(PlanError::TooManyRows(10_001));
    assert_sentence(PlanError::NoStrategy);
}

#[test]
fn everything_said_of_a_link_is_a_sentence() {
    assert_sentence(LinkError { bytes: 9000 });
    assert_sentence(Note::Unknown(text("wait")));
    assert_sentence(Note::BadValue {
        name: "limit",
        value: text("four"),
        expected: text("a number from 1 to 10000"),
    });
}

#[test]
fn every_finding_is_a_sentence_in_its_number() {
    let host = text("host.test");
    let url = text("delay/1");
    for finding in [
        Finding::Connections { host, requests: 12 },
        Finding::CacheQueue { url, requests: 3 },
        Finding::Failures(1),
        Finding::Failures(2),
        Finding::Retries(1),
        Finding::Retries(2),
        Finding::StandIns(1),
        Finding::StandIns(2),
        Finding::OutOfReach(1),
        Finding::OutOfReach(2),
        Finding::Hidden,
        Finding::Together,
    ] {
        assert_sentence(&finding);
        let words = finding.to_string();
        assert!(!words.starts_with("1 requests"), "{words}");
        assert!(!words.starts_with("2 request "), "{words}");
    }
}

#[test]
fn every_metric_and_strategy_explains_itself_in_sentences() {
    for metric in Metric::ALL {
        assert_sentence(metric.definition);
    }
    for strategy in Strategy::ALL {
        assert_sentence(strategy.why());
    }
}

#[test]
fn ids_are_those_of_the_contract() {
    let metrics = Metric::ALL.map(|it| it.id).join(" ");
    assert_eq!(
        metrics,
        "total speedup average p50 p95 slowest peak-in-flight succeeded \
         failed bytes polls wakes",
    );
    let strategies = Strategy::ALL.map(Strategy::id).join(" ");
    assert_eq!(
        strategies,
        "blocking sequential concurrent limited spawned promise-all threads",
    );
    for strategy in Strategy::ALL {
        assert_eq!(Strategy::from_id(strategy.id()), Some(strategy));
    }
    assert_eq!(Strategy::from_id("Sequential"), None);
}

#[test]
fn a_body_is_shown_by_its_first_two_hundred_characters() {
    let body = "ä".repeat(300);
    assert_eq!(shown_text(body.as_bytes()), "ä".repeat(200));
    assert_eq!(shown_text(b""), "");
}

#[test]
fn control_characters_of_a_body_show_as_dots() {
    let body = b"one\ttwo\nthree\r\n\x00\x1b[31m\x7f";
    assert_eq!(shown_text(body), "one\ttwo\nthree·\n··[31m·");
}

#[test]
fn a_body_that_is_no_text_is_shown_all_the_same() {
    assert_eq!(shown_text(&[0xff, 0xfe, b'a']), "\u{fffd}\u{fffd}a");
}

proptest! {
    #![proptest_config(crate::cases(300))]

    #[test]
    fn no_body_is_too_strange(
        body in prop::collection::vec(any::<u8>(), 0..1000),
    ) {
        let shown = shown_text(&body);
        prop_assert!(shown.chars().count() <= 200);
        let control = |c: char| c.is_control() && c != '\n' && c != '\t';
        prop_assert!(!shown.contains(control));
    }
}

#[test]
fn what_a_freeze_says_is_in_sentences() {
    use freeze::{Failure, Metric, Mode, PlanError};
    for metric in Metric::ALL {
        assert_sentence(metric.definition);
    }
    for mode in Mode::ALL {
        assert_sentence(mode.why());
    }
    assert_sentence(PlanError::NoMode);
    assert_sentence(PlanError::NoScheduler);
    assert_sentence(Failure::TookTooLong(Duration::from_secs(10)));
    for why in ["", "unreachable"] {
        let why = why.to_owned();
        assert_sentence(WorkerFailure::DidNotStart(why.clone()));
        assert_sentence(Failure::Worker(WorkerFailure::Trapped(why)));
    }
    assert_sentence(WorkerFailure::Confused);
}

#[test]
fn no_explanation_of_a_mode_has_more_than_120_words() {
    for mode in freeze::Mode::ALL {
        let words = mode.why().split_whitespace().count();
        assert!(words <= 120, "{}: {words}", mode.id());
    }
}

#[test]
fn what_a_page_may_not_ask_is_explained_by_where_it_leads() {
    use Failure::{LocalNetwork, MixedContent, Unreadable};
    for (url, failure) in [
        ("https://a.test/x", Unreadable),
        ("http://a.test/x", MixedContent),
        ("http://8.8.8.8/", MixedContent),
        ("http://a.test:8080/?http://localhost/", MixedContent),
        ("http://localhost.a.test/", MixedContent),
        ("http://127.0.0.1.a.test/", MixedContent),
        ("http://localhost:3000/", Unreadable),
        ("http://foo.localhost/", Unreadable),
        ("http://127.0.0.1:9000/json", Unreadable),
        ("http://[::1]:9000/json", Unreadable),
        ("http://192.168.1.10/", LocalNetwork),
        ("http://10.0.0.1:80/a", LocalNetwork),
        ("http://172.16.0.1/", LocalNetwork),
        ("http://172.32.0.1/", MixedContent),
        ("http://169.254.1.1/", LocalNetwork),
        ("http://[fe80::1]/", LocalNetwork),
        ("http://[fd00::1]/", LocalNetwork),
        ("http://[2001:db8::1]/", MixedContent),
        ("http://printer.local/", LocalNetwork),
        ("http://printer/", LocalNetwork),
    ] {
        assert_eq!(unreadable(url, true), failure, "{url}");
        assert_eq!(unreadable(url, false), Unreadable, "{url} by http");
    }
}
