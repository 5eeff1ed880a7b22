//! Carries out instructions: the stack of one future, which stops where what it
//! awaits is pending.

use crate::arith;
use crate::builtins::{self, Call, Iter};
use crate::code::{Code, Op};
use crate::fault::{Error, Outcome};
use crate::machine::{Instruction, Machine, expect_count};
use crate::matching::matches;
use crate::place::Spot;
use crate::show;
use crate::value::{Closure, Kind, Range, Value, tags};
use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// A call that is under way.
#[derive(Clone, Copy)]
struct Frame {
    /// The number of its function.
    code: u32,
    /// The place of the next instruction.
    next: usize,
    /// Where its variables begin on the stack.
    base: usize,
}

/// The body of a future, or of a function that somebody outside of the program
/// calls.
pub(crate) struct Coroutine {
    machine: Rc<Machine>,
    stack: Vec<Kind>,
    /// The innermost call.
    frame: Frame,
    /// Those that it is within, the outermost first.
    callers: Vec<Frame>,
    is_begun: bool,
}

/// So many calls may be within each other.
const DEEPEST_CALLS: usize = 10_000;
/// So many instructions pass between two questions whether to go on.
const STEPS: u32 = 512;

impl Coroutine {
    /// A call of `code`, which is not begun.
    pub(crate) fn new(
        machine: Rc<Machine>,
        code: u32,
        arguments: Vec<Kind>,
        captures: &[Kind],
    ) -> Self {
        let mut stack = arguments;
        let number = code;
        let code = &machine.program.codes[number as usize];
        place_variables(&mut stack, 0, code, captures);
        Self {
            machine,
            stack,
            frame: Frame {
                code: number,
                next: 0,
                base: 0,
            },
            callers: Vec::new(),
            is_begun: false,
        }
    }

    /// Goes on until it returns a value, or waits: `None`.
    pub(crate) fn run(
        &mut self,
        cx: &mut Option<&mut Context<'_>>,
    ) -> Outcome<Option<Kind>> {
        self.is_begun = true;
        let machine = self.machine.clone();
        loop {
            match self.run_frame(&machine, cx)? {
                Step::Goes => {}
                Step::Waits => return Ok(None),
                Step::Returns(value) => return Ok(Some(value)),
            }
        }
    }

