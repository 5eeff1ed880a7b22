//! `HashMap`, `BTreeMap` and their sets: all in the order of their keys.

use super::iterators::{Iter, into_iter, some};
use super::{Call, cloned};
use crate::fault::Outcome;
use crate::place::Spot;
use crate::value::{Key, KeyText, Kind, tags};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

type Map = RefCell<BTreeMap<Key, Kind>>;

/// The key that a value is; `None` of what cannot be one.
pub(crate) fn key_of(value: &Kind) -> Option<Key> {
    Some(match value.target() {
        Kind::Bool(is) => Key::Bool(is),
        Kind::Int(number) => Key::Int(number),
        Kind::Char(letter) => Key::Char(letter),
        Kind::Str(text) => Key::Text(KeyText {
            text,
            is_string: false,
        }),
        Kind::String(text) => Key::Text(KeyText {
            text: text.borrow().as_str().into(),
            is_string: true,
        }),
        Kind::Unit => Key::Several(Vec::new()),
        Kind::Bare(tag) => Key::Data(tag, Vec::new()),
        // One with a destructor would be there twice.
        Kind::Data(data) if data.machine.is_none() => {
            let fields = data.fields.borrow();
            let keys = fields.iter().map(key_of).collect::<Option<_>>()?;
            match data.tag {
                tags::TUPLE => Key::Several(keys),
                tag => Key::Data(tag, keys),
            }
        }
        Kind::List(list) => {
            let items = list.items.borrow();
            let keys = items.iter().map(key_of).collect::<Option<_>>()?;
            Key::List(keys, list.is_array)
        }
        _ => return None,
    })
}

/// The value that a key is.
pub(crate) fn value_of(key: &Key) -> Kind {
    match key {
        Key::Bool(is) => Kind::Bool(*is),
        Key::Int(number) => Kind::Int(*number),
        Key::Char(letter) => Kind::Char(*letter),
        Key::Text(KeyText { text, is_string }) => match is_string {
            true => Kind::string(&**text),
            false => Kind::Str(text.clone()),
        },
        Key::Several(keys) => Kind::tuple(keys.iter().map(value_of).collect()),
        Key::Data(tag, keys) => {
            Kind::data(*tag, keys.iter().map(value_of).collect())
        }
        Key::List(keys, is_array) => {
            Kind::list(keys.iter().map(value_of).collect(), *is_array)
        }
    }
}

fn key(value: &Kind) -> Outcome<Key> {
    key_of(value).ok_or_else(|| {
        format!(
            "{} cannot be a key here: numbers, texts, and tuples, structs and enums of them can.",
            crate::vm::capital(&value.target().noun())
        )
        .into()
    })
}

fn of(map: BTreeMap<Key, Kind>) -> Kind {
    Kind::Map(Rc::new(RefCell::new(map)))
}

pub(super) fn empty() -> Kind {
    of(BTreeMap::new())
}

pub(super) fn map(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(of(BTreeMap::new()))
}

pub(super) fn set(_: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    Ok(of(BTreeMap::new()))
}

pub(super) fn map_from(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    map_of(into_iter(call.take()?)?.all(call.machine)?)
}

pub(super) fn set_from(call: &mut Call<'_, '_, '_>) -> Outcome<Kind> {
    set_of(into_iter(call.take()?)?.all(call.machine)?)
}

/// The map of pairs.
pub(super) fn map_of(pairs: Vec<Kind>) -> Outcome<Kind> {
    let mut map = BTreeMap::new();
    for pair in pairs {
        let Kind::Data(pair) = pair.target() else {
            return Err("A map is made of pairs.".into());
        };
        let fields = pair.fields.borrow();
        let [name, value] = fields.as_slice() else {
            return Err("A map is made of pairs.".into());
        };
        map.insert(key(name)?, value.clone());
    }
    Ok(of(map))
}

/// The set of items: a map without values.
pub(super) fn set_of(items: Vec<Kind>) -> Outcome<Kind> {
    let keys = items.iter().map(|item| Ok((key(item)?, Kind::Unit)));
    Ok(of(keys.collect::<Outcome<_>>()?))
}

