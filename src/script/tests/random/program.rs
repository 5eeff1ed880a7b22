//! What a random program is made of. Its values are whole numbers, and what
//! tasks hold.

use std::rc::Rc;

/// A variable: `v` and its number. No two of a program have the same.
pub(super) type Var = usize;
pub(super) type Block = Vec<Stmt>;

/// Functions, each of which calls only those before it, and main.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) functions: Vec<Function>,
    pub(super) main: Rc<Body>,
}

/// `async fn f…(number: i64, …: Loud)`.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) number: Var,
    pub(super) louds: Vec<Var>,
    pub(super) body: Rc<Body>,
}

/// What an async fn or an async block carries out.
#[derive(Debug)]
pub(super) struct Body {
    /// Whether it has what it captures; else it refers to the variables around.
    pub(super) is_move: bool,
    /// Whether it gives a Result.
    pub(super) can_fail: bool,
    /// What it captures, in the order in which it mentions them.
    pub(super) captures: Vec<Var>,
    pub(super) block: Block,
    pub(super) value: Num,
}

/// A whole number.
#[derive(Clone, Debug)]
pub(super) enum Num {
    Is(i64),
    Of(Var),
    /// The length of a Vec.
    Len(Var),
    Sum(Var),
    Item(Var, Box<Self>),
    /// What a guard guards.
    Held(Var),
    /// What a Loud is.
    Shown(Var),
    /// What an Option has, or a number.
    Or(Var, Box<Self>),
    Called(Var, Box<Self>),
    Computed(&'static str, Box<Self>, Box<Self>),
    If(Box<Test>, Box<Self>, Box<Self>),
    /// `half(…)?`
    Half(Box<Self>),
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    Compared(&'static str, Num, Num),
    IsSome(Var),
    Not(Box<Self>),
    Both(Box<Self>, Box<Self>),
    Either(Box<Self>, Box<Self>),
}

/// A Loud that a function is given.
#[derive(Debug)]
pub(super) enum Given {
    New(i64),
    Moved(Var),
}

/// A future of a whole number.
#[derive(Debug)]
pub(super) enum Fut {
    Ready(Num),
    Block(Rc<Body>),
    /// A call of a function; whether that can fail.
    Call(usize, Num, Vec<Given>, bool),
    /// One that is in a variable.
    Kept(Var),
    Traced(String, Box<Self>),
    /// The same and a number more.
    More(Box<Self>, i64),
    Then(Box<Self>, Var, Rc<Self>),
    Join(Box<Self>, Box<Self>),
    /// The first of two, by `select`.
    First(Box<Self>, Box<Self>),
    /// The first of three, by `select_all`.
    FirstOf(Vec<Self>),
    /// What `try_join` gives of two blocks that can fail.
    TryJoin(Rc<Body>, Rc<Body>),
    /// The sum of so many, one for each value of a variable.
    All(u8, Var, Rc<Self>),
    /// The same, so many at a time, by `buffer_unordered`.
    Buffered(u8, u8, Var, Rc<Self>),
    /// Twice the same, by `shared`.
    Shared(Box<Self>),
}

/// What a loop goes through.
#[derive(Debug)]
pub(super) enum Items {
    Range(Num, u8),
    Of(Var),
}

/// A statement. The variables before others are new.
#[derive(Debug)]
pub(super) enum Stmt {
    Print(usize, Num),
    Elapsed(usize),
    Compute(u8),
    Sleep(Num),
    Yield,
    Let(Var, Num),
    Set(Var, &'static str, Num),
    If(Test, Block, Block),
    For(usize, Var, Items, Block),
    /// Goes on while it holds, for so many rounds that a variable counts.
    While(usize, Var, u8, Test, Block),
    Block(Block),
    Break(Test, usize),
    Continue(Test, usize),
    /// Returns if it holds; whether that is an `Err`, of what can fail.
    Return(Test, Num, Option<bool>),
    Vec(Var, Vec<Num>),
    Push(Var, Num),
    Pop(Var, Var),
    Closure(Var, Var, Num),
    Loud(Var, i64),
    Drop(Var),
    /// Makes another of the same.
    Clone(Var, Var),
    Await(Var, Fut),
    /// `f(…).await?`
    Try(Var, Rc<Body>),
    Join(Vec<(Var, Fut)>),
    Select(Fut, Fut, [(Var, Var, Block); 2]),
    /// `select_biased!`, and what is done if none is ready.
    Biased([(Var, Fut, Block); 2], Option<Block>),
    /// The same in a loop, until all are over.
    Rounds(usize, [(Var, Fut, Block); 2]),
    Keep(Var, Fut),
    Abortable(Var, Var, Fut),
    Abort(Var),
    Spawn(Var, String, Fut),
    Cancel(Var),
    Channel(Var, Var, u8),
    Unbounded(Var, Var),
    Unordered(Var, Vec<Fut>),
    PushFuture(Var, Fut),
    Send(Var, Num),
    /// Sends if there is room.
    SendNow(Var, Num),
    SendUnbounded(Var, Num),
    /// The next item of what receives or of a FuturesUnordered.
    Next(Var, Var),
    /// The same in a loop, for so many rounds that a variable counts.
    WhileNext(usize, Var, u8, Var, Var, Block),
    Oneshot(Var, Var),
    Tell(Var, Num),
    Told(Var, Var),
    Mutex(Var, Num),
    Lock(Var, Var),
    Hold(Var, &'static str, Num),
    Semaphore(Var, u8),
    Acquire(Var, Var),
}
