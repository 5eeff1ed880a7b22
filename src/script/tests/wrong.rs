//! What is refused, and what fails while it runs: the sentence, and the line.

use crate::host::run;
use meanwhile_script::compile;
use proptest::prelude::*;

fn program(body: &str) -> String {
    format!("use meanwhile::prelude::*;\nasync fn main() {{\n{body}\n}}\n")
}

/// A body that is refused, the line of that, and a part of what is said.
const REFUSED: &[(&str, u32, &str)] = &[
    (
        "slep(1).await;",
        3,
        "There is no `slep` here. Did you mean `sleep`?",
    ),
    ("let x = 1;\nprint(y);", 4, "There is no `y` here."),
    ("vec![1].pussh(2);", 3, "Did you mean `push`?"),
    ("frmat!(\"a\");", 3, "Did you mean `format!`?"),
    ("trait T {}", 3, "Traits are not part of this playground."),
    ("{ fn f() {} }", 3, "items within blocks"),
    (
        "unsafe { 1 };",
        3,
        "`unsafe` is not part of this playground.",
    ),
    (
        "sleep(1, 2).await;",
        3,
        "`sleep` takes 1 argument, and is given 2.",
    ),
    ("print(\"a\"", 4, "cannot be read"),
    ("let x = ;", 3, "xpected"),
    ("print(format!(\"{}\"));", 3, "more `{}` than arguments"),
    ("print(format!(\"{}\", 1, 2));", 3, "does not use this"),
    ("print(format!(\"{a.b}\"));", 3, "no name"),
    (
        "let f = || sleep(1).await;",
        3,
        "`.await` is allowed only in async",
    ),
    ("break;", 3, "no such loop"),
    (
        "match 1 { Nothing => 1 };",
        3,
        "There is no `Nothing` here.",
    ),
    ("let x = 99999999999999999999;", 3, "too large"),
    (
        "spawn(async { 1 });",
        3,
        "takes 2 arguments, and is given 1",
    ),
    ("let x = y + 1;\nlet y = 2;", 3, "There is no `y` here."),
    ("fn f() { sleep(1).await; }", 3, "allowed only in async"),
    (
        "tokio::time::sleep(1).await;",
        3,
        "There is no `tokio::time::sleep`",
    ),
    ("enum E { A }\nlet e = E::B;", 4, "There is no `E::B` here."),
    (
        "struct P { x: i32 }\nlet p = P { x: 1, y: 2 };",
        4,
        "There is no such field: it has x.",
    ),
    (
        "struct P { x: i32 }\nlet p: P = Default::default();",
        4,
        "name its type",
    ),
];

#[test]
fn what_is_refused_is_said_with_its_place() {
    for (body, line, said) in REFUSED {
        let Err(faults) = compile(&program(body)) else {
            panic!("it is refused: {body}");
        };
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(
            faults.iter().any(|it| it.message.contains(said)),
            "{body}: {all:?}"
        );
        assert_eq!(faults[0].from.line, *line, "{body}: {all:?}");
    }
    for (text, said) in [
        ("trait T {}\nasync fn main() {}", "Traits are not part"),
        ("mod a {}\nasync fn main() {}", "Modules are not part"),
        ("fn main() {}", "`async fn main()`"),
        ("", "`async fn main()`"),
        ("use tokio::spawn;\nasync fn main() {}", "no crate `tokio`"),
        (
            "fn f(a: i32) {}\nasync fn main() { f(); }",
            "takes 1 argument",
        ),
    ] {
        let Err(faults) = compile(text) else {
            panic!("it is refused: {text}");
        };
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(all.join("\n").contains(said), "{text}: {all:?}");
    }
}

