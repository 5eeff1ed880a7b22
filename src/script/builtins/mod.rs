//! What a program has to hand: functions by their names, and methods by what
//! they are called on.

mod channels;
mod functions;
mod futures;
mod iterators;
mod lists;
mod maps;
mod numbers;
mod options;
mod shared;
mod streams;
mod sync;
mod tasks;
mod texts;

use crate::fault::{Error, Outcome};
use crate::machine::Machine;
use crate::place::Spot;
use crate::value::{CellValue, Data, Handle, Kind, List, tags};
use crate::vm::{NOT_AWAITED, capital};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::Context;

pub(crate) use self::futures::into_future;
pub(crate) use functions::{find, names};
pub(crate) use iterators::{Iter, into_iter, next_number, next_of};
pub(crate) use maps::{key_of, value_of};

/// A function that every program has.
pub(crate) struct Builtin {
    pub(crate) name: &'static str,
    /// How many arguments it takes at least, and at most.
    pub(crate) counts: (usize, usize),
    pub(crate) run: fn(&mut Call<'_, '_, '_>) -> Outcome<Kind>,
}

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Builtin {
    /// Whether it takes so many arguments.
    pub(crate) fn takes(&self, count: usize) -> bool {
        (self.counts.0..=self.counts.1).contains(&count)
    }

    /// What it takes, in words.
    pub(crate) fn wanted(&self) -> String {
        match self.counts {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{least} arguments"),
            (least, _) => format!("at least {least} arguments"),
        }
    }

    pub(crate) fn carry_out(
        &self,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Kind> {
        let count = call.arguments.len();
        if !self.takes(count) {
            return Err(format!(
                "`{}` takes {}, and is given {count}.",
                self.name,
                self.wanted()
            )
            .into());
        }
        (self.run)(call)
    }
}

/// A call of a function or a method that every program has.
pub(crate) struct Call<'a, 'c, 'w> {
    pub(crate) machine: &'a Rc<Machine>,
    pub(crate) cx: &'a mut Option<&'c mut Context<'w>>,
    /// Its name.
    pub(crate) name: &'a str,
    /// The type that is wanted, if that is known; empty otherwise.
    pub(crate) hint: &'a str,
    pub(crate) arguments: Vec<Kind>,
}

impl Call<'_, '_, '_> {
    /// The next of the arguments, the first first.
    pub(crate) fn take(&mut self) -> Outcome<Kind> {
        match self.arguments.is_empty() {
            true => {
                Err(format!("`{}` needs another argument.", self.name).into())
            }
            false => Ok(self.arguments.remove(0)),
        }
    }

    /// The same for a whole number.
    pub(crate) fn whole(&mut self) -> Outcome<i64> {
        match self.take()?.target() {
            Kind::Int(number) => Ok(number),
            Kind::Future(_) => Err(NOT_AWAITED.into()),
            other => Err(self.wrong("a whole number", &other)),
        }
    }

    /// The same for a whole number that is not below zero.
    pub(crate) fn count(&mut self) -> Outcome<usize> {
        let number = self.whole()?;
        usize::try_from(number).map_err(|_| {
            format!("`{}` needs a number that is not below 0.", self.name)
                .into()
        })
    }

    /// The same for a text.
    pub(crate) fn text(&mut self) -> Outcome<String> {
        let value = self.take()?;
        match crate::arith::text(&value) {
            Some(text) => Ok(text),
            None => Err(self.wrong("a text", &value.target())),
        }
    }

    pub(crate) fn wrong(&self, wanted: &str, given: &Kind) -> Error {
        if let Kind::Future(_) = given {
            return NOT_AWAITED.into();
        }
        format!(
            "`{}` needs {wanted}, and is given {}.",
            self.name,
            given.noun()
        )
        .into()
    }

    pub(crate) fn line(&self) -> u32 {
        self.machine.line()
    }

    /// Calls a function of the program.
    pub(crate) fn call(
        &mut self,
        function: &Kind,
        arguments: Vec<Kind>,
    ) -> Outcome<Kind> {
        self.machine.call(function, arguments, self.cx)
    }

    /// The same for one that says yes or no.
    pub(crate) fn asks(
        &mut self,
        function: &Kind,
        arguments: Vec<Kind>,
    ) -> Outcome<bool> {
        match self.call(function, arguments)?.target() {
            Kind::Bool(is) => Ok(is),
            other => Err(self.wrong("a closure that gives a bool", &other)),
        }
    }

