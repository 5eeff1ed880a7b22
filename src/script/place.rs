//! What a reference leads to.

use crate::builtins::Native;
use crate::fault::Outcome;
use crate::value::{CellValue, Data, Kind, List};
use std::cell::RefCell;
use std::rc::Rc;

/// Where a value is that somebody refers to.
pub(crate) enum Spot {
    /// The value itself: it is shared, or does not change while it is referred
    /// to.
    Alias(Kind),
    /// A variable.
    Variable(Rc<RefCell<Kind>>),
    /// A field.
    Field(Rc<Data>, usize),
    /// An item.
    Item(Rc<List>, usize),
    /// The content of a `RefCell`.
    Content(Rc<CellValue>),
    /// What a guard guards.
    Guarded(Rc<dyn Native>),
}

impl Spot {
    /// What is there.
    pub(crate) fn get(&self) -> Kind {
        match self {
            Self::Alias(value) => value.clone(),
            Self::Variable(cell) => cell.borrow().clone(),
            Self::Field(data, place) => item(&data.fields.borrow(), *place),
            Self::Item(list, place) => item(&list.items.borrow(), *place),
            Self::Content(cell) => cell.value.borrow().clone(),
            Self::Guarded(guard) => guard.get().unwrap_or(Kind::Unset),
        }
    }

    /// Puts `value` there.
    pub(crate) fn set(&self, value: Kind) -> Outcome<()> {
        // What was there is dropped when nothing is borrowed any more.
        let _before = match self {
            Self::Alias(Kind::Ref(spot)) => return spot.set(value),
            Self::Alias(Kind::Native(native)) => {
                native.set(value)?;
                return Ok(());
            }
            Self::Alias(there) => return overwrite(there, value),
            Self::Variable(cell) => cell.replace(value),
            Self::Field(data, place) => {
                swap(&mut data.fields.borrow_mut(), *place, value)
            }
            Self::Item(list, place) => {
                swap(&mut list.items.borrow_mut(), *place, value)
            }
            Self::Content(cell) => cell.value.replace(value),
            Self::Guarded(guard) => {
                guard.set(value)?;
                return Ok(());
            }
        };
        Ok(())
    }
}

/// Gives data that is shared by who refers to it another content.
fn overwrite(there: &Kind, value: Kind) -> Outcome<()> {
    match (there, value) {
        (Kind::String(there), Kind::String(text)) => {
            let text = text.borrow().clone();
            there.replace(text);
        }
        (Kind::List(there), Kind::List(list)) => {
            let items = list.items.borrow().clone();
            drop(there.items.replace(items));
        }
        (Kind::Map(there), Kind::Map(map)) => {
            let map = map.borrow().clone();
            drop(there.replace(map));
        }
        (Kind::Data(there), Kind::Data(data)) if there.tag == data.tag => {
            let fields = data.fields.borrow().clone();
            drop(there.fields.replace(fields));
        }
        (Kind::Shared(there), value) => {
            drop(there.shared.replace(value));
        }
        (there, _) => {
            return Err(format!(
                "This reference leads to {}, which cannot be changed from here: make it `&mut`.",
                there.noun()
            )
            .into());
        }
    }
    Ok(())
}

fn item(items: &[Kind], place: usize) -> Kind {
    items.get(place).cloned().unwrap_or(Kind::Unset)
}

fn swap(items: &mut [Kind], place: usize, value: Kind) -> Kind {
    match items.get_mut(place) {
        Some(item) => std::mem::replace(item, value),
        None => Kind::Unset,
    }
}

impl Kind {
    /// What a chain of references, smart pointers and guards leads to.
    pub(crate) fn target(&self) -> Self {
        let mut value = self.clone();
        while let Some(next) = value.one_step() {
            value = next;
        }
        value
    }

    /// What one reference, smart pointer or guard leads to; `None` of what is
    /// neither.
    pub(crate) fn one_step(&self) -> Option<Self> {
        match self {
            Self::Ref(spot) => Some(spot.get()),
            Self::Boxed(cell) => Some(cell.borrow().clone()),
            Self::Shared(handle) => Some(handle.shared.borrow().clone()),
            Self::Native(native) => native.get(),
            _ => None,
        }
    }
}
