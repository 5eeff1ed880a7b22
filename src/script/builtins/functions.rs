//! The functions that every program has, by their names.

use super::futures as waiting;
use super::{
    Builtin, Call, channels, cloned, iterators, maps, shared, streams, sync,
    tasks, texts,
};
use crate::fault::Outcome;
use crate::value::{CellValue, Kind, tags};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Run = fn(&mut Call<'_, '_, '_>) -> Outcome<Kind>;

const fn of(name: &'static str, counts: (usize, usize), run: Run) -> Builtin {
    Builtin { name, counts, run }
}

/// As many as somebody writes.
const MANY: usize = 1_000;

static ALL: &[Builtin] = &[
    of("fetch", (1, 1), tasks::fetch),
    of("fetch_text", (1, 1), tasks::fetch_text),
    of("sleep", (1, 1), tasks::sleep),
    of("timeout", (1, 1), tasks::timeout),
    of("frame", (0, 0), tasks::frame),
    of("message", (0, 0), tasks::message),
    of("microtask", (0, 0), tasks::microtask),
    of("yield_now", (0, 0), tasks::yield_now),
    of("spawn", (2, 2), tasks::spawn),
    of("traced", (2, 2), tasks::traced),
    of("print", (1, 1), tasks::print),
    of("elapsed", (0, 0), |call| {
        Ok(Kind::Float(call.machine.host.elapsed()))
    }),
    of("compute", (1, 1), tasks::compute),
    of("drop", (1, 1), |call| {
        let value = call.take()?;
        drop_now(&value);
        Ok(Kind::Unit)
    }),
    of("join", (2, 2), waiting::join),
    of("join3", (3, 3), waiting::join),
    of("join4", (4, 4), waiting::join),
    of("join!", (0, MANY), waiting::join_macro),
    of("join_all", (1, 1), waiting::join_all),
    of("try_join", (2, 2), waiting::try_join),
    of("try_join3", (3, 3), waiting::try_join),
    of("try_join!", (0, MANY), waiting::try_join_macro),
    of("try_join_all", (1, 1), waiting::try_join_all),
    of("poll!", (1, 1), waiting::poll_once),
    of("abortable", (1, 1), waiting::abortable),
    of("select", (2, 2), waiting::select),
    of("select!", (3, MANY), waiting::select_macro),
    of("select_all", (1, 1), waiting::select_all),
    of("select_ok", (1, 1), waiting::select_ok),
    of("poll_fn", (1, 1), waiting::poll_fn),
    of("lazy", (1, 1), waiting::lazy),
    of("ready", (1, 1), waiting::ready),
    of("pending", (0, 0), waiting::pending),
    of("iter", (1, 1), streams::iter),
    of("repeat", (1, 1), streams::repeat),
    of("once", (1, 1), streams::once),
    of("unfold", (2, 2), streams::unfold),
    of("from_fn", (1, 1), iterators::from_fn),
    of("successors", (2, 2), iterators::successors),
    of("channel", (1, 1), channels::channel),
    of("unbounded", (0, 0), channels::unbounded),
    of("oneshot::channel", (0, 0), channels::oneshot),
    of("swap", (2, 2), |call| {
        let (one, other) = (call.take()?, call.take()?);
        let (Kind::Ref(one), Kind::Ref(other)) = (&one, &other) else {
            return Err("`swap` needs two `&mut`.".into());
        };
        let (a, b) = (one.get(), other.get());
        one.set(b)?;
        other.set(a)?;
        Ok(Kind::Unit)
    }),
    of("replace", (2, 2), |call| {
        let (place, value) = (call.take()?, call.take()?);
        let Kind::Ref(place) = &place else {
            return Err("`replace` needs a `&mut`.".into());
        };
        let before = place.get();
        place.set(value)?;
        Ok(before)
    }),
    of("take", (1, 1), |call| {
        let place = call.take()?;
        let Kind::Ref(place) = &place else {
            return Err("`take` needs a `&mut`.".into());
        };
        let before = place.get();
        place.set(match &before {
            Kind::Int(_) => Kind::Int(0),
            Kind::Float(_) => Kind::Float(0.0),
            Kind::Bool(_) => Kind::Bool(false),
            Kind::String(_) => Kind::string(""),
            Kind::List(_) => Kind::vec(Vec::new()),
            _ => Kind::NONE,
        })?;
        Ok(before)
    }),
    of("max", (2, 2), |call| {
        let this = call.take()?;
        super::of_anything(&this, &this.target(), call)
            .map(|it| it.unwrap_or(Kind::Unit))
    }),
    of("min", (2, 2), |call| {
        let this = call.take()?;
        super::of_anything(&this, &this.target(), call)
            .map(|it| it.unwrap_or(Kind::Unit))
    }),
    of("size_of_val", (1, 1), |_| {
        Err("Futures and other values have no size of their own here.".into())
    }),
    of("Some", (1, 1), |call| Ok(Kind::some(call.take()?))),
    of("Vec::new", (0, 0), |_| Ok(Kind::vec(Vec::new()))),
    of("Vec::with_capacity", (1, 1), |_| Ok(Kind::vec(Vec::new()))),
    of("Vec::from", (1, 1), list_from),
    of("Vec::from_iter", (1, 1), list_from),
    of("String::new", (0, 0), |_| Ok(Kind::string(""))),
    of("String::with_capacity", (1, 1), |_| Ok(Kind::string(""))),
    of("String::from", (1, 1), |call| {
        Ok(Kind::string(call.text()?))
    }),
    of("String::from_utf8", (1, 1), |call| {
        texts::from_bytes(call).map(Kind::ok)
    }),
    of("String::from_utf8_lossy", (1, 1), texts::from_bytes),
    of("Rc::new", (1, 1), |call| Ok(Kind::shared(call.take()?))),
    of("Rc::from", (1, 1), |call| Ok(Kind::shared(call.take()?))),
    of("Rc::clone", (1, 1), |call| {
        let value = call.take()?;
        let shared = |value: &Kind| match value {
            Kind::Ref(spot) => spot.get(),
            other => other.clone(),
        };
        let mut value = value;
        while let Kind::Ref(_) = value {
            value = shared(&value);
        }
        cloned(&value)
    }),
    of("Rc::downgrade", (1, 1), shared::downgrade),
    of("Weak::new", (0, 0), shared::weak),
    of("Rc::strong_count", (1, 1), shared::strong_count),
    of("Rc::ptr_eq", (2, 2), shared::is_same),
    of("Rc::try_unwrap", (1, 1), shared::try_unwrap),
    of("Box::new", (1, 1), |call| call.take()),
    of("Box::pin", (1, 1), |call| call.take()),
    of("Pin::new", (1, 1), |call| call.take()),
    of("Cell::new", (1, 1), |call| cell(call, false)),
    of("RefCell::new", (1, 1), |call| cell(call, true)),
    of("Mutex::new", (1, 1), sync::mutex),
    of("Semaphore::new", (1, 1), sync::semaphore),
    of("Event::new", (0, 0), sync::event),
    of("Executor::default", (0, 0), tasks::executor),
    of("Executor::new", (0, 0), tasks::executor),
    of("Fuse::terminated", (0, 0), |_| Ok(Kind::future_over(None))),
    of("FuturesUnordered::new", (0, 0), streams::unordered),
    of("BTreeMap::new", (0, 0), maps::map),
    of("BTreeMap::from", (1, 1), maps::map_from),
    of("BTreeSet::new", (0, 0), maps::set),
    of("BTreeSet::from", (1, 1), maps::set_from),
    of("i64::from", (1, 1), |call| {
        let value = call.take()?;
        crate::arith::cast(
            &value,
            crate::code::Cast::Whole {
                bits: 64,
                is_signed: true,
            },
        )
    }),
    of("i64::try_from", (1, 1), |call| Ok(Kind::ok(call.take()?))),
    of("f64::from", (1, 1), |call| {
        crate::arith::cast(&call.take()?, crate::code::Cast::Float)
    }),
    of("char::from", (1, 1), |call| {
        crate::arith::cast(&call.take()?, crate::code::Cast::Char)
    }),
    of("char::from_digit", (2, 2), |call| {
        let (digit, radix) = (call.whole()?, call.whole()?);
        let digit = u32::try_from(digit).ok();
        let radix = u32::try_from(radix).ok().filter(|it| *it <= 36);
        let letter = digit
            .zip(radix)
            .and_then(|(digit, radix)| char::from_digit(digit, radix));
        Ok(Kind::option(letter.map(Kind::Char)))
    }),
    // Methods as functions.
    of("char::is_alphabetic", (1, 1), as_method),
    of("char::is_alphanumeric", (1, 1), as_method),
    of("char::is_numeric", (1, 1), as_method),
    of("char::is_whitespace", (1, 1), as_method),
    of("char::is_uppercase", (1, 1), as_method),
    of("char::is_lowercase", (1, 1), as_method),
    of("str::len", (1, 1), as_method),
    of("str::trim", (1, 1), as_method),
    of("str::to_string", (1, 1), as_method),
    of("str::to_owned", (1, 1), as_method),
    of("str::to_uppercase", (1, 1), as_method),
    of("String::len", (1, 1), as_method),
    of("String::as_str", (1, 1), as_method),
    of("ToString::to_string", (1, 1), as_method),
    of("Vec::len", (1, 1), as_method),
    of("Option::is_some", (1, 1), as_method),
    of("Option::is_none", (1, 1), as_method),
    of("Option::unwrap", (1, 1), as_method),
    of("Result::is_ok", (1, 1), as_method),
    of("Result::is_err", (1, 1), as_method),
    of("Result::ok", (1, 1), as_method),
    of("Result::unwrap", (1, 1), as_method),
    of("i64::abs", (1, 1), as_method),
    of("i64::max", (2, 2), as_method),
    of("i64::min", (2, 2), as_method),
    of("i64::pow", (2, 2), as_method),
    of("f64::abs", (1, 1), as_method),
    of("f64::max", (2, 2), as_method),
    of("f64::min", (2, 2), as_method),
    of("f64::sqrt", (1, 1), as_method),
    of("f64::total_cmp", (2, 2), as_method),
];

/// The function of that name, with its type before it if it belongs to one.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    ALL.iter().find(|it| it.name == name)
}

