//! Methods of `Vec`, `VecDeque`, arrays and slices.

use super::iterators::{Iter, adapted_or_consumed, into_iter};
use super::{Call, cloned, order_from};
use crate::arith;
use crate::fault::Outcome;
use crate::place::Spot;
use crate::value::{Kind, List};
use std::cmp::Ordering;
use std::rc::Rc;

/// A list has at most so many items.
const MOST: usize = 10_000_000;

pub(super) fn method(
    list: &Rc<List>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    if let Some(value) = changing(list, call)? {
        return Ok(Some(value));
    }
    reading(list, call)
}

fn part(list: &Rc<List>, place: Option<usize>, is_changed: bool) -> Kind {
    let item = place.and_then(|place| {
        let item = list.items.borrow().get(place).cloned()?;
        Some(match is_changed {
            true => Kind::Ref(Rc::new(Spot::Item(list.clone(), place))),
            false => item.borrowed(),
        })
    });
    Kind::option(item)
}

fn changing(
    list: &Rc<List>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let items = &list.items;
    let count = items.borrow().len();
    let beyond = |place: usize| {
        format!(
            "The program panicked: the place {place} is beyond the length, which is {count}"
        )
    };
    Ok(Some(match call.name {
        "push" | "push_back" => {
            if count >= MOST {
                return Err("A list has at most 10,000,000 items here.".into());
            }
            let item = call.take()?;
            items.borrow_mut().push(item);
            Kind::Unit
        }
        "push_front" => {
            let item = call.take()?;
            items.borrow_mut().insert(0, item);
            Kind::Unit
        }
        "pop" | "pop_back" => {
            let item = items.borrow_mut().pop();
            Kind::option(item)
        }
        "pop_front" => {
            let item = (count > 0).then(|| items.borrow_mut().remove(0));
            Kind::option(item)
        }
        "insert" => {
            let (place, item) = (call.count()?, call.take()?);
            if place > count {
                return Err(beyond(place).into());
            }
            items.borrow_mut().insert(place, item);
            Kind::Unit
        }
        "remove" | "swap_remove" => {
            let place = call.count()?;
            if place >= count {
                return Err(beyond(place).into());
            }
            match call.name {
                "remove" => items.borrow_mut().remove(place),
                _ => items.borrow_mut().swap_remove(place),
            }
        }
        "clear" => {
            let dropped = items.take();
            drop(dropped);
            Kind::Unit
        }
        "truncate" => {
            let length = call.count()?.min(count);
            let dropped = items.borrow_mut().split_off(length);
            drop(dropped);
            Kind::Unit
        }
        "extend" => {
            let mut iter = into_iter(call.take()?)?;
            let more = iter.all(call.machine)?;
            let more = more.iter().map(Kind::target_if_copied);
            let more: Vec<Kind> = more.collect();
            items.borrow_mut().extend(more);
            Kind::Unit
        }
        "append" => {
            let other = call.take()?.target();
            if let Kind::List(other) = other {
                let more = other.items.take();
                items.borrow_mut().extend(more);
            }
            Kind::Unit
        }
        "split_off" => {
            let place = call.count()?;
            if place > count {
                return Err(beyond(place).into());
            }
            Kind::vec(items.borrow_mut().split_off(place))
        }
        "drain" => {
            let range = call.take()?.target();
            let Kind::Range(range) = range else {
                return Err(call.wrong("a range", &range));
            };
            let (from, to) = arith::bounds(&range, count)?;
            let drained: Vec<Kind> =
                items.borrow_mut().drain(from..to).collect();
            Kind::iter(Iter::items(drained))
        }
        "resize" => {
            let (length, item) = (call.count()?, call.take()?);
            if length > MOST {
                return Err("A list has at most 10,000,000 items here.".into());
            }
            let mut more = Vec::new();
            while count + more.len() < length {
                more.push(cloned(&item)?);
            }
            let dropped = items.borrow_mut().split_off(length.min(count));
            drop(dropped);
            items.borrow_mut().extend(more);
            Kind::Unit
        }
        "retain" => {
            let function = call.take()?;
            let mut kept = Vec::new();
            let all = items.borrow().clone();
            for item in all {
                if call.asks(&function, vec![item.clone().borrowed()])? {
                    kept.push(item);
                }
            }
            drop(items.replace(kept));
            Kind::Unit
        }
        "reverse" => {
            items.borrow_mut().reverse();
            Kind::Unit
        }
        "swap" => {
            let (one, other) = (call.count()?, call.count()?);
            if one.max(other) >= count {
                return Err(beyond(one.max(other)).into());
            }
            items.borrow_mut().swap(one, other);
            Kind::Unit
        }
        "rotate_left" => {
            let by = call.count()?;
            if by > count {
                return Err(beyond(by).into());
            }
            items.borrow_mut().rotate_left(by);
            Kind::Unit
        }
        "dedup" => {
            // What is dropped may have a destructor that reads the list.
            let mut kept: Vec<Kind> = Vec::new();
            for item in items.take() {
                match kept.last() {
                    Some(last) if arith::equal(last, &item) => {}
                    _ => kept.push(item),
                }
            }
            drop(items.replace(kept));
            Kind::Unit
        }
        "sort"
        | "sort_unstable"
        | "sort_by"
        | "sort_unstable_by"
        | "sort_by_key"
        | "sort_unstable_by_key" => sort(list, call)?,
        "first_mut" => part(list, Some(0), true),
        "last_mut" => part(list, count.checked_sub(1), true),
        "get_mut" => {
            let place = call.count()?;
            part(list, Some(place), true)
        }
        "iter_mut" => Kind::iter(Iter::List {
            list: list.clone(),
            from: 0,
            is_changed: true,
        }),
        _ => return Ok(None),
    }))
}