    /// Goes on in the innermost call until another is that, or it waits.
    #[expect(clippy::too_many_lines, reason = "an arm for each instruction")]
    fn run_frame(
        &mut self,
        machine: &Rc<Machine>,
        cx: &mut Option<&mut Context<'_>>,
    ) -> Outcome<Step> {
        let Frame {
            code: number,
            mut next,
            base,
        } = self.frame;
        let code = &machine.program.codes[number as usize];
        loop {
            let here = next;
            let Some(op) = code.ops.get(here) else {
                return Ok(self.return_value(Kind::Unit));
            };
            machine.at.set(Instruction {
                code: number,
                place: here as u32,
            });
            next += 1;
            match op {
                Op::Const(place) => {
                    let constant = &code.constants[*place as usize];
                    self.stack.push(constant.clone());
                }
                Op::Unit => self.stack.push(Kind::Unit),
                Op::Int(number) => self.stack.push(Kind::Int(*number)),
                Op::Bool(is) => self.stack.push(Kind::Bool(*is)),
                Op::Load(slot) => {
                    if let Kind::Int(number) = self.stack[base + *slot as usize]
                    {
                        self.stack.push(Kind::Int(number));
                    } else {
                        let value = self.load(code, base, *slot)?;
                        self.stack.push(value);
                    }
                }
                Op::Alias(slot) => {
                    if let Kind::Int(number) = self.stack[base + *slot as usize]
                    {
                        self.stack.push(Kind::Int(number));
                    } else {
                        let value = self.alias(code, base, *slot)?;
                        self.stack.push(value);
                    }
                }
                Op::Bind(slot) => {
                    let value = self.pop();
                    self.stack[base + *slot as usize] = value;
                }
                Op::Assign(slot) => {
                    let value = self.pop();
                    let place = &mut self.stack[base + *slot as usize];
                    let _before = match place {
                        Kind::Boxed(cell) => cell.replace(value),
                        place => std::mem::replace(place, value),
                    };
                }
                Op::AssignComputed(op, slot) => {
                    let place = base + *slot as usize;
                    if let (Kind::Int(left), Some(Kind::Int(right))) =
                        (&self.stack[place], self.stack.last())
                        && let Some(sum) = arith::sum(*op, *left, *right)
                    {
                        self.stack[place] = Kind::Int(sum);
                        self.forget();
                    } else {
                        let right = self.pop();
                        let left = self.alias(code, base, *slot)?;
                        let is_ref = matches!(left, Kind::Ref(_));
                        let value = arith::binary(*op, &left, &right)?;
                        match (&mut self.stack[place], left) {
                            (_, Kind::Ref(spot)) if is_ref => {
                                spot.set(value)?;
                            }
                            (Kind::Boxed(cell), _) => {
                                drop(cell.replace(value));
                            }
                            (place, _) => *place = value,
                        }
                    }
                }
                Op::RefVariable(slot) => {
                    // Fails if there is nothing.
                    self.alias(code, base, *slot)?;
                    let cell = self.boxed(base + *slot as usize);
                    let spot = Spot::Variable(cell);
                    self.stack.push(Kind::Ref(Rc::new(spot)));
                }
                Op::Ref => {
                    let value = self.pop();
                    self.stack.push(match value {
                        Kind::Ref(_) => Kind::Ref(Rc::new(Spot::Alias(value))),
                        value => value.borrowed(),
                    });
                }
                Op::RefField(name) => {
                    let value = self.pop();
                    let (data, place) = machine.field_of(&value, *name)?;
                    let spot = Spot::Field(data, place);
                    self.stack.push(Kind::Ref(Rc::new(spot)));
                }
                Op::RefPosition(position) => {
                    let value = self.pop();
                    let (data, place) = position_of(&value, *position)?;
                    let spot = Spot::Field(data, place);
                    self.stack.push(Kind::Ref(Rc::new(spot)));
                }
                Op::RefItem => {
                    let (index, list) = (self.pop(), self.pop());
                    let value = match list.target() {
                        Kind::List(list)
                            if matches!(index.target(), Kind::Int(_)) =>
                        {
                            let place = arith::place(&list, &index)?;
                            Kind::Ref(Rc::new(Spot::Item(list, place)))
                        }
                        list => arith::item(&list, &index)?.borrowed(),
                    };
                    self.stack.push(value);
                }
                Op::Deref => {
                    let value = self.pop();
                    let value = value.one_step().unwrap_or(value);
                    let value = match machine.is_copy(&value) {
                        true => value.copied(),
                        false => value,
                    };
                    self.stack.push(value);
                }
                Op::Tuple(count) => {
                    let fields = self.take(*count);
                    self.stack.push(Kind::tuple(fields));
                }
                Op::Array(count) => {
                    let items = self.take(*count);
                    self.stack.push(Kind::list(items, true));
                }
                Op::Vec(count) => {
                    let items = self.take(*count);
                    self.stack.push(Kind::vec(items));
                }
                Op::Repeat { is_array } => {
                    let (count, value) = (self.pop(), self.pop());
                    let items = builtins::repeated(machine, &value, &count)?;
                    self.stack.push(Kind::list(items, *is_array));
                }
                Op::Make { tag, fields } => {
                    let fields = self.take(*fields);
                    self.stack.push(machine.make(*tag, fields));
                }
                Op::Update { tag, given } => {
                    let rest = self.pop().target();
                    let given = self.take(*given);
                    let Kind::Data(rest) = rest else {
                        return Err(
                            "What follows `..` is no such struct.".into()
                        );
                    };
                    let mut fields = rest.fields.borrow().clone();
                    let mut given = given.into_iter();
                    while let (Some(Kind::Int(place)), Some(value)) =
                        (given.next(), given.next())
                    {
                        fields[place as usize] = value;
                    }
                    self.stack.push(machine.make(*tag, fields));
                }
                Op::Field(name) => {
                    let value = self.pop();
                    let (data, place) = machine.field_of(&value, *name)?;
                    let value = data.fields.borrow()[place].clone();
                    self.stack.push(value);
                }
                Op::Position(position) => {
                    let value = self.pop();
                    let (data, place) = position_of(&value, *position)?;
                    let value = data.fields.borrow()[place].clone();
                    self.stack.push(value);
                }
                Op::Item => {
                    let (index, list) = (self.pop(), self.pop());
                    self.stack.push(arith::item(&list.target(), &index)?);
                }
                Op::Own => {
                    let value = self.pop();
                    self.stack.push(match &value {
                        Kind::Data(_) | Kind::List(_)
                            if machine.is_copy(&value) =>
                        {
                            value.copied()
                        }
                        _ => value,
                    });
                }
                Op::SetField(name) => {
                    let (value, data) = (self.pop(), self.pop());
                    let (data, place) = machine.field_of(&data, *name)?;
                    Spot::Field(data, place).set(value)?;
                }
                Op::SetPosition(position) => {
                    let (value, data) = (self.pop(), self.pop());
                    let (data, place) = position_of(&data, *position)?;
                    Spot::Field(data, place).set(value)?;
                }
                Op::SetItem => {
                    let (value, index, list) =
                        (self.pop(), self.pop(), self.pop());
                    match list.target() {
                        Kind::List(list) => {
                            let place = arith::place(&list, &index)?;
                            Spot::Item(list, place).set(value)?;
                        }
                        other => {
                            return Err(format!(
                                "{} has no items that can be set.",
                                capital(&other.noun())
                            )
                            .into());
                        }
                    }
                }
                Op::SetDeref => {
                    let (value, target) = (self.pop(), self.pop());
                    match &target {
                        Kind::Ref(spot) => spot.set(value)?,
                        Kind::Native(native) => native.set(value)?,
                        Kind::Shared(_) => {
                            return Err("What an Rc shares cannot be changed: put a Cell, a \
                                        RefCell or a Mutex into it."
                                .into());
                        }
                        other => {
                            return Err(format!(
                                "`*` leads nowhere that can be set: this is {}.",
                                other.noun()
                            )
                            .into());
                        }
                    }
                }
                Op::Binary(op) => {
                    if let Some((left, right)) = self.two_numbers()
                        && let Some(sum) = arith::sum(*op, left, right)
                    {
                        self.forget();
                        if let Some(left) = self.stack.last_mut() {
                            *left = Kind::Int(sum);
                        }
                    } else {
                        let (right, left) = (self.pop(), self.pop());
                        self.stack.push(arith::binary(*op, &left, &right)?);
                    }
                }
                Op::Not => {
                    let value = self.pop();
                    self.stack.push(arith::not(&value)?);
                }
                Op::Neg => {
                    let value = self.pop();
                    self.stack.push(arith::negated(&value)?);
                }
                Op::Cast(to) => {
                    let value = self.pop();
                    self.stack.push(arith::cast(&value, *to)?);
                }
                Op::Range {
                    from,
                    to,
                    is_closed,
                } => {
                    let to = to.then(|| self.pop().target());
                    let from = from.then(|| self.pop().target());
                    let range = Range {
                        from,
                        to,
                        is_closed: *is_closed,
                    };
                    self.stack.push(Kind::Range(Rc::new(range)));
                }
                Op::Jump(to) => {
                    if *to as usize <= here {
                        self.tick()?;
                    }
                    next = *to as usize;
                }
                Op::JumpIf(to) => {
                    if self.pop_bool()? {
                        next = *to as usize;
                    }
                }
                Op::JumpIfNot(to) => {
                    if !self.pop_bool()? {
                        next = *to as usize;
                    }
                }
                Op::JumpUnless(op, to) => {
                    let numbers = self.two_numbers();
                    let numbers = numbers.and_then(|(left, right)| {
                        arith::holds(*op, left, right)
                    });
                    let holds = match numbers {
                        Some(holds) => {
                            self.forget();
                            self.forget();
                            holds
                        }
                        None => {
                            let (right, left) = (self.pop(), self.pop());
                            let holds = arith::binary(*op, &left, &right)?;
                            matches!(holds, Kind::Bool(true))
                        }
                    };
                    if !holds {
                        next = *to as usize;
                    }
                }
                Op::Match { pattern, otherwise } => {
                    let value = self.pop();
                    let pattern = &code.patterns[*pattern as usize];
                    let variables = &mut self.stack[base..];
                    if !matches(pattern, value, false, variables)? {
                        next = *otherwise as usize;
                    }
                }
                Op::Call(count) => {
                    let place = self.stack.len() - *count as usize - 1;
                    let function = self.stack.remove(place);
                    match function.target() {
                        Kind::Fn(function) => {
                            self.save(next);
                            self.enter(function, *count, &[])?;
                            return Ok(Step::Goes);
                        }
                        Kind::Closure(closure) => {
                            self.save(next);
                            let captures = &closure.captures;
                            self.enter(closure.code, *count, captures)?;
                            return Ok(Step::Goes);
                        }
                        function => {
                            let arguments = self.take(*count);
                            let value =
                                machine.call(&function, arguments, cx)?;
                            self.stack.push(value);
                        }
                    }
                }
                Op::CallFn { code, arguments } => {
                    self.save(next);
                    self.enter(*code, *arguments, &[])?;
                    return Ok(Step::Goes);
                }
                Op::CallBuiltin { builtin, arguments } => {
                    let arguments = self.take(*arguments);
                    let mut call = Call {
                        machine,
                        cx,
                        name: builtin.name,
                        hint: "",
                        arguments,
                    };
                    let value = builtin.carry_out(&mut call)?;
                    self.stack.push(value);
                }
                Op::Method {
                    name,
                    arguments,
                    hint,
                } => {
                    let place = self.stack.len() - *arguments as usize - 1;
                    let own = machine.method_of(&self.stack[place], *name);
                    if let Some((this, function)) = own {
                        self.stack[place] = this;
                        self.save(next);
                        self.enter(function, *arguments + 1, &[])?;
                        return Ok(Step::Goes);
                    }
                    let arguments = self.stack.split_off(place + 1);
                    let this = self.pop();
                    let call = Call {
                        machine,
                        cx,
                        name: machine.name(*name),
                        hint: machine.name(*hint),
                        arguments,
                    };
                    let value = builtins::method(this, call)?;
                    self.stack.push(value);
                }
                Op::Closure(of) => {
                    let captures = self.capture(code, base, *of, true)?;
                    let closure = Closure {
                        code: *of,
                        captures,
                    };
                    self.stack.push(Kind::Closure(Rc::new(closure)));
                }
                Op::AsyncBlock(of) => {
                    let captures = self.capture(code, base, *of, false)?;
                    let future =
                        Self::new(machine.clone(), *of, Vec::new(), &captures);
                    self.stack.push(Kind::future(Box::pin(future)));
                }
                Op::IntoFuture => {
                    let value = self.pop();
                    machine.host.reached(machine.line());
                    self.stack.push(builtins::into_future(machine, value)?);
                }
                Op::Await => match self.poll_top(cx)? {
                    Some(value) => {
                        // It is dropped once it is over.
                        let future = self.pop();
                        self.stack.push(value);
                        drop(future);
                    }
                    None => {
                        self.save(here);
                        return Ok(Step::Waits);
                    }
                },
                Op::Return => {
                    let value = self.pop();
                    return Ok(self.return_value(value));
                }
                Op::Try => {
                    let value = self.pop();
                    match tried(value.target())? {
                        Ok(value) => self.stack.push(value),
                        Err(value) => return Ok(self.return_value(value)),
                    }
                }
                Op::Pop => drop(self.pop()),
                Op::Dup => {
                    let top = self.stack.last().cloned();
                    self.stack.extend(top);
                }
                Op::Dup2 => {
                    let place = self.stack.len().saturating_sub(2);
                    let both = self.stack[place..].to_vec();
                    self.stack.extend(both);
                }
                Op::Drop { from, to } => {
                    for slot in (*from..*to).rev() {
                        self.stack[base + slot as usize] = Kind::Unset;
                    }
                }
                Op::Mark(slot) => {
                    let height = self.stack.len() - base;
                    self.stack[base + *slot as usize] =
                        Kind::Int(height as i64);
                }
                Op::Cut(slot) => {
                    let value = self.pop();
                    self.cut(base, *slot);
                    self.stack.push(value);
                }
                Op::CutAll(slot) => self.cut(base, *slot),
                Op::IntoIter => {
                    let value = self.pop();
                    let iter = builtins::into_iter(value)?;
                    self.stack.push(Kind::iter(iter));
                }
                Op::Next { slot, otherwise } => {
                    let iter = self.iterator(base, *slot)?;
                    match builtins::next_of(&iter, machine)? {
                        Some(item) => self.stack.push(item),
                        None => next = *otherwise as usize,
                    }
                }
                Op::NextInto {
                    slot,
                    to,
                    otherwise,
                } => {
                    let number = match &self.stack[base + *slot as usize] {
                        Kind::Iter(iter) => builtins::next_number(iter),
                        _ => None,
                    };
                    let place = base + *to as usize;
                    if let Some(number) = number {
                        self.stack[place] = Kind::Int(number);
                        continue;
                    }
                    let iter = self.iterator(base, *slot)?;
                    match builtins::next_of(&iter, machine)? {
                        Some(item) => self.stack[place] = item,
                        None => next = *otherwise as usize,
                    }
                }
                Op::Format { format, arguments } => {
                    let arguments = self.take(*arguments);
                    let pieces = &code.formats[*format as usize];
                    let text = show::formatted(machine, pieces, &arguments)?;
                    self.stack.push(Kind::string(text));
                }
                Op::Print => {
                    let value = self.pop();
                    let text = show::display(machine, &value)?;
                    machine.host.print(machine.line(), text);
                    self.stack.push(Kind::Unit);
                }
                Op::Panic => {
                    let value = self.pop();
                    let text = show::display(machine, &value)?;
                    return Err(format!("The program panicked: {text}").into());
                }
                Op::AssertEqual { wanted } => {
                    let (right, left) = (self.pop(), self.pop());
                    let are_equal = arith::equal(&left, &right);
                    if are_equal != *wanted {
                        let sign = if *wanted { "==" } else { "!=" };
                        let left = show::debug(machine, &left);
                        let right = show::debug(machine, &right);
                        return Err(format!(
                            "The program panicked: assertion `left {sign} right` failed: left is \
                             {left}, right is {right}"
                        )
                        .into());
                    }
                    self.stack.push(Kind::Unit);
                }
            }
        }
    }