    /// How many arguments a method is given.
    fn expect(&self, count: usize) -> Outcome<()> {
        let given = self.arguments.len();
        if given == count {
            return Ok(());
        }
        let noun = if count == 1 { "argument" } else { "arguments" };
        Err(format!(
            "`{}` takes {count} {noun}, and is given {given}.",
            self.name
        )
        .into())
    }
}

/// What the host or the library has, and a program handles.
pub(crate) trait Native {
    /// What it is called in sentences.
    fn noun(&self) -> &'static str;

    /// What `*` leads to; `None` if it is no guard.
    fn get(&self) -> Option<Kind> {
        None
    }

    /// Puts a value where `*` leads.
    fn set(&self, value: Kind) -> Outcome<()> {
        drop(value);
        Err(format!("{} cannot be set.", capital(self.noun())).into())
    }

    /// What `{}` writes; `None` if it writes nothing.
    fn text(&self) -> Option<String> {
        None
    }

    /// Drops what it holds, whoever else refers to it.
    fn drop_now(&self) {}

    /// Makes a future of it; `None` if it is none.
    fn future(&self) -> Option<crate::host::ValueFuture> {
        None
    }

    /// The same, taken out of it; `None` if it is none or shares it.
    fn taken(&self) -> Option<crate::host::ValueFuture> {
        None
    }

    /// The stream that it is, taken out of it; `None` if it is none.
    fn stream(&self) -> Option<streams::Kinds> {
        None
    }

    /// What `clone` makes of it; `None` if it cannot be cloned.
    fn cloned(&self) -> Option<Kind> {
        None
    }

    /// Calls a method; `None` if it has none of that name.
    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>>;
}

/// Calls a method.
pub(crate) fn method(this: Kind, mut call: Call<'_, '_, '_>) -> Outcome<Kind> {
    // From the outermost reference inwards, the first that has it.
    let mut target = this.clone();
    loop {
        if let Some(value) = one_method(&this, &target, &mut call)? {
            return Ok(value);
        }
        match target.one_step() {
            Some(next) => target = next,
            None => break,
        }
    }
    let noun = target.noun();
    if let Kind::Future(_) = target {
        return Err(format!(
            "{NOT_AWAITED} A future has no method `{}`.",
            call.name
        )
        .into());
    }
    Err(format!("There is no method `{}` on {noun}.", call.name).into())
}

fn one_method(
    this: &Kind,
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    if let Some(value) = of_anything(this, target, call)? {
        return Ok(Some(value));
    }
    match target {
        Kind::Int(_) | Kind::Float(_) | Kind::Bool(_) | Kind::Char(_) => {
            numbers::method(target, call)
        }
        Kind::Str(_) | Kind::String(_) => texts::method(target, call),
        Kind::List(list) => lists::method(list, call),
        Kind::Map(map) => maps::method(map, call),
        Kind::Bare(_) | Kind::Data(_) => options::method(this, target, call),
        Kind::Range(_) | Kind::Iter(_) => iterators::method(target, call),
        Kind::Closure(_) | Kind::Fn(_) | Kind::Builtin(_) | Kind::Maker(_) => {
            Ok(None)
        }
        Kind::Future(cell) => self::futures::method(cell, call),
        Kind::Cell(cell) => shared::cell_method(cell, call),
        Kind::Native(native) => {
            let is_moved = !matches!(this, Kind::Ref(_))
                && self::futures::TAKING.contains(&call.name);
            match is_moved.then(|| native.taken()).flatten() {
                Some(future) => tasks::as_future(Some(future), call),
                None => native.clone().method(call),
            }
        }
        Kind::Waker(waker) => tasks::waker_method(waker, call),
        Kind::Context => tasks::context_method(call),
        // What an Rc shares has the method.
        Kind::Shared(_)
        | Kind::Unit
        | Kind::Ref(_)
        | Kind::Boxed(_)
        | Kind::Moved(_)
        | Kind::Unset => Ok(None),
    }
}

