//! The programs of the page: each compiles and comes to its end.

use crate::host::run;
use std::fs;
use std::path::Path;

fn body(text: &str) -> String {
    let lines = text.lines();
    let shown = lines.take_while(|line| !line.contains(" const LESSON: "));
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_programs_of_tasks_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.join("../experiments/tasks/programs");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("it is there") {
        let path = entry.expect("it is readable").path();
        let is_program = path.with_extension("py").exists()
            && path.extension().is_some_and(|it| it == "rs");
        if !is_program {
            continue;
        }
        count += 1;
        let text = fs::read_to_string(&path).expect("it is readable");
        let ran = run(&body(&text));
        let name = path.file_stem().and_then(|it| it.to_str());
        assert_eq!(ran.fault, None, "{name:?}");
        assert!(!ran.lines.is_empty(), "{name:?}");
        // Those that cannot come to their ends are about that.
        let is_stuck = ["lost_waker", "deadlock"];
        assert_eq!(
            ran.is_done,
            !name.is_some_and(|name| is_stuck.contains(&name)),
            "{name:?}: {:?}",
            ran.lines
        );
    }
    assert_eq!(count, 29);
}
