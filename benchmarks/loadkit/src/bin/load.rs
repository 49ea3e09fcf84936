//! Load generator: HTTP/1.1 with keep-alive, loopback only, one thread.
//!   --mode closed  a fixed number of connections; each sends as soon as it has its answer
//!   --mode open    a constant rate of arrivals; latency counts from the intended time, so a stall is not hidden
//!   --mode sse     as closed, with streams; the delay of every token is measured from the time that it carries
//! Prints MEASURE when the warm-up is over, then one line of JSON.
use loadkit::*;
use std::collections::{BTreeMap, VecDeque};
use std::io::Write;

/// Digits of the time in a token's text, `t=0000000000000000`.
const STAMP: usize = 16;
const MOST_ERRORS: u64 = 100_000;

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Closed,
    Open,
    Streams,
}

struct Options {
    port: u16,
    mode: Mode,
    connections: usize,
    /// Microseconds over which the first sends are spread.
    ramp: u64,
    /// Microseconds between two arrivals of the open mode.
    step: f64,
    requests: Vec<Vec<u8>>,
}

#[derive(Default)]
struct Results {
    latency: Histogram,
    first_token: Histogram,
    relay: Histogram,
    gap: Histogram,
    statuses: BTreeMap<u16, u64>,
    errors: u64,
    all: u64,
    bytes: u64,
    tokens: u64,
    /// Streams that ended without `[DONE]`.
    incomplete: u64,
}

#[derive(Default)]
struct Client {
    fd: i32,
    out: Outgoing,
    busy: bool,
    began: u64,
    head: Vec<u8>,
    body: Option<Body>,
    status: u16,
    closes: bool,
    stream: Stream,
}

#[derive(Default)]
struct Stream {
    first: u64,
    last: u64,
    tokens: u64,
    done: bool,
    /// The end of a read that may hold the beginning of a stamp.
    carry: Vec<u8>,
}

enum Turn {
    Waiting,
    Answered,
    Broken,
}

struct Load {
    options: Options,
    poller: Poller,
    clients: Vec<Client>,
    idle: VecDeque<usize>,
    backlog: VecDeque<u64>,
    began: u64,
    measured_from: u64,
    arrivals: u64,
    started: usize,
    sent: usize,
    results: Results,
}

