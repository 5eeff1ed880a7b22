//! The instructions that a text becomes. Not what they do.

use crate::builtins::Builtin;
use crate::fault::At;
use crate::matching::Pattern;
use crate::show::Piece;
use crate::value::Kind;

/// An operation on two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Binary {
    /// Whether it compares.
    pub(crate) fn compares(self) -> bool {
        matches!(
            self,
            Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge
        )
    }
}

/// A type that `as` leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cast {
    /// A whole number of so many bits.
    Whole {
        bits: u32,
        is_signed: bool,
    },
    Float,
    Single,
    Char,
    /// Another name of what it is.
    Same,
}

/// An instruction. Most take their values from the top of the stack and leave
/// one there; a slot is a variable of the function, by its number.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Const(u32),
    Unit,
    Int(i64),
    Bool(bool),
    /// Moves or copies the value of a variable.
    Load(u32),
    /// The value of a variable, which stays there.
    Alias(u32),
    /// Gives a new variable its value.
    Bind(u32),
    /// Gives a variable another value.
    Assign(u32),
    /// Computes with a variable, and leaves the result there.
    AssignComputed(Binary, u32),
    /// A reference to a variable, by which it can be changed.
    RefVariable(u32),
    /// A reference to the value on the stack.
    Ref,
    RefField(u32),
    RefPosition(u32),
    RefItem,
    Deref,
    Tuple(u32),
    Array(u32),
    Vec(u32),
    /// A value, and how many times.
    Repeat {
        is_array: bool,
    },
    Make {
        tag: u32,
        fields: u32,
    },
    /// The fields of the value on top that are not given, from below it: the
    /// places of those that are.
    Update {
        tag: u32,
        given: u32,
    },
    Field(u32),
    Position(u32),
    Item,
    /// Has the top value be one of its own, if such values are copied.
    Own,
    SetField(u32),
    SetPosition(u32),
    SetItem,
    SetDeref,
    Binary(Binary),
    Not,
    Neg,
    Cast(Cast),
    Range {
        from: bool,
        to: bool,
        is_closed: bool,
    },
    Jump(u32),
    JumpIf(u32),
    JumpIfNot(u32),
    /// Goes elsewhere unless a comparison of the two on top holds.
    JumpUnless(Binary, u32),
    /// Takes a value apart, or goes elsewhere.
    Match {
        pattern: u32,
        otherwise: u32,
    },
    /// Calls the value below so many arguments.
    Call(u32),
    CallFn {
        code: u32,
        arguments: u32,
    },
    CallBuiltin {
        builtin: &'static Builtin,
        arguments: u32,
    },
    Method {
        name: u32,
        arguments: u32,
        hint: u32,
    },
    Closure(u32),
    AsyncBlock(u32),
    IntoFuture,
    Await,
    Return,
    Try,
    Pop,
    /// Puts the top value once more on top.
    Dup,
    /// The same with the two on top.
    Dup2,
    /// Drops variables, the last first.
    Drop {
        from: u32,
        to: u32,
    },
    /// Notes in a slot how high the stack is.
    Mark(u32),
    /// Drops what is above the mark, but for the value on top.
    Cut(u32),
    /// Drops what is above the mark.
    CutAll(u32),
    IntoIter,
    /// The next item of the iterator in a slot, or on to another place.
    Next {
        slot: u32,
        otherwise: u32,
    },
    /// The same, and gives the item to a variable.
    NextInto {
        slot: u32,
        to: u32,
        otherwise: u32,
    },
    Format {
        format: u32,
        arguments: u32,
    },
    Print,
    Panic,
    /// Fails if the two on top are not equal, or are.
    AssertEqual {
        wanted: bool,
    },
}

/// A variable of the function around it that a function captures: the slot
/// there, and its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capture {
    pub(crate) outer: u32,
    pub(crate) inner: u32,
    pub(crate) is_moved: bool,
}

/// A function, a closure or an async block.
#[derive(Default)]
pub(crate) struct Code {
    pub(crate) name: String,
    pub(crate) is_async: bool,
    pub(crate) parameters: u32,
    /// What it captures.
    pub(crate) captures: Vec<Capture>,
    /// The number of its variables.
    pub(crate) slots: u32,
    /// The names of its variables.
    pub(crate) names: Vec<String>,
    pub(crate) ops: Vec<Op>,
    /// What each instruction is about.
    pub(crate) places: Vec<At>,
    pub(crate) constants: Vec<Kind>,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) formats: Vec<Vec<Piece>>,
}

/// A struct, or a variant of an enum, of the program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// Its name, without that of its enum.
    pub(crate) name: String,
    /// The type that it is of, by its number.
    pub(crate) of: u32,
    /// The names of its fields; `None` if they have numbers.
    pub(crate) fields: Option<Vec<u32>>,
    /// The number of its fields.
    pub(crate) count: u32,
    pub(crate) is_copy: bool,
    /// Whether it has a destructor.
    pub(crate) is_dropped: bool,
}
