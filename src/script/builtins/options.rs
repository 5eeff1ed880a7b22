//! Methods of `Option`, `Result`, `Poll` and `Either`.

use super::{Call, field, maps};
use crate::fault::Outcome;
use crate::value::{Data, Kind, tags};
use std::rc::Rc;

pub(super) fn method(
    this: &Kind,
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let (tag, data) = match target {
        Kind::Bare(tag) => (*tag, None),
        Kind::Data(data) => (data.tag, Some(data)),
        _ => return Ok(None),
    };
    let value = data.and_then(|data| data.fields.borrow().first().cloned());
    match (tag, value) {
        (tags::NONE | tags::SOME, value) => option(this, data, value, call),
        (tags::OK, Some(value)) => result(Ok(value), data, call),
        (tags::ERR, Some(value)) => result(Err(value), data, call),
        (tags::PENDING | tags::READY, value) => poll(value, call),
        (tags::LEFT | tags::RIGHT, Some(value)) => either(&value, call),
        (tags::TUPLE, _) => match data {
            Some(data) if call.name == "factor_first" => Ok(Some(first(data)?)),
            _ => Ok(None),
        },
        (tags::LESS | tags::EQUAL | tags::GREATER, _) => Ok(order(tag, call)?),
        (tag, _) if tag >= tags::OWN => own_future(target, call),
        _ => Ok(None),
    }
}

fn order(tag: u32, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    Ok(Some(match call.name {
        "reverse" => Kind::Bare(match tag {
            tags::LESS => tags::GREATER,
            tags::GREATER => tags::LESS,
            tag => tag,
        }),
        "then" => match tag {
            tags::EQUAL => call.take()?,
            tag => Kind::Bare(tag),
        },
        "then_with" => match tag {
            tags::EQUAL => {
                let function = call.take()?;
                call.call(&function, Vec::new())?
            }
            tag => Kind::Bare(tag),
        },
        "is_lt" => Kind::Bool(tag == tags::LESS),
        "is_gt" => Kind::Bool(tag == tags::GREATER),
        "is_eq" => Kind::Bool(tag == tags::EQUAL),
        _ => return Ok(None),
    }))
}

/// A future of the program's own can be used as any other.
fn own_future(
    target: &Kind,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    match super::into_future(call.machine, target.clone()) {
        Ok(Kind::Future(cell)) => super::futures::method(&cell, call),
        _ => Ok(None),
    }
}