/// What can be called on anything.
fn of_anything(
    this: &Kind,
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    if let Kind::Ref(_) = target {
        return Ok(None);
    }
    Ok(Some(match call.name {
        "clone" | "cloned" | "copied"
            if !is_option_or_iter(target, call.name)
                && !matches!(target, Kind::Context) =>
        {
            call.expect(0)?;
            cloned(target)?
        }
        "to_owned" => cloned(target).map(|value| match value {
            Kind::Str(text) => Kind::string(&*text),
            value => value,
        })?,
        "to_string" => {
            Kind::string(crate::show::display(call.machine, target)?)
        }
        "borrow" | "as_ref" | "as_deref" | "by_ref" | "as_slice"
            if !matches!(target, Kind::Cell(_) | Kind::Shared(_))
                && !is_plain(target) =>
        {
            target.clone().borrowed()
        }
        // What is pinned is where it is.
        "as_mut" | "as_mut_slice" | "borrow_mut" | "as_deref_mut"
        | "get_mut"
            if matches!(
                target,
                Kind::Future(_)
                    | Kind::List(_)
                    | Kind::Native(_)
                    | Kind::String(_)
            ) && call.arguments.is_empty() =>
        {
            match (this, target) {
                (Kind::Ref(_), _) | (_, Kind::Future(_)) => this.clone(),
                // Its items are changed through it.
                (_, Kind::List(_)) => target.clone().borrowed(),
                _ => this.clone(),
            }
        }
        "into" | "try_into" => into(target.clone(), call),
        "eq" | "ne" if matches!(target, Kind::Iter(_)) => {
            let all = |value: Kind| {
                let items = into_iter(value)?.all(call.machine)?;
                Ok::<_, Error>(Kind::vec(items))
            };
            let mine = all(this.clone())?;
            let other = call.arguments.pop().unwrap_or(Kind::Unit);
            let are_equal = crate::arith::equal(&mine, &all(other)?);
            Kind::Bool(are_equal == (call.name == "eq"))
        }
        "eq" => {
            let other = call.take()?;
            Kind::Bool(crate::arith::equal(target, &other))
        }
        "ne" => {
            let other = call.take()?;
            Kind::Bool(!crate::arith::equal(target, &other))
        }
        "cmp" | "partial_cmp" | "total_cmp" => {
            let other = call.take()?;
            let order = order(target, &other)?;
            match call.name {
                "partial_cmp" => Kind::some(order),
                _ => order,
            }
        }
        "max" | "min"
            if call.arguments.len() == 1
                && !matches!(target, Kind::Iter(_) | Kind::Range(_)) =>
        {
            let other = call.take()?.target();
            let is_less = crate::arith::compare(target, &other)
                .flatten()
                .is_some_and(std::cmp::Ordering::is_lt);
            match is_less == (call.name == "max") {
                true => other,
                false => target.clone(),
            }
        }
        _ => return Ok(None),
    }))
}

/// Whether it is an Option, a Result or the like.
fn is_plain(target: &Kind) -> bool {
    match target {
        Kind::Bare(tag) => *tag < tags::OWN,
        Kind::Data(data) => data.tag < tags::OWN,
        _ => false,
    }
}

fn is_option_or_iter(target: &Kind, name: &str) -> bool {
    name != "clone"
        && (matches!(target, Kind::Iter(_))
            || matches!(target, Kind::Bare(tags::NONE))
            || matches!(target, Kind::Data(data) if data.tag < tags::OWN))
}

fn into(value: Kind, call: &Call<'_, '_, '_>) -> Kind {
    match (value, crate::hint::head(call.hint)) {
        (Kind::Str(text), "String" | "") => Kind::string(&*text),
        (Kind::Int(number), "f64" | "f32") => Kind::Float(number as f64),
        (value, "Rc" | "Arc") => Kind::shared(value),
        (value, "Option") => Kind::some(value),
        (value, _) => value,
    }
}

/// How two values compare, as a program sees it.
pub(crate) fn order(left: &Kind, right: &Kind) -> Outcome<Kind> {
    use std::cmp::Ordering;
    let Some(order) = crate::arith::compare(left, right) else {
        return Err(format!(
            "{} and {} cannot be compared.",
            capital(&left.target().noun()),
            right.target().noun()
        )
        .into());
    };
    Ok(Kind::Bare(match order.unwrap_or(Ordering::Equal) {
        Ordering::Less => tags::LESS,
        Ordering::Equal => tags::EQUAL,
        Ordering::Greater => tags::GREATER,
    }))
}

/// What a closure of a program says of an order.
pub(crate) fn order_from(value: &Kind) -> Option<std::cmp::Ordering> {
    match value.target() {
        Kind::Bare(tags::LESS) => Some(std::cmp::Ordering::Less),
        Kind::Bare(tags::EQUAL) => Some(std::cmp::Ordering::Equal),
        Kind::Bare(tags::GREATER) => Some(std::cmp::Ordering::Greater),
        _ => None,
    }
}

