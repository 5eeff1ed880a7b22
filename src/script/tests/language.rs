//! What the language has: programs and the lines that they print.

use crate::host::{lines, lines_of};

/// A body of main, and what it prints.
const PRINTS: &[(&str, &[&str])] = &[
    ("print(1 + 2 * 3);", &["7"]),
    ("print((1 + 2) * 3 - 10 / 4 % 2);", &["9"]),
    (
        "print(7.0 / 2.0); print(1.0); print(1e21);",
        &["3.5", "1", "1000000000000000000000"],
    ),
    ("let x = 3; let y = x; print(x + y);", &["6"]),
    (
        "let mut s = 0; for i in 0..10 { s += i; } print(s);",
        &["45"],
    ),
    (
        "let mut s = 0; for i in 0..=10 { s += i; } print(s);",
        &["55"],
    ),
    ("let mut n = 10; while n > 0 { n -= 3; } print(n);", &["-2"]),
    ("let x = loop { break 5; }; print(x);", &["5"]),
    (
        "'a: for i in 0..3 { for j in 0..3 { if j == 1 { continue 'a; } if i == 2 { break 'a; } print(format!(\"{i}{j}\")); } }",
        &["00", "10"],
    ),
    (
        "let x = 'b: { if true { break 'b 1; } 2 }; print(x);",
        &["1"],
    ),
    (
        "if 1 < 2 && !(3 == 4) || false { print(\"yes\"); } else { print(\"no\"); }",
        &["yes"],
    ),
    (
        "let x = if 2 > 3 { 1 } else if 2 > 1 { 2 } else { 3 }; print(x);",
        &["2"],
    ),
    (
        "let t = (1, \"a\", 2.5); print(format!(\"{} {} {}\", t.0, t.1, t.2));",
        &["1 a 2.5"],
    ),
    ("let (a, mut b) = (1, 2); b += a; print(b);", &["3"]),
    (
        "let mut a = 1; let mut b = 2; (a, b) = (b, a); print(format!(\"{a}{b}\"));",
        &["21"],
    ),
    (
        "let v = vec![3, 1, 2]; print(format!(\"{:?} {}\", v, v.len()));",
        &["[3, 1, 2] 3"],
    ),
    (
        "let mut v = vec![3, 1, 2]; v.sort(); v.push(9); v[0] = 7; print(format!(\"{v:?}\"));",
        &["[7, 2, 3, 9]"],
    ),
    ("let v = [1, 2, 3]; let w = v; print(v[0] + w[2]);", &["4"]),
    (
        "let v: Vec<i32> = (1..4).map(|x| x * x).filter(|x| x % 2 == 1).collect(); print(format!(\"{v:?}\"));",
        &["[1, 9]"],
    ),
    (
        "print((1..=4).sum::<i32>()); print((1..=4).product::<i32>());",
        &["10", "24"],
    ),
    (
        "let s: String = \"abc\".chars().rev().collect(); print(s);",
        &["cba"],
    ),
    (
        "let x = \"a,b,,c\".split(',').map(|s| s.len()).collect::<Vec<_>>(); print(format!(\"{x:?}\"));",
        &["[1, 1, 0, 1]"],
    ),
    (
        "let n: i64 = \"42\".parse().unwrap(); print(n + 1);",
        &["43"],
    ),
    (
        "print(format!(\"{:?}\", \"x\".parse::<i64>().is_err()));",
        &["true"],
    ),
    ("let x = Some(3); if let Some(n) = x { print(n); }", &["3"]),
    (
        "let x: Option<i32> = None; let Some(n) = x else { print(\"none\"); return; }; print(n);",
        &["none"],
    ),
    (
        "match 5 { 0 => print(\"zero\"), 1..=9 if 5 > 6 => print(\"a\"), n @ 1..=9 => print(n), _ => print(\"many\") }",
        &["5"],
    ),
    (
        "match (1, \"b\") { (1, \"a\") | (2, _) => print(\"x\"), (n, t) => print(format!(\"{n}{t}\")) }",
        &["1b"],
    ),
    (
        "let v = [1, 2, 3, 4]; if let [first, .., last] = v { print(first + last); }",
        &["5"],
    ),
    (
        "let v = vec![1, 2, 3]; match v.as_slice() { [] => print(0), [one] => print(one), [a, rest @ ..] => print(format!(\"{a} {rest:?}\")) }",
        &["1 [2, 3]"],
    ),
    (
        "let x: Result<i32, String> = Err(\"bad\".to_string()); match x { Ok(n) => print(n), Err(e) => print(e) }",
        &["bad"],
    ),
    (
        "print(format!(\"{:?} {:?}\", Some(\"a\"), Err::<i32, _>(\"b\")));",
        &["Some(\"a\") Err(\"b\")"],
    ),
    (
        "let mut x = 1; { let r = &mut x; *r += 5; } print(x);",
        &["6"],
    ),
    (
        "let mut v = vec![1, 2]; { let r = &mut v; r.push(3); } for x in v.iter_mut() { *x *= 2; } print(format!(\"{v:?}\"));",
        &["[2, 4, 6]"],
    ),
    (
        "let mut v = vec![1, 2]; for x in &mut v { *x += 1; } print(format!(\"{:?}\", &v));",
        &["[2, 3]"],
    ),
    (
        "let s = String::from(\"a\"); let t = s.clone() + \"b\"; print(s + &t);",
        &["aab"],
    ),
    (
        "let mut s = String::new(); s.push('x'); s.push_str(\"yz\"); s += \"!\"; print(&s);",
        &["xyz!"],
    ),
    (
        "let mut n = 0; let mut add = |by| { n += by; n }; add(2); add(3); print(n);",
        &["5"],
    ),
    (
        "let n = 5; let add = move |x: i32| x + n; print(add(1) + n);",
        &["11"],
    ),
    (
        "let f = |x: i32| -> i32 { x * 2 }; print([1, 2].map(f).iter().sum::<i32>());",
        &["6"],
    ),
    (
        "print(format!(\"{:>5}|{:<5}|{:^5}|{:05.1}|{:+}\", 1, \"a\", \"b\", 2.25, 3));",
        &["    1|a    |  b  |002.2|+3"],
    ),
    (
        "let w = 6; print(format!(\"{:>w$}|{:.1$}|{x}\", 1, 2, x = 3));",
        &["     1|2|3"],
    ),
    (
        "print(format!(\"{{}} {:?} {:?}\", 'a', \"b\\n\"));",
        &["{} 'a' \"b\\n\""],
    ),
    ("println!(\"{}\", 1); println!();", &["1", ""]),
    (
        "print(300_i64 as u8); print(-1 as u8); print(3.9 as i32); print(65 as char); print('a' as u32);",
        &["44", "255", "3", "A", "97"],
    ),
    ("print(u8::MAX); print(1_000_000);", &["255", "1000000"]),
    (
        "let x = 5; let x = x + 1; { let x = 100; let _ = x; } print(x);",
        &["6"],
    ),
    (
        "let v = vec![vec![1], vec![2, 3]]; print(v.concat().len()); print(v.iter().flatten().count());",
        &["3", "3"],
    ),
    (
        "let mut i = 0; let v: Vec<i32> = std::iter::from_fn(|| { i += 1; (i < 4).then_some(i) }).collect(); print(format!(\"{v:?}\"));",
        &["[1, 2, 3]"],
    ),
    (
        "let names = [\"b\", \"a\"]; let mut names: Vec<_> = names.iter().enumerate().collect(); names.sort_by_key(|(_, n)| *n); print(format!(\"{names:?}\"));",
        &["[(1, \"a\"), (0, \"b\")]"],
    ),
    (
        "let x = Some(2).map(|x| x + 1).filter(|x| *x > 2).unwrap_or(0); print(x);",
        &["3"],
    ),
    (
        "let mut o = Some(1); let t = o.take(); print(format!(\"{o:?} {t:?}\"));",
        &["None Some(1)"],
    ),
    (
        "let mut o = None; *o.get_or_insert(1) += 1; print(format!(\"{o:?}\"));",
        &["Some(2)"],
    ),
    (
        "let c = std::cell::Cell::new(1); c.set(c.get() + 1); print(c.get());",
        &["2"],
    ),
    (
        "let r = std::rc::Rc::new(std::cell::RefCell::new(vec![1])); let s = r.clone(); s.borrow_mut().push(2); print(r.borrow().len());",
        &["2"],
    ),
    (
        "let a = Rc::new(1); let b = Rc::clone(&a); print(Rc::strong_count(&a)); drop(b); print(Rc::strong_count(&a)); print(*a + 1);",
        &["2", "1", "2"],
    ),
    (
        "let mut m = std::collections::HashMap::new(); m.insert(\"a\", 1); *m.entry(\"a\").or_insert(0) += 1; *m.entry(\"b\").or_insert(0) += 5; print(format!(\"{m:?} {:?}\", m.get(\"a\")));",
        &["{\"a\": 2, \"b\": 5} Some(2)"],
    ),
    (
        "print(\"héllo\".chars().count()); print(&\"hello\"[1..3]); print(\"a-b\".replace('-', \"+\"));",
        &["5", "el", "a+b"],
    ),
    (
        "assert!(1 < 2); assert_eq!(1 + 1, 2, \"sums\"); print(matches!(Some(3), Some(n) if n > 2));",
        &["true"],
    ),
    (
        "print(7 % -3); print((-7_i64).rem_euclid(3)); print(-7 / 2); print(2_i64.pow(10));",
        &["1", "2", "-3", "1024"],
    ),
    (
        "let x; if true { x = 1; } else { x = 2; } print(x);",
        &["1"],
    ),
    (
        "print([1, 5, 3].iter().max().unwrap()); print([1.5, 0.5].iter().fold(0.0_f64, |a, b| a.max(*b)));",
        &["5", "1.5"],
    ),
    (
        "let v: Result<Vec<i32>, String> = [\"1\", \"x\"].iter().map(|s| s.parse::<i32>().map_err(|e| e.to_string())).collect(); print(format!(\"{v:?}\"));",
        &["Err(\"invalid digit found in string\")"],
    ),
    (
        "let v = [3, 1, 2]; let mut w = v.to_vec(); w.sort_by(|a, b| b.cmp(a)); print(format!(\"{w:?}\"));",
        &["[3, 2, 1]"],
    ),
    (
        "for (i, w) in \"a b c\".split_whitespace().enumerate().skip(1).step_by(1).take(1) { print(format!(\"{i}{w}\")); }",
        &["1b"],
    ),
    (
        "let v = vec![1, 2, 3, 4]; print(format!(\"{:?} {:?}\", v.chunks(3).map(|c| c.len()).collect::<Vec<_>>(), v.windows(2).map(|w| w[0] + w[1]).collect::<Vec<_>>()));",
        &["[3, 1] [3, 5, 7]"],
    ),
    (
        "let text = \"k=v\"; if let Some((k, v)) = text.split_once('=') { print(format!(\"{v}{k}\")); }",
        &["vk"],
    ),
    (
        "let x: u32 = 3; let y = match x { n if n % 2 == 0 => \"even\", _ => \"odd\" }; print(y);",
        &["odd"],
    ),
    (
        "let opt: Option<&str> = Some(\"a\"); while let Some(x) = opt { print(x); break; }",
        &["a"],
    ),
    (
        "if let Some(x) = Some(1) && x > 0 && let Some(y) = Some(x + 1) { print(y); }",
        &["2"],
    ),
];