    fn pop(&mut self) -> Kind {
        self.stack.pop().unwrap_or(Kind::Unset)
    }

    /// Drops the number on top.
    fn forget(&mut self) {
        self.stack.truncate(self.stack.len().saturating_sub(1));
    }

    /// The two on top, if they are whole numbers.
    #[inline]
    fn two_numbers(&self) -> Option<(i64, i64)> {
        match self.stack.as_slice() {
            [.., Kind::Int(left), Kind::Int(right)] => Some((*left, *right)),
            _ => None,
        }
    }

    /// The iterator in a slot.
    fn iterator(&self, base: usize, slot: u32) -> Outcome<Rc<RefCell<Iter>>> {
        match &self.stack[base + slot as usize] {
            Kind::Iter(iter) => Ok(iter.clone()),
            _ => Err("This loop has lost its iterator.".into()),
        }
    }

    fn pop_bool(&mut self) -> Outcome<bool> {
        match self.pop() {
            Kind::Bool(is) => Ok(is),
            other => match other.target() {
                Kind::Bool(is) => Ok(is),
                Kind::Future(_) => Err(NOT_AWAITED.into()),
                other => Err(format!(
                    "This must be a bool, and it is {}.",
                    other.noun()
                )
                .into()),
            },
        }
    }

    fn take(&mut self, count: u32) -> Vec<Kind> {
        let place = self.stack.len().saturating_sub(count as usize);
        self.stack.split_off(place)
    }

