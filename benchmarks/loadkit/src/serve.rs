//! The loop of a mock: accepts, reads, lets a conversation answer, and wakes it when a token is due.
use crate::{accept, close, listen, now_us, read_some, Outgoing, Poller, Ready, Received};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

const LISTENER: u64 = u64::MAX;

/// When the streams of one conversation want to be woken: (microseconds, stream).
pub type Due = Vec<(u64, u32)>;

/// One connection's side of the talk. Answers are appended to `out`; false closes the connection.
pub trait Conversation: Default {
    /// More bytes came: uses up the whole messages in `input`.
    fn received(&mut self, input: &mut Vec<u8>, out: &mut Vec<u8>, due: &mut Due) -> bool;
    /// The time of a stream has come.
    fn woken(&mut self, stream: u32, out: &mut Vec<u8>, due: &mut Due);
    /// May what the peer sent meanwhile be looked at again?
    fn wants_input(&self) -> bool {
        false
    }
    fn lost(&self) {}
}

struct Connection<C> {
    fd: i32,
    generation: u32,
    input: Vec<u8>,
    out: Outgoing,
    talk: C,
    touched: bool,
}

struct Server<C> {
    listener: i32,
    poller: Poller,
    connections: Vec<Option<Connection<C>>>,
    free: Vec<usize>,
    generation: u32,
    wakes: BinaryHeap<Reverse<(u64, usize, u32, u32)>>,
    due: Due,
    buffer: Vec<u8>,
}

/// Serves conversations on a port of the loopback for ever.
pub fn serve<C: Conversation>(port: u16) -> ! {
    let mut server = Server::<C> {
        listener: listen(port),
        poller: Poller::default(),
        connections: Vec::new(),
        free: Vec::new(),
        generation: 0,
        wakes: BinaryHeap::new(),
        due: Vec::new(),
        buffer: vec![0; 262_144],
    };
    server.poller.add(server.listener, LISTENER);
    let mut ready = Vec::new();
    loop {
        let next = server
            .wakes
            .peek()
            .map(|Reverse((time, ..))| time.saturating_sub(now_us()));
        server.poller.wait(next, &mut ready);
        for &event in &ready {
            if event.token == LISTENER {
                server.accept_all();
            } else {
                server.handle(event);
            }
        }
        server.wake_due();
    }
}

impl<C: Conversation> Server<C> {
    fn accept_all(&mut self) {
        while let Some(fd) = accept(self.listener) {
            self.generation = self.generation.wrapping_add(1);
            let connection = Some(Connection {
                fd,
                generation: self.generation,
                input: Vec::with_capacity(65_536),
                out: Outgoing::default(),
                talk: C::default(),
                touched: false,
            });
            let slot = self.free.pop().unwrap_or_else(|| {
                self.connections.push(None);
                self.connections.len() - 1
            });
            self.connections[slot] = connection;
            self.poller.add(fd, slot as u64);
        }
    }

    fn handle(&mut self, event: Ready) {
        let slot = event.token as usize;
        let Some(connection) = self.connections[slot].as_mut() else {
            return;
        };
        let mut alive = true;
        if event.is_readable() {
            alive = connection.read_all(&mut self.buffer)
                && connection
                    .talk
                    .received(&mut connection.input, &mut connection.out.bytes, &mut self.due);
            self.remember(slot);
        }
        self.finish_turn(slot, alive);
    }

    /// What is due at one moment for one connection leaves in one write.
    fn wake_due(&mut self) {
        let now = now_us();
        let mut touched = Vec::new();
        while let Some(&Reverse((time, slot, generation, stream))) = self.wakes.peek() {
            if time > now {
                break;
            }
            self.wakes.pop();
            let current = self.connections[slot]
                .as_mut()
                .filter(|c| c.generation == generation);
            let Some(connection) = current else { continue };
            connection
                .talk
                .woken(stream, &mut connection.out.bytes, &mut self.due);
            if !connection.touched {
                connection.touched = true;
                touched.push(slot);
            }
            self.remember(slot);
        }
        for slot in touched {
            let Some(connection) = self.connections[slot].as_mut() else {
                continue;
            };
            connection.touched = false;
            let mut alive = true;
            if connection.talk.wants_input() && !connection.input.is_empty() {
                alive =
                    connection
                        .talk
                        .received(&mut connection.input, &mut connection.out.bytes, &mut self.due);
                self.remember(slot);
            }
            self.finish_turn(slot, alive);
        }
    }

    fn remember(&mut self, slot: usize) {
        let Some(connection) = &self.connections[slot] else {
            return;
        };
        let wakes = self.due.drain(..);
        self.wakes
            .extend(wakes.map(|(time, stream)| Reverse((time, slot, connection.generation, stream))));
    }

    fn finish_turn(&mut self, slot: usize, alive: bool) {
        let Some(connection) = self.connections[slot].as_mut() else {
            return;
        };
        if alive && connection.out.flush(connection.fd, slot as u64, &self.poller) {
            return;
        }
        connection.talk.lost();
        close(connection.fd);
        self.connections[slot] = None;
        self.free.push(slot);
    }
}

impl<C> Connection<C> {
    fn read_all(&mut self, buffer: &mut [u8]) -> bool {
        loop {
            match read_some(self.fd, buffer) {
                Received::Bytes(count) => {
                    self.input.extend_from_slice(&buffer[..count]);
                    if count < buffer.len() {
                        return true;
                    }
                }
                Received::Nothing => return true,
                Received::End => return false,
            }
        }
    }
}