#[test]
fn each_body_prints_its_lines() {
    for (body, wanted) in PRINTS {
        assert_eq!(lines(body), *wanted, "{body}");
    }
}

#[test]
fn functions_structs_and_enums() {
    let text = r#"
use meanwhile::prelude::*;

const LIMIT: usize = 3;

#[derive(Clone, Debug, PartialEq)]
struct Point { x: i64, y: i64 }

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape { Circle(f64), Square { side: f64 }, Nothing }

struct Counter { count: u32, names: Vec<String> }

impl Counter {
    const fn unused() {}
    fn new() -> Self { Self { count: 0, names: Vec::new() } }
    fn add(&mut self, name: &str) -> u32 {
        self.count += 1;
        self.names.push(name.to_string());
        self.count
    }
    async fn wait(&self) -> usize { sleep(1).await; self.names.len() }
}

impl Shape {
    fn area(&self) -> f64 {
        match self {
            Self::Circle(r) => 3.0 * r * r,
            Shape::Square { side } => side * side,
            Self::Nothing => 0.0,
        }
    }
    fn grow(&mut self) { *self = Shape::Circle(self.area()); }
}

fn factorial(n: u64) -> u64 { if n == 0 { 1 } else { n * factorial(n - 1) } }

fn parse(text: &str) -> Result<i64, String> {
    let n: i64 = text.parse().map_err(|_| format!("not a number: {text}"))?;
    Ok(n * 2)
}

fn apply(f: impl Fn(i64) -> i64, x: i64) -> i64 { f(x) }

async fn main() {
    let mut c = Counter::new();
    c.add("a");
    print(c.add("b"));
    print(c.wait().await);
    let p = Point { x: 1, y: 2 };
    let q = Point { y: 5, ..p.clone() };
    print(format!("{p:?} {q:?} {}", p == q));
    let Point { x, .. } = q;
    print(x);
    let mut s = Shape::Square { side: 2.0 };
    let t = s;
    print(s.area() + t.area());
    s.grow();
    print(format!("{s:?} {t:?} {:?}", Shape::Nothing));
    print(factorial(10));
    print(format!("{:?} {:?}", parse("21"), parse("x")));
    print(apply(|x| x + LIMIT as i64, 1));
    let shapes = [Shape::Circle(1.0), Shape::Nothing];
    print(shapes.iter().map(Shape::area).sum::<f64>());
    print(format!("{:#?}", p));
}
"#;
    let wanted = [
        "2",
        "2",
        "Point { x: 1, y: 2 } Point { x: 1, y: 5 } false",
        "1",
        "8",
        "Circle(4.0) Square { side: 2.0 } Nothing",
        "3628800",
        "Ok(42) Err(\"not a number: x\")",
        "4",
        "3",
        "Point {\n    x: 1,\n    y: 2,\n}",
    ];
    assert_eq!(lines_of(text), wanted);
}

