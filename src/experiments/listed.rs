//! Enums that are tables: what is fixed of a variant stands beside it.

/// Declares an enum, what each of its variants has in a table, and `ALL` of
/// them, in the order of the page; `entry` looks a variant up.
///
/// Most tables have a stable id, for links, attributes, style sheets and files,
/// and a name on the page. Such an enum needs no type of its entries, and gets
/// `OPTIONS`, `id`, `name` and `from_id`.
macro_rules! listed {
    (
        $(#[$about:meta])*
        pub enum $Listed:ident: $Entry:ty {
            $($(#[$of_variant:meta])* $Variant:ident = $entry:expr,)+
        }
    ) => {
        $(#[$about])*
        pub enum $Listed {
            $($(#[$of_variant])* $Variant,)+
        }

        impl $Listed {
            const ENTRIES: &'static [$Entry] = &[$($entry),+];

            /// All of them, in the order of the page.
            pub const ALL: [Self; Self::ENTRIES.len()] =
                [$(Self::$Variant),+];

            const fn entry(self) -> &'static $Entry {
                &Self::ENTRIES[self as usize]
            }
        }
    };
    (
        $(#[$about:meta])*
        pub enum $Listed:ident { $($variants:tt)+ }
    ) => {
        $crate::experiments::listed::listed! {
            $(#[$about])*
            pub enum $Listed: (&'static str, &'static str) { $($variants)+ }
        }

        impl $Listed {
            /// The ids and the names of all, as a menu has them.
            pub const OPTIONS: &'static [(&'static str, &'static str)] =
                Self::ENTRIES;

            /// Its stable name, in links, attributes, style sheets and files.
            #[must_use]
            pub const fn id(self) -> &'static str {
                self.entry().0
            }

            /// Its name on the page.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.entry().1
            }

            /// The one of that [`id`](Self::id).
            #[must_use]
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|it| it.id() == id)
            }
        }
    };
}

/// Declares an enum of what has an address on the page. An entry is its name in
/// the address, its name on the page, and what it is about.
macro_rules! addressed {
    (
        $(#[$about:meta])*
        pub enum $Listed:ident { $($variants:tt)+ }
    ) => {
        $crate::experiments::listed::listed! {
            $(#[$about])*
            pub enum $Listed: [&'static str; 3] { $($variants)+ }
        }

        impl $Listed {
            /// Its name in the address.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                self.entry()[0]
            }

            /// Its name on the page.
            #[must_use]
            pub const fn name(self) -> &'static str {
                self.entry()[1]
            }

            /// What it is about.
            #[must_use]
            pub const fn about(self) -> &'static str {
                self.entry()[2]
            }

            /// The fragment of the address that leads to it as that `query` says.
            #[must_use]
            pub fn hash(self, query: &str) -> String {
                let mark = if query.is_empty() { "" } else { "?" };
                format!("#/{}{mark}{query}", self.slug())
            }
        }
    };
}

pub(super) use {addressed, listed};
