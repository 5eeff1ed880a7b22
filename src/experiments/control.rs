//! A control of a lab, described once: its link, its form and its tests all read
//! it off here.

use super::link::{Note, add, parameters};
use super::number::{decimal_from, decimal_text, whole_from};

/// A control by which the visitor sets a part of a `Setup`.
pub struct Control<Setup: 'static> {
    /// Name of its parameter in links.
    pub id: &'static str,
    /// Accessible name of its field, or the words before its menu.
    pub label: &'static str,
    /// What it does: its tooltip.
    pub help: &'static str,
    /// What its value may be.
    pub takes: Takes<Setup>,
}

/// What the value of a control may be, how it is read off a setup, and how it is
/// put into one.
pub enum Takes<Setup: 'static> {
    /// A whole number.
    Whole {
        /// What it is a number of: `whole number` where that is plain.
        noun: &'static str,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
        /// Its value; `None` if the setup leaves it to the page.
        get: fn(&Setup) -> Option<u64>,
        /// Sets it to a number in its range.
        set: fn(&mut Setup, u64),
    },
    /// A number that may have decimals.
    Decimal {
        /// What it is a number of.
        noun: &'static str,
        /// The least.
        min: f64,
        /// The most.
        max: f64,
        /// Its value.
        get: fn(&Setup) -> f64,
        /// Sets it to a number in its range.
        set: fn(&mut Setup, f64),
    },
    /// One of several options.
    One {
        /// Their names in links, and as the page calls them.
        options: &'static [(&'static str, &'static str)],
        /// What the names in links count, in brackets; may be empty.
        unit: &'static str,
        /// Name of the chosen one.
        get: fn(&Setup) -> String,
        /// Sets it to the one of that name; `None` if there is none.
        set: fn(&mut Setup, &str) -> Option<()>,
    },
    /// Any number of several options.
    Several {
        /// Names of all, in the order of the page.
        all: fn() -> Vec<&'static str>,
        /// Names of those that are chosen, in that order.
        get: fn(&Setup) -> Vec<&'static str>,
        /// Sets it to those in a list with commas; `None` if one is unknown.
        set: fn(&mut Setup, &str) -> Option<()>,
    },
    /// One of too many options to be told in a sentence.
    Named {
        /// What it may be.
        expected: &'static str,
        /// Name of the chosen one.
        get: fn(&Setup) -> String,
        /// Sets it to the one of that name; `None` if there is none.
        set: fn(&mut Setup, &str) -> Option<()>,
    },
}

impl<Setup> Control<Setup> {
    /// What its value may be, to stand behind “it is” and “enter”.
    #[must_use]
    pub fn expected(&self) -> String {
        match &self.takes {
            Takes::Whole { noun, min, max, .. } => {
                format!("a {noun} from {min} to {max}")
            }
            Takes::Decimal { noun, min, max, .. } => {
                let [min, max] = [*min, *max].map(decimal_text);
                format!("a {noun} from {min} to {max}")
            }
            Takes::One { options, unit, .. } => {
                let (last, others) = options.split_last().unzip();
                let others = others.unwrap_or_default();
                let others: Vec<_> = others.iter().map(|it| it.0).collect();
                let last = last.map_or("", |it| it.0);
                format!("{} or {last}{unit}", others.join(", "))
            }
            Takes::Several { all, .. } => {
                format!("a list of {}", all().join(", "))
            }
            Takes::Named { expected, .. } => (*expected).to_owned(),
        }
    }

    /// Its options, if it is [`Takes::One`] of them: their names in links, and as
    /// the page calls them.
    #[must_use]
    pub fn options(&self) -> &'static [(&'static str, &'static str)] {
        match self.takes {
            Takes::One { options, .. } => options,
            _ => &[],
        }
    }

    /// Its value in `setup`, as a link and a field have it; `None` if the setup
    /// leaves it to the page.
    #[must_use]
    pub fn text(&self, setup: &Setup) -> Option<String> {
        match self.takes {
            Takes::Whole { get, .. } => get(setup).map(|it| it.to_string()),
            Takes::Decimal { get, .. } => Some(decimal_text(get(setup))),
            Takes::Several { get, .. } => Some(get(setup).join(",")),
            Takes::One { get, .. } | Takes::Named { get, .. } => {
                Some(get(setup))
            }
        }
    }

    /// Puts a value into `setup`; `None`, and nothing happens, if it cannot be
    /// one.
    pub fn set(&self, setup: &mut Setup, text: &str) -> Option<()> {
        match self.takes {
            Takes::Whole { min, max, set, .. } => {
                let number = whole_from(text)?;
                (min..=max).contains(&number).then(|| set(setup, number))
            }
            Takes::Decimal { min, max, set, .. } => {
                let number = decimal_from(text)?;
                (min..=max).contains(&number).then(|| set(setup, number))
            }
            Takes::One { set, .. }
            | Takes::Several { set, .. }
            | Takes::Named { set, .. } => set(setup, text),
        }
    }
}

