//! Draws a program from bytes: each says which of several things comes next, and
//! 0 the simplest, so that fewer and lower bytes are a simpler program.

use super::program::{
    Block, Body, Function, Fut, Given, Items, Num, Program, Stmt, Test, Var,
};
use std::rc::Rc;

/// What a variable has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A number, and one that can be set.
    Num,
    Mut,
    Option,
    Closure,
    List,
    Loud,
    Future,
    Task,
    Abort,
    Sender,
    Unbounded,
    Source,
    Futures,
    Tell,
    Told,
    Lock,
    Guard,
    Semaphore,
    Permit,
}

impl Kind {
    fn is_copy(self) -> bool {
        matches!(self, Self::Num | Self::Mut | Self::Option | Self::Closure)
    }
}

/// What may be done with a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Right {
    Read,
    Change,
    Move,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    var: Var,
    kind: Kind,
    right: Right,
}

/// What the futures are for that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// Awaited where it is made.
    Now,
    /// Awaited together with others.
    Beside,
    /// Kept: it refers to no variables around.
    Later,
    /// Made several times: it only copies what is around.
    Often,
}

/// A program whose functions, and the statements of whose main, are of these
/// bytes.
pub(super) fn program(functions: &[Vec<u8>], main: &[Vec<u8>]) -> Program {
    let mut draw = Draw::default();
    for bytes in functions {
        draw.bytes = bytes.iter();
        let function = draw.function();
        draw.functions.push(function);
    }
    let mut block = Vec::new();
    for bytes in main {
        draw.bytes = bytes.iter();
        draw.stmt(&mut block);
    }
    let main = Body {
        is_move: true,
        can_fail: false,
        captures: Vec::new(),
        block,
        value: Num::Is(0),
    };
    Program {
        functions: draw.functions,
        main: Rc::new(main),
    }
}

#[derive(Default)]
struct Draw<'a> {
    bytes: std::slice::Iter<'a, u8>,
    known: Vec<Known>,
    /// The variables that the body mentions, in that order.
    mentioned: Vec<Var>,
    /// The loops around.
    labels: Vec<usize>,
    functions: Vec<Function>,
    count: usize,
    depth: usize,
    /// Whether the body gives a Result; `None` of main, which gives nothing.
    can_fail: Option<bool>,
    is_closure: bool,
}