impl Options {
    fn of(arguments: &Arguments) -> Options {
        let mode = match arguments.text("--mode", "closed").as_str() {
            "closed" => Mode::Closed,
            "open" => Mode::Open,
            "sse" => Mode::Streams,
            other => panic!("unknown mode {other}"),
        };
        let body = std::fs::read(arguments.text("--body", "/dev/null")).expect("the file of --body");
        let port = arguments.whole("--port", 9100) as u16;
        let keys = arguments.lines("--keys");
        let mut credentials: Vec<String> = keys
            .iter()
            .map(|key| format!("Authorization: Bearer {key}\r\n"))
            .collect();
        if credentials.is_empty() {
            credentials.push(String::new());
        }
        let request = |credential: &String| {
            let path = arguments.text("--path", "/v1/chat/completions");
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n\
                 Accept: */*\r\n{credential}Content-Length: {}\r\n\r\n",
                body.len()
            );
            [head.as_bytes(), &body].concat()
        };
        Options {
            port,
            mode,
            connections: arguments.whole("--c", 64) as usize,
            ramp: arguments.micros("--ramp", 0.0),
            step: 1e6 / arguments.decimal("--rate", 500.0),
            requests: credentials.iter().map(request).collect(),
        }
    }
}

impl Load {
    fn new(options: Options, warm_up: u64) -> Load {
        let poller = Poller::default();
        let clients: Vec<Client> = (0..options.connections)
            .map(|index| {
                let fd = connect(options.port).unwrap_or_else(|| fail("cannot connect"));
                poller.add(fd, index as u64);
                Client {
                    fd,
                    ..Client::default()
                }
            })
            .collect();
        let began = now_us();
        Load {
            idle: (0..clients.len()).collect(),
            backlog: VecDeque::new(),
            began,
            measured_from: began + warm_up,
            arrivals: 0,
            started: 0,
            sent: 0,
            results: Results::default(),
            options,
            poller,
            clients,
        }
    }

    fn run(&mut self, duration: u64) {
        let end = self.measured_from + duration;
        let (mut ready, mut buffer, mut measuring) = (Vec::new(), vec![0; 262_144], false);
        loop {
            let now = now_us();
            if now >= end {
                return;
            }
            if !measuring && now >= self.measured_from {
                measuring = true;
                println!("MEASURE");
                let _ = std::io::stdout().flush();
            }
            self.send_what_is_due(now);
            self.poller.poll(&mut ready);
            for event in &ready {
                self.handle(event, &mut buffer);
            }
        }
    }

    /// Begins requests whose time has come.
    fn send_what_is_due(&mut self, now: u64) {
        if self.options.mode == Mode::Open {
            while self.arrival() <= now {
                self.backlog.push_back(self.arrival());
                self.arrivals += 1;
            }
            self.work_off_backlog();
            return;
        }
        while self.started < self.clients.len() {
            let share = self.options.ramp * self.started as u64 / self.clients.len() as u64;
            if self.began + share > now {
                return;
            }
            self.started += 1;
            self.send(self.started - 1, now);
        }
    }

    fn arrival(&self) -> u64 {
        (self.began as f64 + self.arrivals as f64 * self.options.step) as u64
    }

    fn work_off_backlog(&mut self) {
        while !self.backlog.is_empty() {
            let Some(index) = self.idle.pop_front() else {
                return;
            };
            if let Some(due) = self.backlog.pop_front() {
                self.send(index, due);
            }
        }
    }

    fn send(&mut self, index: usize, began: u64) {
        let request = &self.options.requests[self.sent % self.options.requests.len()];
        self.sent += 1;
        let client = &mut self.clients[index];
        client.busy = true;
        client.began = began;
        client.head.clear();
        client.body = None;
        client.stream = Stream::default();
        client.out.bytes.extend_from_slice(request);
        client.out.flush(client.fd, index as u64, &self.poller);
    }

    fn handle(&mut self, event: &Ready, buffer: &mut [u8]) {
        let index = event.token as usize;
        let measuring_from = self.measured_from;
        let client = &mut self.clients[index];
        if event.is_writable() {
            client.out.flush(client.fd, event.token, &self.poller);
        }
        match client.read(buffer, self.options.mode, measuring_from, &mut self.results) {
            Turn::Waiting => return,
            Turn::Answered => self.count_answer(index),
            Turn::Broken => self.count_failure(index),
        }
        if self.options.mode == Mode::Open {
            if !self.idle.contains(&index) {
                self.idle.push_back(index);
            }
            self.work_off_backlog();
        } else if index < self.started {
            self.send(index, now_us());
        }
    }

    fn count_answer(&mut self, index: usize) {
        let (client, results, now) = (&mut self.clients[index], &mut self.results, now_us());
        client.busy = false;
        results.all += 1;
        if now >= self.measured_from {
            *results.statuses.entry(client.status).or_default() += 1;
            results.latency.add(now - client.began);
            if self.options.mode == Mode::Streams {
                results.tokens += client.stream.tokens;
                results.incomplete += u64::from(!client.stream.done);
                if client.stream.first > 0 {
                    results.first_token.add(client.stream.first - client.began);
                }
            }
        }
        if client.closes {
            self.reconnect(index);
        }
    }

    fn count_failure(&mut self, index: usize) {
        self.results.errors += u64::from(std::mem::take(&mut self.clients[index].busy));
        if self.results.errors > MOST_ERRORS {
            fail("too many errors");
        }
        self.reconnect(index);
    }

    fn reconnect(&mut self, index: usize) {
        close(self.clients[index].fd);
        let fd = connect(self.options.port).unwrap_or_else(|| fail("cannot connect again"));
        self.poller.add(fd, index as u64);
        self.clients[index] = Client {
            fd,
            ..Client::default()
        };
    }
}

impl Client {
    fn read(&mut self, buffer: &mut [u8], mode: Mode, measured_from: u64, results: &mut Results) -> Turn {
        loop {
            let count = match read_some(self.fd, buffer) {
                Received::Nothing => return Turn::Waiting,
                Received::End => return Turn::Broken,
                Received::Bytes(_) if !self.busy => return Turn::Broken,
                Received::Bytes(count) => count,
            };
            results.bytes += count as u64;
            let now = now_us();
            let Some(bytes) = self.behind_head(&buffer[..count]) else {
                continue;
            };
            let Some(body) = self.body.as_mut() else {
                return Turn::Broken;
            };
            let stream = &mut self.stream;
            body.feed(&bytes, &mut |part| {
                if mode == Mode::Streams {
                    stream.read(part, now, (now >= measured_from).then_some(&mut *results));
                }
            });
            if body.is_done() {
                return Turn::Answered;
            }
            if count < buffer.len() {
                return Turn::Waiting;
            }
        }
    }

    /// The bytes of the body; None while the head is not whole.
    fn behind_head<'a>(&mut self, bytes: &'a [u8]) -> Option<std::borrow::Cow<'a, [u8]>> {
        if self.body.is_some() {
            return Some(bytes.into());
        }
        self.head.extend_from_slice(bytes);
        let end = find(&self.head, b"\r\n\r\n")?;
        let rest = self.head.split_off(end + 4);
        self.status = number(&self.head[9..]) as u16;
        self.closes =
            header(&self.head, b"connection").is_some_and(|value| value.eq_ignore_ascii_case(b"close"));
        self.body = Some(Body::new(framing(&self.head, false)));
        Some(rest.into())
    }
}

impl Stream {
    fn read(&mut self, part: &[u8], now: u64, results: Option<&mut Results>) {
        if self.carry.is_empty() {
            self.scan(part, now, results);
        } else {
            let mut whole = std::mem::take(&mut self.carry);
            whole.extend_from_slice(part);
            self.scan(&whole, now, results);
        }
    }

    fn scan(&mut self, text: &[u8], now: u64, mut results: Option<&mut Results>) {
        let mut at = 0;
        while let Some(found) = find(&text[at..], b"t=") {
            let from = at + found + 2;
            let Some(stamp) = text.get(from..from + STAMP) else {
                break;
            };
            if !stamp.iter().all(u8::is_ascii_digit) {
                at = from;
                continue;
            }
            at = from + STAMP;
            if let Some(results) = results.as_deref_mut() {
                results.relay.add(now.saturating_sub(number(stamp)));
                if self.last > 0 {
                    results.gap.add(now - self.last);
                }
            }
            if self.first == 0 {
                self.first = now;
            }
            self.last = now;
            self.tokens += 1;
        }
        self.done |= find(&text[at..], b"[DONE]").is_some();
        let tail = text.len().saturating_sub(STAMP + 4).max(at);
        if !self.done {
            self.carry.extend_from_slice(&text[tail..]);
        }
    }
}

impl Load {
    fn report(&self, mode: &str) -> String {
        let results = &self.results;
        let seconds = (now_us() - self.measured_from) as f64 / 1e6;
        let ok = results.statuses.get(&200).copied().unwrap_or(0);
        let bad = results.statuses.values().sum::<u64>() - ok;
        let statuses: Vec<String> = results
            .statuses
            .iter()
            .map(|(status, count)| format!("\"{status}\":{count}"))
            .collect();
        // Tokens of streams that still run count through the histogram of their delays.
        let fields = [
            format!("\"mode\":\"{mode}\",\"secs\":{seconds:.3},\"ok\":{ok},\"bad\":{bad}"),
            format!(
                "\"errs\":{},\"all\":{},\"incomplete\":{}",
                results.errors, results.all, results.incomplete
            ),
            format!(
                "\"rps\":{:.1},\"tok_s\":{:.1}",
                ok as f64 / seconds,
                results.relay.count() as f64 / seconds
            ),
            format!(
                "\"bytes\":{},\"toks\":{},\"backlog\":{}",
                results.bytes,
                results.tokens,
                self.backlog.len()
            ),
            format!("\"status\":{{{}}}", statuses.join(",")),
            results.latency.json("lat"),
            results.first_token.json("ttft"),
            results.relay.json("relay"),
            results.gap.json("gap"),
        ];
        format!("{{{}}}", fields.join(","))
    }
}

fn fail(why: &str) -> ! {
    eprintln!("load: {why}");
    std::process::exit(2)
}

fn main() {
    let arguments = Arguments::of_process();
    let mut load = Load::new(Options::of(&arguments), arguments.micros("--warm", 1.0));
    load.run(arguments.micros("--secs", 5.0));
    println!("{}", load.report(&arguments.text("--mode", "closed")));
}