/// What `clone` makes of a value.
pub(crate) fn cloned(value: &Kind) -> Outcome<Kind> {
    let all = |items: &RefCell<Vec<Kind>>| {
        items
            .borrow()
            .iter()
            .map(cloned)
            .collect::<Outcome<Vec<_>>>()
    };
    Ok(match value {
        Kind::String(text) => Kind::string(text.borrow().clone()),
        Kind::List(list) => Kind::List(Rc::new(List {
            is_array: list.is_array,
            items: RefCell::new(all(&list.items)?),
        })),
        Kind::Data(data) => Kind::Data(Rc::new(Data {
            tag: data.tag,
            fields: RefCell::new(all(&data.fields)?),
            machine: data.machine.clone(),
        })),
        Kind::Map(map) => {
            let pairs = map.borrow();
            let pairs = pairs
                .iter()
                .map(|(key, value)| Ok((key.clone(), cloned(value)?)));
            Kind::Map(Rc::new(RefCell::new(pairs.collect::<Outcome<_>>()?)))
        }
        Kind::Ref(spot) => match spot.get() {
            value @ Kind::Ref(_) => value,
            value => cloned(&value)?,
        },
        Kind::Shared(handle) => Kind::Shared(Rc::new(Handle {
            shared: handle.shared.clone(),
        })),
        Kind::Cell(cell) => Kind::Cell(Rc::new(CellValue {
            value: RefCell::new(cloned(&cell.value.borrow())?),
            is_ref_cell: Cell::new(cell.is_ref_cell.get()),
        })),
        Kind::Iter(iter) => match iter.try_borrow() {
            Ok(iter) => Kind::iter(iter.cloned()?),
            Err(_) => {
                return Err(
                    "This iterator is used within a closure that it calls."
                        .into(),
                );
            }
        },
        Kind::Native(native) => native.cloned().ok_or_else(|| {
            format!("{} cannot be cloned.", capital(native.noun()))
        })?,
        Kind::Future(_) => return Err("A future cannot be cloned.".into()),
        Kind::Waker(waker) => {
            Kind::Waker(Rc::new(std::task::Waker::clone(waker)))
        }
        other => other.clone(),
    })
}

/// So many times the same value.
pub(crate) fn repeated(
    machine: &Machine,
    value: &Kind,
    count: &Kind,
) -> Outcome<Vec<Kind>> {
    const MOST: i64 = 10_000_000;
    let Kind::Int(count) = count.target() else {
        return Err("The length of a list is a whole number.".into());
    };
    if count < 0 {
        return Err("The length of a list is not below 0.".into());
    }
    if count > MOST {
        return Err("A list has at most 10,000,000 items here.".into());
    }
    let is_copy = machine.is_copy(value);
    let item = |_| match is_copy {
        true => Ok(value.copied()),
        false => cloned(value),
    };
    (0..count).map(item).collect()
}

/// A reference to a place in data.
pub(crate) fn field(data: &Rc<Data>, place: usize) -> Kind {
    Kind::Ref(Rc::new(Spot::Field(data.clone(), place)))
}

