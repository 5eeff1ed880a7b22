//! What all coroutines of a run share.

use crate::builtins::Call;
use crate::code::{Code, Shape};
use crate::fault::{At, Error, Fault, Outcome};
use crate::host::{Host, ValueFuture};
use crate::place::Spot;
use crate::value::{Data, Kind, tags};
use crate::vm::Coroutine;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::task::Context;

/// A text that can run.
pub struct Program {
    pub(crate) codes: Vec<Code>,
    pub(crate) main: u32,
    /// The shapes of its own data, from [`tags::OWN`] on.
    pub(crate) shapes: Vec<Shape>,
    /// The functions that belong to a type, by its number and their names.
    pub(crate) methods: HashMap<(u32, u32), u32>,
    /// The functions that destroy what is of a type.
    pub(crate) destructors: HashMap<u32, u32>,
    /// All names of fields and methods.
    pub(crate) names: Vec<Rc<str>>,
}

impl Program {
    /// The future of `main`, which does nothing before it is polled.
    #[must_use]
    pub fn start(self: &Rc<Self>, host: Rc<dyn Host>) -> ValueFuture {
        let machine = Rc::new(Machine {
            program: self.clone(),
            host,
            has_failed: Cell::new(false),
            steps: Cell::new(0),
            depth: Cell::new(0),
            at: Cell::new(Instruction::NONE),
        });
        Box::pin(Coroutine::new(machine, self.main, Vec::new(), &[]))
    }

    pub(crate) fn shape(&self, tag: u32) -> Option<&Shape> {
        self.shapes.get(tag.checked_sub(tags::OWN)? as usize)
    }
}

/// A run.
pub(crate) struct Machine {
    pub(crate) program: Rc<Program>,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) has_failed: Cell<bool>,
    /// Number of instructions until the host is asked whether to go on.
    pub(crate) steps: Cell<u32>,
    /// How many polls and calls are within each other.
    depth: Cell<u32>,
    /// What is being carried out.
    pub(crate) at: Cell<Instruction>,
}

/// An instruction of the program, by the number of its function and its place
/// there.
#[derive(Clone, Copy)]
pub(crate) struct Instruction {
    pub(crate) code: u32,
    pub(crate) place: u32,
}

impl Instruction {
    /// Before the first.
    const NONE: Self = Self {
        code: u32::MAX,
        place: 0,
    };
}

/// Polls and calls within each other take the stack of the thread.
const DEEPEST: u32 = 120;

/// One more poll or call within the others, until it is dropped.
pub(crate) struct Deeper<'a>(&'a Cell<u32>);

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Machine {
    pub(crate) fn deeper(&self) -> Outcome<Deeper<'_>> {
        if self.depth.get() >= DEEPEST {
            return Err(format!(
                "More than {DEEPEST} futures and closures are within each other: spawn some of \
                 them, or use a loop."
            )
            .into());
        }
        self.depth.set(self.depth.get() + 1);
        Ok(Deeper(&self.depth))
    }

    /// The run cannot go on.
    pub(crate) fn fail(&self, error: Error) {
        if let Error::Said(why) = error
            && !self.has_failed.replace(true)
        {
            self.host.fail(Fault::new(self.at(), why));
        }
    }

    /// The part of the text that is being carried out.
    fn at(&self) -> At {
        let Instruction { code, place } = self.at.get();
        let code = self.program.codes.get(code as usize);
        let at = code.and_then(|code| code.places.get(place as usize));
        at.copied().unwrap_or_default()
    }

    pub(crate) fn line(&self) -> u32 {
        self.at().from.line
    }

    pub(crate) fn name(&self, name: u32) -> &str {
        self.program.names.get(name as usize).map_or("", |it| it)
    }

    pub(crate) fn is_copy(&self, value: &Kind) -> bool {
        value.is_copy(&|tag| {
            self.program.shape(tag).is_some_and(|it| it.is_copy)
        })
    }

    /// Data of a tag.
    pub(crate) fn make(self: &Rc<Self>, tag: u32, fields: Vec<Kind>) -> Kind {
        let shape = self.program.shape(tag);
        if !shape.is_some_and(|it| it.is_dropped) {
            return Kind::data(tag, fields);
        }
        Kind::Data(Rc::new(Data {
            tag,
            fields: RefCell::new(fields),
            machine: Some(Rc::downgrade(self)),
        }))
    }

    /// Calls `function` within the instruction that goes on.
    pub(crate) fn call(
        self: &Rc<Self>,
        function: &Kind,
        arguments: Vec<Kind>,
        cx: &mut Option<&mut Context<'_>>,
    ) -> Outcome<Kind> {
        let _deeper = self.deeper()?;
        match function.target() {
            Kind::Builtin(builtin) => {
                let mut call = Call {
                    machine: self,
                    cx,
                    name: builtin.name,
                    hint: "",
                    arguments,
                };
                builtin.carry_out(&mut call)
            }
            Kind::Maker(tag) => Ok(self.make(tag, arguments)),
            Kind::Fn(code) => self.call_code(code, &[], arguments, cx),
            Kind::Closure(closure) => {
                self.call_code(closure.code, &closure.captures, arguments, cx)
            }
            other => Err(format!(
                "This needs a function or a closure, and it is {}.",
                other.noun()
            )
            .into()),
        }
    }

    fn call_code(
        self: &Rc<Self>,
        code: u32,
        captures: &[Kind],
        arguments: Vec<Kind>,
        cx: &mut Option<&mut Context<'_>>,
    ) -> Outcome<Kind> {
        let function = &self.program.codes[code as usize];
        expect_count(function, arguments.len())?;
        let mut coroutine =
            Coroutine::new(self.clone(), code, arguments, captures);
        if function.is_async {
            return Ok(Kind::future(Box::pin(coroutine)));
        }
        let at = self.at.get();
        let result = coroutine.run(cx);
        self.at.set(at);
        match result? {
            Some(value) => Ok(value),
            None => Err("A closure that is not async cannot wait.".into()),
        }
    }

    /// The same where nobody could take an error: the run has failed then.
    pub(crate) fn call_or_fail(
        self: &Rc<Self>,
        function: &Kind,
        arguments: Vec<Kind>,
    ) -> Kind {
        if self.has_failed.get() {
            return Kind::Unit;
        }
        match self.call(function, arguments, &mut None) {
            Ok(value) => value,
            Err(error) => {
                self.fail(error);
                Kind::Unit
            }
        }
    }

    /// Calls the destructor of data of that tag, whose fields these are, and
    /// gives them back.
    pub(crate) fn destroy(
        self: &Rc<Self>,
        tag: u32,
        fields: Vec<Kind>,
    ) -> Vec<Kind> {
        let of = self.program.shape(tag).map(|shape| shape.of);
        let code = of.and_then(|of| self.program.destructors.get(&of));
        let Some(code) = code else { return fields };
        let data = Rc::new(Data {
            tag,
            fields: RefCell::new(fields),
            machine: None,
        });
        let this = Spot::Alias(Kind::Data(data.clone()));
        self.call_or_fail(&Kind::Fn(*code), vec![Kind::Ref(Rc::new(this))]);
        data.fields.take()
    }
}

/// Whether a function takes so many arguments.
pub(crate) fn expect_count(function: &Code, count: usize) -> Outcome<()> {
    let wanted = function.parameters as usize;
    if wanted == count {
        return Ok(());
    }
    let name = match function.name.as_str() {
        "" => "This closure".to_owned(),
        name => format!("`{name}`"),
    };
    let noun = if wanted == 1 { "argument" } else { "arguments" };
    Err(format!("{name} takes {wanted} {noun}, and is given {count}.").into())
}
