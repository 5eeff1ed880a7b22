//! A random program as text.

use super::program::{
    Block, Body, Fut, Given, Items, Num, Program, Stmt, Test,
};

/// What each program begins with.
const HEAD: &str = "\
struct Loud(i64);
impl Loud {
fn shown(&self) -> i64 { self.0 }
}
impl Drop for Loud {
fn drop(&mut self) { print(format!(\"drop {}\", self.0)); }
}
fn half(n: i64) -> Result<i64, i64> {
if n % 2 == 0 { Ok(n / 2) } else { Err(n) }
}
";

pub(super) fn program(program: &Program) -> String {
    let mut text = HEAD.to_owned();
    for (number, function) in program.functions.iter().enumerate() {
        let louds = function.louds.iter();
        let louds: String = louds.map(|v| format!(", v{v}: Loud")).collect();
        let gives = match function.body.can_fail {
            true => "Result<i64, i64>",
            false => "i64",
        };
        text += &format!(
            "async fn f{number}(mut v{}: i64{louds}) -> {gives} {{\n{}\n}}\n",
            function.number,
            inside(&function.body),
        );
    }
    let main = block(&program.main.block);
    text + &format!("pub async fn main() {main}\n")
}

fn block(stmts: &Block) -> String {
    let stmts: String = stmts.iter().map(|it| stmt(it) + "\n").collect();
    format!("{{\n{stmts}}}")
}

fn inside(body: &Body) -> String {
    let stmts: String = body.block.iter().map(|it| stmt(it) + "\n").collect();
    let value = num(&body.value);
    match body.can_fail {
        true => format!("{stmts}Ok::<i64, i64>({value})"),
        false => format!("{stmts}{value}"),
    }
}

fn body(body: &Body) -> String {
    let move_ = if body.is_move { " move" } else { "" };
    format!("async{move_} {{\n{}\n}}", inside(body))
}

fn num(it: &Num) -> String {
    match it {
        Num::Is(i64::MAX) => "i64::MAX".to_owned(),
        Num::Is(i64::MIN) => "i64::MIN".to_owned(),
        Num::Is(n) => format!("{n}_i64"),
        Num::Of(v) => format!("v{v}"),
        Num::Len(v) => format!("(v{v}.len() as i64)"),
        Num::Sum(v) => format!("v{v}.iter().sum::<i64>()"),
        Num::Item(v, n) => {
            let place = format!("{}.rem_euclid(4) as usize", num(n));
            format!("v{v}.get({place}).copied().unwrap_or(-1)")
        }
        Num::Held(v) => format!("(*v{v})"),
        Num::Shown(v) => format!("v{v}.shown()"),
        Num::Or(v, n) => format!("v{v}.unwrap_or({})", num(n)),
        Num::Called(v, n) => format!("v{v}({})", num(n)),
        Num::Computed(sign, a, b) => format!("({} {sign} {})", num(a), num(b)),
        Num::If(is, a, b) => {
            format!("(if {} {{ {} }} else {{ {} }})", test(is), num(a), num(b))
        }
        Num::Half(n) => format!("half({})?", num(n)),
    }
}

fn test(it: &Test) -> String {
    match it {
        Test::Compared(sign, a, b) => {
            format!("({}) {sign} ({})", num(a), num(b))
        }
        Test::IsSome(v) => format!("v{v}.is_some()"),
        Test::Not(a) => format!("!({})", test(a)),
        Test::Both(a, b) => format!("({}) && ({})", test(a), test(b)),
        Test::Either(a, b) => format!("({}) || ({})", test(a), test(b)),
    }
}

/// A future of any type.
fn fut(it: &Fut) -> String {
    match it {
        Fut::Ready(n) => format!("ready({})", num(n)),
        Fut::Block(it) => either(body(it), it.can_fail),
        Fut::Call(f, n, given, can_fail) => {
            let given = given.iter().map(|it| match it {
                Given::New(n) => format!(", Loud({n})"),
                Given::Moved(v) => format!(", v{v}"),
            });
            let given: String = given.collect();
            either(format!("f{f}({}{given})", num(n)), *can_fail)
        }
        Fut::Kept(v) => format!("v{v}"),
        Fut::Traced(name, it) => format!("traced(\"{name}\", {})", fut(it)),
        Fut::More(it, n) => format!("{}.map(|n| n % 1000 + {n})", fut(it)),
        Fut::Then(it, v, next) => {
            format!("{}.then(move |v{v}| {})", fut(it), fut(next))
        }
        Fut::Join(a, b) => {
            format!("join({}, {}).map({PAIR})", fut(a), fut(b))
        }
        Fut::First(a, b) => format!(
            "select({}, {}).map(|it| match it {{\n\
             Either::Left((n, _)) => n,\n\
             Either::Right((n, rest)) => {{ drop(rest); n % 1000 + 1000 }}\n}})",
            boxed(a),
            boxed(b)
        ),
        Fut::FirstOf(all) => {
            let all: Vec<String> = all.iter().map(boxed).collect();
            format!(
                "select_all(vec![{}]).map(|(n, place, _)| n % 1000 + place as i64)",
                all.join(", ")
            )
        }
        Fut::TryJoin(a, b) => format!(
            "try_join({}, {}).map(|r| match r {{ Ok((a, b)) => a % 1000 - b % 1000, Err(e) => e }})",
            body(a),
            body(b)
        ),
        Fut::All(count, v, it) => {
            format!(
                "join_all((0..{count}_i64).map(move |v{v}| {})).map({SUM})",
                fut(it)
            )
        }
        Fut::Buffered(count, limit, v, it) => format!(
            "stream::iter(0..{count}_i64).map(move |v{v}| {}).buffer_unordered({limit})\
             .collect::<Vec<i64>>().map({SUM})",
            fut(it)
        ),
        Fut::Shared(it) => format!(
            "{{ let it = {}.shared(); join(it.clone(), it).map({PAIR}) }}",
            boxed(it)
        ),
    }
}

/// A future of a number, of one that may give a Result.
fn either(future: String, can_fail: bool) -> String {
    match can_fail {
        true => format!("{future}.map(|r| r.unwrap_or_else(|e| e))"),
        false => future,
    }
}

const PAIR: &str = "|(a, b)| a % 1000 * 2 - b % 1000";
const SUM: &str = "|all| all.iter().fold(0, |a, b| (a * 3 + b % 1000) % 1000)";

fn boxed(it: &Fut) -> String {
    format!("{}.boxed_local()", fut(it))
}

fn arm((v, _, then): &(usize, Fut, Block), future: &str) -> String {
    format!("v{v} = {future} => {}\n", block(then))
}

fn stmt(it: &Stmt) -> String {
    match it {
        Stmt::Print(at, n) => {
            format!("print(format!(\"{at}: {{}}\", {}));", num(n))
        }
        Stmt::Elapsed(at) => {
            format!("print(format!(\"{at} at {{}}\", elapsed()));")
        }
        Stmt::Compute(n) => format!("compute({n});"),
        Stmt::Sleep(n) => {
            format!("sleep({}.rem_euclid(4) as u64).await;", num(n))
        }
        Stmt::Yield => "yield_now().await;".to_owned(),
        Stmt::Let(v, n) => format!("let mut v{v}: i64 = {};", num(n)),
        Stmt::Set(v, sign, n) => format!("v{v} {sign} {};", num(n)),
        Stmt::If(is, a, b) => {
            format!("if {} {} else {}", test(is), block(a), block(b))
        }
        Stmt::For(label, v, items, then) => {
            let items = match items {
                Items::Range(n, more) => {
                    let from = format!("{}.rem_euclid(3)", num(n));
                    format!("{from}..{more}")
                }
                Items::Of(list) => format!("v{list}.clone()"),
            };
            format!("'l{label}: for v{v} in {items} {}", block(then))
        }
        Stmt::While(label, v, rounds, is, then) => format!(
            "let mut v{v}: i64 = 0;\n'l{label}: while v{v} < {rounds} && ({}) {{\nv{v} += 1;\n{}\n}}",
            test(is),
            block(then)
        ),
        Stmt::Block(then) => block(then),
        Stmt::Break(is, label) => {
            format!("if {} {{ break 'l{label}; }}", test(is))
        }
        Stmt::Continue(is, label) => {
            format!("if {} {{ continue 'l{label}; }}", test(is))
        }
        Stmt::Return(is, n, is_err) => {
            let value = match is_err {
                Some(true) => format!("Err({})", num(n)),
                Some(false) => format!("Ok({})", num(n)),
                None => num(n),
            };
            format!("if {} {{ return {value}; }}", test(is))
        }
        Stmt::Vec(v, all) => {
            let all: Vec<String> = all.iter().map(num).collect();
            format!("let mut v{v}: Vec<i64> = vec![{}];", all.join(", "))
        }
        Stmt::Push(v, n) => format!("v{v}.push({});", num(n)),
        Stmt::Pop(v, list) => format!("let v{v}: Option<i64> = v{list}.pop();"),
        Stmt::Closure(v, it, n) => {
            format!("let v{v} = move |v{it}: i64| -> i64 {{ {} }};", num(n))
        }
        Stmt::Loud(v, n) => format!("let v{v} = Loud({n});"),
        Stmt::Drop(v) => format!("drop(v{v});"),
        Stmt::Clone(v, from) => format!("let mut v{v} = v{from}.clone();"),
        Stmt::Await(v, it) => format!("let mut v{v}: i64 = {}.await;", fut(it)),
        Stmt::Try(v, it) => format!("let mut v{v}: i64 = {}.await?;", body(it)),
        Stmt::Join(all) => {
            let names: Vec<String> =
                all.iter().map(|(v, _)| format!("v{v}")).collect();
            let all: Vec<String> = all.iter().map(|(_, it)| fut(it)).collect();
            format!("let ({}) = join!({});", names.join(", "), all.join(", "))
        }
        Stmt::Select(a, b, [left, right]) => {
            let arm = |side: &str, (v, rest, then): &(usize, usize, Block)| {
                format!("Either::{side}((v{v}, v{rest})) => {}", block(then))
            };
            format!(
                "match select({}, {}).await {{\n{}\n{}\n}}",
                boxed(a),
                boxed(b),
                arm("Left", left),
                arm("Right", right)
            )
        }
        Stmt::Biased(arms, default) => {
            let arms = arms
                .iter()
                .map(|it| arm(it, &format!("{}.fuse()", boxed(&it.1))));
            let arms: String = arms.collect();
            let default = default
                .as_ref()
                .map(|it| format!("default => {}\n", block(it)));
            format!(
                "select_biased! {{\n{arms}{}}}",
                default.unwrap_or_default()
            )
        }
        Stmt::Rounds(label, [one, other]) => format!(
            "{{\nlet mut a{label} = {}.fuse();\nlet mut b{label} = {}.fuse();\n\
             'l{label}: loop {{\nselect_biased! {{\n{}{}complete => break,\n}}\n}}\n}}",
            boxed(&one.1),
            boxed(&other.1),
            arm(one, &format!("a{label}")),
            arm(other, &format!("b{label}"))
        ),
        Stmt::Keep(v, it) => format!("let v{v} = {};", boxed(it)),
        Stmt::Abortable(v, handle, it) => format!(
            "let (v{v}, v{handle}) = abortable({});\n\
             let v{v} = v{v}.map(|r| r.unwrap_or(-7)).boxed_local();",
            fut(it)
        ),
        Stmt::Abort(v) => format!("v{v}.abort();"),
        Stmt::Spawn(v, name, it) => {
            format!("let v{v} = spawn(\"{name}\", {});", fut(it))
        }
        Stmt::Cancel(v) => format!("v{v}.cancel();"),
        Stmt::Channel(send, receive, room) => {
            format!(
                "let (mut v{send}, mut v{receive}) = mpsc::channel::<i64>({room});"
            )
        }
        Stmt::Unbounded(send, receive) => {
            format!(
                "let (mut v{send}, mut v{receive}) = mpsc::unbounded::<i64>();"
            )
        }
        Stmt::Unordered(v, all) => {
            let all: Vec<String> = all.iter().map(boxed).collect();
            format!(
                "let mut v{v} = [{}].into_iter().collect::<FuturesUnordered<_>>();",
                all.join(", ")
            )
        }
        Stmt::PushFuture(v, it) => format!("v{v}.push({});", boxed(it)),
        Stmt::Send(v, n) => {
            format!(
                "if v{v}.send({}).await.is_err() {{ print(\"nobody\"); }}",
                num(n)
            )
        }
        Stmt::SendNow(v, n) => format!(
            "if v{v}.try_send({}).is_err() {{ print(\"no room\"); }}",
            num(n)
        ),
        Stmt::SendUnbounded(v, n) => format!(
            "if v{v}.unbounded_send({}).is_err() {{ print(\"nobody\"); }}",
            num(n)
        ),
        Stmt::Next(v, from) => {
            format!("let v{v}: Option<i64> = v{from}.next().await;")
        }
        Stmt::WhileNext(label, count, rounds, v, from, then) => format!(
            "let mut v{count}: i64 = 0;\n\
             'l{label}: while let Some(v{v}) = v{from}.next().await {{\n\
             v{count} += 1;\nif v{count} > {rounds} {{ break 'l{label}; }}\n{}\n}}",
            block(then)
        ),
        Stmt::Oneshot(tell, told) => {
            format!("let (v{tell}, v{told}) = oneshot::channel::<i64>();")
        }
        Stmt::Tell(v, n) => {
            format!(
                "if v{v}.send({}).is_err() {{ print(\"nobody\"); }}",
                num(n)
            )
        }
        Stmt::Told(v, from) => {
            format!("let v{v}: Option<i64> = v{from}.await.ok();")
        }
        Stmt::Mutex(v, n) => {
            format!("let v{v} = Rc::new(Mutex::new({}));", num(n))
        }
        Stmt::Lock(v, from) => format!("let mut v{v} = v{from}.lock().await;"),
        Stmt::Hold(v, sign, n) => format!("*v{v} {sign} {};", num(n)),
        Stmt::Semaphore(v, permits) => {
            format!("let v{v} = Rc::new(Semaphore::new({permits}));")
        }
        Stmt::Acquire(v, from) => {
            format!("let v{v} = v{from}.acquire().await;")
        }
    }
}
