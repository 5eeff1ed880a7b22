//! Iterators: one item after another, when it is asked for.

use super::{Call, cloned, order_from};
use crate::arith;
use crate::fault::Outcome;
use crate::machine::Machine;
use crate::place::Spot;
use crate::value::{Kind, List, tags};
use std::cell::{RefCell, RefMut};
use std::cmp::Ordering;
use std::collections::VecDeque;
use std::rc::Rc;

/// What gives items.
pub(crate) enum Iter {
    /// These, which are its own.
    Items(VecDeque<Kind>),
    /// The items of a list, each by reference.
    List {
        list: Rc<List>,
        from: usize,
        is_changed: bool,
    },
    /// Whole numbers up to one, or for ever.
    Numbers(i64, Option<i64>),
    Map(Box<Iter>, Kind),
    Filter(Box<Iter>, Kind),
    FilterMap(Box<Iter>, Kind),
    MapWhile(Box<Iter>, Kind),
    TakeWhile(Box<Iter>, Kind),
    SkipWhile(Box<Iter>, Option<Kind>),
    Inspect(Box<Iter>, Kind),
    Scan(Box<Iter>, Kind, Kind),
    FlatMap {
        of: Box<Iter>,
        function: Option<Kind>,
        inner: Option<Box<Iter>>,
    },
    Enumerate(Box<Iter>, i64),
    Zip(Box<Iter>, Box<Iter>),
    Chain(Option<Box<Iter>>, Box<Iter>),
    Take(Box<Iter>, usize),
    Skip(Box<Iter>, usize),
    StepBy(Box<Iter>, usize, bool),
    Peekable(Box<Iter>, Option<Option<Kind>>),
    Cycle(Vec<Kind>, usize),
    FromFn(Kind),
    Successors(Option<Kind>, Kind),
    /// One that somebody else has, too.
    Shared(Rc<RefCell<Iter>>),
}

/// So many items are collected at most.
const MOST: usize = 10_000_000;

impl Iter {
    pub(super) fn items(items: Vec<Kind>) -> Self {
        Self::Items(items.into())
    }