#[test]
fn values_are_dropped_as_rust_drops_them() {
    let text = r#"
struct D(&'static str);
impl Drop for D { fn drop(&mut self) { print(format!("drop {}", self.0)); } }
fn make(name: &'static str) -> D { D(name) }
async fn hold(name: &'static str) { let _d = D(name); sleep(10).await; print("never"); }
async fn main() {
    let a = D("a");
    let _b = D("b");
    { let _c = D("c"); print("inner"); }
    drop(a);
    let _ = make("d");
    make("e");
    let moved = D("f");
    let v = vec![moved, D("g")];
    print(v.len());
    let mut x = D("h");
    x = D("i");
    let held = spawn("held", hold("j"));
    sleep(1).await;
    held.cancel();
    sleep(1).await;
    let fut = hold("k");
    drop(fut);
    print("end");
}
"#;
    let wanted = [
        "inner", "drop c", "drop a", "drop d", "drop e", "2", "drop h",
        "drop j", "end", "drop i", "drop f", "drop g", "drop b",
    ];
    assert_eq!(lines_of(text), wanted);
}

#[test]
fn futures_of_ones_own() {
    let text = r#"
struct Countdown(u32);
impl Future for Countdown {
    type Output = &'static str;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.0 == 0 { return Poll::Ready("lift-off"); }
        print(self.0);
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
async fn main() {
    print(Countdown(2).await);
    let (a, b) = join(Countdown(1), async { 5 }).await;
    print(format!("{a} {b}"));
}
"#;
    assert_eq!(lines_of(text), ["2", "1", "lift-off", "1", "lift-off 5"]);
}
