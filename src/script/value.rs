//! What a program computes with. Not how.

use crate::builtins::{Builtin, Iter, Native};
use crate::host::ValueFuture;
use crate::machine::Machine;
use crate::place::Spot;
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::task::Waker;

/// A value of a program, as its host sees it.
#[derive(Clone)]
pub struct Value(pub(crate) Kind);

impl Value {
    /// `()`.
    pub const UNIT: Self = Self(Kind::Unit);

    /// `Ok` of a value, or `Err` of a `String`.
    #[must_use]
    pub fn result(result: Result<Self, String>) -> Self {
        Self(match result {
            Ok(value) => Kind::data(tags::OK, vec![value.0]),
            Err(error) => Kind::data(tags::ERR, vec![Kind::string(error)]),
        })
    }

    /// Whether it is an `Err` of a `String`, as a request gives that failed.
    #[must_use]
    pub fn is_failed_request(&self) -> bool {
        let Kind::Data(data) = &self.0 else {
            return false;
        };
        let is_text = |it: &Kind| matches!(it, Kind::String(_));
        data.tag == tags::ERR && data.fields.borrow().iter().all(is_text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self(Kind::Int(number))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(Kind::string(text))
    }
}

/// The tags of data that every program has; its own come after them.
pub(crate) mod tags {
    pub(crate) const TUPLE: u32 = 0;
    pub(crate) const NONE: u32 = 1;
    pub(crate) const SOME: u32 = 2;
    pub(crate) const OK: u32 = 3;
    pub(crate) const ERR: u32 = 4;
    pub(crate) const PENDING: u32 = 5;
    pub(crate) const READY: u32 = 6;
    pub(crate) const LEFT: u32 = 7;
    pub(crate) const RIGHT: u32 = 8;
    pub(crate) const LESS: u32 = 9;
    pub(crate) const EQUAL: u32 = 10;
    pub(crate) const GREATER: u32 = 11;
    pub(crate) const REVERSE: u32 = 12;
    /// The first of a program's own.
    pub(crate) const OWN: u32 = 13;
    /// The names of those above.
    pub(crate) const NAMES: [&str; OWN as usize] = [
        "", "None", "Some", "Ok", "Err", "Pending", "Ready", "Left", "Right",
        "Less", "Equal", "Greater", "Reverse",
    ];
}

/// A value of a program.
#[derive(Clone)]
pub(crate) enum Kind {
    Unit,
    Bool(bool),
    Int(i64),
    Float(f64),
    Char(char),
    Str(Rc<str>),
    String(Rc<RefCell<String>>),
    List(Rc<List>),
    Map(Rc<RefCell<BTreeMap<Key, Kind>>>),
    /// Data without fields.
    Bare(u32),
    Data(Rc<Data>),
    Range(Rc<Range>),
    /// A function of the program.
    Fn(u32),
    /// What makes data of a tag.
    Maker(u32),
    Builtin(&'static Builtin),
    Closure(Rc<Closure>),
    Future(Rc<FutureCell>),
    Ref(Rc<Spot>),
    /// `Rc` and `Arc`.
    Shared(Rc<Handle>),
    /// `Cell` and `RefCell`.
    Cell(Rc<CellValue>),
    Iter(Rc<RefCell<Iter>>),
    Native(Rc<dyn Native>),
    Waker(Rc<Waker>),
    /// The context of the poll that goes on.
    Context,
    /// A variable that others refer to; in variables alone.
    Boxed(Rc<RefCell<Self>>),
    /// A variable that was moved at this line; in variables alone.
    Moved(u32),
    /// A variable without a value yet; in variables alone.
    Unset,
}

/// A value by which a map finds others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Bool(bool),
    Int(i64),
    Char(char),
    Text(KeyText),
    /// A tuple.
    Several(Vec<Self>),
    /// Data of a tag.
    Data(u32, Vec<Self>),
    /// A list; whether it is an array does not matter to its order.
    List(Vec<Self>, bool),
}

/// A text by which a map finds others.
#[derive(Clone)]
pub(crate) struct KeyText {
    pub(crate) text: Rc<str>,
    /// Whether it is a `String`, and no `&str`: they are found by each other.
    pub(crate) is_string: bool,
}

impl PartialEq for KeyText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for KeyText {}

impl PartialOrd for KeyText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for KeyText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

/// An array or a `Vec`.
pub(crate) struct List {
    /// Whether it is an array, which is copied if its items are.
    pub(crate) is_array: bool,
    pub(crate) items: RefCell<Vec<Kind>>,
}

/// A tuple, a struct, or a variant of an enum.
pub(crate) struct Data {
    pub(crate) tag: u32,
    pub(crate) fields: RefCell<Vec<Kind>>,
    /// The run that has a destructor for it.
    pub(crate) machine: Option<Weak<Machine>>,
}

/// Numbers or characters from one to another.
#[derive(Clone)]
pub(crate) struct Range {
    pub(crate) from: Option<Kind>,
    pub(crate) to: Option<Kind>,
    pub(crate) is_closed: bool,
}

/// A function with what it has captured.
pub(crate) struct Closure {
    pub(crate) code: u32,
    /// Each a [`Kind::Boxed`].
    pub(crate) captures: Vec<Kind>,
}

/// A future; `None` once it is over, moved into another, or dropped.
pub(crate) struct FutureCell {
    pub(crate) future: RefCell<Option<ValueFuture>>,
    /// Whether it is over for `select!` before it is polled, as what a stream
    /// gives after its end.
    pub(crate) is_over: bool,
}

/// One of the owners of a shared value.
pub(crate) struct Handle {
    pub(crate) shared: Rc<RefCell<Kind>>,
}

/// What can be changed by who shares it.
pub(crate) struct CellValue {
    pub(crate) value: RefCell<Kind>,
    /// Whether it is a `RefCell`, whose content is borrowed.
    pub(crate) is_ref_cell: Cell<bool>,
}

impl Kind {
    pub(crate) fn str(text: impl AsRef<str>) -> Self {
        Self::Str(Rc::from(text.as_ref()))
    }