pub(super) fn method(
    map: &Rc<Map>,
    call: &mut Call<'_, '_, '_>,
) -> Outcome<Option<Kind>> {
    let there = |map: &Rc<Map>, key: &Key| {
        let value = map.borrow().get(key).cloned();
        value.map(Kind::borrowed)
    };
    Ok(Some(match call.name {
        "insert" => {
            let name = key(&call.take()?)?;
            match call.arguments.is_empty() {
                true => {
                    let before = map.borrow_mut().insert(name, Kind::Unit);
                    Kind::Bool(before.is_none())
                }
                false => {
                    let value = call.take()?;
                    let before = map.borrow_mut().insert(name, value);
                    Kind::option(before)
                }
            }
        }
        "get" => {
            let name = key(&call.take()?)?;
            Kind::option(there(map, &name))
        }
        "get_mut" => {
            let name = key(&call.take()?)?;
            let spot = Entry(map.clone(), name.clone());
            let is_there = map.borrow().contains_key(&name);
            Kind::option(is_there.then(|| spot.reference()))
        }
        "remove" => {
            let name = key(&call.take()?)?;
            let before = map.borrow_mut().remove(&name);
            match before {
                Some(Kind::Unit) => Kind::Bool(true),
                before => Kind::option(before),
            }
        }
        "contains_key" | "contains" => {
            let name = key(&call.take()?)?;
            Kind::Bool(map.borrow().contains_key(&name))
        }
        "len" => Kind::Int(map.borrow().len() as i64),
        "is_empty" => Kind::Bool(map.borrow().is_empty()),
        "clear" => {
            let dropped = map.take();
            drop(dropped);
            Kind::Unit
        }
        "keys" | "into_keys" => {
            let map = map.borrow();
            let keys = map.keys().map(value_of).map(|key| match call.name {
                "keys" => key.borrowed(),
                _ => key,
            });
            Kind::iter(Iter::items(keys.collect()))
        }
        "values" | "into_values" => {
            let map = map.borrow();
            let values = map.values().cloned().map(|value| match call.name {
                "values" => value.borrowed(),
                _ => value,
            });
            Kind::iter(Iter::items(values.collect()))
        }
        "values_mut" => {
            let keys: Vec<Key> = map.borrow().keys().cloned().collect();
            let values = keys
                .into_iter()
                .map(|key| Entry(map.clone(), key).reference());
            Kind::iter(Iter::items(values.collect()))
        }
        "iter_mut" => Kind::iter(changed(map)),
        "iter" | "into_iter" => {
            let map = Kind::Map(map.clone());
            Kind::iter(into_iter(match call.name {
                "iter" => map.borrowed(),
                _ => map,
            })?)
        }
        "extend" => {
            let items = into_iter(call.take()?)?.all(call.machine)?;
            let is_set =
                map.borrow().values().all(|it| matches!(it, Kind::Unit));
            let pairs = items.iter().all(|it| {
                matches!(it.target(), Kind::Data(data) if data.tag == tags::TUPLE)
            });
            let Kind::Map(more) = (match pairs && !is_set {
                true => map_of(items)?,
                false => set_of(items)?,
            }) else {
                return Ok(None);
            };
            for (name, value) in more.take() {
                let before = map.borrow_mut().insert(name, value);
                drop(before);
            }
            Kind::Unit
        }
        "entry" => {
            let name = key(&call.take()?)?;
            Kind::native(Entry(map.clone(), name))
        }
        _ => return Ok(None),
    }))
}

/// The pairs of a map, whose values can be changed.
pub(super) fn changed(map: &Rc<Map>) -> Iter {
    let keys: Vec<Key> = map.borrow().keys().cloned().collect();
    let pair = |key: Key| {
        let name = value_of(&key).borrowed();
        Kind::tuple(vec![name, Entry(map.clone(), key).reference()])
    };
    Iter::items(keys.into_iter().map(pair).collect())
}

/// A place in a map, where a value is or could be.
struct Entry(Rc<Map>, Key);

impl Entry {
    fn reference(self) -> Kind {
        Kind::Ref(Rc::new(Spot::Guarded(Rc::new(self))))
    }

    fn or_insert(self: Rc<Self>, value: Kind) -> Kind {
        let is_there = self.0.borrow().contains_key(&self.1);
        if !is_there {
            let before = self.0.borrow_mut().insert(self.1.clone(), value);
            drop(before);
        }
        Kind::Ref(Rc::new(Spot::Guarded(self)))
    }
}

impl super::Native for Entry {
    fn noun(&self) -> &'static str {
        "an entry of a map"
    }

    fn get(&self) -> Option<Kind> {
        self.0.borrow().get(&self.1).cloned()
    }

    fn set(&self, value: Kind) -> Outcome<()> {
        let before = self.0.borrow_mut().insert(self.1.clone(), value);
        drop(before);
        Ok(())
    }

    fn method(
        self: Rc<Self>,
        call: &mut Call<'_, '_, '_>,
    ) -> Outcome<Option<Kind>> {
        let is_there = self.0.borrow().contains_key(&self.1);
        Ok(Some(match call.name {
            "or_insert" => {
                let value = call.take()?;
                self.or_insert(value)
            }
            "and_modify" => {
                let function = call.take()?;
                if is_there {
                    let spot = Spot::Guarded(self.clone());
                    call.call(&function, vec![Kind::Ref(Rc::new(spot))])?;
                }
                Kind::Native(self)
            }
            "or_insert_with" => {
                let function = call.take()?;
                let value = match is_there {
                    true => Kind::Unit,
                    false => call.call(&function, Vec::new())?,
                };
                self.or_insert(value)
            }
            // Of what is told by what is called on it: by nothing, a number.
            "or_default" => {
                self.or_insert(super::options::default_of(call.hint))
            }
            _ => return Ok(None),
        }))
    }
}

/// What `Option::cloned` and its like make.
pub(super) fn inner_cloned(value: &Kind) -> Outcome<Kind> {
    Ok(match some(value)? {
        Some(value) => Kind::some(cloned(&value.target())?),
        None => Kind::NONE,
    })
}