fn sort(list: &Rc<List>, call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let function = match call.arguments.is_empty() {
        true => None,
        false => Some(call.take()?),
    };
    let mut items = list.items.borrow().clone();
    let mut failed = None;
    if let (Some(function), true) = (&function, call.name.ends_with("key")) {
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            let key = call.call(function, vec![item.clone().borrowed()])?;
            keyed.push((key, item));
        }
        keyed.sort_by(|a, b| {
            let order = arith::compare(&a.0, &b.0).flatten();
            order.unwrap_or(Ordering::Equal)
        });
        items = keyed.into_iter().map(|(_, item)| item).collect();
    } else {
        items.sort_by(|a, b| match &function {
            None => arith::compare(a, b).flatten().unwrap_or(Ordering::Equal),
            Some(function) if failed.is_none() => {
                let arguments =
                    vec![a.clone().borrowed(), b.clone().borrowed()];
                match call.call(function, arguments) {
                    Ok(order) => order_from(&order).unwrap_or(Ordering::Equal),
                    Err(error) => {
                        failed = Some(error);
                        Ordering::Equal
                    }
                }
            }
            Some(_) => Ordering::Equal,
        });
    }
    if let Some(error) = failed {
        return Err(error);
    }
    drop(list.items.replace(items));
    Ok(Kind::Unit)
}

fn reading(
    list: &Rc<List>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let count = list.items.borrow().len();
    Ok(Some(match call.name {
        "len" => Kind::Int(count as i64),
        "is_empty" => Kind::Bool(count == 0),
        "first" | "front" => part(list, Some(0), false),
        "last" | "back" => part(list, count.checked_sub(1), false),
        "get" => match call.take()?.target() {
            Kind::Int(place) => part(list, usize::try_from(place).ok(), false),
            range @ Kind::Range(_) => {
                match arith::item(&Kind::List(list.clone()), &range) {
                    Ok(items) => Kind::some(items),
                    Err(_) => Kind::NONE,
                }
            }
            other => return Err(call.wrong("a whole number", &other)),
        },
        "contains" => {
            let item = call.take()?;
            let items = list.items.borrow();
            Kind::Bool(items.iter().any(|it| arith::equal(it, &item)))
        }
        "to_vec" | "into_vec" | "to_owned" => {
            let items = list.items.borrow();
            Kind::vec(items.iter().map(cloned).collect::<Outcome<_>>()?)
        }
        "join" | "concat" => {
            let between = match call.name {
                "join" => call.text()?,
                _ => String::new(),
            };
            let items = list.items.borrow();
            let texts = items.iter().map(arith::text);
            match texts.collect::<Option<Vec<String>>>() {
                Some(texts) => Kind::string(texts.join(&between)),
                None => {
                    let mut all = Vec::new();
                    for item in &*items {
                        all.extend(into_iter(item.clone())?.all(call.machine)?);
                    }
                    Kind::vec(all)
                }
            }
        }
        "windows" | "chunks" => {
            let size = call.count()?;
            if size == 0 {
                return Err(
                    "The program panicked: the size must not be 0".into()
                );
            }
            let items = list.items.borrow();
            let part = |items: &[Kind]| Kind::vec(items.to_vec());
            let parts: Vec<Kind> = match call.name {
                "windows" => items.windows(size).map(part).collect(),
                _ => items.chunks(size).map(part).collect(),
            };
            Kind::iter(Iter::items(parts))
        }
        "split_at" => {
            let place = call.count()?;
            if place > count {
                return Err("The program panicked: mid > len".into());
            }
            let items = list.items.borrow();
            let (before, after) = items.split_at(place);
            Kind::tuple(vec![
                Kind::vec(before.to_vec()),
                Kind::vec(after.to_vec()),
            ])
        }
        "starts_with" => {
            let start = into_iter(call.take()?)?.all(call.machine)?;
            let items = list.items.borrow();
            let mut pairs = start.iter().zip(&*items);
            Kind::Bool(
                start.len() <= count && pairs.all(|(a, b)| arith::equal(a, b)),
            )
        }
        // An array's `map` makes an array.
        "map" if list.is_array => {
            let function = call.take()?;
            let items = list.items.borrow().clone();
            let mut mapped = Vec::with_capacity(items.len());
            for item in items {
                mapped.push(call.call(&function, vec![item])?);
            }
            Kind::list(mapped, true)
        }
        "into_iter" => {
            let iter = into_iter(Kind::List(list.clone()))?;
            Kind::iter(iter)
        }
        "iter" => Kind::iter(Iter::List {
            list: list.clone(),
            from: 0,
            is_changed: false,
        }),
        // What only iterators have in Rust is said to be so.
        name if matches!(
            name,
            "map"
                | "filter"
                | "enumerate"
                | "sum"
                | "zip"
                | "rev"
                | "take"
                | "skip"
                | "fold"
                | "any"
                | "all"
                | "find"
                | "position"
                | "for_each"
                | "collect"
                | "count"
        ) =>
        {
            return Err(format!(
                "A Vec has no method `{name}`: begin with `.iter()` or `.into_iter()`."
            )
            .into());
        }
        "max" | "min" => {
            let iter = into_iter(Kind::List(list.clone()))?;
            return adapted_or_consumed(iter, call).map(Some);
        }
        _ => return Ok(None),
    }))
}

impl Kind {
    /// What a reference to a number or the like leads to; anything else as it
    /// is.
    pub(super) fn target_if_copied(&self) -> Self {
        match self.target() {
            value @ (Self::Int(_)
            | Self::Float(_)
            | Self::Bool(_)
            | Self::Char(_)
            | Self::Str(_)) => value,
            _ => self.clone(),
        }
    }
}