    pub(crate) fn string(text: impl Into<String>) -> Self {
        Self::String(Rc::new(RefCell::new(text.into())))
    }

    pub(crate) fn data(tag: u32, fields: Vec<Self>) -> Self {
        if fields.is_empty() && tag != tags::TUPLE {
            return Self::Bare(tag);
        }
        Self::Data(Rc::new(Data {
            tag,
            fields: RefCell::new(fields),
            machine: None,
        }))
    }

    pub(crate) fn tuple(fields: Vec<Self>) -> Self {
        match fields.is_empty() {
            true => Self::Unit,
            false => Self::data(tags::TUPLE, fields),
        }
    }

    pub(crate) fn some(value: Self) -> Self {
        Self::data(tags::SOME, vec![value])
    }

    pub(crate) const NONE: Self = Self::Bare(tags::NONE);

    pub(crate) fn option(value: Option<Self>) -> Self {
        value.map_or(Self::NONE, Self::some)
    }

    pub(crate) fn ok(value: Self) -> Self {
        Self::data(tags::OK, vec![value])
    }

    pub(crate) fn err(value: Self) -> Self {
        Self::data(tags::ERR, vec![value])
    }

    pub(crate) fn result(result: Result<Self, Self>) -> Self {
        match result {
            Ok(value) => Self::ok(value),
            Err(error) => Self::err(error),
        }
    }

    pub(crate) fn vec(items: Vec<Self>) -> Self {
        Self::list(items, false)
    }

    pub(crate) fn list(items: Vec<Self>, is_array: bool) -> Self {
        Self::List(Rc::new(List {
            is_array,
            items: RefCell::new(items),
        }))
    }

    pub(crate) fn future(future: ValueFuture) -> Self {
        Self::Future(Rc::new(FutureCell {
            future: RefCell::new(Some(future)),
            is_over: false,
        }))
    }

    /// The same of one that `select!` leaves out.
    pub(crate) fn future_over(future: Option<ValueFuture>) -> Self {
        Self::Future(Rc::new(FutureCell {
            future: RefCell::new(future),
            is_over: true,
        }))
    }

    pub(crate) fn shared(value: Self) -> Self {
        Self::Shared(Rc::new(Handle {
            shared: Rc::new(RefCell::new(value)),
        }))
    }

    pub(crate) fn iter(iter: Iter) -> Self {
        Self::Iter(Rc::new(RefCell::new(iter)))
    }

    pub(crate) fn native(native: impl Native + 'static) -> Self {
        Self::Native(Rc::new(native))
    }

