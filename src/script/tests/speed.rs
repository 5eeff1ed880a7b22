//! How long ordinary loops take: to be read, not asserted.

use crate::host::run;
use std::time::Instant;

const LOOPS: &[(&str, &str)] = &[
    (
        "for, a million",
        "let mut s = 0; for i in 0..1_000_000 { s += i; } print(s);",
    ),
    (
        "while, a million",
        "let mut s = 0; let mut i = 0;
         while i < 1_000_000 { s += i; i += 1; } print(s);",
    ),
    (
        "a call in each of a million rounds",
        "let mut s = 0; for i in 0..1_000_000 { s = add(s, i); } print(s);",
    ),
    (
        "a closure in each of a million rounds",
        "let add = |a, b| a + b;
         let mut s = 0; for i in 0..1_000_000 { s = add(s, i); } print(s);",
    ),
    (
        "a million pushes",
        "let mut v = vec![]; for i in 0..1_000_000 { v.push(i); }
         print(v.len());",
    ),
    (
        "a million items by their index",
        "let mut v = vec![0; 1000]; for i in 0..1_000_000 { v[i % 1000] += i; }
         print(v[7]);",
    ),
    (
        "a map and a sum of a million",
        "print((0..1_000_000).map(|x| x * 2).sum::<i64>());",
    ),
    (
        "a hundred thousand tasks",
        "let tasks: Vec<_> = (0..100_000)
             .map(|i| spawn(\"task\", async move { i }))
             .collect();
         let mut s = 0; for task in tasks { s += task.await; } print(s);",
    ),
];

#[test]
#[ignore = "measures, in release"]
fn ordinary_loops() {
    for (name, body) in LOOPS {
        let text = format!(
            "use meanwhile::prelude::*;\nasync fn main() {{\n{body}\n}}\n\
             fn add(a: i64, b: i64) -> i64 {{ a + b }}\n"
        );
        let start = Instant::now();
        let ran = run(&text);
        let took = start.elapsed().as_millis();
        println!("{name}: {took} ms {:?} {:?}", ran.lines, ran.fault);
    }
}
