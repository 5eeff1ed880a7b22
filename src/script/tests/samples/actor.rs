//! An actor with an enum of messages, and a reply for each.
use crate::prelude::*;
use futures::channel::{mpsc, oneshot};
use futures::{SinkExt, StreamExt};
use std::collections::HashMap;

enum Message {
    Get {
        key: String,
        reply: oneshot::Sender<Option<i32>>,
    },
    Set(String, i32),
    Len(oneshot::Sender<usize>),
    Stop,
}

struct Store {
    values: HashMap<String, i32>,
    inbox: mpsc::Receiver<Message>,
    handled: u32,
}

impl Store {
    fn new(inbox: mpsc::Receiver<Message>) -> Self {
        Store {
            values: HashMap::new(),
            inbox,
            handled: 0,
        }
    }

    fn handle(&mut self, message: Message) -> bool {
        self.handled += 1;
        match message {
            Message::Get { key, reply } => {
                let value = self.values.get(&key).copied();
                let _ = reply.send(value);
            }
            Message::Set(key, value) => {
                if let Some(old) = self.values.insert(key.clone(), value) {
                    print(format!("{key}: {old} -> {value}"));
                }
            }
            Message::Len(reply) => {
                reply.send(self.values.len()).ok();
            }
            Message::Stop => return false,
        }
        true
    }

    async fn run(mut self) -> u32 {
        while let Some(message) = self.inbox.next().await {
            if !self.handle(message) {
                break;
            }
            sleep(1).await;
        }
        self.handled
    }
}

#[derive(Clone)]
struct Client {
    outbox: mpsc::Sender<Message>,
}

impl Client {
    async fn get(&mut self, key: &str) -> Result<i32, String> {
        let (reply, answer) = oneshot::channel();
        let message = Message::Get {
            key: key.to_string(),
            reply,
        };
        self.outbox.send(message).await.map_err(|e| e.to_string())?;
        let value = answer.await.map_err(|_| "gone".to_string())?;
        value.ok_or_else(|| format!("no {key}"))
    }

    async fn set(&mut self, key: &str, value: i32) {
        self.outbox
            .send(Message::Set(key.into(), value))
            .await
            .unwrap();
    }
}

pub async fn main() {
    let (outbox, inbox) = mpsc::channel(2);
    let store = spawn("store", Store::new(inbox).run());
    let mut client = Client { outbox };
    let mut other = client.clone();
    client.set("a", 1).await;
    let writer = spawn("writer", async move {
        for i in 0..3 {
            other.set("b", i).await;
        }
    });
    client.set("a", 2).await;
    print(format!("{:?}", client.get("a").await));
    print(format!("{:?}", client.get("c").await));
    writer.await;
    let (reply, length) = oneshot::channel();
    client.outbox.send(Message::Len(reply)).await.unwrap();
    print(length.await.unwrap());
    client.outbox.send(Message::Stop).await.unwrap();
    print(store.await);
    print(format!("{:?}", client.get("a").await.is_err()));
}
