//! Expressions that name a place: what is there stays there.

use super::Compiler;
use super::names::Found;
use crate::code::{Binary, Op};
use crate::fault::At;
use syn::spanned::Spanned;

impl Compiler {
    /// Puts what is at a place on the stack, and leaves it where it is; of what
    /// is no place, the value.
    pub(super) fn place(&mut self, expr: &syn::Expr) {
        let before = self.at(At::of(expr.span()));
        match expr {
            syn::Expr::Paren(paren) => self.place(&paren.expr),
            syn::Expr::Group(group) => self.place(&group.expr),
            syn::Expr::Path(path) => match self.resolve(&path.path) {
                Some(Found::Variable(slot)) => {
                    self.emit(Op::Alias(slot));
                }
                _ => self.value(expr),
            },
            syn::Expr::Field(field) => {
                self.place(&field.base);
                match &field.member {
                    syn::Member::Named(name) => {
                        let name = self.field_name(name);
                        self.emit(Op::Field(name));
                    }
                    syn::Member::Unnamed(index) => {
                        self.emit(Op::Position(index.index));
                    }
                }
            }
            syn::Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
                self.emit(Op::Item);
            }
            _ => self.value(expr),
        }
        self.at(before);
    }

    fn field_name(&mut self, name: &syn::Ident) -> u32 {
        let text = name.to_string();
        if !self.fields.contains(&text) {
            let known: Vec<String> = self.fields.iter().cloned().collect();
            let names = known.iter().map(String::as_str);
            let meant = super::names::nearest(&text, names);
            let meant = meant
                .map_or(String::new(), |it| format!(" Did you mean `{it}`?"));
            self.fault(
                name,
                format!("No type of this program has a field `{text}`.{meant}"),
            );
        }
        self.name(&text)
    }

    /// Puts a reference on the stack by which what is at a place can be changed.
    pub(super) fn changeable(&mut self, expr: &syn::Expr) {
        let before = self.at(At::of(expr.span()));
        match expr {
            syn::Expr::Paren(paren) => self.changeable(&paren.expr),
            syn::Expr::Group(group) => self.changeable(&group.expr),
            syn::Expr::Path(path) => match self.resolve(&path.path) {
                Some(Found::Variable(slot)) => {
                    self.emit(Op::RefVariable(slot));
                }
                _ => {
                    self.value(expr);
                    self.emit(Op::Ref);
                }
            },
            syn::Expr::Field(field) => {
                self.place(&field.base);
                match &field.member {
                    syn::Member::Named(name) => {
                        let name = self.field_name(name);
                        self.emit(Op::RefField(name));
                    }
                    syn::Member::Unnamed(index) => {
                        self.emit(Op::RefPosition(index.index));
                    }
                }
            }
            syn::Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
                self.emit(Op::RefItem);
            }
            // A reference to what a reference leads to is that reference.
            syn::Expr::Unary(unary)
                if matches!(unary.op, syn::UnOp::Deref(_)) =>
            {
                self.place(&unary.expr);
            }
            _ => {
                self.value(expr);
                self.emit(Op::Ref);
            }
        }
        self.at(before);
    }

    pub(super) fn assign(&mut self, assign: &syn::ExprAssign) {
        match &*assign.left {
            syn::Expr::Infer(_) => {
                self.value(&assign.right);
                self.discard();
            }
            syn::Expr::Tuple(tuple) => {
                self.value(&assign.right);
                let slot = self.slot("parts");
                self.emit(Op::Bind(slot));
                for (place, target) in tuple.elems.iter().enumerate() {
                    let part = |compiler: &mut Self| {
                        compiler.emit(Op::Alias(slot));
                        compiler.emit(Op::Position(place as u32));
                    };
                    self.store(target, part);
                }
                self.emit(Op::Drop {
                    from: slot,
                    to: slot + 1,
                });
            }
            target => {
                let right = &*assign.right;
                self.store(target, |compiler| compiler.value(right));
            }
        }
        self.emit(Op::Unit);
    }

    /// Puts what `value` compiles at a place.
    fn store(&mut self, target: &syn::Expr, value: impl FnOnce(&mut Self)) {
        match target {
            syn::Expr::Paren(paren) => self.store(&paren.expr, value),
            syn::Expr::Infer(_) => {
                value(self);
                self.discard();
            }
            syn::Expr::Path(path) => match self.resolve(&path.path) {
                Some(Found::Variable(slot)) => {
                    value(self);
                    self.emit(Op::Assign(slot));
                }
                Some(_) => {
                    self.fault(target, "This cannot be assigned to.");
                }
                None => self.unknown(&path.path),
            },
            syn::Expr::Field(field) => {
                self.place(&field.base);
                value(self);
                match &field.member {
                    syn::Member::Named(name) => {
                        let name = self.field_name(name);
                        self.emit(Op::SetField(name));
                    }
                    syn::Member::Unnamed(index) => {
                        self.emit(Op::SetPosition(index.index));
                    }
                }
            }
            syn::Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
                value(self);
                self.emit(Op::SetItem);
            }
            syn::Expr::Unary(unary)
                if matches!(unary.op, syn::UnOp::Deref(_)) =>
            {
                self.place(&unary.expr);
                value(self);
                self.emit(Op::SetDeref);
            }
            _ => self.fault(target, "This cannot be assigned to."),
        }
    }

    pub(super) fn assign_op(
        &mut self,
        op: Binary,
        target: &syn::Expr,
        right: &syn::Expr,
    ) {
        match target {
            syn::Expr::Paren(paren) => {
                return self.assign_op(op, &paren.expr, right);
            }
            syn::Expr::Path(path) => match self.resolve(&path.path) {
                Some(Found::Variable(slot)) => {
                    self.value(right);
                    self.emit(Op::AssignComputed(op, slot));
                }
                Some(_) => {
                    self.fault(target, "This cannot be assigned to.");
                }
                None => self.unknown(&path.path),
            },
            syn::Expr::Field(field) => {
                self.place(&field.base);
                self.emit(Op::Dup);
                let name = match &field.member {
                    syn::Member::Named(name) => Some(self.field_name(name)),
                    syn::Member::Unnamed(_) => None,
                };
                let position = match &field.member {
                    syn::Member::Unnamed(index) => index.index,
                    syn::Member::Named(_) => 0,
                };
                self.emit(name.map_or(Op::Position(position), Op::Field));
                self.value(right);
                self.emit(Op::Binary(op));
                self.emit(name.map_or(Op::SetPosition(position), Op::SetField));
            }
            syn::Expr::Index(index) => {
                self.place(&index.expr);
                self.value(&index.index);
                self.emit(Op::Dup2);
                self.emit(Op::Item);
                self.value(right);
                self.emit(Op::Binary(op));
                self.emit(Op::SetItem);
            }
            syn::Expr::Unary(unary)
                if matches!(unary.op, syn::UnOp::Deref(_)) =>
            {
                self.place(&unary.expr);
                self.emit(Op::Dup);
                self.emit(Op::Deref);
                self.value(right);
                self.emit(Op::Binary(op));
                self.emit(Op::SetDeref);
            }
            _ => self.fault(target, "This cannot be assigned to."),
        }
        self.emit(Op::Unit);
    }
}