/// A body that fails while it runs, the line, and a part of what is said.
const FAILS: &[(&str, u32, &str)] = &[
    (
        "let v = vec![1, 2];\nfor x in v { print(x); }\nprint(v.len());",
        5,
        "`v` was moved at line 4",
    ),
    (
        "let s = String::new();\nlet f = async move { print(&s); };\n\
         print(s);\nf.await;",
        5,
        "`s` was moved at line 4",
    ),
    ("print(1 + \"a\");", 3, "between a whole number and a &str"),
    (
        "let t = spawn(\"a\", async { 1 });\nprint(t + 1);",
        4,
        "between a Task and a whole number",
    ),
    (
        "spawn(\"a\", || 1);",
        3,
        "needs a future, and this is a closure",
    ),
    (
        "join_all(vec![1, 2]).await;",
        3,
        "needs a future, and this is a whole number",
    ),
    (
        "match Some(1) {\nNone => print(1) }",
        3,
        "no arm of this match is for this value",
    ),
    (
        "let x = 1;\nlet (a, b) = (1, 2, 3);",
        4,
        "has another number of fields than the tuple, which has 3",
    ),
    (
        "let a = [1, 2];\nlet [x, y, z] = a;",
        4,
        "this value is not as the pattern says",
    ),
    ("let n = 3;\nlet v = vec![0; n - 5];", 4, "is not below 0"),
    ("let x = \"abc\";\nprint(x[0]);", 4, "A &str has no items."),
    ("let m = Mutex::new(1);\n*m.lock() += 1;", 4, "add `.await`"),
    (
        "let (tell, told) = oneshot::channel();\ntell.send(1).unwrap();\n\
         tell.send(2).unwrap();",
        5,
        "A oneshot Sender sends once.",
    ),
    (
        "let c = |x| x;\nc(1, 2);",
        4,
        "takes 1 argument, and is given 2",
    ),
    (
        "[1].iter().filter(|x| 5).count();",
        3,
        "must give a bool, and it gives a whole number",
    ),
    ("let x = vec![1].sort();\nprint(x);", 4, "cannot write `()`"),
    ("print(vec![1]);", 3, "cannot write a Vec: use `{:?}`"),
    ("if 5 { print(1); }", 3, "This must be a bool"),
    (
        "for i in 5 {}",
        3,
        "A whole number has no items to go through.",
    ),
    (
        "let r = Rc::new(5);\n*r = 6;",
        4,
        "What an Rc shares cannot be",
    ),
    (
        "let mut it = vec![1, 2].into_iter();\n\
         let f = std::iter::from_fn(|| it.next()).take(2);\n\
         it = f.map(|x| x);\nprint(it.count());",
        6,
        "used within a closure that it calls",
    ),
    (
        "let v = vec![1];\nprint(v[3]);",
        4,
        "the length is 1, and the index is 3",
    ),
    (
        "let x = i64::MAX;\nlet y = x + 1;\nprint(y);",
        4,
        "attempt to add with overflow",
    ),
    ("let z = 0;\nprint(1 / z);", 4, "attempt to divide by zero"),
    (
        "let least = i64::MIN;\nprint(least % -1);",
        4,
        "attempt to calculate the remainder with overflow",
    ),
    ("panic!(\"no {}\", 1);", 3, "The program panicked: no 1"),
    (
        "let x: Option<i32> = None;\nx.unwrap();",
        4,
        "on a `None` value",
    ),
    (
        "let s = String::from(\"a\");\nlet t = s;\nprint(s);\nprint(t);",
        5,
        "`s` was moved at line 4 and cannot be used again.",
    ),
    ("let f = sleep(1);\nprint(f + 1);", 4, "add `.await`"),
    (
        "let n = async { 1 };\nif n == 1 { print(n); }",
        4,
        "add `.await`",
    ),
    (
        "let n = 5;\nn.await;",
        4,
        "`.await` needs a future, and this is a whole number.",
    ),
    ("assert_eq!(1, 2);", 3, "left is 1, right is 2"),
    ("let x = 1.5;\nprint(x + 1);", 4, "as f64"),
    (
        "\"a\".len().push(1);",
        3,
        "There is no method `push` on a whole number.",
    ),
    (
        "let t = sleep(1);\nt.await;\nt.await;",
        5,
        "`t` was moved at line 4",
    ),
];

#[test]
fn what_fails_says_where_and_why() {
    for (body, line, said) in FAILS {
        let ran = run(&program(body));
        let fault = ran.fault.unwrap_or_else(|| panic!("it fails: {body}"));
        assert!(fault.message.contains(said), "{body}: {fault}");
        assert_eq!(fault.from.line, *line, "{body}: {fault}");
        assert!(!ran.is_done);
    }
}

