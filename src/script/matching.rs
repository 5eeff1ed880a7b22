//! Takes values apart by patterns.

use crate::arith;
use crate::fault::Outcome;
use crate::place::Spot;
use crate::value::{Kind, tags};
use std::rc::Rc;

/// A pattern; a slot is a variable of the function.
pub(crate) enum Pattern {
    Anything,
    Bind {
        slot: u32,
        is_ref: bool,
        of: Option<Box<Pattern>>,
    },
    Value(Kind),
    Range {
        from: Option<Kind>,
        to: Option<Kind>,
        is_closed: bool,
    },
    /// Data of a tag, and its fields by their places.
    Data {
        tag: u32,
        fields: Vec<(usize, Pattern)>,
    },
    /// A tuple of at least so many fields, the last of which are counted from
    /// the end where some are left out.
    Tuple {
        tag: u32,
        before: Vec<Pattern>,
        after: Option<Vec<Pattern>>,
    },
    /// A list; what is left out may have a name.
    List {
        before: Vec<Pattern>,
        rest: Option<Box<Pattern>>,
        after: Option<Vec<Pattern>>,
    },
    Either(Vec<Pattern>),
}

impl Pattern {
    /// Whether it binds a reference to what it is for.
    fn is_ref(&self) -> bool {
        matches!(self, Self::Bind { is_ref: true, .. })
    }
}

/// Whether `value` is as the pattern says; its parts are put into `variables`.
/// Of what `is_borrowed` the parts are too.
pub(crate) fn matches(
    pattern: &Pattern,
    value: Kind,
    is_borrowed: bool,
    variables: &mut [Kind],
) -> Outcome<bool> {
    if let Pattern::Bind { slot, is_ref, of } = pattern {
        if let Some(of) = of
            && !matches(of, value.clone(), is_borrowed, variables)?
        {
            return Ok(false);
        }
        let value = match is_borrowed || *is_ref {
            true => value.borrowed(),
            false => value,
        };
        let _before = std::mem::replace(&mut variables[*slot as usize], value);
        return Ok(true);
    }
    if let Pattern::Anything = pattern {
        return Ok(true);
    }
    if let Pattern::Either(patterns) = pattern {
        for pattern in patterns {
            if matches(pattern, value.clone(), is_borrowed, variables)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    let is_borrowed =
        is_borrowed || matches!(value, Kind::Ref(_) | Kind::Shared(_));
    let value = value.target();
    let part = |at: Option<Kind>| at.unwrap_or(Kind::Unset);
    match (pattern, &value) {
        (Pattern::Value(wanted), value) => Ok(arith::equal(wanted, value)),
        (
            Pattern::Range {
                from,
                to,
                is_closed,
            },
            value,
        ) => {
            let order = |other: &Kind| arith::compare(value, other).flatten();
            let begins = from.as_ref().is_none_or(|from| {
                order(from).is_some_and(std::cmp::Ordering::is_ge)
            });
            let ends = to.as_ref().is_none_or(|to| {
                order(to)
                    .is_some_and(|it| it.is_lt() || *is_closed && it.is_eq())
            });
            Ok(begins && ends)
        }
        (Pattern::Data { tag, fields }, Kind::Bare(has)) => {
            Ok(tag == has && fields.is_empty())
        }
        (Pattern::Data { tag, fields }, Kind::Data(data)) => {
            if *tag != data.tag {
                return Ok(false);
            }
            for (place, pattern) in fields {
                let value = match is_borrowed || pattern.is_ref() {
                    true => {
                        Kind::Ref(Rc::new(Spot::Field(data.clone(), *place)))
                    }
                    false => part(data.fields.borrow().get(*place).cloned()),
                };
                if !matches(pattern, value, is_borrowed, variables)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Pattern::Tuple { before, after, .. }, Kind::Unit) => {
            Ok(before.is_empty() && after.as_ref().is_none_or(Vec::is_empty))
        }
        (Pattern::Tuple { tag, before, after }, Kind::Bare(has)) => Ok(tag
            == has
            && before.is_empty()
            && after.as_ref().is_none_or(Vec::is_empty)),
        (Pattern::Tuple { tag, before, after }, Kind::Data(data)) => {
            if *tag != data.tag {
                return Ok(false);
            }
            let count = data.fields.borrow().len();
            let Some(places) = places(before.len(), after.as_ref(), count)
            else {
                return match *tag == tags::TUPLE {
                    true => Err(format!(
                        "This pattern has another number of fields than the tuple, which has \
                         {count}."
                    )
                    .into()),
                    false => Ok(false),
                };
            };
            let after = after.iter().flatten();
            for (place, pattern) in places.zip(before.iter().chain(after)) {
                let value = match is_borrowed || pattern.is_ref() {
                    true => {
                        Kind::Ref(Rc::new(Spot::Field(data.clone(), place)))
                    }
                    false => part(data.fields.borrow().get(place).cloned()),
                };
                if !matches(pattern, value, is_borrowed, variables)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (
            Pattern::List {
                before,
                rest,
                after,
            },
            Kind::List(list),
        ) => {
            let count = list.items.borrow().len();
            let Some(places) = places(before.len(), after.as_ref(), count)
            else {
                return Ok(false);
            };
            let tail = after.iter().flatten();
            for (place, pattern) in places.zip(before.iter().chain(tail)) {
                let value = match is_borrowed || pattern.is_ref() {
                    true => Kind::Ref(Rc::new(Spot::Item(list.clone(), place))),
                    false => part(list.items.borrow().get(place).cloned()),
                };
                if !matches(pattern, value, is_borrowed, variables)? {
                    return Ok(false);
                }
            }
            match (rest, after) {
                (Some(rest), Some(after)) => {
                    let items = list.items.borrow();
                    let items = &items[before.len()..count - after.len()];
                    let value = Kind::vec(items.to_vec());
                    matches(rest, value, is_borrowed, variables)
                }
                _ => Ok(true),
            }
        }
        (_, Kind::Future(_)) => Err(crate::vm::NOT_AWAITED.into()),
        _ => Ok(false),
    }
}

/// The places of the fields that a pattern names, the last from the end; `None`
/// if there are not as many.
fn places(
    before: usize,
    after: Option<&Vec<Pattern>>,
    count: usize,
) -> Option<impl Iterator<Item = usize>> {
    let named = before + after.map_or(0, Vec::len);
    let fits = match after {
        Some(_) => named <= count,
        None => named == count,
    };
    let tail = count.saturating_sub(named - before);
    fits.then(|| (0..before).chain(tail..count.max(tail)))
        .map(move |places| places.take(named))
}