    fn load(&mut self, code: &Code, base: usize, slot: u32) -> Outcome<Kind> {
        let place = base + slot as usize;
        let value = self.alias(code, base, slot)?;
        if self.machine.is_copy(&value) {
            return Ok(value.copied());
        }
        drop(value);
        let moved = Kind::Moved(self.machine.line());
        Ok(match &mut self.stack[place] {
            Kind::Boxed(cell) => cell.replace(moved),
            place => std::mem::replace(place, moved),
        })
    }

    fn alias(&self, code: &Code, base: usize, slot: u32) -> Outcome<Kind> {
        let value = match &self.stack[base + slot as usize] {
            Kind::Boxed(cell) => cell.borrow().clone(),
            value => value.clone(),
        };
        let name = || {
            let name = code.names.get(slot as usize);
            name.map_or("it", String::as_str)
        };
        match value {
            Kind::Moved(line) => Err(format!(
                "`{}` was moved at line {line} and cannot be used again.",
                name()
            )
            .into()),
            Kind::Unset => {
                Err(format!("`{}` has no value here.", name()).into())
            }
            value => Ok(value),
        }
    }

    /// Has a variable be one that others can refer to.
    fn boxed(&mut self, place: usize) -> Rc<RefCell<Kind>> {
        if let Kind::Boxed(cell) = &self.stack[place] {
            return cell.clone();
        }
        let value = std::mem::replace(&mut self.stack[place], Kind::Unset);
        let cell = Rc::new(RefCell::new(value));
        self.stack[place] = Kind::Boxed(cell.clone());
        cell
    }

