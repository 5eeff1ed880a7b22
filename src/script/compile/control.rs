//! Blocks, conditions and loops.

use super::Compiler;
use super::body::Loop;
use crate::code::Op;
use crate::fault::At;
use syn::spanned::Spanned;

impl Compiler {
    /// A block; its value is on top when its variables are dropped.
    pub(super) fn block_value(
        &mut self,
        block: &syn::Block,
        hint: Option<&str>,
    ) {
        self.open_scope();
        let mut has_value = false;
        for (place, statement) in block.stmts.iter().enumerate() {
            let is_last = place + 1 == block.stmts.len();
            has_value = self.statement(statement, is_last, hint);
        }
        if !has_value {
            self.emit(Op::Unit);
        }
        self.close_scope();
    }

    /// A statement; whether it has left its value on the stack, since it is the
    /// last.
    fn statement(
        &mut self,
        statement: &syn::Stmt,
        is_last: bool,
        hint: Option<&str>,
    ) -> bool {
        match statement {
            syn::Stmt::Local(local) => {
                let before = self.at(At::of(local.span()));
                self.local(local);
                self.at(before);
                false
            }
            syn::Stmt::Item(item) => {
                // Those of a function are gathered before it is compiled.
                let is_gathered = self.body().scopes.len() <= 2;
                if !is_gathered
                    && !matches!(item, syn::Item::Use(_) | syn::Item::Type(_))
                {
                    self.fault(
                        item,
                        "Put this outside of the block: items within blocks are not part of \
                         this playground.",
                    );
                }
                false
            }
            syn::Stmt::Expr(expr, semi) => {
                self.hinted(expr, hint.filter(|_| is_last && semi.is_none()));
                if is_last && semi.is_none() {
                    return true;
                }
                self.discard();
                false
            }
            syn::Stmt::Macro(called) => {
                let before = self.at(At::of(called.span()));
                self.macro_value(&called.mac);
                self.at(before);
                if is_last && called.semi_token.is_none() {
                    return true;
                }
                self.discard();
                false
            }
        }
    }

    fn local(&mut self, local: &syn::Local) {
        let (pattern, hint) = match &local.pat {
            syn::Pat::Type(typed) => (&*typed.pat, self.type_hint(&typed.ty)),
            pattern => (pattern, None),
        };
        let Some(init) = &local.init else {
            match pattern {
                syn::Pat::Ident(name) => {
                    let slot = self.variable(&name.ident.to_string());
                    // In a loop it may have had one.
                    self.emit(Op::Drop {
                        from: slot,
                        to: slot + 1,
                    });
                }
                _ => self.fault(local, "This needs a value."),
            }
            return;
        };
        match pattern {
            // Binds nothing, and moves nothing.
            syn::Pat::Wild(_) => {
                self.place(&init.expr);
                self.discard();
            }
            _ => {
                match has_ref(pattern) {
                    // What it refers to stays where it is.
                    true => self.place(&init.expr),
                    false => self.hinted(&init.expr, hint.as_deref()),
                }
                match &init.diverge {
                    None => self.bind_pattern(pattern),
                    Some((_, otherwise)) => {
                        let pattern = self.pattern(pattern);
                        let jump = self.emit(Op::Match {
                            pattern,
                            otherwise: 0,
                        });
                        let end = self.emit(Op::Jump(0));
                        self.land(jump);
                        self.value(otherwise);
                        self.discard();
                        self.land(end);
                    }
                }
            }
        }
    }

    pub(super) fn block(&mut self, block: &syn::ExprBlock, hint: Option<&str>) {
        let Some(label) = &block.label else {
            return self.block_value(&block.block, hint);
        };
        let label = Some(label.name.ident.to_string());
        self.open_loop(label, None, true);
        self.block_value(&block.block, hint);
        self.close_loop();
    }

    /// Begins what `break` can leave.
    fn open_loop(
        &mut self,
        label: Option<String>,
        head: Option<usize>,
        has_value: bool,
    ) {
        let mark = self.slot("mark");
        self.emit(Op::Mark(mark));
        let first = self.body().code.slots;
        self.body().loops.push(Loop {
            label,
            mark,
            first,
            head,
            has_value,
            ends: Vec::new(),
        });
    }

