//! Structs with methods that hold an Rc of a RefCell.
use crate::prelude::*;
use futures::future::join_all;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::rc::{Rc, Weak};

#[derive(Debug, Clone, Default)]
struct Stats {
    count: usize,
    total: i64,
    names: Vec<String>,
}

#[derive(Clone)]
struct Shared {
    stats: Rc<RefCell<Stats>>,
    id: u32,
}

impl Shared {
    fn new(id: u32) -> Self {
        Self {
            stats: Rc::new(RefCell::new(Stats::default())),
            id,
        }
    }

    fn record(&self, name: &str, value: i64) {
        let mut stats = self.stats.borrow_mut();
        stats.count += 1;
        stats.total += value;
        stats.names.push(format!("{}:{name}", self.id));
    }

    fn average(&self) -> Option<f64> {
        let stats = self.stats.borrow();
        if stats.count == 0 {
            return None;
        }
        Some(stats.total as f64 / stats.count as f64)
    }

    fn with_id(mut self, id: u32) -> Self {
        self.id = id;
        self
    }
}

struct Queue<T> {
    items: VecDeque<T>,
    most: usize,
}

impl<T: Clone> Queue<T> {
    fn new(most: usize) -> Self {
        Queue {
            items: VecDeque::new(),
            most,
        }
    }

    fn push(&mut self, item: T) -> Result<(), T> {
        if self.items.len() >= self.most {
            return Err(item);
        }
        self.items.push_back(item);
        Ok(())
    }

    fn pop(&mut self) -> Option<T> {
        self.items.pop_front()
    }

    fn len(&self) -> usize {
        self.items.len()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Level {
    Low,
    Middle,
    High,
}

impl Level {
    fn next(self) -> Level {
        match self {
            Level::Low => Level::Middle,
            Level::Middle | Level::High => Level::High,
        }
    }

    const ALL: [Level; 3] = [Level::Low, Level::Middle, Level::High];
}

pub async fn main() {
    let shared = Shared::new(1);
    print(format!("{:?}", shared.average()));
    let tasks: Vec<_> = (0..4)
        .map(|i| {
            let shared = shared.clone().with_id(i);
            spawn("worker", async move {
                sleep((4 - i) as u64).await;
                shared.record("job", i as i64 * 10);
            })
        })
        .collect();
    join_all(tasks).await;
    print(format!(
        "{:?} {:?}",
        shared.average(),
        shared.stats.borrow()
    ));
    let mut queue = Queue::new(2);
    for word in ["a", "b", "c"] {
        match queue.push(word) {
            Ok(()) => print(queue.len()),
            Err(back) => print(format!("full: {back}")),
        }
    }
    while let Some(word) = queue.pop() {
        print(word);
    }
    let mut level = Level::Low;
    let mut seen = HashSet::new();
    while seen.insert(level) {
        print(format!("{level:?}"));
        level = level.next();
    }
    print(seen.contains(&Level::High) && Level::Low < Level::High);
    print(format!("{:?} {}", Level::ALL, Level::ALL.len()));
    let mut by_level: BTreeMap<Level, Vec<u32>> = BTreeMap::new();
    for (i, level) in Level::ALL.iter().cycle().take(5).enumerate() {
        by_level.entry(*level).or_default().push(i as u32);
    }
    print(format!("{by_level:?}"));
    let text = "the cat and the dog and the bird";
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in text.split(' ') {
        *counts.entry(word).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (word, count) in &counts {
        print(format!("{word:>5} {count}"));
    }
    let cell = Rc::new(Cell::new(5));
    let weak: Weak<Cell<i32>> = Rc::downgrade(&cell);
    print(weak.upgrade().is_some());
    drop(cell);
    print(weak.upgrade().is_none());
}