    /// What the function of that number captures of this one.
    fn capture(
        &mut self,
        code: &Code,
        base: usize,
        of: u32,
        is_called_again: bool,
    ) -> Outcome<Vec<Kind>> {
        let machine = self.machine.clone();
        let captures = &machine.program.codes[of as usize].captures;
        let mut values = Vec::with_capacity(captures.len());
        for capture in captures {
            let place = base + capture.outer as usize;
            values.push(if capture.is_moved {
                let value = self.load(code, base, capture.outer)?;
                match is_called_again {
                    true => Kind::Boxed(Rc::new(RefCell::new(value))),
                    false => value,
                }
            } else {
                Kind::Boxed(self.boxed(place))
            });
        }
        Ok(values)
    }

    fn save(&mut self, next: usize) {
        self.frame.next = next;
    }

    /// Begins a call whose arguments are on the stack.
    fn enter(
        &mut self,
        function: u32,
        count: u32,
        captures: &[Kind],
    ) -> Outcome<()> {
        self.tick()?;
        let code = &self.machine.program.codes[function as usize];
        expect_count(code, count as usize)?;
        if code.is_async {
            let arguments = self.take(count);
            let machine = self.machine.clone();
            let future = Self::new(machine, function, arguments, captures);
            self.stack.push(Kind::future(Box::pin(future)));
            return Ok(());
        }
        if self.callers.len() >= DEEPEST_CALLS {
            return Err(format!(
                "The recursion is deeper than {DEEPEST_CALLS} calls."
            )
            .into());
        }
        let base = self.stack.len() - count as usize;
        place_variables(&mut self.stack, base, code, captures);
        let called = Frame {
            code: function,
            next: 0,
            base,
        };
        self.callers
            .push(std::mem::replace(&mut self.frame, called));
        Ok(())
    }

