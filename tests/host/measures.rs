//! A run as the browser's own instruments show it.

use crate::ms;
use crate::site::crawl;
use meanwhile::trace::{Measure, Timestamp, Tone, measures};

#[test]
fn each_task_is_a_stretch_and_each_phase_lies_within_it() {
    let run = crawl("drip/1/0.5 #page\nstatus/404/2", "run=concurrent");
    let found = measures(&run.timeline(), 100);
    let of = |name: &str, from, to, tone| Measure {
        name: name.to_owned(),
        start: Timestamp::ZERO + ms(from),
        end: Timestamp::ZERO + ms(to),
        tone,
    };
    let expected = [
        of("concurrent", 0, 2000, Tone::Task),
        of("page", 0, 1500, Tone::Task),
        of("page waiting", 0, 1000, Tone::Phase),
        of("page receiving", 1000, 1500, Tone::Phase),
        of("#2", 0, 2000, Tone::Failure),
        of("#2 waiting", 0, 2000, Tone::Phase),
        of("#2 receiving", 2000, 2000, Tone::Phase),
    ];
    assert_eq!(found, expected);
}

#[test]
fn too_many_stretches_are_none() {
    let run = crawl("delay/1\ndelay/1?b", "run=concurrent");
    let all = measures(&run.timeline(), 100).len();
    assert_eq!(measures(&run.timeline(), all).len(), all);
    assert_eq!(measures(&run.timeline(), all - 1), []);
}
