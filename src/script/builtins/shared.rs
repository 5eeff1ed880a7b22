//! `Rc`, `Arc`, `Cell` and `RefCell`.

use super::{Call, Native};
use crate::fault::Outcome;
use crate::place::Spot;
use crate::value::{CellValue, Handle, Kind};
use std::cell::RefCell;
use std::rc::Rc;

fn handle(value: &Kind, call: &Call<'_, '_, '_>) -> Outcome<Rc<Handle>> {
    let mut value = value.clone();
    loop {
        match value {
            Kind::Shared(handle) => return Ok(handle),
            Kind::Ref(spot) => value = spot.get(),
            other => return Err(call.wrong("an Rc", &other)),
        }
    }
}

pub(super) fn strong_count(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = call.take()?;
    let handle = handle(&value, call)?;
    Ok(Kind::Int(Rc::strong_count(&handle.shared) as i64))
}

/// A reference that does not keep what it leads to.
struct Weak(std::rc::Weak<RefCell<Kind>>);

impl Native for Weak {
    fn noun(&self) -> &'static str {
        "a Weak"
    }

    fn text(&self) -> Option<String> {
        Some("(Weak)".to_owned())
    }

    fn cloned(&self) -> Option<Kind> {
        Some(Kind::native(Self(self.0.clone())))
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        Ok(match call.name {
            "upgrade" => Some(Kind::option(
                self.0
                    .upgrade()
                    .map(|shared| Kind::Shared(Rc::new(Handle { shared }))),
            )),
            _ => None,
        })
    }
}

pub(super) fn downgrade(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = call.take()?;
    let handle = handle(&value, call)?;
    Ok(Kind::native(Weak(Rc::downgrade(&handle.shared))))
}

pub(super) fn weak(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(Kind::native(Weak(std::rc::Weak::new())))
}

pub(super) fn is_same(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let (one, other) = (call.take()?, call.take()?);
    let (one, other) = (handle(&one, call)?, handle(&other, call)?);
    Ok(Kind::Bool(Rc::ptr_eq(&one.shared, &other.shared)))
}

pub(super) fn try_unwrap(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    let value = call.take()?;
    let handle = handle(&value, call)?;
    Ok(match Rc::strong_count(&handle.shared) {
        1 => Kind::ok(handle.shared.borrow().clone()),
        _ => Kind::err(value),
    })
}

/// Calls a method of a `Cell` or a `RefCell`.
pub(super) fn cell_method(
    cell: &Rc<CellValue>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let is_ref_cell = cell.is_ref_cell.get();
    let content = || Kind::Ref(Rc::new(Spot::Content(cell.clone())));
    Ok(Some(match call.name {
        "get" if !is_ref_cell => {
            let value = cell.value.borrow().clone();
            match call.machine.is_copy(&value) {
                true => value.copied(),
                false => {
                    return Err("`get` of a Cell needs a value that is copied: use a RefCell."
                        .into());
                }
            }
        }
        "set" if !is_ref_cell => {
            let value = call.take()?;
            let before = cell.value.replace(value);
            drop(before);
            Kind::Unit
        }
        "update" if !is_ref_cell => {
            let function = call.take()?;
            let value = cell.value.borrow().clone();
            let value = call.call(&function, vec![value])?;
            let before = cell.value.replace(value);
            drop(before);
            Kind::Unit
        }
        "take" => {
            let value = cell.value.borrow().clone();
            let empty = match &value {
                Kind::Int(_) => Kind::Int(0),
                Kind::Float(_) => Kind::Float(0.0),
                Kind::Bool(_) => Kind::Bool(false),
                Kind::String(_) => Kind::string(""),
                Kind::List(_) => Kind::vec(Vec::new()),
                _ => Kind::NONE,
            };
            cell.value.replace(empty)
        }
        "replace" => {
            let value = call.take()?;
            cell.value.replace(value)
        }
        "into_inner" => cell.value.borrow().clone(),
        "borrow" | "borrow_mut" if is_ref_cell => content(),
        "get_mut" => content(),
        _ => return Ok(None),
    }))
}
