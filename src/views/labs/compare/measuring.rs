//! What measures the cells, which comes with the first press of Run.

use super::web::web;
use crate::experiments::compare::{Kept, Plan, Step, run};
use crate::views::later_code::later_code;
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
