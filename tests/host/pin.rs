//! The addresses of all labs as they are read today: what each parameter takes,
//! what it refuses in which words, and what is left out because it is the
//! default. Links are in other people's mail: this does not change unnoticed.

use meanwhile::experiments::{
    Experiment, Note, compare, cost, crawl, freeze, race, script, tasks,
};
use std::fmt::Write;

/// Reads a query, and writes it anew: the query, and the refusals.
pub(crate) fn through(lab: Experiment, query: &str) -> (String, Vec<Note>) {
    macro_rules! with {
        ($lab:ident::$Setup:ident) => {{
            let (setup, notes) = $lab::setup_from_query::<$lab::$Setup>(query);
            ($lab::query_from_setup(&setup), notes)
        }};
    }
    match lab {
        Experiment::Crawl => {
            let (setup, _, notes) = crawl::setup_from_query(query);
            let query = crawl::query_from_setup(&setup);
            (query.expect("a short list has a link"), notes)
        }
        Experiment::Freeze => with!(freeze::Setup),
        Experiment::Tasks => with!(tasks::Setup),
        Experiment::Race => with!(race::Setup),
        Experiment::Cost => with!(cost::Setup),
        Experiment::Compare => with!(compare::Chooser),
        Experiment::Script => with!(script::Setup),
    }
}

/// Each parameter of a lab, with values around the ends of its range.
fn parameters(lab: Experiment) -> Vec<(&'static str, &'static str)> {
    const SEED: &str = "0 999999 1000000";
    const ORDER: &str = "fifo lifo shuffled FIFO";
    match lab {
        Experiment::Crawl => vec![
            ("url", "delay/1 https://example.com/"),
            (
                "run",
                "blocking,sequential,concurrent,limited,spawned,promise-all,threads \
                 threads,blocking sequential,concurrent limited,none",
            ),
            ("limit", "0 1 4 10000 10001"),
            ("timeout", "0 1 10000 300000 300001"),
            ("retries", "-1 0 5 6"),
            ("on-error", "collect stop abort"),
            ("cache", "no-store default reload"),
            ("order", "in-turn together parallel"),
            ("repeat", "0 1 20 21"),
            ("list", "remembered damaged"),
            (
                "guess",
                "sequential:3000,concurrent:1000 concurrent:3600000 concurrent:3600001 main:1",
            ),
        ],
        Experiment::Freeze => vec![
            ("job", "primes mandelbrot chain sort"),
            ("length", "0.4 0.5 2 10 10.1"),
            ("size", "0 1 1000000000 1000000001"),
            (
                "run",
                "main,microtask,sliced,worker,pool pool,main main,sliced,worker fiber",
            ),
            ("slice", "0.9 1 8 1000 1001"),
            ("yield", "message timeout frame scheduler idle"),
            ("pool", "0 1 32 33"),
            ("guess", "main:2000,worker:20 sequential:1"),
        ],
        Experiment::Tasks => vec![
            ("program", "interleave join suspend nothing"),
            ("executor", "browser ours hand tokio"),
            ("order", ORDER),
            ("executor=ours&order", ORDER),
            ("seed", SEED),
            ("yield", "wake message timeout frame scheduler"),
            ("at", "-1 0 32 10000000 10000001"),
            ("from", "1"),
            ("from=1000&to", "1000 1001 3600000000 3600000001"),
            ("to", "1"),
            ("task", "0 3 all"),
            ("guess", "0 1 2 9 10"),
        ],
        Experiment::Race => vec![
            (
                "run",
                "task-await,task-no-await,task-lock,shared-plain,shared-atomic,\
                 shared-lock,messages messages,task-await task",
            ),
            ("order", ORDER),
            ("seed", SEED),
            ("tasks", "0 1 100 500 501"),
            ("adds", "0 1 100 1000 1001"),
            ("workers", "0 1 2 8 9"),
            ("worker-adds", "0 1 500000 1000000 1000001"),
            ("repeat", "0 1 10 100 101"),
            ("guess", "task-await:100 messages:1,messages:2"),
        ],
        Experiment::Cost => vec![
            ("n", "999 1000 1000000 1000001"),
            (
                "run",
                "spawn-local,futures-unordered,js-async,shared-workers,own-workers \
                 own-workers,spawn-local threads",
            ),
            ("body", "trivial timer sleep"),
            ("held", "0 64 256 1024 4096 16384 65 32768"),
            ("workers", "0 1 256 257"),
            ("guess", "js-async:50 own-workers:soon"),
        ],
        Experiment::Compare => vec![
            ("work", "waiting computing both"),
            ("many", "one few thousands 3"),
            ("shared", "nothing reads writes all"),
            ("responsive", "yes no maybe"),
        ],
        Experiment::Script => vec![
            ("program", "hello empty interleave nothing"),
            ("executor", "browser ours hand tokio"),
            ("order", ORDER),
            ("executor=ours&order", ORDER),
            ("seed", SEED),
            ("yield", "wake message timeout frame scheduler"),
            ("seconds", "0 1 30 600 601"),
            ("code", "eNorKE1SSCyuzEtWSMtTyE3MzNPQVKiuBQBbKQeo damaged"),
        ],
    }
}

fn addresses() -> String {
    let mut text = String::new();
    for lab in Experiment::ALL {
        let _ = writeln!(text, "#/{}", lab.slug());
        let unknown = [("speed", "1")];
        for (name, values) in parameters(lab).into_iter().chain(unknown) {
            for value in values.split(' ').chain([""]) {
                let (query, notes) = through(lab, &format!("{name}={value}"));
                let _ = writeln!(text, "  {name}={value}");
                let _ = writeln!(text, "    ?{query}");
                for note in notes {
                    let _ = writeln!(text, "    {note}");
                }
            }
        }
    }
    text
}

#[test]
fn the_addresses_of_all_labs_are_read_as_ever() {
    insta::assert_snapshot!(addresses());
}