fn option(
    this: &Kind,
    data: Option<&Rc<Data>>,
    value: Option<Kind>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let panicked = |why: &str| format!("The program panicked: {why}");
    Ok(Some(match call.name {
        "is_some" => Kind::Bool(value.is_some()),
        "is_none" => Kind::Bool(value.is_none()),
        "is_some_and" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::Bool(call.asks(&function, vec![value])?),
                None => Kind::Bool(false),
            }
        }
        "is_none_or" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::Bool(call.asks(&function, vec![value])?),
                None => Kind::Bool(true),
            }
        }
        "unwrap" => value.ok_or_else(|| {
            panicked("called `Option::unwrap()` on a `None` value")
        })?,
        "expect" => {
            let why = call.text()?;
            value.ok_or_else(|| panicked(&why))?
        }
        "unwrap_or" => {
            let other = call.take()?;
            value.unwrap_or(other)
        }
        "unwrap_or_else" => {
            let function = call.take()?;
            match value {
                Some(value) => value,
                None => call.call(&function, Vec::new())?,
            }
        }
        "unwrap_or_default" => value.unwrap_or_else(|| default_of(call.hint)),
        "map" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::some(call.call(&function, vec![value])?),
                None => Kind::NONE,
            }
        }
        "map_or" => {
            let (other, function) = (call.take()?, call.take()?);
            match value {
                Some(value) => call.call(&function, vec![value])?,
                None => other,
            }
        }
        "map_or_else" => {
            let (otherwise, function) = (call.take()?, call.take()?);
            match value {
                Some(value) => call.call(&function, vec![value])?,
                None => call.call(&otherwise, Vec::new())?,
            }
        }
        "and_then" => {
            let function = call.take()?;
            match value {
                Some(value) => call.call(&function, vec![value])?,
                None => Kind::NONE,
            }
        }
        "filter" => {
            let function = call.take()?;
            match value {
                Some(value)
                    if call
                        .asks(&function, vec![value.clone().borrowed()])? =>
                {
                    Kind::some(value)
                }
                _ => Kind::NONE,
            }
        }
        "or" => {
            let other = call.take()?;
            value.map_or(other, Kind::some)
        }
        "xor" => match (value, super::iterators::some(&call.take()?)?) {
            (Some(value), None) | (None, Some(value)) => Kind::some(value),
            _ => Kind::NONE,
        },
        "transpose" => match value.map(|it| it.target()) {
            None => Kind::ok(Kind::NONE),
            Some(Kind::Data(data)) if data.tag == tags::ERR => Kind::Data(data),
            Some(Kind::Data(data)) if data.tag == tags::OK => {
                let value = data.fields.borrow().first().cloned();
                Kind::ok(Kind::option(value))
            }
            Some(other) => return Err(call.wrong("a Result in it", &other)),
        },
        "or_else" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::some(value),
                None => call.call(&function, Vec::new())?,
            }
        }
        "and" => {
            let other = call.take()?;
            value.map_or(Kind::NONE, |_| other)
        }
        "zip" => {
            let other = super::iterators::some(&call.take()?)?;
            Kind::option(value.zip(other).map(|(a, b)| Kind::tuple(vec![a, b])))
        }
        "ok_or" => {
            let error = call.take()?;
            Kind::result(value.ok_or(error))
        }
        "ok_or_else" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::ok(value),
                None => Kind::err(call.call(&function, Vec::new())?),
            }
        }
        "flatten" => value.unwrap_or(Kind::NONE),
        "as_ref" | "as_deref" | "iter" => {
            let inner = Kind::option(value.map(Kind::borrowed));
            match call.name {
                "iter" => Kind::iter(super::into_iter(inner)?),
                _ => inner,
            }
        }
        "as_mut" | "as_deref_mut" => {
            Kind::option(data.map(|data| field(data, 0)))
        }
        "into_iter" => Kind::iter(super::into_iter(Kind::option(value))?),
        "cloned" | "copied" => maps::inner_cloned(&Kind::option(value))?,
        "take" | "replace" | "insert" | "get_or_insert"
        | "get_or_insert_with" => changed(this, value, call)?,
        _ => return Ok(None),
    }))
}

