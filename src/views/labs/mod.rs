//! The labs, each in a folder and each named once here: its folder, its component
//! and the part that its code is.

mod compare;
mod cost;
mod crawl;
mod freeze;
mod race;
mod script;
mod tasks;

use super::later_code::{LaterCode, Source};
use crate::experiments::Experiment;
use crawl::Crawl;
use leptos::prelude::*;

/// Names the labs whose code comes when they are opened: the folder of each and
/// its component.
macro_rules! labs {
    ($($folder:ident :: $Lab:ident,)+) => {
        mod parts {
            $(pub(super) mod $folder {
                use super::super::$folder::$Lab;
                use crate::views::later_code::later_code;
                use leptos::prelude::*;

                later_code! {
                    in $folder, by load:
                    pub(in crate::views::labs) fn view() -> AnyView {
                        $Lab().into_any()
                    }
                }
            })+
        }

        /// The code of a lab.
        pub(super) fn source_of(lab: Experiment) -> Source {
            match lab {
                // The page opens with it.
                Experiment::Crawl => Source {
                    code: LaterCode::here(),
                    view: || Some(Crawl().into_any()),
                },
                $(Experiment::$Lab => Source {
                    code: LaterCode::new(|| Box::pin(parts::$folder::load())),
                    view: parts::$folder::view,
                },)+
            }
        }
    };
}

labs! {
    freeze::Freeze,
    tasks::Tasks,
    race::Race,
    cost::Cost,
    compare::Compare,
    script::Script,
}