impl Draw<'_> {
    fn below(&mut self, end: usize) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte) % end)
    }

    fn is(&mut self) -> bool {
        self.below(2) == 1
    }

    fn small(&mut self, end: u8) -> u8 {
        self.below(usize::from(end)) as u8
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn fresh(&mut self, kind: Kind) -> Var {
        let var = self.number();
        self.know(var, kind);
        var
    }

    fn know(&mut self, var: Var, kind: Kind) {
        let right = Right::Move;
        self.known.push(Known { var, kind, right });
    }

    /// A variable of one of these kinds with which that may be done; one that
    /// is moved is not known any more.
    fn find(&mut self, kinds: &[Kind], right: Right) -> Option<Var> {
        let is_good =
            |it: &Known| kinds.contains(&it.kind) && it.right >= right;
        let good: Vec<Var> = self
            .known
            .iter()
            .filter(|it| is_good(it))
            .map(|it| it.var)
            .collect();
        // The latest is the likeliest.
        let place = good.len().checked_sub(1)?;
        let place = place - self.below(good.len()).min(self.below(good.len()));
        let var = good[place];
        if right == Right::Move {
            self.known.retain(|it| it.var != var);
        }
        self.mentioned.push(var);
        Some(var)
    }

    /// Draws what sees the variables with no more than that right, and whose
    /// own nobody else sees.
    fn scope<T>(
        &mut self,
        most: Right,
        draw: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.known.clone();
        for known in &mut self.known {
            known.right = known.right.min(most);
        }
        self.depth += 1;
        let drawn = draw(self);
        self.depth -= 1;
        self.known = before;
        drawn
    }

    fn function(&mut self) -> Function {
        self.known.clear();
        let number = self.fresh(Kind::Mut);
        let louds =
            (0..self.below(3)).map(|_| self.fresh(Kind::Loud)).collect();
        let can_fail = self.is();
        let body = Rc::new(self.inside(true, Some(can_fail)));
        self.known.clear();
        Function {
            number,
            louds,
            body,
        }
    }

    /// The statements and the value of a body.
    fn inside(&mut self, is_move: bool, can_fail: Option<bool>) -> Body {
        let labels = std::mem::take(&mut self.labels);
        let mentioned = std::mem::take(&mut self.mentioned);
        let first = self.count;
        let can_fail_before = std::mem::replace(&mut self.can_fail, can_fail);
        let block = self.stmts();
        let value = self.num();
        self.labels = labels;
        self.can_fail = can_fail_before;
        let here = std::mem::replace(&mut self.mentioned, mentioned);
        let mut captures = Vec::new();
        for var in here {
            if var <= first && !captures.contains(&var) {
                captures.push(var);
                self.mentioned.push(var);
            }
        }
        Body {
            is_move,
            can_fail: can_fail == Some(true),
            captures,
            block,
            value,
        }
    }

    fn body(&mut self, reach: For, can_fail: bool) -> Rc<Body> {
        let is_move = matches!(reach, For::Later | For::Often) || self.is();
        let body = match is_move {
            true => self.moving(reach, can_fail),
            false => {
                let most = if reach == For::Now {
                    Right::Change
                } else {
                    Right::Read
                };
                let body =
                    self.scope(most, |draw| draw.inside(false, Some(can_fail)));
                // What it borrows cannot be moved by what is beside it.
                for known in &mut self.known {
                    if body.captures.contains(&known.var) {
                        known.right = known.right.min(Right::Change);
                    }
                }
                body
            }
        };
        Rc::new(body)
    }

    /// A body that has what it captures; guards stay with what they borrow.
    fn moving(&mut self, reach: For, can_fail: bool) -> Body {
        let body = self.scope(Right::Move, |draw| {
            draw.known.retain_mut(|it| {
                if it.kind.is_copy() {
                    it.right = Right::Move;
                }
                let is_lent = matches!(it.kind, Kind::Guard | Kind::Permit);
                let is_moved = reach != For::Often && it.right == Right::Move;
                it.kind.is_copy() || is_moved && !is_lent
            });
            draw.inside(true, Some(can_fail))
        });
        let is_here =
            |it: &Known| it.kind.is_copy() || !body.captures.contains(&it.var);
        self.known.retain(is_here);
        body
    }

    fn num(&mut self) -> Num {
        self.depth += 1;
        let num = match self.below(if self.depth > 9 { 4 } else { 16 }) {
            0 => Some(Num::Is(self.below(8) as i64)),
            1..=4 => {
                self.find(&[Kind::Num, Kind::Mut], Right::Read).map(Num::Of)
            }
            5 | 6 => {
                let sign = self.one_of(&["+", "-", "*", "/", "%"]);
                Some(Num::Computed(sign, self.num().into(), self.num().into()))
            }
            7 => Some(Num::If(
                self.test().into(),
                self.num().into(),
                self.num().into(),
            )),
            8 => self.lent(Kind::List).map(Num::Len),
            9 => self
                .lent(Kind::List)
                .map(|list| Num::Item(list, self.num().into())),
            10 => self.lent(Kind::Guard).map(Num::Held),
            11 => self.lent(Kind::Loud).map(Num::Shown),
            12 => self
                .find(&[Kind::Option], Right::Read)
                .map(|it| Num::Or(it, self.num().into())),
            13 => self
                .find(&[Kind::Closure], Right::Read)
                .map(|it| Num::Called(it, self.num().into())),
            14 if self.can_fail == Some(true) && !self.is_closure => {
                Some(Num::Half(self.num().into()))
            }
            14 => self.lent(Kind::List).map(Num::Sum),
            _ => Some(Num::Is(self.one_of(&[1000, 77, i64::MAX, i64::MIN]))),
        };
        self.depth -= 1;
        num.unwrap_or(Num::Is(1))
    }

    /// What a closure would have to capture by a reference.
    fn lent(&mut self, kind: Kind) -> Option<Var> {
        match self.is_closure {
            true => None,
            false => self.find(&[kind], Right::Read),
        }
    }

    fn test(&mut self) -> Test {
        self.depth += 1;
        let test = match self.below(if self.depth > 9 { 1 } else { 8 }) {
            4 => self.find(&[Kind::Option], Right::Read).map(Test::IsSome),
            5 => Some(Test::Not(self.test().into())),
            6 => Some(Test::Both(self.test().into(), self.test().into())),
            7 => Some(Test::Either(self.test().into(), self.test().into())),
            _ => None,
        };
        let test = test.unwrap_or_else(|| {
            let sign = self.one_of(&["==", "!=", "<", "<=", ">", ">="]);
            Test::Compared(sign, self.num(), self.num())
        });
        self.depth -= 1;
        test
    }

    fn name(&mut self, what: &str) -> String {
        format!("{what}{}", self.number())
    }

    fn fut(&mut self, reach: For) -> Fut {
        // What is made within a closure is made often.
        let within = |reach| {
            if reach == For::Now {
                For::Beside
            } else {
                reach
            }
        };
        self.depth += 1;
        let fut = match self.below(if self.depth > 8 { 3 } else { 18 }) {
            0 => Some(Fut::Ready(self.num())),
            1 if !self.functions.is_empty() => {
                let f = self.below(self.functions.len());
                let number = self.num();
                let given = (0..self.functions[f].louds.len()).map(|_| {
                    let moved = match reach {
                        For::Often => None,
                        _ => self.find(&[Kind::Loud], Right::Move),
                    };
                    moved.map_or_else(
                        || Given::New(self.number() as i64),
                        Given::Moved,
                    )
                });
                let given = given.collect();
                let can_fail = self.functions[f].body.can_fail;
                Some(Fut::Call(f, number, given, can_fail))
            }
            2 if reach != For::Often => self
                .find(&[Kind::Future, Kind::Task], Right::Move)
                .map(Fut::Kept),
            3 | 4 => {
                let name = self.name("row");
                Some(Fut::Traced(name, self.fut(reach).into()))
            }
            5 => Some(Fut::More(self.fut(reach).into(), self.below(9) as i64)),
            6 => {
                let first = self.fut(reach).into();
                let (var, next) = self.often();
                Some(Fut::Then(first, var, next))
            }
            7 => Some(Fut::Join(
                self.fut(within(reach)).into(),
                self.fut(within(reach)).into(),
            )),
            8 | 9 => Some(Fut::First(
                self.fut(within(reach)).into(),
                self.fut(within(reach)).into(),
            )),
            10 => {
                let count = 1 + self.below(3);
                Some(Fut::FirstOf(
                    (0..count).map(|_| self.fut(within(reach))).collect(),
                ))
            }
            11 => Some(Fut::TryJoin(
                self.body(within(reach), true),
                self.body(within(reach), true),
            )),
            12 => {
                let count = self.one_of(&[2, 3, 0, 32]);
                let (var, each) = self.often();
                Some(Fut::All(count, var, each))
            }
            13 => {
                let (count, limit) = (self.small(5), 1 + self.small(3));
                let (var, each) = self.often();
                Some(Fut::Buffered(count, limit, var, each))
            }
            14 => Some(Fut::Shared(self.fut(For::Later).into())),
            _ => None,
        };
        let fut = fut.unwrap_or_else(|| {
            let can_fail = self.below(4) == 3;
            Fut::Block(self.body(reach, can_fail))
        });
        self.depth -= 1;
        fut
    }

    /// What a closure makes of its parameter.
    fn often(&mut self) -> (Var, Rc<Fut>) {
        let is_closure = std::mem::replace(&mut self.is_closure, true);
        let drawn = self.scope(Right::Read, |draw| {
            draw.known.retain(|it| it.kind.is_copy());
            let var = draw.fresh(Kind::Num);
            draw.is_closure = true;
            (var, Rc::new(draw.fut(For::Often)))
        });
        self.is_closure = is_closure;
        drawn
    }

    fn block(&mut self) -> Block {
        self.scope(Right::Change, Self::stmts)
    }

    fn stmts(&mut self) -> Block {
        let is_closure = std::mem::replace(&mut self.is_closure, false);
        let most = [9, 6, 5, 4, 3, 3, 2, 1]
            .get(self.depth)
            .copied()
            .unwrap_or(1);
        let count = self.below(most + 1);
        let mut all = Vec::new();
        for _ in 0..count {
            self.stmt(&mut all);
        }
        self.is_closure = is_closure;
        all
    }

    /// A loop's own label, and its block, in which there are `kinds`.
    fn looped(&mut self, kinds: &[Kind]) -> (usize, Vec<Var>, Block) {
        let label = self.number();
        self.labels.push(label);
        let (vars, block) = self.scope(Right::Change, |draw| {
            let vars = kinds.iter().map(|kind| draw.fresh(*kind)).collect();
            (vars, draw.stmts())
        });
        self.labels.pop();
        (label, vars, block)
    }

    /// A block with a new number.
    fn arm(&mut self) -> (Var, Block) {
        self.scope(Right::Change, |draw| (draw.fresh(Kind::Num), draw.stmts()))
    }

    fn stmt(&mut self, all: &mut Block) {
        let drawn = match self.below(if self.depth > 7 { 8 } else { 80 }) {
            0 | 1 => Some(Stmt::Print(self.number(), self.num())),
            2 => Some(Stmt::Sleep(self.num())),
            3 => Some(Stmt::Yield),
            4 | 5 => {
                let n = self.num();
                Some(Stmt::Let(self.fresh(Kind::Mut), n))
            }
            6 => Some(Stmt::Elapsed(self.number())),
            7 => self.find(&[Kind::Mut], Right::Change).map(|var| {
                let sign = self.one_of(&["=", "+=", "-=", "*="]);
                Stmt::Set(var, sign, self.num())
            }),
            8..=15 => self.flow(),
            16..=28 => self.simple(all),
            29..=41 => self.waits(),
            42..=51 => self.tasks(all),
            _ => self.talks(),
        };
        let stmt = drawn.unwrap_or_else(|| self.makes(all));
        all.push(stmt);
    }

    /// What later statements need.
    fn makes(&mut self, all: &mut Block) -> Stmt {
        match self.below(if self.depth > 7 { 1 } else { 10 }) {
            1 | 2 => {
                let send = self.fresh(Kind::Sender);
                Stmt::Channel(send, self.fresh(Kind::Source), self.small(3))
            }
            3 => {
                let send = self.fresh(Kind::Unbounded);
                Stmt::Unbounded(send, self.fresh(Kind::Source))
            }
            4 => Stmt::Oneshot(self.fresh(Kind::Tell), self.fresh(Kind::Told)),
            5 => {
                let value = self.num();
                let lock = self.fresh(Kind::Lock);
                all.push(Stmt::Mutex(lock, value));
                Stmt::Clone(self.fresh(Kind::Lock), lock)
            }
            6 => {
                let permits = self.fresh(Kind::Semaphore);
                all.push(Stmt::Semaphore(permits, 1 + self.small(2)));
                Stmt::Clone(self.fresh(Kind::Semaphore), permits)
            }
            7 => {
                let fut = self.fut(For::Later);
                let name = self.name("task");
                Stmt::Spawn(self.fresh(Kind::Task), name, fut)
            }
            8 | 9 => Stmt::Loud(self.fresh(Kind::Loud), self.count as i64),
            _ => Stmt::Print(self.number(), self.num()),
        }
    }

    /// What goes elsewhere.
    fn flow(&mut self) -> Option<Stmt> {
        Some(match self.below(8) {
            0 => Stmt::If(self.test(), self.block(), self.block()),
            1 | 2 => {
                let items = match self.find(&[Kind::List], Right::Read) {
                    Some(list) if self.is() => Items::Of(list),
                    _ => Items::Range(self.num(), 1 + self.small(3)),
                };
                let (label, vars, block) = self.looped(&[Kind::Num]);
                Stmt::For(label, vars[0], items, block)
            }
            3 => {
                let rounds = 1 + self.small(3);
                let count = self.number();
                let test = self.test();
                self.know(count, Kind::Num);
                let (label, _, block) = self.looped(&[]);
                Stmt::While(label, count, rounds, test, block)
            }
            4 => Stmt::Block(self.block()),
            5 => {
                let label = *self.labels.last()?;
                Stmt::Break(self.test(), label)
            }
            6 => {
                let place = self.below(self.labels.len().max(1));
                let label = *self.labels.get(place)?;
                Stmt::Continue(self.test(), label)
            }
            _ => {
                let can_fail = self.can_fail?;
                let is_err = can_fail.then(|| self.is());
                Stmt::Return(self.test(), self.num(), is_err)
            }
        })
    }

    /// What is only computed, made or dropped.
    fn simple(&mut self, all: &mut Block) -> Option<Stmt> {
        Some(match self.below(11) {
            0 => Stmt::Loud(self.fresh(Kind::Loud), self.count as i64),
            1 => {
                let items = (0..self.below(4)).map(|_| self.num()).collect();
                Stmt::Vec(self.fresh(Kind::List), items)
            }
            2 => {
                let list = self.find(&[Kind::List], Right::Change)?;
                Stmt::Push(list, self.num())
            }
            3 => {
                let list = self.find(&[Kind::List], Right::Change)?;
                Stmt::Pop(self.fresh(Kind::Option), list)
            }
            4 => {
                let is_closure = std::mem::replace(&mut self.is_closure, true);
                let (var, value) = self.scope(Right::Read, |draw| {
                    draw.known.retain(|it| it.kind.is_copy());
                    (draw.fresh(Kind::Num), draw.num())
                });
                self.is_closure = is_closure;
                Stmt::Closure(self.fresh(Kind::Closure), var, value)
            }
            5 => Stmt::Compute(self.small(3)),
            6 => {
                all.push(Stmt::Loud(self.fresh(Kind::Loud), self.count as i64));
                Stmt::Loud(self.fresh(Kind::Loud), self.count as i64)
            }
            7 | 8 => {
                let loud = self.lent(Kind::Loud)?;
                Stmt::Print(self.number(), Num::Shown(loud))
            }
            _ => {
                let kinds = [
                    Kind::Loud,
                    Kind::Future,
                    Kind::Task,
                    Kind::Sender,
                    Kind::Unbounded,
                    Kind::Source,
                    Kind::Futures,
                    Kind::Tell,
                    Kind::Told,
                    Kind::Guard,
                    Kind::Permit,
                    Kind::List,
                ];
                Stmt::Drop(self.find(&kinds, Right::Move)?)
            }
        })
    }

    /// What awaits futures.
    fn waits(&mut self) -> Option<Stmt> {
        Some(match self.below(12) {
            0..=3 => {
                let fut = self.fut(For::Now);
                Stmt::Await(self.fresh(Kind::Mut), fut)
            }
            4 | 5 => {
                let futs: Vec<Fut> = (0..2 + self.below(2))
                    .map(|_| self.fut(For::Beside))
                    .collect();
                Stmt::Join(
                    futs.into_iter()
                        .map(|fut| (self.fresh(Kind::Num), fut))
                        .collect(),
                )
            }
            6 | 7 => {
                let (a, b) = (self.fut(For::Later), self.fut(For::Later));
                let arms = [(); 2].map(|()| {
                    self.scope(Right::Change, |draw| {
                        let both =
                            (draw.fresh(Kind::Num), draw.fresh(Kind::Future));
                        (both.0, both.1, draw.stmts())
                    })
                });
                Stmt::Select(a, b, arms)
            }
            8 | 9 => {
                let futs = [self.fut(For::Beside), self.fut(For::Beside)];
                let arms = futs.map(|fut| {
                    let (var, block) = self.arm();
                    (var, fut, block)
                });
                let default = self.is().then(|| self.block());
                Stmt::Biased(arms, default)
            }
            10 => {
                let label = self.number();
                let futs = [self.fut(For::Later), self.fut(For::Later)];
                self.labels.push(label);
                let arms = futs.map(|fut| {
                    let (var, block) = self.arm();
                    (var, fut, block)
                });
                self.labels.pop();
                Stmt::Rounds(label, arms)
            }
            _ if self.can_fail == Some(true) => {
                let body = self.body(For::Now, true);
                Stmt::Try(self.fresh(Kind::Mut), body)
            }
            _ => {
                let fut = self.fut(For::Later);
                Stmt::Keep(self.fresh(Kind::Future), fut)
            }
        })
    }

    /// What begins, keeps and cancels tasks and futures.
    fn tasks(&mut self, all: &mut Block) -> Option<Stmt> {
        Some(match self.below(10) {
            0..=3 => {
                let kinds = [
                    Kind::Lock,
                    Kind::Semaphore,
                    Kind::Sender,
                    Kind::Unbounded,
                ];
                if self.is()
                    && let Some(from) = self.find(&kinds, Right::Read)
                {
                    let kind =
                        self.known.iter().find(|it| it.var == from)?.kind;
                    all.push(Stmt::Clone(self.fresh(kind), from));
                }
                let fut = self.fut(For::Later);
                let name = self.name("task");
                Stmt::Spawn(self.fresh(Kind::Task), name, fut)
            }
            4 | 5 => Stmt::Cancel(self.find(&[Kind::Task], Right::Read)?),
            6 | 7 => {
                let fut = self.fut(For::Later);
                let handle = self.fresh(Kind::Abort);
                Stmt::Abortable(self.fresh(Kind::Future), handle, fut)
            }
            _ => Stmt::Abort(self.find(&[Kind::Abort], Right::Read)?),
        })
    }

    /// What tasks tell each other, and what they wait for.
    fn talks(&mut self) -> Option<Stmt> {
        const SOURCES: &[Kind] = &[Kind::Source, Kind::Futures];
        Some(match self.below(18) {
            0 => {
                let count = 1 + self.below(3);
                let futs = (0..count).map(|_| self.fut(For::Later)).collect();
                Stmt::Unordered(self.fresh(Kind::Futures), futs)
            }
            1 => {
                let all = self.find(&[Kind::Futures], Right::Change)?;
                // It cannot be pushed into itself.
                let place = self.known.iter().position(|it| it.var == all)?;
                let known = self.known.remove(place);
                let fut = self.fut(For::Later);
                self.known.push(known);
                Stmt::PushFuture(all, fut)
            }
            2..=4 => {
                let kinds = [Kind::Sender, Kind::Unbounded];
                let sender = self.find(&kinds, Right::Change)?;
                Stmt::Send(sender, self.num())
            }
            5 => {
                let sender = self.find(&[Kind::Sender], Right::Change)?;
                Stmt::SendNow(sender, self.num())
            }
            6 => {
                let sender = self.find(&[Kind::Unbounded], Right::Read)?;
                Stmt::SendUnbounded(sender, self.num())
            }
            7 | 8 => {
                let from = self.find(SOURCES, Right::Change)?;
                Stmt::Next(self.fresh(Kind::Option), from)
            }
            9 | 10 => {
                let from = self.find(SOURCES, Right::Change)?;
                let rounds = 1 + self.small(3);
                let count = self.fresh(Kind::Num);
                let (label, vars, block) = self.looped(&[Kind::Num]);
                Stmt::WhileNext(label, count, rounds, vars[0], from, block)
            }
            11 => {
                let tell = self.find(&[Kind::Tell], Right::Move)?;
                Stmt::Tell(tell, self.num())
            }
            12 => {
                let told = self.find(&[Kind::Told], Right::Move)?;
                Stmt::Told(self.fresh(Kind::Option), told)
            }
            13 | 14 => {
                let lock = self.find(&[Kind::Lock], Right::Read)?;
                // Locking it once more would wait for ever.
                self.known.retain(|it| it.var != lock);
                Stmt::Lock(self.fresh(Kind::Guard), lock)
            }
            15 => {
                let guard = self.find(&[Kind::Guard], Right::Change)?;
                let sign = self.one_of(&["=", "+=", "-=", "*="]);
                Stmt::Hold(guard, sign, self.num())
            }
            _ => {
                let permits = self.find(&[Kind::Semaphore], Right::Read)?;
                self.known.retain(|it| it.var != permits);
                Stmt::Acquire(self.fresh(Kind::Permit), permits)
            }
        })
    }
}
