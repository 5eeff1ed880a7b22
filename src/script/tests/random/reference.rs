//! Runs a random program by the crate `futures` itself, with each future where
//! the compiler would have one, and each value dropped where it would drop it.

use super::frame::{
    Closure, Frame, Future, Scope, Source, Value, owned, place,
};
use super::program::{
    Block, Body, Fut, Given, Items, Num, Program, Stmt, Test, Var,
};
use crate::host::{World, yield_now};
use futures::channel::{mpsc, oneshot};
use futures::future::{
    self, Either, FutureExt, LocalBoxFuture, abortable, pending,
};
use futures::lock::Mutex;
use futures::stream::{self, StreamExt};
use futures::{SinkExt, join, select_biased};
use meanwhile_script::Fault;
use std::rc::Rc;
use std::sync::Arc;

/// Says when it is dropped.
pub(super) struct Loud(i64, Reference);

impl Drop for Loud {
    fn drop(&mut self) {
        self.1.say(format!("drop {}", self.0));
    }
}

/// Takes a value of that kind.
macro_rules! has {
    ($kind:ident, $value:expr) => {
        match $value {
            Value::$kind(value) => value,
            _ => panic!("it is a {}", stringify!($kind)),
        }
    };
}

/// Why a block is left before its end.
enum Exit {
    Break(usize),
    Continue(usize),
    Return(Result<i64, i64>),
    Fault,
}

/// Whether a loop goes on after a round that ended so.
fn goes_on(end: Result<(), Exit>, label: usize) -> Result<bool, Exit> {
    match end {
        Ok(()) => Ok(true),
        Err(Exit::Continue(to)) if to == label => Ok(true),
        Err(Exit::Break(from)) if from == label => Ok(false),
        Err(exit) => Err(exit),
    }
}

fn pair((a, b): (i64, i64)) -> i64 {
    a % 1000 * 2 - b % 1000
}

fn sum(all: Vec<i64>) -> i64 {
    all.iter().fold(0, |a, b| (a * 3 + b % 1000) % 1000)
}

/// The future of main.
pub(super) fn main(
    program: Rc<Program>,
    world: Rc<World>,
) -> impl std::future::Future<Output = ()> {
    let main = program.main.clone();
    let reference = Reference { world, program };
    reference.run(main, Frame::new(Vec::new())).map(drop)
}

#[derive(Clone)]
pub(super) struct Reference {
    world: Rc<World>,
    program: Rc<Program>,
}

impl Reference {
    /// Prints a line, unless the run has failed.
    fn say(&self, line: String) {
        if !self.world.has_failed() {
            self.world.print(line);
        }
    }

    fn fault(&self, why: &str) -> Exit {
        self.world.fail(Fault {
            from: meanwhile_script::Place::default(),
            to: meanwhile_script::Place::default(),
            message: format!("The program panicked: {why}"),
        });
        Exit::Fault
    }