/// All methods that are known, for sentences and the editor.
const METHODS: &[&str] = &[
    "abort",
    "abs",
    "abs_diff",
    "acquire",
    "add_permits",
    "all",
    "and_modify",
    "and_then",
    "any",
    "as_bytes",
    "as_deref",
    "as_deref_mut",
    "as_millis",
    "as_mut",
    "as_mut_slice",
    "as_ref",
    "as_slice",
    "as_str",
    "borrow",
    "borrow_mut",
    "boxed",
    "boxed_local",
    "buffer_unordered",
    "buffered",
    "by_ref",
    "bytes",
    "cancel",
    "ceil",
    "chain",
    "char_indices",
    "chars",
    "checked_add",
    "checked_div",
    "checked_mul",
    "checked_sub",
    "chunks",
    "clamp",
    "clear",
    "clone",
    "cloned",
    "close",
    "close_channel",
    "cmp",
    "collect",
    "concat",
    "contains",
    "contains_key",
    "copied",
    "cos",
    "count",
    "count_ones",
    "cycle",
    "dedup",
    "detach",
    "div_ceil",
    "div_euclid",
    "downgrade",
    "drain",
    "ends_with",
    "entry",
    "enumerate",
    "eq",
    "eq_ignore_ascii_case",
    "err",
    "exp",
    "expect",
    "expect_err",
    "extend",
    "factor_first",
    "filter",
    "filter_map",
    "find",
    "find_map",
    "first",
    "first_mut",
    "flat_map",
    "flatten",
    "floor",
    "flush",
    "fold",
    "for_each",
    "for_each_concurrent",
    "fuse",
    "get",
    "get_mut",
    "get_or_insert",
    "get_or_insert_with",
    "insert",
    "inspect",
    "into",
    "into_boxed_str",
    "into_bytes",
    "into_inner",
    "into_iter",
    "into_keys",
    "into_values",
    "is_aborted",
    "is_alphabetic",
    "is_alphanumeric",
    "is_ascii",
    "is_ascii_digit",
    "is_canceled",
    "is_char_boundary",
    "is_closed",
    "is_digit",
    "is_empty",
    "is_err",
    "is_finite",
    "is_lowercase",
    "is_nan",
    "is_negative",
    "is_none",
    "is_none_or",
    "is_numeric",
    "is_ok",
    "is_ok_and",
    "is_pending",
    "is_positive",
    "is_power_of_two",
    "is_ready",
    "is_some",
    "is_some_and",
    "is_terminated",
    "is_uppercase",
    "is_whitespace",
    "isqrt",
    "iter",
    "iter_mut",
    "join",
    "keys",
    "last",
    "last_mut",
    "leading_zeros",
    "len",
    "lines",
    "listen",
    "ln",
    "lock",
    "log10",
    "log2",
    "map",
    "map_err",
    "map_or",
    "map_or_else",
    "map_while",
    "max",
    "max_by",
    "max_by_key",
    "max_of",
    "min",
    "min_by",
    "min_by_key",
    "ne",
    "next",
    "next_back",
    "notified",
    "notify",
    "notify_all",
    "notify_one",
    "now_or_never",
    "nth",
    "ok",
    "ok_or",
    "ok_or_else",
    "or",
    "or_default",
    "or_else",
    "or_insert",
    "or_insert_with",
    "parse",
    "partial_cmp",
    "partition",
    "peek",
    "peekable",
    "poll",
    "poll_unpin",
    "pop",
    "pop_back",
    "pop_front",
    "position",
    "pow",
    "powf",
    "powi",
    "product",
    "push",
    "push_back",
    "push_front",
    "push_str",
    "reduce",
    "rem_euclid",
    "remove",
    "repeat",
    "replace",
    "resize",
    "retain",
    "rev",
    "reverse",
    "rfind",
    "rotate_left",
    "round",
    "rposition",
    "rsplit",
    "run",
    "saturating_add",
    "saturating_mul",
    "saturating_sub",
    "scan",
    "select_next_some",
    "send",
    "set",
    "shared",
    "signum",
    "sin",
    "skip",
    "skip_while",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "sort_unstable_by_key",
    "spawn",
    "split",
    "split_at",
    "split_off",
    "split_once",
    "split_whitespace",
    "splitn",
    "sqrt",
    "start_send",
    "starts_with",
    "step_by",
    "strip_prefix",
    "strip_suffix",
    "sum",
    "swap",
    "swap_remove",
    "take",
    "take_while",
    "then",
    "then_some",
    "then_with",
    "to_ascii_lowercase",
    "to_ascii_uppercase",
    "to_digit",
    "to_lowercase",
    "to_owned",
    "to_string",
    "to_uppercase",
    "to_vec",
    "total_cmp",
    "trailing_zeros",
    "transpose",
    "trim",
    "trim_end",
    "trim_end_matches",
    "trim_matches",
    "trim_start",
    "trim_start_matches",
    "trunc",
    "truncate",
    "try_acquire",
    "try_collect",
    "try_for_each",
    "try_into",
    "try_lock",
    "try_next",
    "try_recv",
    "try_send",
    "unbounded_send",
    "unsigned_abs",
    "unwrap",
    "unwrap_err",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
    "unzip",
    "update",
    "upgrade",
    "values",
    "values_mut",
    "wake",
    "wake_by_ref",
    "waker",
    "will_wake",
    "windows",
    "wrapping_add",
    "wrapping_mul",
    "wrapping_sub",
    "xor",
    "zip",
];

/// Whether a name is that of a method.
pub(crate) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// The names of all methods.
pub(crate) fn methods() -> impl Iterator<Item = &'static str> {
    METHODS.iter().copied()
}