    /// Ends the innermost call.
    fn return_value(&mut self, value: Kind) -> Step {
        let Some(caller) = self.callers.pop() else {
            self.clear();
            return Step::Returns(value);
        };
        while self.stack.len() > self.frame.base {
            drop(self.stack.pop());
        }
        self.frame = caller;
        self.stack.push(value);
        Step::Goes
    }

    /// Drops all it has: its variables, the last first, and then what it has
    /// captured, the first first. Before it is begun it has no variables: what it
    /// was given is dropped as what it has captured.
    fn clear(&mut self) {
        if !self.is_begun {
            self.stack.clear();
            return;
        }
        let mut captured = Vec::new();
        if self.callers.is_empty() {
            let code = &self.machine.program.codes[self.frame.code as usize];
            for capture in &code.captures {
                let value = self.stack.get_mut(capture.inner as usize);
                let value = value.map(|it| std::mem::replace(it, Kind::Unset));
                captured.extend(value);
            }
        }
        while let Some(value) = self.stack.pop() {
            drop(value);
        }
        drop(captured);
    }

    fn cut(&mut self, base: usize, slot: u32) {
        if let Kind::Int(height) = self.stack[base + slot as usize] {
            let height = base + height as usize;
            while self.stack.len() > height {
                drop(self.stack.pop());
            }
        }
    }

