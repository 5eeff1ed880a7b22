//! References to what is changed: arguments, fields, items, boxes, trees.
use crate::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::mem;
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq, Default)]
struct Point {
    x: i32,
    y: i32,
}

impl Point {
    fn shift(&mut self, by: i32) -> &mut Self {
        self.x += by;
        self.y -= by;
        self
    }

    fn x_mut(&mut self) -> &mut i32 {
        &mut self.x
    }

    fn longest<'a>(&'a self, other: &'a Point) -> &'a Point {
        if self.x.abs() + self.y.abs() >= other.x.abs() + other.y.abs() {
            self
        } else {
            other
        }
    }
}

#[derive(Debug)]
struct Node {
    value: i32,
    next: Option<Box<Node>>,
}

#[derive(Debug, Default)]
struct List {
    head: Option<Box<Node>>,
    len: usize,
}

impl List {
    fn push(&mut self, value: i32) {
        let next = self.head.take();
        self.head = Some(Box::new(Node { value, next }));
        self.len += 1;
    }

    fn pop(&mut self) -> Option<i32> {
        let node = self.head.take()?;
        self.head = node.next;
        self.len -= 1;
        Some(node.value)
    }

    fn reverse(&mut self) {
        let mut before = None;
        let mut current = self.head.take();
        while let Some(mut node) = current {
            current = node.next.take();
            node.next = before;
            before = Some(node);
        }
        self.head = before;
    }

    fn sum(&self) -> i32 {
        let mut sum = 0;
        let mut current = &self.head;
        while let Some(node) = current {
            sum += node.value;
            current = &node.next;
        }
        sum
    }
}

enum Tree {
    Leaf,
    Branch(Box<Tree>, i32, Box<Tree>),
}

impl Tree {
    fn insert(self, value: i32) -> Tree {
        match self {
            Tree::Leaf => {
                Tree::Branch(Box::new(Tree::Leaf), value, Box::new(Tree::Leaf))
            }
            Tree::Branch(left, v, right) if value < v => {
                Tree::Branch(Box::new(left.insert(value)), v, right)
            }
            Tree::Branch(left, v, right) => {
                Tree::Branch(left, v, Box::new(right.insert(value)))
            }
        }
    }

    fn walk(&self, out: &mut Vec<i32>) {
        if let Tree::Branch(left, value, right) = self {
            left.walk(out);
            out.push(*value);
            right.walk(out);
        }
    }

    fn depth(&self) -> usize {
        match self {
            Tree::Leaf => 0,
            Tree::Branch(left, _, right) => 1 + left.depth().max(right.depth()),
        }
    }
}

#[derive(Debug)]
struct Person {
    name: String,
    friends: RefCell<Vec<Rc<Person>>>,
}

fn double(list: &mut Vec<i32>) {
    for item in list.iter_mut() {
        *item *= 2;
    }
    list.push(0);
}

fn bump(n: &mut i32) {
    *n += 1;
}

fn largest(list: &[i32]) -> Option<&i32> {
    let mut largest = list.first()?;
    for item in list {
        if item > largest {
            largest = item;
        }
    }
    Some(largest)
}

async fn fill(target: &mut Vec<u64>, upto: u64) {
    for n in 0..upto {
        sleep(n).await;
        target.push(n);
    }
}

async fn rename(person: &mut Point, log: &RefCell<Vec<String>>) -> i32 {
    person.shift(2);
    sleep(1).await;
    log.borrow_mut().push(format!("{person:?}"));
    person.x
}