/// The names of all that a program can write.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let names = ALL.iter().map(|it| it.name);
    names.filter(|name| !name.ends_with('!'))
}

fn cell(call: &mut Call<'_, '_, '_>, is_ref_cell: bool) -> Outcome<Kind> {
    Ok(Kind::Cell(Rc::new(CellValue {
        value: RefCell::new(call.take()?),
        is_ref_cell: Cell::new(is_ref_cell),
    })))
}

fn list_from(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = call.take()?;
    if let Some(text) = crate::arith::text(&value) {
        let bytes = text.bytes().map(|it| Kind::Int(i64::from(it)));
        return Ok(Kind::vec(bytes.collect()));
    }
    let mut iter = iterators::into_iter(value)?;
    Ok(Kind::vec(iter.all(call.machine)?))
}

/// Drops what a value holds, whoever else refers to it; a reference is only
/// forgotten.
fn drop_now(value: &Kind) {
    match value {
        Kind::Future(cell) => drop(cell.future.take()),
        Kind::Native(native) => native.drop_now(),
        Kind::Data(data) if data.tag < tags::OWN => {
            data.fields.borrow().iter().for_each(drop_now);
        }
        Kind::List(list) => list.items.borrow().iter().for_each(drop_now),
        _ => {}
    }
}

fn as_method(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let this = call.take()?;
    let name = call.name.split("::").last().unwrap_or_default();
    let call = Call {
        machine: call.machine,
        cx: call.cx,
        name,
        hint: call.hint,
        arguments: std::mem::take(&mut call.arguments),
    };
    super::method(this, call)
}
