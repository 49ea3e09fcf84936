//! The least that a proxy can do in user space with plain sockets on one thread: read a request, look its key up, write
//! it to a pooled upstream connection, relay the answer, keep everything alive. A yardstick of this machine's loopback.
use loadkit::*;
use std::collections::{HashMap, HashSet};

const PORT: u64 = 9190;
const UPSTREAM_PORT: u64 = 9100;
const REFUSAL: &[u8] = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
const LISTENER: u64 = 0;

#[derive(Default)]
struct Client {
    fd: i32,
    input: Vec<u8>,
    out: Outgoing,
    upstream: Option<u64>,
}

#[derive(Default)]
struct Upstream {
    fd: i32,
    out: Outgoing,
    client: Option<u64>,
    head: Vec<u8>,
    body: Option<Body>,
}

struct Floor {
    listener: i32,
    upstream_port: u16,
    credentials: HashSet<Vec<u8>>,
    poller: Poller,
    clients: HashMap<u64, Client>,
    upstreams: HashMap<u64, Upstream>,
    idle: Vec<u64>,
    last_token: u64,
}

impl Floor {
    fn run(&mut self) -> ! {
        let (mut ready, mut buffer) = (Vec::new(), vec![0; 65_536]);
        self.poller.add(self.listener, LISTENER);
        loop {
            self.poller.wait(None, &mut ready);
            for event in &ready {
                let token = event.token;
                if token == LISTENER {
                    self.accept_all();
                } else if self.clients.contains_key(&token) {
                    if self.serve_client(token, &mut buffer).is_none() {
                        self.drop_client(token);
                    }
                } else if self.upstreams.contains_key(&token) && self.relay(token, &mut buffer).is_none() {
                    self.drop_upstream(token);
                }
            }
        }
    }

    fn accept_all(&mut self) {
        while let Some(fd) = accept(self.listener) {
            self.last_token += 1;
            self.poller.add(fd, self.last_token);
            self.clients.insert(
                self.last_token,
                Client {
                    fd,
                    ..Client::default()
                },
            );
        }
    }

    /// None = the client is gone.
    fn serve_client(&mut self, token: u64, buffer: &mut [u8]) -> Option<()> {
        let client = self.clients.get_mut(&token)?;
        client.out.flush(client.fd, token, &self.poller).then_some(())?;
        while let Received::Bytes(count) = alive(read_some(client.fd, buffer))? {
            client.input.extend_from_slice(&buffer[..count]);
            if count < buffer.len() {
                break;
            }
        }
        let Some(request) = client.next_request() else {
            return Some(());
        };
        let head = &request[..find(&request, b"\r\n\r\n")? + 2];
        let known = header(head, b"authorization").is_some_and(|value| self.credentials.contains(value));
        if !known && !self.credentials.is_empty() {
            client.out.bytes.extend_from_slice(REFUSAL);
            return client.out.flush(client.fd, token, &self.poller).then_some(());
        }
        let chosen = self.idle.pop().or_else(|| self.connect())?;
        let upstream = self.upstreams.get_mut(&chosen)?;
        upstream.client = Some(token);
        upstream.out.bytes.extend_from_slice(&request);
        upstream.out.flush(upstream.fd, chosen, &self.poller);
        self.clients.get_mut(&token)?.upstream = Some(chosen);
        Some(())
    }

    fn connect(&mut self) -> Option<u64> {
        let fd = connect(self.upstream_port)?;
        self.last_token += 1;
        self.poller.add(fd, self.last_token);
        self.upstreams.insert(
            self.last_token,
            Upstream {
                fd,
                ..Upstream::default()
            },
        );
        Some(self.last_token)
    }

    /// None = the upstream is gone.
    fn relay(&mut self, token: u64, buffer: &mut [u8]) -> Option<()> {
        let upstream = self.upstreams.get_mut(&token)?;
        upstream
            .out
            .flush(upstream.fd, token, &self.poller)
            .then_some(())?;
        while let Received::Bytes(count) = alive(read_some(upstream.fd, buffer))? {
            let served = upstream.client?;
            let done = upstream.ends_with(&buffer[..count]);
            if let Some(client) = self.clients.get_mut(&served) {
                client.out.bytes.extend_from_slice(&buffer[..count]);
                client.out.flush(client.fd, served, &self.poller);
                if done {
                    client.upstream = None;
                }
            }
            if done {
                upstream.client = None;
                self.idle.push(token);
            }
            if count < buffer.len() {
                break;
            }
        }
        Some(())
    }

    fn drop_client(&mut self, token: u64) {
        let Some(client) = self.clients.remove(&token) else {
            return;
        };
        close(client.fd);
        if let Some(upstream) = client.upstream {
            self.drop_upstream(upstream);
        }
    }

    fn drop_upstream(&mut self, token: u64) {
        if let Some(upstream) = self.upstreams.remove(&token) {
            close(upstream.fd);
            self.idle.retain(|&idle| idle != token);
        }
    }
}

impl Client {
    fn next_request(&mut self) -> Option<Vec<u8>> {
        if self.upstream.is_some() {
            return None;
        }
        let end = find(&self.input, b"\r\n\r\n")?;
        let Framing::Length(length) = framing(&self.input[..end + 2], true) else {
            return None;
        };
        let total = end + 4 + length as usize;
        (self.input.len() >= total).then(|| self.input.drain(..total).collect())
    }
}

impl Upstream {
    /// Whether the answer is whole with these bytes.
    fn ends_with(&mut self, bytes: &[u8]) -> bool {
        let body = match self.body.as_mut() {
            Some(body) => {
                body.feed(bytes, &mut |_| {});
                body
            }
            None => {
                self.head.extend_from_slice(bytes);
                let Some(end) = find(&self.head, b"\r\n\r\n") else {
                    return false;
                };
                let body = self.body.insert(Body::new(framing(&self.head[..end + 2], false)));
                body.feed(&self.head[end + 4..], &mut |_| {});
                body
            }
        };
        let done = body.is_done();
        if done {
            self.head.clear();
            self.body = None;
        }
        done
    }
}

fn alive(received: Received) -> Option<Received> {
    (!matches!(received, Received::End)).then_some(received)
}

fn main() {
    let arguments = Arguments::of_process();
    let keys = arguments.lines("--keys");
    Floor {
        listener: listen(arguments.whole("--port", PORT) as u16),
        upstream_port: arguments.whole("--up", UPSTREAM_PORT) as u16,
        credentials: keys
            .iter()
            .map(|key| format!("Bearer {key}").into_bytes())
            .collect(),
        poller: Poller::default(),
        clients: HashMap::new(),
        upstreams: HashMap::new(),
        idle: Vec::new(),
        last_token: LISTENER,
    }
    .run()
}
