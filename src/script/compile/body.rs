//! A function that is being compiled: its instructions, its variables, its
//! loops.

use super::Compiler;
use crate::code::{Capture, Code, Op};
use crate::fault::At;
use crate::value::Kind;

/// A function, a closure or an async block.
#[derive(Default)]
pub(super) struct Body {
    pub(super) code: Code,
    pub(super) scopes: Vec<Scope>,
    pub(super) loops: Vec<Loop>,
    /// Whether it captures: functions see no variables of others.
    pub(super) captures: bool,
    pub(super) is_move: bool,
    /// Whether it may await.
    pub(super) is_async: bool,
    /// What the instructions are about that come next.
    pub(super) at: At,
    /// Where the last jump leads that is known to lead anywhere.
    pub(super) landed: usize,
    /// What the value is to be that it returns.
    pub(super) hint: Option<String>,
}

/// The variables between two brackets.
#[derive(Default)]
pub(super) struct Scope {
    names: Vec<(String, u32)>,
    first: u32,
}

/// A loop, or a block with a label.
pub(super) struct Loop {
    pub(super) label: Option<String>,
    /// Where the height of the stack is noted.
    pub(super) mark: u32,
    /// The first of the variables that a jump out of it drops.
    pub(super) first: u32,
    /// Where it goes on with its next round; `None` of a block.
    pub(super) head: Option<usize>,
    /// Whether it has a value.
    pub(super) has_value: bool,
    /// The jumps to its end.
    pub(super) ends: Vec<usize>,
}

impl Compiler {
    pub(super) fn body(&mut self) -> &mut Body {
        if self.bodies.is_empty() {
            self.bodies.push(Body::default());
        }
        let last = self.bodies.len() - 1;
        &mut self.bodies[last]
    }

    /// Appends an instruction, and gives its place.
    pub(super) fn emit(&mut self, op: Op) -> usize {
        let body = self.body();
        body.code.ops.push(op);
        let at = body.at;
        body.code.places.push(at);
        body.code.ops.len() - 1
    }

    /// The place of the next instruction.
    pub(super) fn here(&mut self) -> usize {
        self.body().code.ops.len()
    }

    /// What comes next is about this.
    pub(super) fn at(&mut self, at: At) -> At {
        std::mem::replace(&mut self.body().at, at)
    }

    /// Drops the value on top, which nobody needs; one that nobody has seen yet
    /// is not even put there.
    pub(super) fn discard(&mut self) {
        let here = self.here();
        let body = self.body();
        if let Some(Op::Unit) = body.code.ops.last()
            && body.landed != here
        {
            body.code.ops.pop();
            body.code.places.pop();
            return;
        }
        self.emit(Op::Pop);
    }

    /// A jump that is made if the value on top does not hold.
    pub(super) fn jump_unless(&mut self) -> usize {
        let here = self.here();
        let body = self.body();
        if let Some(Op::Binary(op)) = body.code.ops.last()
            && op.compares()
            && body.landed != here
        {
            body.code.ops[here - 1] = Op::JumpUnless(*op, 0);
            return here - 1;
        }
        self.emit(Op::JumpIfNot(0))
    }

    /// Has the jump at a place lead to the next instruction.
    pub(super) fn land(&mut self, jump: usize) {
        let here = self.here() as u32;
        self.body().landed = here as usize;
        self.lead(jump, here);
    }

    fn lead(&mut self, jump: usize, target: u32) {
        match &mut self.body().code.ops[jump] {
            Op::Jump(to) | Op::JumpIf(to) | Op::JumpIfNot(to) => *to = target,
            Op::JumpUnless(_, to) => *to = target,
            Op::Match { otherwise, .. }
            | Op::Next { otherwise, .. }
            | Op::NextInto { otherwise, .. } => *otherwise = target,
            _ => {}
        }
    }

    pub(super) fn constant(&mut self, value: Kind) {
        let body = self.body();
        body.code.constants.push(value);
        let place = body.code.constants.len() as u32 - 1;
        self.emit(Op::Const(place));
    }

