//! Random programs, interpreted and run by the crate `futures` itself: the same
//! lines in the same order, the same polls and wakes of each task, and the same
//! ends at the same instants, whatever task is polled first.

mod draw;
mod frame;
mod program;
mod reference;
mod text;

use crate::host::{Order, Ran, Tested, run_in};
use meanwhile_script::compile;
use proptest::collection::vec;
use proptest::prelude::*;
use std::rc::Rc;

const ORDERS: [Order; 3] = [Order::Oldest, Order::Newest, Order::Shuffled(7)];

fn assert_same(text: &str, interpreted: &Ran, wanted: &Ran, order: Order) {
    let Some(fault) = &wanted.fault else {
        assert_eq!(interpreted, wanted, "{order:?}\n{text}");
        return;
    };
    // Only what happens before it is the same: a panic unwinds, and destructors
    // may print then.
    let why = interpreted.fault.as_ref().map(|it| it.message.as_str());
    assert_eq!(why, Some(fault.message.as_str()), "{order:?}\n{text}");
    let lines = &interpreted.lines;
    let (before, after) = lines.split_at(wanted.lines.len().min(lines.len()));
    assert_eq!(before, wanted.lines, "{order:?}\n{text}");
    assert!(after.iter().all(|it| it.starts_with("drop ")), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_random_program_runs_as_rust_would_run_it(
        functions in vec(vec(any::<u8>(), 0..80), 0..4),
        main in vec(vec(any::<u8>(), 0..60), 0..20),
    ) {
        let program = Rc::new(draw::program(&functions, &main));
        let text = text::program(&program);
        let full = format!("use meanwhile::prelude::*;\n{text}");
        let compiled = match compile(&full) {
            Ok(compiled) => Rc::new(compiled),
            Err(faults) => panic!("{faults:?}\n{text}"),
        };
        for order in ORDERS {
            let interpreted =
                run_in(order, |world| compiled.start(Rc::new(Tested(world))));
            let wanted =
                run_in(order, |world| reference::main(program.clone(), world));
            assert_same(&text, &interpreted, &wanted, order);
        }
    }
}