pub async fn main() {
    let mut n = 1;
    bump(&mut n);
    bump(&mut n);
    print(n);
    let mut list = vec![1, 2, 3];
    double(&mut list);
    bump(&mut list[0]);
    let last = list.last_mut().unwrap();
    *last = 9;
    print(format!("{list:?} {:?}", largest(&list)));
    if let Some(first) = list.get_mut(0) {
        *first = 100;
    }
    if let [first, .., last] = list.as_mut_slice() {
        mem::swap(first, last);
    }
    print(format!("{list:?}"));
    let mut p = Point { x: 1, y: 1 };
    p.shift(3).shift(1);
    *p.x_mut() += 10;
    let q = Point { y: 50, ..p.clone() };
    print(format!("{p:?} {:?}", p.longest(&q)));
    let Point { x: ref mut px, .. } = p;
    *px = 0;
    print(p.x);
    let mut all = List::default();
    for i in 0..4 {
        all.push(i);
    }
    print(all.sum());
    all.reverse();
    print(format!("{:?} {:?} {}", all.pop(), all.pop(), all.len));
    let mut tree = Tree::Leaf;
    for value in [5, 2, 8, 1, 9] {
        tree = tree.insert(value);
    }
    let mut out = Vec::new();
    tree.walk(&mut out);
    print(format!("{out:?} {}", tree.depth()));
    let ada = Rc::new(Person {
        name: "Ada".into(),
        friends: RefCell::new(vec![]),
    });
    let bob = Rc::new(Person {
        name: "Bob".into(),
        friends: Default::default(),
    });
    ada.friends.borrow_mut().push(bob.clone());
    for friend in ada.friends.borrow().iter() {
        print(format!("{} {}", friend.name, Rc::strong_count(friend)));
    }
    let mut target = Vec::new();
    fill(&mut target, 3).await;
    print(format!("{target:?} {}", elapsed()));
    let log = RefCell::new(Vec::new());
    let x = rename(&mut p, &log).await;
    print(format!("{x} {:?}", log.into_inner()));
    let mut name = String::from("old");
    let old = mem::replace(&mut name, "new".to_string());
    let taken = mem::take(&mut name);
    print(format!("{old} {taken} {:?}", name));
    let (mut a, mut b) = (1, 2);
    mem::swap(&mut a, &mut b);
    (a, b) = (b + 10, a);
    print(format!("{a} {b}"));
    let mut grid = [[0; 3]; 2];
    grid[1][2] = 5;
    let copy = grid;
    grid[0][0] = 1;
    print(format!("{grid:?} {copy:?}"));
    let mut ages: HashMap<String, u32> = HashMap::new();
    ages.insert("a".to_string(), 1);
    if let Some(age) = ages.get_mut("a") {
        *age += 1;
    }
    ages.entry("a".into())
        .and_modify(|age| *age *= 10)
        .or_insert(7);
    ages.entry("b".into())
        .and_modify(|age| *age *= 10)
        .or_insert(7);
    let mut names: Vec<_> = ages.keys().cloned().collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    print(format!("{names:?} {}", ages["a"] + ages["b"]));
    for (_, age) in ages.iter_mut() {
        *age += 1;
    }
    let mut sorted: Vec<(String, u32)> = ages.into_iter().collect();
    sorted.sort();
    print(format!("{sorted:?}"));
    let set: BTreeSet<char> = "hello".chars().collect();
    print(set.iter().collect::<String>());
    let mut jobs: VecDeque<(u32, &str)> = VecDeque::from([(1, "a"), (2, "b")]);
    jobs.push_front((0, "c"));
    jobs.rotate_left(1);
    while let Some((n, name)) = jobs.pop_front() {
        if n == 1 {
            jobs.push_back((9, "again"));
        }
        print(format!("{n}{name}"));
    }
    let words = ["apple", "bob", "cat", "apple"];
    let mut by_len: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for word in words {
        by_len.entry(word.len()).or_default().insert(word);
    }
    print(format!("{by_len:?}"));
    let mut points = vec![Point { x: 3, y: 1 }, Point { x: 1, y: 2 }];
    points.sort_by_key(|p| p.x);
    points.iter_mut().for_each(|p| p.y *= 2);
    points.retain(|p| p.x > 0);
    if let Some(p) = points.iter_mut().find(|p| p.x == 3) {
        p.x = 30;
    }
    let total: i32 = points.iter().map(|Point { x, y }| x * y).sum();
    print(format!(
        "{total} {}",
        points.contains(&Point { x: 30, y: 2 })
    ));
    let opt = Some(String::from("text"));
    if let Some(text) = &opt {
        print(text.len());
    }
    let len = opt.as_ref().map(|t| t.len()).unwrap_or(0);
    print(format!("{len} {opt:?}"));
    let mut maybe = Some(3);
    while let Some(i) = maybe {
        maybe = if i > 0 { Some(i - 1) } else { None };
    }
    if let Some(n) = maybe.as_mut() {
        *n += 1;
    }
    print(maybe.is_none());
    let slice = &list[1..3];
    print(format!(
        "{slice:?} {}",
        slice
            .iter()
            .rev()
            .map(|n| n.to_string())
            .collect::<Vec<_>>()
            .join(",")
    ));
    let mut it = list.iter().peekable();
    let mut runs = Vec::new();
    while let Some(n) = it.next() {
        if let Some(&&next) = it.peek() {
            runs.push(next - n);
        }
    }
    print(format!("{runs:?}"));
}