    fn tick(&mut self) -> Outcome<()> {
        let steps = &self.machine.steps;
        steps.set(steps.get() + 1);
        if steps.get() < STEPS {
            return Ok(());
        }
        steps.set(0);
        let machine = &self.machine;
        machine.host.tick(machine.line()).map_err(Error::Said)
    }

    /// Polls the future on top of the stack.
    fn poll_top(
        &mut self,
        cx: &mut Option<&mut Context<'_>>,
    ) -> Outcome<Option<Kind>> {
        let Some(Kind::Future(cell)) = self.stack.last() else {
            return Err("There is nothing to await.".into());
        };
        let cell = cell.clone();
        let Some(cx) = cx else {
            return Err("Only a future can await.".into());
        };
        let taken = cell.future.borrow_mut().take();
        let Some(mut future) = taken else {
            return Err(
                "This future is over, or was moved into another.".into()
            );
        };
        let at = self.machine.at.get();
        let poll = future.as_mut().poll(cx);
        self.machine.at.set(at);
        if self.machine.has_failed.get() {
            return Err(Error::Failed);
        }
        match poll {
            Poll::Ready(value) => {
                drop(future);
                Ok(Some(value.0))
            }
            Poll::Pending => {
                cell.future.borrow_mut().get_or_insert(future);
                Ok(None)
            }
        }
    }
}

/// Makes room for the variables of a call, whose arguments are there.
fn place_variables(
    stack: &mut Vec<Kind>,
    base: usize,
    code: &Code,
    captures: &[Kind],
) {
    stack.resize(base + code.slots as usize, Kind::Unset);
    for (capture, value) in code.captures.iter().zip(captures) {
        stack[base + capture.inner as usize] = value.clone();
    }
}

/// What became of the innermost call.
enum Step {
    /// Another call is the innermost now.
    Goes,
    /// It waits.
    Waits,
    /// The last has returned.
    Returns(Kind),
}

pub(crate) const NOT_AWAITED: &str =
    "This is a future that nobody has awaited: add `.await`.";

