//! What measures the cells, which comes with the first press of Run.

use super::web::web;
use crate::experiments::compare::{Kept, Plan, Step, run};
use crate::views::later_code::{LaterCode, later_code};
use futures::future::LocalBoxFuture;
use std::rc::Rc;

later_code! {
    in compare_run, by load:
    pub(super) fn measure(
        plan: Rc<Plan>,
        kept: Kept,
        cores: usize,
        was_hidden: Rc<dyn Fn() -> bool>,
        on_change: Box<dyn Fn(usize, Step)>
    ) -> LocalBoxFuture<'static, ()> {
        Box::pin(async move {
            run(&plan, &web(cores, was_hidden), &kept, on_change).await;
        })
    }
}

/// Its code, for the whole visit.
#[derive(Clone, Copy)]
pub(super) struct Measuring(pub LaterCode);

impl Measuring {
    /// Not loaded yet.
    pub(super) fn new() -> Self {
        Self(LaterCode::new(|| Box::pin(load())))
    }
}