impl<Setup> Control<Setup> {
    /// A control of a whole number.
    pub(super) const fn whole(
        id: &'static str,
        label: &'static str,
        help: &'static str,
        (min, max): (u64, u64),
        get: fn(&Setup) -> Option<u64>,
        set: fn(&mut Setup, u64),
    ) -> Self {
        Self {
            id,
            label,
            help,
            takes: Takes::Whole {
                noun: "whole number",
                min,
                max,
                get,
                set,
            },
        }
    }

    /// A control of one of several options.
    pub(super) const fn one(
        id: &'static str,
        label: &'static str,
        help: &'static str,
        options: &'static [(&'static str, &'static str)],
        get: fn(&Setup) -> String,
        set: fn(&mut Setup, &str) -> Option<()>,
    ) -> Self {
        Self {
            id,
            label,
            help,
            takes: Takes::One {
                options,
                unit: "",
                get,
                set,
            },
        }
    }

    /// The control of what a run compares: any number of `all`.
    pub(super) const fn compared(
        label: &'static str,
        all: fn() -> Vec<&'static str>,
        get: fn(&Setup) -> Vec<&'static str>,
        set: fn(&mut Setup, &str) -> Option<()>,
    ) -> Self {
        Self {
            id: "run",
            label,
            help: "",
            takes: Takes::Several { all, get, set },
        }
    }
}

/// What the controls of a lab set, and its links say.
pub trait Linked: Default + 'static {
    /// Its controls, in the order of links.
    const CONTROLS: &'static [&'static Control<Self>];

    /// The parameter of its links whose value is compressed, if it has one. No
    /// control describes it: the code that reads it comes later.
    const PACKED: Option<&'static str> = None;

    /// Mends what its controls alone do not rule out, with a note of it.
    fn mend(&mut self) -> Option<Note> {
        None
    }
}

/// Writes `setup` as the query of a link, without a question mark: by its
/// controls, without those that are as by default.
#[must_use]
pub fn query_from_setup<Setup: Linked>(setup: &Setup) -> String {
    query_by(Setup::CONTROLS, setup)
}

/// Writes of `setup` what some of its controls say, without what is as by
/// default.
pub(super) fn query_by<Setup: Default>(
    controls: &[&Control<Setup>],
    setup: &Setup,
) -> String {
    let default = Setup::default();
    let mut query = String::new();
    for control in controls {
        let text = control.text(setup);
        if text != control.text(&default) {
            add(&mut query, control.id, text.unwrap_or_default());
        }
    }
    query
}

/// Reads the query of a link into the default setup: the setup, and what could
/// not be followed.
#[must_use]
pub fn setup_from_query<Setup: Linked>(query: &str) -> (Setup, Vec<Note>) {
    let mut setup = Setup::default();
    let mut notes = Vec::new();
    for (name, value) in parameters(query) {
        notes.extend(read_parameter(&mut setup, &name, value).err());
    }
    notes.extend(setup.mend());
    (setup, notes)
}

/// Reads the parameter `name` into `setup`.
pub(super) fn read_parameter<Setup: Linked>(
    setup: &mut Setup,
    name: &str,
    value: String,
) -> Result<(), Note> {
    let named = Setup::CONTROLS.iter().find(|it| it.id == name);
    let control = named.ok_or_else(|| Note::Unknown(name.to_owned()))?;
    control.set(setup, &value).ok_or_else(|| Note::BadValue {
        name: control.id,
        value,
        expected: control.expected(),
    })
}

/// Puts a value in its place if there is one, for the `set` of a control.
pub(super) fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

/// What a list of ids names of `all`, in that order; `None` if an id names
/// nothing.
pub(super) fn chosen<T: Copy + PartialEq>(
    list: &str,
    all: &[T],
    from_id: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let ids = list.split(',').filter(|id| !id.is_empty());
    let wanted: Option<Vec<T>> = ids.map(from_id).collect();
    let wanted = wanted?;
    let is_wanted = |it: &T| wanted.contains(it);
    Some(all.iter().copied().filter(is_wanted).collect())
}

/// What is chosen of a list, for [`Takes::Several`].
pub(super) fn ids<T: Copy>(
    chosen: &[T],
    id: fn(T) -> &'static str,
) -> Vec<&'static str> {
    chosen.iter().copied().map(id).collect()
}