/// What changes the variable that the Option is in.
fn changed(
    this: &Kind,
    value: Option<Kind>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Kind> {
    let Kind::Ref(spot) = this else {
        return Err(format!(
            "`{}` needs a variable that can be changed.",
            call.name
        )
        .into());
    };
    Ok(match call.name {
        "take" => {
            spot.set(Kind::NONE)?;
            Kind::option(value)
        }
        "replace" => {
            spot.set(Kind::some(call.take()?))?;
            Kind::option(value)
        }
        _ => {
            if value.is_none() || call.name == "insert" {
                let new = match call.name {
                    "get_or_insert_with" => {
                        let function = call.take()?;
                        call.call(&function, Vec::new())?
                    }
                    _ => call.take()?,
                };
                spot.set(Kind::some(new))?;
            }
            match spot.get().target() {
                Kind::Data(data) => field(&data, 0),
                other => other,
            }
        }
    })
}

pub(super) fn default_of(hint: &str) -> Kind {
    match crate::hint::head(hint) {
        "String" => Kind::string(""),
        "Vec" => Kind::vec(Vec::new()),
        "f64" | "f32" => Kind::Float(0.0),
        "bool" => Kind::Bool(false),
        "HashMap" | "BTreeMap" | "HashSet" | "BTreeSet" => maps::empty(),
        "Option" => Kind::NONE,
        "VecDeque" => Kind::vec(Vec::new()),
        "char" => Kind::Char('\0'),
        _ => Kind::Int(0),
    }
}

fn result(
    result: Result<Kind, Kind>,
    data: Option<&Rc<Data>>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let machine = call.machine.clone();
    let panicked = |why: &str, value: &Kind| {
        let value = crate::show::debug(&machine, value);
        format!("The program panicked: {why}: {value}")
    };
    Ok(Some(match call.name {
        "is_ok" => Kind::Bool(result.is_ok()),
        "is_err" => Kind::Bool(result.is_err()),
        "is_ok_and" => {
            let function = call.take()?;
            match result {
                Ok(value) => Kind::Bool(call.asks(&function, vec![value])?),
                Err(_) => Kind::Bool(false),
            }
        }
        "ok" => Kind::option(result.ok()),
        "err" => Kind::option(result.err()),
        "unwrap" => result.map_err(|error| {
            panicked("called `Result::unwrap()` on an `Err` value", &error)
        })?,
        "expect" => {
            let why = call.text()?;
            result.map_err(|error| panicked(&why, &error))?
        }
        "unwrap_err" => match result {
            Err(error) => error,
            Ok(value) => {
                return Err(panicked(
                    "called `Result::unwrap_err()` on an `Ok` value",
                    &value,
                )
                .into());
            }
        },
        "unwrap_or" => {
            let other = call.take()?;
            result.unwrap_or(other)
        }
        "unwrap_or_else" => {
            let function = call.take()?;
            match result {
                Ok(value) => value,
                Err(error) => call.call(&function, vec![error])?,
            }
        }
        "unwrap_or_default" => result.unwrap_or_else(|_| default_of(call.hint)),
        "map" => {
            let function = call.take()?;
            match result {
                Ok(value) => Kind::ok(call.call(&function, vec![value])?),
                Err(error) => Kind::err(error),
            }
        }
        "map_err" => {
            let function = call.take()?;
            match result {
                Ok(value) => Kind::ok(value),
                Err(error) => Kind::err(call.call(&function, vec![error])?),
            }
        }
        "map_or" => {
            let (other, function) = (call.take()?, call.take()?);
            match result {
                Ok(value) => call.call(&function, vec![value])?,
                Err(_) => other,
            }
        }
        "and_then" => {
            let function = call.take()?;
            match result {
                Ok(value) => call.call(&function, vec![value])?,
                Err(error) => Kind::err(error),
            }
        }
        "or_else" => {
            let function = call.take()?;
            match result {
                Ok(value) => Kind::ok(value),
                Err(error) => call.call(&function, vec![error])?,
            }
        }
        "transpose" => match result {
            Ok(value) => match super::iterators::some(&value)? {
                Some(value) => Kind::some(Kind::ok(value)),
                None => Kind::NONE,
            },
            Err(error) => Kind::some(Kind::err(error)),
        },
        "as_ref" | "as_deref" => {
            Kind::result(result.map(Kind::borrowed).map_err(Kind::borrowed))
        }
        "as_mut" => {
            let field = data.map(|data| field(data, 0)).unwrap_or(Kind::Unset);
            Kind::result(match result {
                Ok(_) => Ok(field),
                Err(_) => Err(field),
            })
        }
        "iter" | "into_iter" => {
            Kind::iter(super::into_iter(Kind::option(result.ok()))?)
        }
        "cloned" | "copied" => match result {
            Ok(value) => Kind::ok(super::cloned(&value.target())?),
            Err(error) => Kind::err(error),
        },
        _ => return Ok(None),
    }))
}

fn poll(
    value: Option<Kind>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    Ok(Some(match call.name {
        "is_ready" => Kind::Bool(value.is_some()),
        "is_pending" => Kind::Bool(value.is_none()),
        "map" => {
            let function = call.take()?;
            match value {
                Some(value) => Kind::data(
                    tags::READY,
                    vec![call.call(&function, vec![value])?],
                ),
                None => Kind::Bare(tags::PENDING),
            }
        }
        _ => return Ok(None),
    }))
}

/// What `select` gives is an Either of pairs.
fn either(value: &Kind, call: &mut Call<'_, '_, '_>) -> Outcome<Option<Kind>> {
    Ok(Some(match (call.name, value) {
        ("factor_first", Kind::Data(pair)) => first(pair)?,
        ("into_inner", value) => value.clone(),
        _ => return Ok(None),
    }))
}

fn first(pair: &Rc<Data>) -> Outcome<Kind> {
    let fields = pair.fields.borrow();
    match fields.as_slice() {
        [first, second] => Ok(Kind::tuple(vec![first.clone(), second.clone()])),
        _ => Err("`factor_first` needs what `select` gives.".into()),
    }
}
