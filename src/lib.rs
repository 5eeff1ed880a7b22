//! Meanwhile: real Rust futures on the browser's own event loop, drawn as they
//! run.
//!
//! # The code map
//!
//! Three rings and a page; each knows only what stands above it here.
//!
//! - [`trace`]: **what happened.** Events of a run, appended and never changed;
//!   the [`Timeline`](trace::Timeline) that they fold into, and all that is
//!   read off it: [`Stats`](trace::Stats), [`TaskFigures`](trace::TaskFigures),
//!   [`Finding`](trace::Finding)s and [`Lint`](trace::Lint)s, and through a
//!   [`Viewport`](trace::Viewport) the [`Scene`](trace::Scene) to draw. A
//!   [`Replay`](trace::Replay) goes back and forth in it, and a
//!   [`Recording`](trace::Recording) is how it leaves the page and comes back,
//!   as a file or in a link.
//! - [`http`]: **what a request is.** The words that experiments and browser
//!   share: request, response, failure; and `endpoint`, what the built-in one
//!   answers. It sends nothing.
//! - [`task`]: **watching futures.** [`Traced`](task::Traced) records the polls
//!   and wakes of a future through a [`Recorder`](task::Recorder);
//!   [`AbortOnDrop`](task::AbortOnDrop) ends a task that runs elsewhere.
//!   [`meanwhile_waker`], in `waker/`, is the waker that says when it is cloned
//!   and dropped: a package of its own, since that takes `unsafe`.
//! - [`meanwhile_jobs`]: **CPU work**, in `jobs/`: loops with an answer. A
//!   package of its own, compiled for speed where the page is compiled for
//!   size, so that page and workers run the same code at the same pace.
//! - [`meanwhile_script`]: **the language of Script**, in `script/`: a subset of
//!   Rust, interpreted, whose futures are real. A package of its own: it knows
//!   nothing of the trace, and what its programs ask for comes from a
//!   [`Host`](meanwhile_script::Host).
//! - [`experiments`]: **what is compared.** One folder a lab. In
//!   [`crawl`](experiments::crawl) each strategy is a file of its own, in
//!   [`freeze`](experiments::freeze) each mode, in [`race`](experiments::race)
//!   each way to count, in [`cost`](experiments::cost) each form, and that file
//!   is what the page shows. In [`tasks`](experiments::tasks) each program is a
//!   file, with what is said of it below; `executor` is the one of our own,
//!   `world` is where a program runs and `prelude` what it has to hand. `at`
//!   does the same at a line of a source, for programs that are not compiled:
//!   those of [`script`](experiments::script), whose `host` hands them on,
//!   whose `session` is a run in its worker, and whose `protocol` is what that
//!   and the page tell each other. [`compare`](experiments::compare) has
//!   nothing of its own to run: it measures by what the others are made of,
//!   fills the post's table, and its `chooser` leads from a job to an answer.
//!   `setup` holds the visitor's choices and `controls` describes each once,
//!   for its field and its link; `run` and its neighbours execute them;
//!   `metric` describes each figure once, for the tables and the files, and
//!   `report` and its neighbours derive figures and text; `goals` are what runs
//!   can reach, as data. In `crawl`, `paste` and `document` make rows of what
//!   people paste, and `kept` says whose list opens. Beside the folders is what
//!   belongs to no single lab: `kind` has coroutine, thread and process,
//!   `guess` what a reader expects before a run, `ready_queue` the order in
//!   which an executor polls, `wake` a future that wakes itself, `task_metric`
//!   the figures of a task; `listed` declares enums that are tables; a
//!   [`Control`](experiments::Control), a [`Metric`](experiments::Metric), a
//!   [`Table`](experiments::Table) of them, a [`Verdict`](experiments::Verdict)
//!   and a [`Goal`](experiments::Goal) are what all labs are described by,
//!   `records` writes what is saved, `figure`, `link` and `sharing` are what
//!   all write alike, `number` is how they read what is typed, a
//!   [`Look`](experiments::Look) is what of a replay a link shows, and
//!   [`protocol`](experiments::protocol) is what page and workers tell each
//!   other. A [`Guide`](experiments::Guide) leads to the labs and runs nothing:
//!   [`examples`](experiments::examples) are questions with links, and
//!   [`tour`](experiments::tour) is nine steps, each all in one file.
//! - `browser` (wasm alone): **the web platform.** Clock, timers, `fetch`,
//!   frames, workers and the memory that they share, storage, the built-in
//!   endpoint. It knows no experiment.
//! - `views` (wasm alone; workers are built without the feature `page` and
//!   lack it): **the page.** Data in, elements out. `labs` has a folder for
//!   each lab and names them; `pages` shows one, or a guide; `plot` draws any
//!   scene, `viewer` replays any recording, `address`, `environment`, `hosts`,
//!   `lab`, `run`, `controls`, `later`, `ready_queue`, `results`, `findings`,
//!   `table`, `tabs`, `goals`, `why`, `isolation` and `honesty` are what labs
//!   have in common, and `guess` asks before a run; `kept_text` is what the
//!   browser keeps of what a visitor wrote; `exhibit` shows a recorded run where
//!   there is none yet, and `embed` the lab alone in a frame of another page;
//!   `examples` is their page and `tour` the bar above the labs,
//!   which the tab remembers; `texts` are the sources and other texts, fetched
//!   when they are shown, and what stands on a stage along with its lab;
//!   `later_code` loads the code of a lab when it is opened, that of Crawl's
//!   runs, which `labs/crawl/rest` names, after the first sight, what reads its
//!   list, which `labs/crawl/list_rest` names, when that is first used or is
//!   another than the page's, what
//!   `letters` packs programs by when one is changed, and with the first run that
//!   needs it that of the runs of Tasks and Compare and of threads, blocking
//!   requests and plain JavaScript in Crawl, which `labs/crawl/ways` names;
//!   `visit` keeps what outlives a lab; `recordings` writes and reads a
//!   recording's files; `pieces` builds a lab and what surrounds it in several
//!   turns; `reactive` has the signals, memos, effects and stored values, which
//!   Leptos would compile for each type of value, compiled once; `instruments`
//!   puts a run into the browser's own.
//! - `bin/app.rs` mounts the page and `bin/worker.rs` computes, sends, counts
//!   and creates in a Web Worker, a small wasm of its own; `bin/functions.js`
//!   is a worker of plain JavaScript beside it. `bin/script.rs` is the worker
//!   that runs programs, and `editor/` the editor that they are written in,
//!   plain JavaScript which `bin/editor.sh` bundles. `bin/head.sh` makes one
//!   style sheet of `style/` and shortens the first scripts; `bin/assemble.sh`
//!   cuts the app where `later_code!` says, `bin/parts.sh` makes a few files of
//!   the cuts, which `later.js` loads, `bin/shorter.mjs` shortens the names
//!   between scripts and wasm, `bin/neighbours.mjs` orders the functions so that
//!   they compress well, both by `bin/wasm.mjs`, and they, the files of workers
//!   and the highlighted sources get versioned folders. `index.html` is what is
//!   shown until the app runs, `boot.js` loads that, `start.js` says why not if
//!   even that does not load, and `sw.js` is the built-in endpoint and the copy
//!   of the site, all plain JavaScript; `404.html` is for hosts that show it at
//!   an address whose `#` was quoted. `build.rs` highlights the sources that
//!   the page shows, which it fetches when it does. `exhibits/` has the
//!   pictures of recorded runs: `./dev record` records them, and host tests
//!   draw them.
//!
//! # Invariants
//!
//! - Nothing in `trace`, `http`, `task` or `experiments` knows that it runs in
//!   a browser, and nothing there reads a clock: both are handed in as
//!   functions. The manifest keeps it so: on the host the browser's crates do
//!   not exist.
//! - No view computes a figure. The picture, the tables, the sentence and what
//!   is copied take theirs from one place.
//! - No event is a signal. Events go into the trace; the page looks at it once
//!   a frame at most, so that the observer does not disturb the observed.
//! - Nothing is sent before the visitor presses Run.
//! - Nothing outlives its handle: dropping a future, a timer, a watch or a run
//!   is what ends it, and what terminates a worker.

pub mod trace;

pub mod http;

pub mod task;

pub mod experiments;

/// What a program of Script has to hand: a file of one compiles with
/// `use meanwhile::prelude::*`.
pub use experiments::script::prelude;

#[cfg(target_family = "wasm")]
pub mod browser;

#[cfg(all(target_family = "wasm", feature = "page"))]
pub mod views;