    /// Whether reading it leaves it where it is in any program: numbers, texts,
    /// functions and references.
    fn is_plain(&self) -> bool {
        matches!(
            self,
            Self::Unit
                | Self::Bool(_)
                | Self::Int(_)
                | Self::Float(_)
                | Self::Char(_)
                | Self::Str(_)
                | Self::Bare(_)
                | Self::Fn(_)
                | Self::Maker(_)
                | Self::Builtin(_)
                | Self::Closure(_)
                | Self::Ref(_)
                | Self::Context
        )
    }

    /// Whether reading it leaves it where it is; `is_copy` tells of a program's
    /// own tags.
    pub(crate) fn is_copy(&self, is_copy: &dyn Fn(u32) -> bool) -> bool {
        match self {
            Self::Data(data) => {
                let is_plain = data.tag < tags::OWN || is_copy(data.tag);
                is_plain
                    && data.fields.borrow().iter().all(|it| it.is_copy(is_copy))
            }
            Self::List(list) => {
                list.is_array
                    && list.items.borrow().iter().all(|it| it.is_copy(is_copy))
            }
            other => other.is_plain(),
        }
    }

    /// A value of its own that equals it, of one that is copied.
    pub(crate) fn copied(&self) -> Self {
        let copied = |items: &RefCell<Vec<Self>>| {
            items.borrow().iter().map(Self::copied).collect()
        };
        match self {
            Self::Data(data) => Self::Data(Rc::new(Data {
                tag: data.tag,
                fields: RefCell::new(copied(&data.fields)),
                machine: data.machine.clone(),
            })),
            Self::List(list) => Self::list(copied(&list.items), list.is_array),
            other => other.clone(),
        }
    }

    /// What a reference to it is: numbers and the like are their own.
    pub(crate) fn borrowed(self) -> Self {
        if self.is_plain() {
            self
        } else {
            Self::Ref(Rc::new(Spot::Alias(self)))
        }
    }

    /// What it is called in sentences.
    pub(crate) fn noun(&self) -> String {
        match self {
            Self::Unit => "`()`",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a number with decimals",
            Self::Char(_) => "a char",
            Self::Str(_) => "a &str",
            Self::String(_) => "a String",
            Self::List(list) if list.is_array => "an array",
            Self::List(_) => "a Vec",
            Self::Map(_) => "a map",
            Self::Bare(tags::NONE) => "an Option",
            Self::Bare(tags::PENDING) => "a Poll",
            Self::Bare(_) => "a value without fields",
            Self::Data(data) => match data.tag {
                tags::TUPLE => "a tuple",
                tags::SOME => "an Option",
                tags::OK | tags::ERR => "a Result",
                tags::READY => "a Poll",
                tags::LEFT | tags::RIGHT => "an Either",
                _ => "a struct or an enum",
            },
            Self::Range(_) => "a range",
            Self::Fn(_) | Self::Maker(_) | Self::Builtin(_) => "a function",
            Self::Closure(_) => "a closure",
            Self::Future(_) => "a future",
            Self::Ref(spot) => return spot.get().noun(),
            Self::Shared(_) => "an Rc",
            Self::Cell(_) => "a Cell",
            Self::Iter(_) => "an iterator",
            Self::Native(native) => return native.noun().to_owned(),
            Self::Waker(_) => "a Waker",
            Self::Context => "a Context",
            Self::Boxed(value) => return value.borrow().noun(),
            Self::Moved(_) | Self::Unset => "a variable without a value",
        }
        .to_owned()
    }
}

thread_local! {
    /// How deep drops are within each other, and what waits for the outermost:
    /// a long chain of data must not overflow the stack.
    static DROPS: Cell<u32> = const { Cell::new(0) };
    static LATER: RefCell<Vec<Vec<Kind>>> = const { RefCell::new(Vec::new()) };
}

const DEEPEST_DROP: u32 = 50;

impl Drop for Data {
    fn drop(&mut self) {
        let fields = self.fields.take();
        if let Some(machine) = self.machine.take().and_then(|it| it.upgrade()) {
            let fields = machine.destroy(self.tag, fields);
            drop_fields(fields);
        } else {
            drop_fields(fields);
        }
    }
}

fn drop_fields(fields: Vec<Kind>) {
    if DROPS.get() >= DEEPEST_DROP {
        LATER.with_borrow_mut(|later| later.push(fields));
        return;
    }
    DROPS.set(DROPS.get() + 1);
    drop(fields);
    DROPS.set(DROPS.get() - 1);
    if DROPS.get() == 0 {
        while let Some(fields) = LATER.with_borrow_mut(Vec::pop) {
            drop_fields(fields);
        }
    }
}