    /// Ends it: that is where `break` leads.
    fn close_loop(&mut self) {
        let ends = self.body().loops.pop().map(|it| it.ends);
        for end in ends.unwrap_or_default() {
            self.land(end);
        }
    }

    fn begin_loop(
        &mut self,
        label: Option<&syn::Label>,
        has_value: bool,
    ) -> usize {
        let label = label.map(|label| label.name.ident.to_string());
        self.open_loop(label, None, has_value);
        let head = self.here();
        if let Some(looped) = self.body().loops.last_mut() {
            looped.head = Some(head);
        }
        head
    }

    pub(super) fn endless_loop(&mut self, looped: &syn::ExprLoop) {
        let head = self.begin_loop(looped.label.as_ref(), true);
        self.block_value(&looped.body, None);
        self.discard();
        self.emit(Op::Jump(head as u32));
        self.close_loop();
    }

    pub(super) fn while_loop(&mut self, looped: &syn::ExprWhile) {
        let head = self.begin_loop(looped.label.as_ref(), false);
        self.open_scope();
        let first = self.first_of_scope();
        let ends = self.condition(&looped.cond);
        self.block_value(&looped.body, None);
        self.discard();
        let to = self.body().code.slots;
        self.drop_variables(first, to);
        self.emit(Op::Jump(head as u32));
        for end in ends {
            self.land(end);
        }
        self.close_scope();
        self.close_loop();
        self.emit(Op::Unit);
    }

    pub(super) fn for_loop(&mut self, looped: &syn::ExprForLoop) {
        self.value(&looped.expr);
        self.emit(Op::IntoIter);
        let iter = self.slot("iterator");
        self.emit(Op::Bind(iter));
        let head = self.begin_loop(looped.label.as_ref(), false);
        self.open_scope();
        let next = match simple_name(&looped.pat) {
            Some(name) => {
                let to = self.variable(&name);
                self.emit(Op::NextInto {
                    slot: iter,
                    to,
                    otherwise: 0,
                })
            }
            None => {
                let next = self.emit(Op::Next {
                    slot: iter,
                    otherwise: 0,
                });
                self.bind_pattern(&looped.pat);
                next
            }
        };
        self.block_value(&looped.body, None);
        self.discard();
        self.close_scope();
        self.emit(Op::Jump(head as u32));
        self.land(next);
        self.close_loop();
        self.emit(Op::Drop {
            from: iter,
            to: iter + 1,
        });
        self.emit(Op::Unit);
    }

    /// The place of the loop that a jump is about, among those of the function.
    fn loop_of(&mut self, label: Option<&syn::Lifetime>) -> Option<usize> {
        let loops = &self.body().loops;
        let mut places = (0..loops.len()).rev();
        places.find(|place| {
            let looped = &loops[*place];
            match label {
                Some(label) => {
                    looped.label.as_ref().is_some_and(|it| label.ident == it)
                }
                None => looped.head.is_some(),
            }
        })
    }

    pub(super) fn leave(&mut self, leave: &syn::ExprBreak) {
        let Some(place) = self.loop_of(leave.label.as_ref()) else {
            self.fault(leave, "There is no such loop to leave.");
            self.emit(Op::Unit);
            return;
        };
        let looped = &self.body().loops[place];
        let (mark, first) = (looped.mark, looped.first);
        let has_value = looped.has_value;
        match &leave.expr {
            Some(value) if has_value => self.value(value),
            Some(value) => {
                self.fault(
                    value,
                    "Only `loop` and a block with a label have a value.",
                );
            }
            None if has_value => {
                self.emit(Op::Unit);
            }
            None => {}
        }
        self.emit(match has_value {
            true => Op::Cut(mark),
            false => Op::CutAll(mark),
        });
        let to = self.body().code.slots;
        self.drop_variables(first, to);
        let jump = self.emit(Op::Jump(0));
        self.body().loops[place].ends.push(jump);
        // Nobody comes here; what follows takes a value from the stack.
        self.emit(Op::Unit);
    }