/// The value of `Ok` and `Some`, or what `?` returns.
fn tried(value: Kind) -> Outcome<Result<Kind, Kind>> {
    match &value {
        Kind::Bare(tags::NONE) => Ok(Err(value)),
        Kind::Data(data) => {
            let field = data.fields.borrow().first().cloned();
            match (data.tag, field) {
                (tags::OK | tags::SOME, Some(field)) => Ok(Ok(field)),
                (tags::ERR, Some(field)) => Ok(Err(Kind::err(field))),
                _ => Err(no_try(&value)),
            }
        }
        Kind::Future(_) => Err(NOT_AWAITED.into()),
        _ => Err(no_try(&value)),
    }
}

fn no_try(value: &Kind) -> Error {
    format!(
        "`?` needs an Option or a Result, and this is {}.",
        value.noun()
    )
    .into()
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => {
            first.to_uppercase().collect::<String>() + letters.as_str()
        }
        None => String::new(),
    }
}

type FieldPlace = (Rc<crate::value::Data>, usize);

fn position_of(value: &Kind, position: u32) -> Outcome<FieldPlace> {
    let place = position as usize;
    match value.target() {
        Kind::Data(data) if place < data.fields.borrow().len() => {
            Ok((data, place))
        }
        Kind::Future(_) => Err(NOT_AWAITED.into()),
        other => Err(format!(
            "{} has no field {position}.",
            capital(&other.noun())
        )
        .into()),
    }
}

impl Machine {
    /// The data that has a field of that name, and its place there.
    fn field_of(&self, value: &Kind, name: u32) -> Outcome<FieldPlace> {
        let target = value.target();
        let Kind::Data(data) = &target else {
            return Err(match target {
                Kind::Future(_) => NOT_AWAITED.to_owned(),
                other => format!(
                    "{} has no field `{}`.",
                    capital(&other.noun()),
                    self.name(name)
                ),
            }
            .into());
        };
        let shape = self.program.shape(data.tag);
        let fields = shape.and_then(|shape| shape.fields.as_ref());
        let place =
            fields.and_then(|fields| fields.iter().position(|it| *it == name));
        match place {
            Some(place) => Ok((data.clone(), place)),
            None => Err(format!(
                "{} has no field `{}`.",
                shape.map_or_else(
                    || capital(&target.noun()),
                    |it| format!("`{}`", it.name)
                ),
                self.name(name)
            )
            .into()),
        }
    }

    /// The function of that name which the type of `value` has, and what to call
    /// it with.
    fn method_of(&self, value: &Kind, name: u32) -> Option<(Kind, u32)> {
        if self.program.methods.is_empty() {
            return None;
        }
        let mut this = value.clone();
        loop {
            let tag = match &this {
                Kind::Bare(tag) => Some(*tag),
                Kind::Data(data) => Some(data.tag),
                Kind::Ref(spot) => match spot.get() {
                    Kind::Bare(tag) => Some(tag),
                    Kind::Data(data) => Some(data.tag),
                    _ => None,
                },
                _ => None,
            };
            let shape = tag.and_then(|tag| self.program.shape(tag));
            if let Some(shape) = shape {
                let function = self.program.methods.get(&(shape.of, name));
                return function.map(|function| (this, *function));
            }
            this = this.one_step()?;
        }
    }
}

impl Future for Coroutine {
    type Output = Value;

    fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Self::Output> {
        let this = &mut *self;
        let machine = this.machine.clone();
        if machine.has_failed.get() {
            return Poll::Pending;
        }
        let result = match machine.deeper() {
            Ok(_deeper) => this.run(&mut Some(cx)),
            Err(error) => Err(error),
        };
        match result {
            Ok(Some(value)) => Poll::Ready(Value(value)),
            Ok(None) => Poll::Pending,
            Err(error) => {
                machine.fail(error);
                Poll::Pending
            }
        }
    }
}

impl Drop for Coroutine {
    fn drop(&mut self) {
        self.clear();
    }
}