    fn run(
        &self,
        body: Rc<Body>,
        frame: Rc<Frame>,
    ) -> LocalBoxFuture<'static, Result<i64, i64>> {
        let this = self.clone();
        let run = async move {
            let end = this.statements(&body.block, &frame).await;
            let end = end.and_then(|()| this.number(&body.value, &frame));
            match end {
                Ok(value) => Ok(value),
                Err(Exit::Return(result)) => result,
                Err(_) => pending().await,
            }
        };
        run.boxed_local()
    }

    fn body(
        &self,
        body: &Rc<Body>,
        frame: &Rc<Frame>,
    ) -> LocalBoxFuture<'static, Result<i64, i64>> {
        let own = match body.is_move {
            true => {
                let all = body.captures.iter();
                Frame::new(all.map(|var| (*var, frame.take(*var))).collect())
            }
            false => Frame::within(frame),
        };
        self.run(body.clone(), own)
    }

    fn call(&self, f: usize, n: i64, given: Vec<Value>) -> Future {
        let function = &self.program.functions[f];
        let mut all = vec![(function.number, Value::Num(n))];
        all.extend(function.louds.iter().copied().zip(given));
        let (this, body) = (self.clone(), function.body.clone());
        let frame = Frame::new(all);
        let called = async move {
            // From now on they are variables.
            frame.captured.set(0);
            this.run(body, frame).await.unwrap_or_else(|error| error)
        };
        called.boxed_local()
    }

    /// The future that a closure makes, in the frame of that call.
    fn called(&self, it: &Fut, frame: &Rc<Frame>) -> Future {
        let future = self.future(it, frame);
        future.unwrap_or_else(|_| pending().boxed_local())
    }

    /// Several; if one cannot be made, those before are dropped, the last first.
    fn futures<'a>(
        &self,
        all: impl Iterator<Item = &'a Fut>,
        frame: &Rc<Frame>,
    ) -> Result<Vec<Future>, Exit> {
        let mut made = Vec::new();
        for it in all {
            match self.future(it, frame) {
                Ok(future) => made.push(future),
                Err(exit) => {
                    while made.pop().is_some() {}
                    return Err(exit);
                }
            }
        }
        Ok(made)
    }

    fn future(&self, it: &Fut, frame: &Rc<Frame>) -> Result<Future, Exit> {
        Ok(match it {
            Fut::Ready(n) => {
                future::ready(self.number(n, frame)?).boxed_local()
            }
            Fut::Block(body) => {
                let result = self.body(body, frame);
                result.map(|it| it.unwrap_or_else(|e| e)).boxed_local()
            }
            Fut::Call(f, n, given, _) => {
                let n = self.number(n, frame)?;
                let given = given.iter().map(|it| match it {
                    Given::New(n) => {
                        Value::Loud(Rc::new(Loud(*n, self.clone())))
                    }
                    Given::Moved(var) => frame.take(*var),
                });
                self.call(*f, n, given.collect())
            }
            Fut::Kept(var) => match frame.take(*var) {
                Value::Future(future) | Value::Task(future, _) => owned(future),
                _ => panic!("v{var} is a future"),
            },
            Fut::Traced(name, it) => {
                let it = self.future(it, frame)?;
                self.world.counted(name, it).boxed_local()
            }
            Fut::More(it, more) => {
                let more = *more;
                self.future(it, frame)?
                    .map(move |n| n % 1000 + more)
                    .boxed_local()
            }
            Fut::Then(it, var, next) => {
                let it = self.future(it, frame)?;
                let (this, next, var) = (self.clone(), next.clone(), *var);
                let frame = frame.copies(None);
                it.then(move |n| {
                    this.called(&next, &frame.copies(Some((var, n))))
                })
                .boxed_local()
            }
            Fut::Join(a, b) => {
                let (a, b) = (self.future(a, frame)?, self.future(b, frame)?);
                future::join(a, b).map(pair).boxed_local()
            }
            Fut::First(a, b) => {
                let (a, b) = (self.future(a, frame)?, self.future(b, frame)?);
                let first = |it| match it {
                    Either::Left((n, _)) => n,
                    Either::Right((n, rest)) => {
                        drop(rest);
                        n % 1000 + 1000
                    }
                };
                future::select(a, b).map(first).boxed_local()
            }
            Fut::FirstOf(all) => {
                let all = self.futures(all.iter(), frame)?;
                let first =
                    |(n, place, _): (i64, usize, _)| n % 1000 + place as i64;
                future::select_all(all).map(first).boxed_local()
            }
            Fut::TryJoin(a, b) => {
                let (a, b) = (self.body(a, frame), self.body(b, frame));
                let both = |result| match result {
                    Ok((a, b)) => a % 1000 - b % 1000,
                    Err(error) => error,
                };
                future::try_join(a, b).map(both).boxed_local()
            }
            Fut::All(count, var, it) => {
                let frame = frame.copies(None);
                let each = |n| self.called(it, &frame.copies(Some((*var, n))));
                future::join_all((0..i64::from(*count)).map(each))
                    .map(sum)
                    .boxed_local()
            }
            Fut::Buffered(count, limit, var, it) => {
                let (this, it, var) = (self.clone(), it.clone(), *var);
                let frame = frame.copies(None);
                stream::iter(0..i64::from(*count))
                    .map(move |n| {
                        this.called(&it, &frame.copies(Some((var, n))))
                    })
                    .buffer_unordered(usize::from(*limit))
                    .collect::<Vec<i64>>()
                    .map(sum)
                    .boxed_local()
            }
            Fut::Shared(it) => {
                let it = self.future(it, frame)?.shared();
                future::join(it.clone(), it).map(pair).boxed_local()
            }
        })
    }

    fn block<'a>(
        &'a self,
        block: &'a Block,
        frame: &'a Rc<Frame>,
        variables: Vec<(Var, Value)>,
    ) -> LocalBoxFuture<'a, Result<(), Exit>> {
        let run = async move {
            let _scope = Scope(frame, frame.height());
            for (var, value) in variables {
                frame.add(var, value);
            }
            self.statements(block, frame).await
        };
        run.boxed_local()
    }

    async fn statements(
        &self,
        block: &Block,
        frame: &Rc<Frame>,
    ) -> Result<(), Exit> {
        for stmt in block {
            self.statement(stmt, frame).await?;
        }
        Ok(())
    }

    #[expect(clippy::await_holding_refcell_ref, reason = "as a `&mut` is held")]
    #[expect(clippy::too_many_lines, reason = "an arm for each statement")]
    async fn statement(
        &self,
        stmt: &Stmt,
        frame: &Rc<Frame>,
    ) -> Result<(), Exit> {
        let number = |n: &Num| self.number(n, frame);
        match stmt {
            Stmt::Print(at, n) => self.say(format!("{at}: {}", number(n)?)),
            Stmt::Elapsed(at) => {
                self.say(format!("{at} at {}", self.world.now.get()))
            }
            Stmt::Compute(millis) => {
                let now = &self.world.now;
                now.set(now.get() + u64::from(*millis));
            }
            Stmt::Sleep(n) => {
                let millis = number(n)?.rem_euclid(4);
                self.world.sleep(millis as u64).await;
            }
            Stmt::Yield => yield_now().await,
            Stmt::Let(var, n) => frame.add(*var, Value::Num(number(n)?)),
            Stmt::Set(var, sign, n) => {
                let n = number(n)?;
                let before = has!(Num, frame.get(*var));
                let n = self.computed(sign.trim_end_matches('='), before, n)?;
                frame.at(*var, |value| *value = Value::Num(n));
            }
            Stmt::If(is, then, otherwise) => {
                let then = if self.test(is, frame)? {
                    then
                } else {
                    otherwise
                };
                self.block(then, frame, vec![]).await?;
            }
            Stmt::For(label, var, items, then) => {
                let items = match items {
                    Items::Range(from, to) => {
                        (number(from)?.rem_euclid(3)..i64::from(*to)).collect()
                    }
                    Items::Of(list) => {
                        has!(List, frame.get(*list)).borrow().clone()
                    }
                };
                for n in items {
                    let round =
                        self.block(then, frame, vec![(*var, Value::Num(n))]);
                    if !goes_on(round.await, *label)? {
                        break;
                    }
                }
            }
            Stmt::While(label, var, rounds, is, then) => {
                frame.add(*var, Value::Num(0));
                for n in 1..=i64::from(*rounds) {
                    if !self.test(is, frame)? {
                        break;
                    }
                    frame.at(*var, |value| *value = Value::Num(n));
                    let round = self.block(then, frame, vec![]).await;
                    if !goes_on(round, *label)? {
                        break;
                    }
                }
            }
            Stmt::Block(then) => self.block(then, frame, vec![]).await?,
            Stmt::Break(is, label) if self.test(is, frame)? => {
                return Err(Exit::Break(*label));
            }
            Stmt::Continue(is, label) if self.test(is, frame)? => {
                return Err(Exit::Continue(*label));
            }
            Stmt::Return(is, n, is_err) if self.test(is, frame)? => {
                let n = number(n)?;
                let is_err = *is_err == Some(true);
                return Err(Exit::Return(if is_err { Err(n) } else { Ok(n) }));
            }
            Stmt::Break(..) | Stmt::Continue(..) | Stmt::Return(..) => {}
            Stmt::Vec(var, all) => {
                let all =
                    all.iter().map(number).collect::<Result<_, Exit>>()?;
                frame.add(*var, Value::List(place(all)));
            }
            Stmt::Push(var, n) => {
                let n = number(n)?;
                has!(List, frame.get(*var)).borrow_mut().push(n);
            }
            Stmt::Pop(var, list) => {
                let last = has!(List, frame.get(*list)).borrow_mut().pop();
                frame.add(*var, Value::Option(last));
            }
            Stmt::Closure(var, parameter, value) => {
                let closure = Closure {
                    frame: frame.copies(None),
                    parameter: *parameter,
                    value: value.clone(),
                };
                frame.add(*var, Value::Closure(Rc::new(closure)));
            }
            Stmt::Loud(var, n) => {
                let loud = Loud(*n, self.clone());
                frame.add(*var, Value::Loud(Rc::new(loud)));
            }
            Stmt::Drop(var) => drop(frame.take(*var)),
            Stmt::Clone(var, from) => {
                let value = match frame.get(*from) {
                    Value::List(list) => {
                        Value::List(place(list.borrow().clone()))
                    }
                    Value::Sender(it) => {
                        Value::Sender(place(it.borrow().clone()))
                    }
                    Value::Unbounded(it) => {
                        Value::Unbounded(place(it.borrow().clone()))
                    }
                    value => value,
                };
                frame.add(*var, value);
            }
            Stmt::Await(var, it) => {
                let value = self.future(it, frame)?.await;
                frame.add(*var, Value::Num(value));
            }
            Stmt::Try(var, body) => match self.body(body, frame).await {
                Ok(value) => frame.add(*var, Value::Num(value)),
                Err(error) => return Err(Exit::Return(Err(error))),
            },
            Stmt::Join(all) => {
                let futures = all.iter().map(|(_, it)| it);
                let mut futures = self.futures(futures, frame)?.into_iter();
                let values =
                    match (futures.next(), futures.next(), futures.next()) {
                        (Some(a), Some(b), Some(c)) => {
                            let (a, b, c) = join!(a, b, c);
                            vec![a, b, c]
                        }
                        (Some(a), Some(b), None) => {
                            let (a, b) = join!(a, b);
                            vec![a, b]
                        }
                        _ => panic!("two or three are joined"),
                    };
                for ((var, _), value) in all.iter().zip(values) {
                    frame.add(*var, Value::Num(value));
                }
            }
            Stmt::Select(a, b, [left, right]) => {
                let (a, b) = (self.future(a, frame)?, self.future(b, frame)?);
                let (value, rest, (var, rest_var, then)) =
                    match future::select(a, b).await {
                        Either::Left((value, rest)) => (value, rest, left),
                        Either::Right((value, rest)) => (value, rest, right),
                    };
                let rest = Value::Future(place(rest));
                let both = vec![(*var, Value::Num(value)), (*rest_var, rest)];
                self.block(then, frame, both).await?;
            }
            Stmt::Biased([one, other], default) => {
                let mut a = self.future(&one.1, frame)?.fuse();
                let mut b = self.future(&other.1, frame)?.fuse();
                let chosen = match default {
                    None => select_biased! {
                        n = a => Some((one, n)),
                        n = b => Some((other, n)),
                    },
                    Some(_) => select_biased! {
                        n = a => Some((one, n)),
                        n = b => Some((other, n)),
                        default => None,
                    },
                };
                drop(b);
                drop(a);
                match (chosen, default) {
                    (Some(((var, _, then), n)), _) => {
                        self.block(then, frame, vec![(*var, Value::Num(n))])
                            .await?;
                    }
                    (None, Some(then)) => {
                        self.block(then, frame, vec![]).await?
                    }
                    (None, None) => {}
                }
            }
            Stmt::Rounds(label, [one, other]) => {
                let mut a = self.future(&one.1, frame)?.fuse();
                let mut b = self.future(&other.1, frame)?.fuse();
                loop {
                    let chosen = select_biased! {
                        n = a => Some((one, n)),
                        n = b => Some((other, n)),
                        complete => None,
                    };
                    let Some(((var, _, then), n)) = chosen else {
                        break;
                    };
                    let round =
                        self.block(then, frame, vec![(*var, Value::Num(n))]);
                    if !goes_on(round.await, *label)? {
                        break;
                    }
                }
            }
            Stmt::Keep(var, it) => {
                let it = self.future(it, frame)?;
                frame.add(*var, Value::Future(place(it)));
            }
            Stmt::Abortable(var, handle, it) => {
                let (it, abort) = abortable(self.future(it, frame)?);
                let it = it.map(|result| result.unwrap_or(-7)).boxed_local();
                frame.add(*handle, Value::Abort(abort));
                frame.add(*var, Value::Future(place(it)));
            }
            Stmt::Abort(var) => has!(Abort, frame.get(*var)).abort(),
            Stmt::Spawn(var, name, it) => {
                let it = self.future(it, frame)?;
                let (result, abort) = self.world.spawn(name, it);
                frame.add(*var, Value::Task(place(result), abort));
            }
            Stmt::Cancel(var) => match frame.get(*var) {
                Value::Task(_, abort) => abort.abort(),
                _ => panic!("v{var} is a task"),
            },
            Stmt::Channel(send, receive, room) => {
                let (sender, receiver) = mpsc::channel(usize::from(*room));
                frame.add(*send, Value::Sender(place(sender)));
                let source = Source::Bounded(receiver);
                frame.add(*receive, Value::Source(place(source)));
            }
            Stmt::Unbounded(send, receive) => {
                let (sender, receiver) = mpsc::unbounded();
                frame.add(*send, Value::Unbounded(place(sender)));
                let source = Source::Unbounded(receiver);
                frame.add(*receive, Value::Source(place(source)));
            }
            Stmt::Unordered(var, all) => {
                let all = self.futures(all.iter(), frame)?;
                let source = Source::Futures(all.into_iter().collect());
                frame.add(*var, Value::Source(place(source)));
            }
            Stmt::PushFuture(var, it) => {
                let it = self.future(it, frame)?;
                match &*has!(Source, frame.get(*var)).borrow() {
                    Source::Futures(all) => all.push(it),
                    _ => panic!("v{var} has futures"),
                }
            }
            Stmt::Send(var, n) => {
                let n = number(n)?;
                let sent = match frame.get(*var) {
                    Value::Sender(it) => it.borrow_mut().send(n).await,
                    Value::Unbounded(it) => it.borrow_mut().send(n).await,
                    _ => panic!("v{var} sends"),
                };
                if sent.is_err() {
                    self.say("nobody".to_owned());
                }
            }
            Stmt::SendNow(var, n) => {
                let n = number(n)?;
                if has!(Sender, frame.get(*var))
                    .borrow_mut()
                    .try_send(n)
                    .is_err()
                {
                    self.say("no room".to_owned());
                }
            }
            Stmt::SendUnbounded(var, n) => {
                let n = number(n)?;
                let sender = has!(Unbounded, frame.get(*var));
                if sender.borrow().unbounded_send(n).is_err() {
                    self.say("nobody".to_owned());
                }
            }
            Stmt::Next(var, from) => {
                let source = has!(Source, frame.get(*from));
                let next = source.borrow_mut().next().await;
                frame.add(*var, Value::Option(next));
            }
            Stmt::WhileNext(label, count, rounds, var, from, then) => {
                frame.add(*count, Value::Num(0));
                let source = has!(Source, frame.get(*from));
                let mut round = 0;
                loop {
                    let next = source.borrow_mut().next().await;
                    let Some(n) = next else { break };
                    round += 1;
                    frame.at(*count, |value| *value = Value::Num(round));
                    if round > i64::from(*rounds) {
                        break;
                    }
                    let round =
                        self.block(then, frame, vec![(*var, Value::Num(n))]);
                    if !goes_on(round.await, *label)? {
                        break;
                    }
                }
            }
            Stmt::Oneshot(tell, told) => {
                let (sender, receiver) = oneshot::channel();
                frame.add(*tell, Value::Tell(place(sender)));
                frame.add(*told, Value::Told(place(receiver)));
            }
            Stmt::Tell(var, n) => {
                // It is moved before what is told is computed.
                let tell = owned(has!(Tell, frame.take(*var)));
                if tell.send(number(n)?).is_err() {
                    self.say("nobody".to_owned());
                }
            }
            Stmt::Told(var, from) => {
                let told = owned(has!(Told, frame.take(*from)));
                let value = told.await.ok();
                frame.add(*var, Value::Option(value));
            }
            Stmt::Mutex(var, n) => {
                let lock = Arc::new(Mutex::new(number(n)?));
                frame.add(*var, Value::Lock(lock));
            }
            Stmt::Lock(var, from) => {
                let guard = has!(Lock, frame.get(*from)).lock_owned().await;
                frame.add(*var, Value::Guard(place(guard)));
            }
            Stmt::Hold(var, sign, n) => {
                let n = number(n)?;
                let guard = has!(Guard, frame.get(*var));
                let before = **guard.borrow();
                let sign = sign.trim_end_matches('=');
                **guard.borrow_mut() = self.computed(sign, before, n)?;
            }
            Stmt::Semaphore(var, permits) => {
                let permits = async_lock::Semaphore::new(usize::from(*permits));
                frame.add(*var, Value::Semaphore(Arc::new(permits)));
            }
            Stmt::Acquire(var, from) => {
                let permit =
                    has!(Semaphore, frame.get(*from)).acquire_arc().await;
                let permit = Value::Permit {
                    _permit: Rc::new(permit),
                };
                frame.add(*var, permit);
            }
        }
        Ok(())
    }

    fn number(&self, it: &Num, frame: &Frame) -> Result<i64, Exit> {
        Ok(match it {
            Num::Is(n) => *n,
            Num::Of(var) => has!(Num, frame.get(*var)),
            Num::Len(var) => has!(List, frame.get(*var)).borrow().len() as i64,
            Num::Sum(var) => {
                let list = has!(List, frame.get(*var)).borrow().clone();
                let mut sum = 0;
                for n in list {
                    sum = self.computed("+", sum, n)?;
                }
                sum
            }
            Num::Item(var, n) => {
                let place = self.number(n, frame)?.rem_euclid(4) as usize;
                let list = has!(List, frame.get(*var));
                let item = list.borrow().get(place).copied();
                item.unwrap_or(-1)
            }
            Num::Held(var) => **has!(Guard, frame.get(*var)).borrow(),
            Num::Shown(var) => has!(Loud, frame.get(*var)).0,
            Num::Or(var, n) => {
                let value = has!(Option, frame.get(*var));
                let otherwise = self.number(n, frame)?;
                value.unwrap_or(otherwise)
            }
            Num::Called(var, n) => {
                let n = self.number(n, frame)?;
                let it = has!(Closure, frame.get(*var));
                let frame = it.frame.copies(Some((it.parameter, n)));
                self.number(&it.value, &frame)?
            }
            Num::Computed(sign, a, b) => {
                let (a, b) = (self.number(a, frame)?, self.number(b, frame)?);
                self.computed(sign, a, b)?
            }
            Num::If(is, a, b) => {
                self.number(if self.test(is, frame)? { a } else { b }, frame)?
            }
            Num::Half(n) => match self.number(n, frame)? {
                n if n % 2 == 0 => n / 2,
                n => return Err(Exit::Return(Err(n))),
            },
        })
    }

    fn computed(&self, sign: &str, a: i64, b: i64) -> Result<i64, Exit> {
        const REMAINDER: &str = "calculate the remainder";
        let (value, verb, by_zero) = match sign {
            "" => (Some(b), "", ""),
            "+" => (a.checked_add(b), "add", ""),
            "-" => (a.checked_sub(b), "subtract", ""),
            "*" => (a.checked_mul(b), "multiply", ""),
            "/" => (a.checked_div(b), "divide", "divide by zero"),
            "%" => (
                a.checked_rem(b),
                REMAINDER,
                "calculate the remainder with a divisor of zero",
            ),
            _ => panic!("{sign} computes"),
        };
        value.ok_or_else(|| match b {
            0 if !by_zero.is_empty() => {
                self.fault(&format!("attempt to {by_zero}"))
            }
            _ => self.fault(&format!("attempt to {verb} with overflow")),
        })
    }

    fn test(&self, it: &Test, frame: &Frame) -> Result<bool, Exit> {
        Ok(match it {
            Test::Compared(sign, a, b) => {
                let (a, b) = (self.number(a, frame)?, self.number(b, frame)?);
                match *sign {
                    "==" => a == b,
                    "!=" => a != b,
                    "<" => a < b,
                    "<=" => a <= b,
                    ">" => a > b,
                    _ => a >= b,
                }
            }
            Test::IsSome(var) => has!(Option, frame.get(*var)).is_some(),
            Test::Not(it) => !self.test(it, frame)?,
            Test::Both(a, b) => self.test(a, frame)? && self.test(b, frame)?,
            Test::Either(a, b) => {
                self.test(a, frame)? || self.test(b, frame)?
            }
        })
    }
}