#[test]
fn what_goes_on_for_ever_is_asked_whether_to() {
    for text in [
        program("loop {}"),
        program("let mut i = 0; while true { i += 1; }"),
        "fn f() { f() }\nasync fn main() { f(); }".to_owned(),
        "async fn f() { Box::pin(f()).await }\nasync fn main() { f().await; }"
            .to_owned(),
        program("(0..).for_each(|_| ());"),
        program("let v: Vec<i32> = std::iter::repeat(1).cycle().collect();"),
    ] {
        // Without optimisation a poll takes much of the stack.
        let thread = std::thread::Builder::new().stack_size(16 << 20);
        let running = thread.spawn(move || {
            let Ok(program) = compile(&text) else { return };
            let ran = crate::host::run_program(std::rc::Rc::new(program));
            assert!(ran.fault.is_some(), "{text}");
        });
        let running = running.expect("a thread starts");
        running.join().expect("it is asked");
    }
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    for part in ["(", "[", "{", "!", "-", "&", "|a| ", "if true {", "return "] {
        let text = format!("async fn main() {{ {} }}", part.repeat(50_000));
        assert!(compile(&text).is_err(), "{part}");
        let text = format!("async fn main() {{ {}1 }}", part.repeat(100));
        let _ = compile(&text);
    }
    let sum =
        format!("async fn main() {{ let x = 1{}; }}", " + 1".repeat(20_000));
    assert!(compile(&sum).is_err());
    let chain = format!("async fn main() {{ x{}; }}", ".a".repeat(20_000));
    assert!(compile(&chain).is_err());
    let branches = "if true {} else ".repeat(5_000);
    assert!(
        compile(&format!("async fn main() {{ {branches} {{}} }}")).is_err()
    );
}

/// Parts of programs, right and wrong.
const PARTS: &[&str] = &[
    "use meanwhile::prelude::*;",
    "async fn main() {",
    "fn f(x: i32) -> i32 {",
    "}",
    "{",
    "(",
    ")",
    "let x = ",
    "x",
    "1",
    "\"a\"",
    ";",
    ".await",
    "print(",
    "spawn(\"a\", ",
    "sleep(1)",
    "async {",
    "async move {",
    "|x| ",
    "match x {",
    "Some(x)",
    "=> ",
    ",",
    "vec![",
    "]",
    "for x in ",
    "0..3",
    "while ",
    "loop {",
    "break",
    "continue",
    "return ",
    "&mut ",
    "*",
    "x += ",
    "x[0]",
    ".map(",
    ".unwrap()",
    "?",
    "if let Some(x) = ",
    " else ",
    "format!(\"{x}\")",
    "select! {",
    "join!(",
    "struct S { x: i32 }",
    "S { x: 1 }",
    "x.x",
    "impl S {",
    "&self",
    "self.x",
    "enum E { A, B(i32) }",
    "E::B(",
    "Rc::new(",
    ".clone()",
    "drop(",
    "poll_fn(|cx| ",
    "Poll::Pending",
    "channel(1)",
    ".next()",
    "1.5",
    " as u8",
    "true",
    " == ",
    " && ",
    "!",
    "-",
    "'a'",
    "#[derive(Clone)]",
    "#[derive(Default)]",
    "impl Drop for S { fn drop(&mut self) {",
    "S::default()",
    "let mut y = ",
    "y",
    ".iter()",
    ".iter_mut()",
    ".into_iter()",
    ".by_ref()",
    ".peekable()",
    ".peek()",
    ".push(",
    ".retain(|x| ",
    ".sort_by(|a, b| ",
    ".sort_by_key(|x| ",
    ".dedup()",
    ".drain(..)",
    ".rev()",
    ".collect::<Result<Vec<_>, _>>()",
    "RefCell::new(",
    ".borrow_mut()",
    "HashMap::new()",
    ".entry(",
    ".or_default()",
    ".or_insert_with(|| ",
    ".insert(",
    "FuturesUnordered::new()",
    "iter(",
    ".then(|x| ",
    ".shared()",
    "abortable(",
    "pin_mut!(x);",
    "pin!(",
    "poll!(",
    "select(",
    "join_all(",
    "Mutex::new(",
    ".lock()",
    "oneshot::channel()",
    "Rc::downgrade(",
    ".upgrade()",
    "mem::swap(",
    "mem::take(",
    "as_mut_slice()",
    "[a, ref mut b, ..]",
    "ref x",
    "*",
    "continue",
    "use S::*;",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_breaks_the_compiler(text in "\\PC{0,200}") {
        let _ = compile(&text);
    }

    #[test]
    fn no_program_breaks_the_interpreter(
        parts in proptest::collection::vec(0..PARTS.len(), 0..40),
        within in any::<bool>(),
    ) {
        let parts: Vec<&str> = parts.into_iter().map(|it| PARTS[it]).collect();
        let text = match within {
            true => program(&parts.join(" ")),
            false => parts.join(" "),
        };
        if let Ok(program) = compile(&text) {
            let _ = crate::host::run_program(std::rc::Rc::new(program));
        }
    }
}