    pub(super) fn next_round(&mut self, next: &syn::ExprContinue) {
        let place = self.loop_of(next.label.as_ref());
        let head = place.and_then(|place| {
            let looped = &self.body().loops[place];
            Some((looped.mark, looped.first, looped.head?))
        });
        let Some((mark, first, head)) = head else {
            self.fault(next, "There is no such loop to go on with.");
            self.emit(Op::Unit);
            return;
        };
        self.emit(Op::CutAll(mark));
        let to = self.body().code.slots;
        self.drop_variables(first, to);
        self.emit(Op::Jump(head as u32));
        self.emit(Op::Unit);
    }

    /// A condition: goes on if it holds, and gives the jumps to where it does
    /// not. What it binds belongs to the innermost scope.
    pub(super) fn condition(&mut self, expr: &syn::Expr) -> Vec<usize> {
        let before = self.at(At::of(expr.span()));
        let jumps = match expr {
            syn::Expr::Binary(both)
                if matches!(both.op, syn::BinOp::And(_)) =>
            {
                let mut jumps = self.condition(&both.left);
                jumps.extend(self.condition(&both.right));
                jumps
            }
            syn::Expr::Paren(paren) => self.condition(&paren.expr),
            syn::Expr::Let(bound) => {
                // What is taken apart stays where it is, if it is somewhere.
                self.place(&bound.expr);
                let pattern = self.pattern(&bound.pat);
                let jump = self.emit(Op::Match {
                    pattern,
                    otherwise: 0,
                });
                vec![jump]
            }
            _ => {
                self.value(expr);
                vec![self.jump_unless()]
            }
        };
        self.at(before);
        jumps
    }

    pub(super) fn branch(&mut self, branch: &syn::ExprIf, hint: Option<&str>) {
        self.open_scope();
        let first = self.first_of_scope();
        let otherwise = self.condition(&branch.cond);
        self.block_value(&branch.then_branch, hint);
        let to = self.body().code.slots;
        self.drop_variables(first, to);
        let end = self.emit(Op::Jump(0));
        for jump in otherwise {
            self.land(jump);
        }
        // What a condition bound that did not hold as a whole.
        self.drop_variables(first, to);
        self.forget_scope();
        match &branch.else_branch {
            Some((_, otherwise)) => self.hinted(otherwise, hint),
            None => {
                self.emit(Op::Unit);
            }
        }
        self.land(end);
    }

    pub(super) fn choice(
        &mut self,
        choice: &syn::ExprMatch,
        hint: Option<&str>,
    ) {
        self.open_scope();
        self.place(&choice.expr);
        let slot = self.slot("matched");
        self.emit(Op::Bind(slot));
        let mut ends = Vec::new();
        for arm in &choice.arms {
            self.open_scope();
            let first = self.first_of_scope();
            self.emit(Op::Alias(slot));
            let pattern = self.pattern(&arm.pat);
            let no = self.emit(Op::Match {
                pattern,
                otherwise: 0,
            });
            let mut others = vec![no];
            if let Some((_, guard)) = &arm.guard {
                others.extend(self.condition(guard));
            }
            self.hinted(&arm.body, hint);
            let to = self.body().code.slots;
            self.drop_variables(first, to);
            ends.push(self.emit(Op::Jump(0)));
            for jump in others {
                self.land(jump);
            }
            self.forget_scope();
        }
        self.constant(crate::value::Kind::str(
            "no arm of this match is for this value",
        ));
        self.emit(Op::Panic);
        for end in ends {
            self.land(end);
        }
        self.close_scope();
    }
}

/// Whether a pattern binds references, by `ref`.
fn has_ref(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Ident(name) => name.by_ref.is_some(),
        syn::Pat::Tuple(tuple) => tuple.elems.iter().any(has_ref),
        syn::Pat::TupleStruct(data) => data.elems.iter().any(has_ref),
        syn::Pat::Slice(list) => list.elems.iter().any(has_ref),
        syn::Pat::Struct(data) => data.fields.iter().any(|it| has_ref(&it.pat)),
        syn::Pat::Paren(paren) => has_ref(&paren.pat),
        _ => false,
    }
}

/// The name of a pattern that binds all of a value.
fn simple_name(pattern: &syn::Pat) -> Option<String> {
    match pattern {
        syn::Pat::Ident(name)
            if name.subpat.is_none() && name.by_ref.is_none() =>
        {
            Some(name.ident.to_string())
        }
        _ => None,
    }
}
