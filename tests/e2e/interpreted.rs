//! The programs of Tasks, compiled into the page and interpreted by Script, in the
//! browsers: what the page shows of both runs. The tests on the host compare more
//! of them, under a clock of their own.

use crate::harness::{Browser, Row, Site, in_each_engine};
use crate::lab;
use crate::tasks::{self, LONGEST};

in_each_engine!(each_program_of_tasks_is_interpreted_as_it_is_compiled);

/// Of these the time decides how often they are polled: one spins and one has
/// frames go by, both until a time is over.
const POLLED_UNTIL_A_TIME: [&str; 2] = ["starve", "blocks"];

/// How often two runs may differ before the interpreter is to blame.
const ATTEMPTS: usize = 4;

/// What a run came to: how it ended, what it printed, and of each task its name,
/// its end and the number of its polls and wakes.
#[derive(Debug, PartialEq)]
struct Outcome {
    end: String,
    printed: Vec<String>,
    tasks: Vec<(String, String, f64, f64)>,
}

impl Outcome {
    async fn of(browser: &Browser, link: &str, program: &str) -> Self {
        lab::follow(browser, link).await;
        browser.wait_for_status("Ready").await;
        browser.click("button", "Run").await;
        let end = browser.wait_for_status_within(LONGEST, "Finished").await;
        lab::show_the_end(browser).await;
        let has_counts = !POLLED_UNTIL_A_TIME.contains(&program);
        let task = |row: Row| {
            let name = row.text.lines().next().unwrap_or_default();
            let count = |of| if has_counts { row.metrics[of] } else { 0.0 };
            let (polls, wakes) = (count("polls"), count("wakes"));
            (name.to_owned(), row.status, polls, wakes)
        };
        let rows = browser.all_rows().await.into_iter();
        let lines = tasks::printed(browser).await;
        let mut printed: Vec<_> =
            lines.iter().map(|it| without_times(it)).collect();
        // A frame comes when the screen wants one: who is first is by chance.
        if program == "order" {
            printed[2..].sort();
        }
        Self {
            end,
            printed,
            tasks: rows.map(task).collect(),
        }
    }
}

/// A line without the time that it tells, if any: no two runs take the same.
fn without_times(line: &str) -> String {
    let words = line.split(' ').collect::<Vec<_>>();
    let is_time = |place: usize| {
        words[place].parse::<f64>().is_ok()
            && words.get(place + 1).is_some_and(|it| it.starts_with("ms"))
    };
    let kept = (0..words.len()).filter(|place| !is_time(*place));
    kept.map(|place| words[place]).collect::<Vec<_>>().join(" ")
}

async fn each_program_of_tasks_is_interpreted_as_it_is_compiled(
    browser: &Browser,
) {
    let site = Site::start();
    tasks::open(browser, &site, "").await;
    let programs = tasks::programs(browser).await;
    assert_eq!(programs.len(), 29, "{programs:?}");
    for program in programs {
        let of = async |lab: &str| {
            let link = format!("#/{lab}?program={program}&executor=ours");
            Outcome::of(browser, &site.url(&link), &program).await
        };
        // What happens at once in one run may not in the next: a request that is
        // answered while another is read, an attempt more before a deadline.
        let mut runs = (of("tasks").await, of("script").await);
        for _ in 1..ATTEMPTS {
            if runs.0 == runs.1 {
                break;
            }
            runs = (of("tasks").await, of("script").await);
        }
        let (compiled, interpreted) = runs;
        assert_eq!(interpreted, compiled, "{program}");
        assert!(!compiled.printed.is_empty(), "{program}");
    }
}