    /// A new variable of that name, which is found from now on.
    pub(super) fn variable(&mut self, name: &str) -> u32 {
        let slot = self.slot(name);
        self.show(name, slot);
        slot
    }

    /// A new variable, which nobody finds by its name.
    pub(super) fn slot(&mut self, name: &str) -> u32 {
        let code = &mut self.body().code;
        code.names.push(name.to_owned());
        code.slots += 1;
        code.slots - 1
    }

    /// Has a variable be found by its name from now on.
    pub(super) fn show(&mut self, name: &str, slot: u32) {
        if let Some(scope) = self.body().scopes.last_mut() {
            scope.names.push((name.to_owned(), slot));
        }
    }

    pub(super) fn open_scope(&mut self) {
        let body = self.body();
        let first = body.code.slots;
        body.scopes.push(Scope {
            names: Vec::new(),
            first,
        });
    }

    /// Drops the variables of the innermost scope.
    pub(super) fn close_scope(&mut self) {
        let body = self.body();
        let to = body.code.slots;
        let from = body.scopes.pop().map_or(to, |scope| scope.first);
        self.drop_variables(from, to);
    }

    /// Drops variables, but not those that are captured: they are the
    /// function's, whichever scope has named them first.
    pub(super) fn drop_variables(&mut self, from: u32, to: u32) {
        let captures = self.body().code.captures.iter();
        let mut kept: Vec<u32> = captures
            .map(|capture| capture.inner)
            .filter(|slot| (from..to).contains(slot))
            .collect();
        kept.sort_unstable();
        let mut to = to;
        for slot in kept.into_iter().rev() {
            if slot + 1 < to {
                self.emit(Op::Drop { from: slot + 1, to });
            }
            to = slot;
        }
        if from < to {
            self.emit(Op::Drop { from, to });
        }
    }

    /// Forgets the names of the innermost scope: its variables are dropped with
    /// those around it.
    pub(super) fn forget_scope(&mut self) {
        self.body().scopes.pop();
    }

    /// The slot of the variable of that name in the innermost function, which
    /// captures it if it is one of those around.
    pub(super) fn find(&mut self, name: &str) -> Option<u32> {
        let last = self.bodies.len().checked_sub(1)?;
        self.find_in(last, name)
    }

    fn find_in(&mut self, place: usize, name: &str) -> Option<u32> {
        let body = self.bodies.get(place)?;
        let scopes = body.scopes.iter().rev();
        let mut names = scopes.flat_map(|scope| scope.names.iter().rev());
        if let Some((_, slot)) = names.find(|(known, _)| known == name) {
            return Some(*slot);
        }
        if !body.captures {
            return None;
        }
        let outer = self.find_in(place.checked_sub(1)?, name)?;
        let body = &mut self.bodies[place];
        let inner = body.code.slots;
        body.code.slots += 1;
        body.code.names.push(name.to_owned());
        body.code.captures.push(Capture {
            outer,
            inner,
            is_moved: body.is_move,
        });
        // It is found in all of the function from now on.
        body.scopes
            .first_mut()?
            .names
            .insert(0, (name.to_owned(), inner));
        Some(inner)
    }

    /// All names that are found here, for sentences.
    pub(super) fn visible(&self) -> Vec<String> {
        let scopes = self.bodies.iter().flat_map(|body| &body.scopes);
        let names = scopes.flat_map(|scope| &scope.names);
        names.map(|(name, _)| name.clone()).collect()
    }

    /// Begins a function.
    pub(super) fn begin(&mut self, body: Body) {
        self.bodies.push(body);
        self.open_scope();
    }

    /// Ends the innermost function, whose value is on top, and puts it where its
    /// number says.
    pub(super) fn end(&mut self, number: u32) {
        self.emit(Op::Return);
        if let Some(body) = self.bodies.pop() {
            self.codes[number as usize] = Some(body.code);
        }
    }

    /// The first of the variables that are the innermost scope's.
    pub(super) fn first_of_scope(&mut self) -> u32 {
        let body = self.body();
        body.scopes.last().map_or(0, |scope| scope.first)
    }
}
