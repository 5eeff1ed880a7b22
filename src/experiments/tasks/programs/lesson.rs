//! What a program says about itself, and how a run answers its question.

use crate::experiments::Text;
use crate::trace::{Ending, Event, EventKind, Timeline, Track};
use std::time::Duration;

/// A program and the words around it.
pub(super) struct Lesson {
    /// Its name in links.
    pub(super) id: &'static str,
    /// Its name in the menu.
    pub(super) title: &'static str,
    /// What to look at, in 120 words at most.
    pub(super) why: &'static str,
    /// What to predict.
    pub(super) question: Question,
    /// What the page shows of it.
    pub(super) source: Source,
}

/// What the reader is asked before a program runs.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The question.
    pub text: &'static str,
    /// What may be answered.
    pub options: &'static [&'static str],
    /// How a run shows which of the options is right.
    pub answer: Answer,
}

/// Where in a run the right answer is found.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// It is the line that is printed as the so many-th, counted from one.
    Line(usize),
    /// It is how often the task of that name is polled.
    Polls(&'static str),
    /// It is the option at this place; none if the run did not get that far.
    Of(fn(&Outcome<'_>) -> Option<usize>),
}

/// What a run showed.
pub struct Outcome<'a> {
    /// What every task did.
    pub timeline: Timeline,
    /// The lines that were printed.
    pub printed: Vec<&'a str>,
    /// Whether every task came to its end.
    pub completed: bool,
}

impl<'a> Outcome<'a> {
    /// Reads off what was recorded.
    #[must_use]
    pub fn of(events: &'a [Event]) -> Self {
        let printed = events.iter().filter_map(|event| match &event.kind {
            EventKind::Printed(line) => Some(&**line),
            _ => None,
        });
        let timeline = Timeline::fold(events);
        let ending = timeline.root().and_then(Track::ending);
        Self {
            printed: printed.collect(),
            completed: ending == Some(Ending::Succeeded),
            timeline,
        }
    }

    /// Which of the options of `question` this shows to be right; none if it
    /// did not get that far, or if it is none of them.
    pub(super) fn answer_to(&self, question: Question) -> Option<usize> {
        let place = |answer: &str| {
            question.options.iter().position(|option| *option == answer)
        };
        let place = match question.answer {
            Answer::Line(nth) => place(self.printed.get(nth.checked_sub(1)?)?),
            Answer::Polls(name) => {
                let track = self.track(name)?;
                let polls = track.ending().map(|_| track.polls.len())?;
                place(&polls.to_string())
            }
            Answer::Of(answer) => answer(self),
        };
        place.filter(|place| *place < question.options.len())
    }

    /// The track of that name.
    pub(super) fn track(&self, name: &str) -> Option<&Track> {
        let mut tracks = self.timeline.tracks().iter();
        tracks.find(|track| &*track.name == name)
    }
}

/// The place of the number of `millis` that `duration` is closest to.
pub(super) fn nearest<const N: usize>(
    duration: Duration,
    millis: [u64; N],
) -> Option<usize> {
    let away = |it: u64| Duration::from_millis(it).abs_diff(duration);
    (0..N).min_by_key(|place| away(millis[*place]))
}

/// A program in three languages.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The Rust that runs, as lines of highlighted HTML.
    pub rust: Text,
    /// The number that the first of these lines has in its file: the page
    /// leaves the head of the file out.
    pub first_line: u32,
    /// The same in Python, as highlighted HTML.
    pub python: Text,
    /// The same in JavaScript, as highlighted HTML.
    pub javascript: Text,
    /// The Rust as somebody would write it who begins with it.
    pub copy: Text,
}
