//! The built-in endpoint's grammar: what is computed where no Service Worker
//! answers.

use crate::endpoint_answers::ANSWERS;
use crate::{cases, ms};
use meanwhile::http::{Answer, answer_at, may_be_built_in};
use proptest::prelude::*;

#[test]
fn each_url_is_answered_as_the_table_says() {
    for &(path, status, bytes, delay) in ANSWERS {
        let answer = Answer {
            delay: ms(delay),
            status,
            bytes,
        };
        let computed = answer_at(path).map(|it| Answer {
            delay: ms(it.delay.as_millis() as u64),
            ..it
        });
        assert_eq!(computed, Some(answer), "{path}");
        assert!(may_be_built_in(path), "{path}");
    }
}

#[test]
fn a_wait_is_never_longer_than_the_endpoints() {
    let delay = |path| answer_at(path).map(|it| it.delay);
    for path in ["delay/10", "delay/11", "delay/99999999999999999999999"] {
        assert_eq!(delay(path), Some(ms(10_000)), "{path}");
    }
    for path in ["drip", "drip?numbytes=5"] {
        assert_eq!(delay(path), Some(ms(2000)), "{path}");
    }
    assert_eq!(delay("drip?duration=60"), Some(ms(10_000)));
}

#[test]
fn other_paths_are_not_the_endpoints() {
    for path in ["", "elsewhere", "delays/1", "Delay/1", "del%61y/1", "/json"] {
        assert_eq!(answer_at(path), None, "{path}");
    }
    assert!(!may_be_built_in("https://example.com/"));
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn any_path_is_answered_within_the_limits(
        name in "delay|status|bytes|drip|json|html",
        rest in "[/?][ -~]{0,30}",
    ) {
        let answer = answer_at(&format!("{name}{rest}"));
        let answer = answer.expect("it is one of the endpoint's");
        prop_assert!(answer.delay <= ms(10_000));
        prop_assert!((200..600).contains(&answer.status));
        prop_assert!(answer.bytes <= 100 * 1024 * 1024);
    }
}