    /// The next item, if there is one.
    pub(crate) fn next(
        &mut self,
        machine: &Rc<Machine>,
    ) -> Outcome<Option<Kind>> {
        let call = |function: &Kind, arguments: Vec<Kind>| {
            machine.call(function, arguments, &mut None)
        };
        let asks =
            |function: &Kind, item: Kind| match call(function, vec![item])?
                .target()
            {
                Kind::Bool(is) => Ok(is),
                other => Err(crate::fault::Error::from(format!(
                    "This closure must give a bool, and it gives {}.",
                    other.noun()
                ))),
            };
        match self {
            Self::Items(items) => Ok(items.pop_front()),
            Self::List {
                list,
                from,
                is_changed,
            } => {
                let item = list.items.borrow().get(*from).cloned();
                let place = *from;
                *from += usize::from(item.is_some());
                Ok(item.map(|item| match is_changed {
                    true => Kind::Ref(Rc::new(Spot::Item(list.clone(), place))),
                    false => item.borrowed(),
                }))
            }
            Self::Numbers(next, end) => {
                if end.is_some_and(|end| *next >= end) {
                    return Ok(None);
                }
                let number = *next;
                *next = number.saturating_add(1);
                Ok(Some(Kind::Int(number)))
            }
            Self::Map(of, function) => match of.next(machine)? {
                Some(item) => Ok(Some(call(function, vec![item])?)),
                None => Ok(None),
            },
            Self::Inspect(of, function) => match of.next(machine)? {
                Some(item) => {
                    call(function, vec![item.clone().borrowed()])?;
                    Ok(Some(item))
                }
                None => Ok(None),
            },
            Self::Filter(of, function) => {
                while let Some(item) = of.next(machine)? {
                    if asks(function, item.clone().borrowed())? {
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Self::FilterMap(of, function) => {
                while let Some(item) = of.next(machine)? {
                    if let Some(item) = some(&call(function, vec![item])?)? {
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Self::MapWhile(of, function) => match of.next(machine)? {
                Some(item) => some(&call(function, vec![item])?),
                None => Ok(None),
            },
            Self::TakeWhile(of, function) => match of.next(machine)? {
                Some(item) if asks(function, item.clone().borrowed())? => {
                    Ok(Some(item))
                }
                _ => {
                    *self = Self::Items(VecDeque::new());
                    Ok(None)
                }
            },
            Self::SkipWhile(of, function) => {
                while let Some(item) = of.next(machine)? {
                    let skips = match function {
                        Some(function) => {
                            asks(function, item.clone().borrowed())?
                        }
                        None => false,
                    };
                    if !skips {
                        *function = None;
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Self::Scan(of, state, function) => match of.next(machine)? {
                Some(item) => some(&call(function, vec![state.clone(), item])?),
                None => Ok(None),
            },
            Self::FlatMap {
                of,
                function,
                inner,
            } => loop {
                if let Some(within) = inner {
                    if let Some(item) = within.next(machine)? {
                        return Ok(Some(item));
                    }
                    *inner = None;
                }
                let Some(item) = of.next(machine)? else {
                    return Ok(None);
                };
                let item = match function {
                    Some(function) => call(function, vec![item])?,
                    None => item,
                };
                *inner = Some(Box::new(into_iter(item)?));
            },
            Self::Enumerate(of, number) => match of.next(machine)? {
                Some(item) => {
                    let place = *number;
                    *number += 1;
                    Ok(Some(Kind::tuple(vec![Kind::Int(place), item])))
                }
                None => Ok(None),
            },
            Self::Zip(one, other) => {
                let Some(one) = one.next(machine)? else {
                    return Ok(None);
                };
                let other = other.next(machine)?;
                Ok(other.map(|other| Kind::tuple(vec![one, other])))
            }
            Self::Chain(first, then) => {
                if let Some(iter) = first {
                    if let Some(item) = iter.next(machine)? {
                        return Ok(Some(item));
                    }
                    *first = None;
                }
                then.next(machine)
            }
            Self::Take(of, left) => {
                if *left == 0 {
                    return Ok(None);
                }
                *left -= 1;
                of.next(machine)
            }
            Self::Skip(of, left) => {
                while *left > 0 {
                    *left -= 1;
                    if of.next(machine)?.is_none() {
                        return Ok(None);
                    }
                }
                of.next(machine)
            }
            Self::StepBy(of, by, is_first) => {
                let skip = if *is_first { 0 } else { *by - 1 };
                *is_first = false;
                for _ in 0..skip {
                    if of.next(machine)?.is_none() {
                        return Ok(None);
                    }
                }
                of.next(machine)
            }
            Self::Peekable(of, peeked) => match peeked.take() {
                Some(item) => Ok(item),
                None => of.next(machine),
            },
            Self::Cycle(items, next) => {
                let item = items.get(*next).cloned();
                *next = (*next + 1) % items.len().max(1);
                item.map(|item| cloned(&item)).transpose()
            }
            Self::FromFn(function) => some(&call(function, Vec::new())?),
            Self::Successors(next, function) => {
                let Some(item) = next.take() else {
                    return Ok(None);
                };
                *next = some(&call(function, vec![item.clone().borrowed()])?)?;
                Ok(Some(item))
            }
            Self::Shared(of) => next_of(of, machine),
        }
    }

    /// All that are left.
    pub(super) fn all(&mut self, machine: &Rc<Machine>) -> Outcome<Vec<Kind>> {
        let mut items = Vec::new();
        while let Some(item) = self.next(machine)? {
            items.push(item);
            if items.len() > MOST {
                return Err("More than 10,000,000 items are collected.".into());
            }
            if items.len().is_multiple_of(4096) {
                let tick = machine.host.tick(machine.line());
                tick.map_err(crate::fault::Error::Said)?;
            }
        }
        Ok(items)
    }

    /// All up to the first that is an `Err` or `None`, and that one.
    fn all_good(&mut self, machine: &Rc<Machine>) -> Outcome<Vec<Kind>> {
        let mut good = Vec::new();
        while let Some(item) = self.next(machine)? {
            let is_good = match item.target() {
                Kind::Bare(tag) => tag != tags::NONE,
                Kind::Data(data) => data.tag != tags::ERR,
                _ => true,
            };
            good.push(item);
            if !is_good || good.len() > MOST {
                break;
            }
        }
        Ok(good)
    }

    /// Another that gives the same.
    pub(super) fn cloned(&self) -> Outcome<Self> {
        let boxed =
            |of: &Self| Ok::<_, crate::fault::Error>(Box::new(of.cloned()?));
        Ok(match self {
            Self::Items(items) => {
                Self::Items(items.iter().map(cloned).collect::<Outcome<_>>()?)
            }
            Self::List {
                list,
                from,
                is_changed,
            } => Self::List {
                list: list.clone(),
                from: *from,
                is_changed: *is_changed,
            },
            Self::Numbers(from, to) => Self::Numbers(*from, *to),
            Self::Map(of, function) => Self::Map(boxed(of)?, function.clone()),
            Self::Filter(of, function) => {
                Self::Filter(boxed(of)?, function.clone())
            }
            Self::Enumerate(of, number) => Self::Enumerate(boxed(of)?, *number),
            Self::Zip(one, other) => Self::Zip(boxed(one)?, boxed(other)?),
            Self::Take(of, left) => Self::Take(boxed(of)?, *left),
            Self::Skip(of, left) => Self::Skip(boxed(of)?, *left),
            _ => return Err("This iterator cannot be cloned here.".into()),
        })
    }
}

/// The next item of an iterator that somebody may have.
pub(crate) fn next_of(
    iter: &RefCell<Iter>,
    machine: &Rc<Machine>,
) -> Outcome<Option<Kind>> {
    alone(iter)?.next(machine)
}

/// The same of one that gives whole numbers, as most loops have it; `None` of
/// any other, and at its end.
#[inline]
pub(crate) fn next_number(iter: &RefCell<Iter>) -> Option<i64> {
    let Ok(mut iter) = iter.try_borrow_mut() else {
        return None;
    };
    match &mut *iter {
        Iter::Numbers(next, Some(end)) if *next < *end => {
            let number = *next;
            *next += 1;
            Some(number)
        }
        _ => None,
    }
}

/// The iterator, unless it is what calls the closure that asks for it: in Rust
/// it would be borrowed then.
fn alone(iter: &RefCell<Iter>) -> Outcome<RefMut<'_, Iter>> {
    iter.try_borrow_mut().map_err(|_| {
        "This iterator is used within a closure that it calls.".into()
    })
}

/// What an Option holds.
pub(super) fn some(value: &Kind) -> Outcome<Option<Kind>> {
    match value.target() {
        Kind::Bare(tags::NONE) => Ok(None),
        Kind::Data(data) if data.tag == tags::SOME => {
            Ok(data.fields.borrow().first().cloned())
        }
        other => Err(format!(
            "This must be an Option, and it is {}.",
            other.noun()
        )
        .into()),
    }
}

/// The items of a value, as `for` goes through them.
pub(crate) fn into_iter(value: Kind) -> Outcome<Iter> {
    let is_reference = matches!(value, Kind::Ref(_));
    let is_changed = match &value {
        Kind::Ref(spot) => !matches!(&**spot, Spot::Alias(_)),
        _ => false,
    };
    match value.target() {
        Kind::List(list) if is_reference => Ok(Iter::List {
            list,
            from: 0,
            is_changed,
        }),
        Kind::List(list) => Ok(Iter::items(match Rc::strong_count(&list) {
            1 => list.items.take(),
            _ => list.items.borrow().clone(),
        })),
        Kind::Range(range) => {
            let end = |it: &Option<Kind>| match it {
                None => Ok(None),
                Some(Kind::Int(number)) => Ok(Some(*number)),
                Some(Kind::Char(letter)) => {
                    Ok(Some(i64::from(u32::from(*letter))))
                }
                Some(other) => {
                    Err(format!("A range of {} has no items.", other.noun()))
                }
            };
            let from = end(&range.from)?;
            let to = end(&range.to)?;
            let to = to.map(|to| match range.is_closed {
                true => to.saturating_add(1),
                false => to,
            });
            let Some(from) = from else {
                return Err("A range without a beginning has no items.".into());
            };
            if let Some(Kind::Char(_)) = range.from {
                let numbers = from..to.unwrap_or(from);
                let letters = numbers.filter_map(|it| {
                    char::from_u32(u32::try_from(it).ok()?).map(Kind::Char)
                });
                return Ok(Iter::items(letters.collect()));
            }
            Ok(Iter::Numbers(from, to))
        }
        Kind::Iter(iter) => {
            // One that is moved is taken out, so that nothing is shared.
            if !is_reference && Rc::strong_count(&iter) <= 2 {
                let empty = Iter::Items(VecDeque::new());
                return Ok(iter.replace(empty));
            }
            Ok(Iter::Shared(iter))
        }
        Kind::Map(map) if is_changed => Ok(super::maps::changed(&map)),
        Kind::Map(map) => {
            let pairs = map.borrow();
            let pair = |(key, value): (&crate::value::Key, &Kind)| {
                let key = match is_reference {
                    true => super::value_of(key).borrowed(),
                    false => super::value_of(key),
                };
                match value {
                    Kind::Unit => key,
                    value => {
                        let value = match is_reference {
                            true => value.clone().borrowed(),
                            false => value.clone(),
                        };
                        Kind::tuple(vec![key, value])
                    }
                }
            };
            Ok(Iter::items(pairs.iter().map(pair).collect()))
        }
        Kind::Bare(tags::NONE) => Ok(Iter::items(Vec::new())),
        Kind::Data(data) if matches!(data.tag, tags::SOME | tags::OK) => {
            let item = data.fields.borrow().first().cloned();
            Ok(Iter::items(item.into_iter().collect()))
        }
        Kind::Data(data) if data.tag == tags::ERR => {
            Ok(Iter::items(Vec::new()))
        }
        Kind::Future(_) => Err(crate::vm::NOT_AWAITED.into()),
        other => {
            let text = match other {
                Kind::Str(_) | Kind::String(_) => {
                    ": use `.chars()` or `.lines()`"
                }
                _ => "",
            };
            Err(format!(
                "{} has no items to go through{text}.",
                crate::vm::capital(&other.noun())
            )
            .into())
        }
    }
}

pub(super) fn from_fn(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::iter(Iter::FromFn(call.take()?)))
}

pub(super) fn successors(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let first = some(&call.take()?)?;
    Ok(Kind::iter(Iter::Successors(first, call.take()?)))
}

pub(super) fn method(
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    if let Kind::Range(range) = target {
        match call.name {
            "contains" => {
                let item = call.take()?;
                let order =
                    |other: &Kind| arith::compare(&item, other).flatten();
                let begins = range.from.as_ref().is_none_or(|from| {
                    order(from).is_some_and(Ordering::is_ge)
                });
                let ends = range.to.as_ref().is_none_or(|to| {
                    order(to).is_some_and(|it| {
                        it.is_lt() || range.is_closed && it.is_eq()
                    })
                });
                return Ok(Some(Kind::Bool(begins && ends)));
            }
            "len" => {
                let mut iter = into_iter(target.clone())?;
                let count = iter.all(call.machine)?.len();
                return Ok(Some(Kind::Int(count as i64)));
            }
            "is_empty" => {
                let mut iter = into_iter(target.clone())?;
                let is_empty = iter.next(call.machine)?.is_none();
                return Ok(Some(Kind::Bool(is_empty)));
            }
            _ => {}
        }
    }
    if let Kind::Iter(iter) = target {
        match call.name {
            "next" => {
                let item = next_of(iter, call.machine)?;
                return Ok(Some(Kind::option(item)));
            }
            "by_ref" | "iter_mut" => return Ok(Some(target.clone())),
            "peek" => {
                let mut iter = alone(iter)?;
                if let Iter::Peekable(of, peeked) = &mut *iter {
                    let item = match peeked {
                        Some(item) => item.clone(),
                        None => {
                            let item = of.next(call.machine)?;
                            peeked.insert(item).clone()
                        }
                    };
                    return Ok(Some(Kind::option(item.map(Kind::borrowed))));
                }
            }
            "as_str" => {
                let iter = alone(iter)?;
                let Iter::Items(items) = &*iter else {
                    return Ok(None);
                };
                let letter = |item: &Kind| match item {
                    Kind::Char(letter) => Some(*letter),
                    _ => None,
                };
                let text: Option<String> = items.iter().map(letter).collect();
                return Ok(text.map(Kind::str));
            }
            "nth" => {
                let place = call.count()?;
                let mut iter = alone(iter)?;
                for _ in 0..place {
                    if iter.next(call.machine)?.is_none() {
                        return Ok(Some(Kind::NONE));
                    }
                }
                let item = iter.next(call.machine)?;
                return Ok(Some(Kind::option(item)));
            }
            "next_back" => {
                let items = alone(iter)?.all(call.machine)?;
                let mut items: VecDeque<Kind> = items.into();
                let last = items.pop_back();
                iter.replace(Iter::Items(items));
                return Ok(Some(Kind::option(last)));
            }
            _ => {}
        }
    }
    if !is_known(call.name) {
        return Ok(None);
    }
    // It goes on from where it is, also where somebody has a reference to it.
    let iter = match target {
        Kind::Iter(iter) => Iter::Shared(iter.clone()),
        other => into_iter(other.clone())?,
    };
    adapted_or_consumed(iter, call).map(Some)
}

fn is_known(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "iter",
        "into_iter",
        "map",
        "filter",
        "filter_map",
        "map_while",
        "take_while",
        "skip_while",
        "inspect",
        "scan",
        "flat_map",
        "flatten",
        "enumerate",
        "zip",
        "chain",
        "take",
        "skip",
        "step_by",
        "peekable",
        "cycle",
        "rev",
        "copied",
        "cloned",
        "fuse",
        "collect",
        "sum",
        "product",
        "count",
        "last",
        "min",
        "max",
        "min_by",
        "max_by",
        "min_by_key",
        "max_by_key",
        "fold",
        "reduce",
        "all",
        "any",
        "find",
        "find_map",
        "position",
        "for_each",
        "partition",
        "unzip",
        "to_vec",
        "rposition",
        "nth",
        "next",
    ];
    NAMES.contains(&name)
}

/// Makes an iterator of an iterator, or goes through it.
pub(super) fn adapted_or_consumed(
    mut iter: Iter,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Kind> {
    let machine = call.machine.clone();
    let machine = &machine;
    let of = |iter: Iter| Box::new(iter);
    let adapted = match call.name {
        "iter" | "into_iter" | "copied" | "fuse" => iter,
        "cloned" => Iter::items(
            iter.all(machine)?
                .iter()
                .map(|item| cloned(&item.target()))
                .collect::<Outcome<_>>()?,
        ),
        "map" => Iter::Map(of(iter), call.take()?),
        "filter" => Iter::Filter(of(iter), call.take()?),
        "filter_map" => Iter::FilterMap(of(iter), call.take()?),
        "map_while" => Iter::MapWhile(of(iter), call.take()?),
        "take_while" => Iter::TakeWhile(of(iter), call.take()?),
        "skip_while" => Iter::SkipWhile(of(iter), Some(call.take()?)),
        "inspect" => Iter::Inspect(of(iter), call.take()?),
        "scan" => {
            let state = Rc::new(RefCell::new(call.take()?));
            let state = Kind::Ref(Rc::new(Spot::Variable(state)));
            Iter::Scan(of(iter), state, call.take()?)
        }
        "flat_map" => Iter::FlatMap {
            of: of(iter),
            function: Some(call.take()?),
            inner: None,
        },
        "flatten" => Iter::FlatMap {
            of: of(iter),
            function: None,
            inner: None,
        },
        "enumerate" => Iter::Enumerate(of(iter), 0),
        "zip" => {
            let other = into_iter(call.take()?)?;
            Iter::Zip(of(iter), of(other))
        }
        "chain" => {
            let other = into_iter(call.take()?)?;
            Iter::Chain(Some(of(iter)), of(other))
        }
        "take" => Iter::Take(of(iter), call.count()?),
        "skip" => Iter::Skip(of(iter), call.count()?),
        "step_by" => match call.count()? {
            0 => {
                return Err(
                    "The program panicked: step_by needs a step above 0".into(),
                );
            }
            by => Iter::StepBy(of(iter), by, true),
        },
        "peekable" => Iter::Peekable(of(iter), None),
        "cycle" => Iter::Cycle(iter.all(machine)?, 0),
        "rev" => {
            if let Iter::Numbers(_, None) = &iter {
                return Err(
                    "A range without an end cannot be turned around.".into()
                );
            }
            let mut items = iter.all(machine)?;
            items.reverse();
            Iter::items(items)
        }
        _ => return consumed(iter, call),
    };
    Ok(Kind::iter(adapted))
}

fn consumed(mut iter: Iter, call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let machine = call.machine.clone();
    let machine = &machine;
    let mut next = || {
        let item = iter.next(machine)?;
        let tick = machine.steps.get();
        machine.steps.set(tick + 1);
        if tick > 4096 {
            machine.steps.set(0);
            let tick = machine.host.tick(machine.line());
            tick.map_err(crate::fault::Error::Said)?;
        }
        Ok::<_, crate::fault::Error>(item)
    };
    Ok(match call.name {
        "collect" => {
            let stops =
                matches!(crate::hint::head(call.hint), "Result" | "Option");
            let items = match stops {
                true => iter.all_good(machine)?,
                false => iter.all(machine)?,
            };
            collected(items, call)?
        }
        "to_vec" => {
            let items = iter.all(machine)?;
            Kind::vec(items.iter().map(cloned).collect::<Outcome<_>>()?)
        }
        "count" => {
            let mut count = 0;
            while next()?.is_some() {
                count += 1;
            }
            Kind::Int(count)
        }
        "sum" | "product" => {
            let (op, mut result) = match call.name {
                "sum" => (crate::code::Binary::Add, None),
                _ => (crate::code::Binary::Mul, None),
            };
            while let Some(item) = next()? {
                let item = item.target();
                result = Some(match result {
                    None => item,
                    Some(so_far) => arith::binary(op, &so_far, &item)?,
                });
            }
            let nothing = i64::from(call.name == "product");
            result.unwrap_or(match crate::hint::innermost(call.hint) {
                "f64" | "f32" => Kind::Float(nothing as f64),
                _ => Kind::Int(nothing),
            })
        }
        "last" => {
            let mut last = None;
            while let Some(item) = next()? {
                last = Some(item);
            }
            Kind::option(last)
        }
        "min" | "max" | "min_by" | "max_by" | "min_by_key" | "max_by_key" => {
            let function = match call.name {
                "min" | "max" => None,
                _ => Some(call.take()?),
            };
            let is_max = call.name.starts_with("max");
            let mut best: Option<(Kind, Kind)> = None;
            while let Some(item) = next()? {
                let key = match &function {
                    Some(function) if call.name.ends_with("_key") => {
                        call.call(function, vec![item.clone().borrowed()])?
                    }
                    _ => item.clone(),
                };
                let order = match (&best, &function) {
                    (None, _) => None,
                    (Some((_, other)), Some(function))
                        if call.name.ends_with("_by") =>
                    {
                        let arguments = vec![
                            key.clone().borrowed(),
                            other.clone().borrowed(),
                        ];
                        order_from(&call.call(function, arguments)?)
                    }
                    (Some((_, other)), _) => {
                        arith::compare(&key, other).flatten()
                    }
                };
                let is_better = match order {
                    None => best.is_none(),
                    Some(order) if is_max => order.is_ge(),
                    Some(order) => order.is_lt(),
                };
                if is_better {
                    best = Some((item, key));
                }
            }
            Kind::option(best.map(|(item, _)| item))
        }
        "fold" => {
            let mut result = call.take()?;
            let function = call.take()?;
            while let Some(item) = next()? {
                result = call.call(&function, vec![result, item])?;
            }
            result
        }
        "reduce" => {
            let function = call.take()?;
            let mut result = next()?;
            while let (Some(so_far), Some(item)) = (result.clone(), next()?) {
                result = Some(call.call(&function, vec![so_far, item])?);
            }
            Kind::option(result)
        }
        "all" | "any" => {
            let function = call.take()?;
            let is_any = call.name == "any";
            while let Some(item) = next()? {
                if call.asks(&function, vec![item])? == is_any {
                    return Ok(Kind::Bool(is_any));
                }
            }
            Kind::Bool(!is_any)
        }
        "find" => {
            let function = call.take()?;
            while let Some(item) = next()? {
                if call.asks(&function, vec![item.clone().borrowed()])? {
                    return Ok(Kind::some(item));
                }
            }
            Kind::NONE
        }
        "find_map" => {
            let function = call.take()?;
            while let Some(item) = next()? {
                if let Some(found) = some(&call.call(&function, vec![item])?)? {
                    return Ok(Kind::some(found));
                }
            }
            Kind::NONE
        }
        "position" | "rposition" => {
            let function = call.take()?;
            let (mut place, mut found) = (0, None);
            while let Some(item) = next()? {
                if call.asks(&function, vec![item])? {
                    found = Some(Kind::Int(place));
                    if call.name == "position" {
                        break;
                    }
                }
                place += 1;
            }
            Kind::option(found)
        }
        "for_each" => {
            let function = call.take()?;
            while let Some(item) = next()? {
                call.call(&function, vec![item])?;
            }
            Kind::Unit
        }
        "partition" => {
            let function = call.take()?;
            let (mut yes, mut no) = (Vec::new(), Vec::new());
            while let Some(item) = next()? {
                match call.asks(&function, vec![item.clone().borrowed()])? {
                    true => yes.push(item),
                    false => no.push(item),
                }
            }
            Kind::tuple(vec![Kind::vec(yes), Kind::vec(no)])
        }
        "unzip" => {
            let (mut ones, mut others) = (Vec::new(), Vec::new());
            while let Some(item) = next()? {
                let Kind::Data(pair) = item.target() else {
                    return Err("`unzip` needs pairs.".into());
                };
                let fields = pair.fields.borrow();
                let [one, other] = fields.as_slice() else {
                    return Err("`unzip` needs pairs.".into());
                };
                ones.push(one.clone());
                others.push(other.clone());
            }
            Kind::tuple(vec![Kind::vec(ones), Kind::vec(others)])
        }
        name => {
            return Err(format!("An iterator has no method `{name}`.").into());
        }
    })
}

/// All items, as what is wanted.
pub(super) fn collected(
    items: Vec<Kind>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Kind> {
    let hint = call.hint;
    collected_as(items, hint, call)
}

fn collected_as(
    items: Vec<Kind>,
    hint: &str,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Kind> {
    Ok(match crate::hint::head(hint) {
        "String" => {
            let mut text = String::new();
            for item in &items {
                text += &crate::show::display(call.machine, item)?;
            }
            Kind::string(text)
        }
        "FuturesUnordered" | "FuturesOrdered" => {
            super::streams::unordered_of(call.machine, items)?
        }
        "HashMap" | "BTreeMap" => super::maps::map_of(items)?,
        "HashSet" | "BTreeSet" => super::maps::set_of(items)?,
        head @ ("Result" | "Option") => {
            let mut inner = Vec::new();
            for item in items {
                match item.target() {
                    Kind::Data(data)
                        if matches!(data.tag, tags::OK | tags::SOME) =>
                    {
                        inner.extend(data.fields.borrow().first().cloned());
                    }
                    other => return Ok(other),
                }
            }
            let inner = match crate::hint::inner(hint) {
                "()" => Kind::Unit,
                within => collected_as(inner, within, call)?,
            };
            match head {
                "Result" => Kind::ok(inner),
                _ => Kind::some(inner),
            }
        }
        _ => Kind::vec(items),
    })
}
