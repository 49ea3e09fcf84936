//! A very fast mock of the worker: `radium.worker.v1.Worker/Generate` over HTTP/2 without TLS, on the loopback.
//!
//! The input's `n=`, `gap_us=` and `bytes=` (text of one token; default: the time it was sent) rule the answer, so a
//! gateway must pass the messages on. Every message is a DATA frame of its own. Header blocks are not decoded (there is
//! one method) and answers use literal headers, so no HPACK state is kept. Flow control, PING, SETTINGS, RST_STREAM and
//! GOAWAY are honoured. `--verbose` prints cancelled streams.
use loadkit::*;
use std::collections::HashMap;
use std::sync::OnceLock;

const PORT: u64 = 9200;
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const FRAME_HEAD: usize = 9;
const MOST_FRAME: usize = 16_384;
const MOST_REQUEST: usize = 1 << 24;
const FIRST_WINDOW: i64 = 65_535;
/// 8192 streams at once, windows of 1 MiB.
const SETTINGS: [u8; 12] = [0, 3, 0, 0, 0x20, 0, 0, 4, 0, 0x10, 0, 0];
const CONNECTION_WINDOW: u32 = 0x0fff_0000;
/// `:status 200` (static 8), `content-type: application/grpc` (name of static 31, literal).
const HEAD: &[u8] = b"\x88\x0f\x10\x10application/grpc";
const TRAILERS: &[u8] = b"\x00\x0bgrpc-status\x010";
const FILL: &[u8] = b"The quick brown fox jumps over the lazy dog. ";

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS_FRAME: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
const ACK: u8 = 1;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const PADDED: u8 = 8;

static VERBOSE: OnceLock<bool> = OnceLock::new();

#[derive(Default)]
struct Stream {
    request: Vec<u8>,
    window: i64,
    queue: Vec<u8>,
    ended: bool,
    sent: u64,
    tokens: u64,
    gap_us: u64,
    text_bytes: usize,
    began: u64,
}

struct Talk {
    greeted: bool,
    window: i64,
    first_window: i64,
    received: u32,
    streams: HashMap<u32, Stream>,
    /// A stream whose header block goes on in CONTINUATION frames, and whether it ends there.
    in_headers: Option<(u32, bool)>,
}

impl Default for Talk {
    fn default() -> Self {
        Talk {
            greeted: false,
            window: FIRST_WINDOW,
            first_window: FIRST_WINDOW,
            received: 0,
            streams: HashMap::new(),
            in_headers: None,
        }
    }
}

struct Frame<'a> {
    kind: u8,
    flags: u8,
    stream: u32,
    payload: &'a [u8],
}

impl Conversation for Talk {
    fn received(&mut self, input: &mut Vec<u8>, out: &mut Vec<u8>, due: &mut Due) -> bool {
        let mut at = 0;
        if !self.greeted {
            if input.len() < PREFACE.len() {
                return true;
            }
            if !input.starts_with(PREFACE) {
                return false;
            }
            self.greeted = true;
            at = PREFACE.len();
            frame(out, SETTINGS_FRAME, 0, 0, &SETTINGS);
            frame(out, WINDOW_UPDATE, 0, 0, &CONNECTION_WINDOW.to_be_bytes());
        }
        while let Some(head) = input[at..].first_chunk::<FRAME_HEAD>() {
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
            if length > MOST_FRAME {
                return false;
            }
            let Some(payload) = input.get(at + FRAME_HEAD..at + FRAME_HEAD + length) else {
                break;
            };
            let stream = u32::from_be_bytes([head[5] & 127, head[6], head[7], head[8]]);
            if !self.handle(
                &Frame {
                    kind: head[3],
                    flags: head[4],
                    stream,
                    payload,
                },
                out,
                due,
            ) {
                return false;
            }
            at += FRAME_HEAD + length;
        }
        input.drain(..at);
        true
    }

    fn woken(&mut self, id: u32, out: &mut Vec<u8>, due: &mut Due) {
        self.send_token(id, out);
        let Some(stream) = self.streams.get(&id) else {
            return;
        };
        if stream.sent < stream.tokens {
            due.push((stream.began + (stream.sent + 1) * stream.gap_us, id));
        } else {
            self.finish(id, out);
        }
    }

    fn lost(&self) {
        if is_verbose() && !self.streams.is_empty() {
            eprintln!("connection lost with {} streams", self.streams.len());
        }
    }
}

impl Talk {
    /// False = the connection ends here.
    fn handle(&mut self, frame_in: &Frame, out: &mut Vec<u8>, due: &mut Due) -> bool {
        let Frame {
            kind,
            flags,
            stream: id,
            payload,
        } = *frame_in;
        let mut whole = false;
        match kind {
            DATA => {
                if !self.take_data(frame_in, out) {
                    return false;
                }
                whole = flags & END_STREAM != 0;
            }
            HEADERS => {
                self.streams.insert(
                    id,
                    Stream {
                        window: self.first_window,
                        ..Stream::default()
                    },
                );
                let ends = flags & END_STREAM != 0;
                whole = ends && flags & END_HEADERS != 0;
                self.in_headers = (flags & END_HEADERS == 0).then_some((id, ends));
            }
            CONTINUATION if flags & END_HEADERS != 0 => {
                whole = self.in_headers.take().is_some_and(|(_, ends)| ends);
            }
            RST_STREAM => {
                let was_open = self.streams.remove(&id).is_some();
                if was_open && is_verbose() {
                    eprintln!("cancelled {id}");
                }
            }
            SETTINGS_FRAME if flags & ACK == 0 => {
                self.take_settings(payload);
                frame(out, SETTINGS_FRAME, ACK, 0, &[]);
            }
            PING if flags & ACK == 0 => frame(out, PING, ACK, 0, payload),
            GOAWAY => return false,
            WINDOW_UPDATE => self.widen(id, payload, out),
            _ => {}
        }
        if whole {
            self.begin(id, out, due);
        }
        true
    }

    fn take_data(
        &mut self,
        Frame {
            flags,
            stream: id,
            payload,
            ..
        }: &Frame,
        out: &mut Vec<u8>,
    ) -> bool {
        let length = payload.len() as u32;
        self.received += length;
        if self.received > 1 << 24 {
            frame(out, WINDOW_UPDATE, 0, 0, &self.received.to_be_bytes());
            self.received = 0;
        }
        let data = if flags & PADDED == 0 {
            Some(*payload)
        } else {
            unpadded(payload)
        };
        let (Some(data), Some(stream)) = (data, self.streams.get_mut(id)) else {
            return flags & PADDED == 0;
        };
        stream.request.extend_from_slice(data);
        if flags & END_STREAM == 0 && length > 0 {
            frame(out, WINDOW_UPDATE, 0, *id, &length.to_be_bytes());
        }
        stream.request.len() <= MOST_REQUEST
    }

    fn take_settings(&mut self, payload: &[u8]) {
        for setting in payload.chunks_exact(6).filter(|setting| setting[..2] == [0, 4]) {
            let window = i64::from(u32::from_be_bytes([
                setting[2], setting[3], setting[4], setting[5],
            ]));
            let change = window - self.first_window;
            self.first_window = window;
            self.streams
                .values_mut()
                .for_each(|stream| stream.window += change);
        }
    }

    fn widen(&mut self, id: u32, payload: &[u8], out: &mut Vec<u8>) {
        let Ok(bytes) = <[u8; 4]>::try_from(payload) else {
            return;
        };
        let more = i64::from(u32::from_be_bytes(bytes) & 0x7fff_ffff);
        if id != 0 {
            if let Some(stream) = self.streams.get_mut(&id) {
                stream.window += more;
            }
            self.send_queued(id, out);
            return;
        }
        self.window += more;
        let queued = self.streams.iter().filter(|(_, stream)| !stream.queue.is_empty());
        for id in queued.map(|(id, _)| *id).collect::<Vec<_>>() {
            self.send_queued(id, out);
        }
    }

    /// A whole request: the head, what comes before the first token, and all tokens or the time of the first.
    fn begin(&mut self, id: u32, out: &mut Vec<u8>, due: &mut Due) {
        let Some(stream) = self.streams.get_mut(&id) else {
            return;
        };
        let request = std::mem::take(&mut stream.request);
        let input = input_of(&request);
        stream.tokens = number_after(input, b"n=").unwrap_or(64).max(1);
        stream.gap_us = number_after(input, b"gap_us=").unwrap_or(0);
        stream.text_bytes = number_after(input, b"bytes=").unwrap_or(0).min(12_000) as usize;
        stream.began = now_us();
        let (tokens, gap_us, began) = (stream.tokens, stream.gap_us, stream.began);
        frame(out, HEADERS, END_HEADERS, id, HEAD);
        self.send(id, 1, &[], out); // accepted, runs at once
        let mut prefill = Vec::new();
        int_field(&mut prefill, 1, 905); // ttft_us
        int_field(&mut prefill, 2, 4); // cached_tokens
        int_field(&mut prefill, 3, 12); // prompt_tokens
        self.send(id, 2, &prefill, out);
        if gap_us > 0 {
            due.push((began + gap_us, id));
            return;
        }
        (0..tokens).for_each(|_| self.send_token(id, out));
        self.finish(id, out);
    }

    fn send_token(&mut self, id: u32, out: &mut Vec<u8>) {
        let Some(stream) = self.streams.get_mut(&id) else {
            return;
        };
        stream.sent += 1;
        let mut delta = Vec::with_capacity(stream.text_bytes + 32);
        if stream.text_bytes == 0 {
            bytes_field(&mut delta, 1, format!("t={:016} ", now_us()).as_bytes());
        } else {
            let text: Vec<u8> = FILL.iter().copied().cycle().take(stream.text_bytes).collect();
            bytes_field(&mut delta, 1, &text);
        }
        bytes_field(&mut delta, 2, &[0x81, (stream.sent & 127) as u8]); // one packed token id
        self.send(id, 3, &delta, out);
    }

    fn finish(&mut self, id: u32, out: &mut Vec<u8>) {
        let Some(stream) = self.streams.get_mut(&id) else {
            return;
        };
        stream.ended = true;
        let mut timings = Vec::new();
        int_field(&mut timings, 1, 5); // queue_us
        int_field(&mut timings, 2, 900); // prefill_us
        int_field(&mut timings, 3, now_us() - stream.began); // decode_us
        let mut finished = Vec::new();
        bytes_field(&mut finished, 1, b"stop");
        int_field(&mut finished, 2, 12); // prompt_tokens
        int_field(&mut finished, 3, stream.tokens); // completion_tokens
        bytes_field(&mut finished, 4, &timings);
        self.send(id, 4, &finished, out);
        self.send_queued(id, out);
    }

    /// One event, with gRPC's five-byte prefix; it waits when a window is used up.
    fn send(&mut self, id: u32, field: u8, event: &[u8], out: &mut Vec<u8>) {
        let Some(stream) = self.streams.get_mut(&id) else {
            return;
        };
        let mut message = vec![0; 5];
        bytes_field(&mut message, field, event);
        let length = (message.len() - 5) as u32;
        message[1..5].copy_from_slice(&length.to_be_bytes());
        let size = message.len() as i64;
        if stream.queue.is_empty() && size <= self.window.min(stream.window).min(MOST_FRAME as i64) {
            self.window -= size;
            stream.window -= size;
            frame(out, DATA, 0, id, &message);
        } else {
            stream.queue.extend_from_slice(&message);
            self.send_queued(id, out);
        }
    }

    /// Sends what the windows allow of a stream's queue, and the trailers behind its last byte.
    fn send_queued(&mut self, id: u32, out: &mut Vec<u8>) {
        let Some(stream) = self.streams.get_mut(&id) else {
            return;
        };
        while !stream.queue.is_empty() {
            let size = (stream.queue.len().min(MOST_FRAME) as i64)
                .min(self.window)
                .min(stream.window);
            if size <= 0 {
                return;
            }
            self.window -= size;
            stream.window -= size;
            let part: Vec<u8> = stream.queue.drain(..size as usize).collect();
            frame(out, DATA, 0, id, &part);
        }
        if stream.ended {
            frame(out, HEADERS, END_HEADERS | END_STREAM, id, TRAILERS);
            self.streams.remove(&id);
        }
    }
}

/// Field 2 of a GenerateRequest behind gRPC's prefix; empty if it is not there.
fn input_of(request: &[u8]) -> &[u8] {
    let mut rest = request.get(5..).unwrap_or_default();
    while let Some((&tag, behind_tag)) = rest.split_first() {
        let (value, behind) = varint(behind_tag);
        if tag & 7 != 2 {
            rest = behind;
            continue;
        }
        let (field, next) = behind.split_at((value as usize).min(behind.len()));
        if tag >> 3 == 2 {
            return field;
        }
        rest = next;
    }
    &[]
}

fn varint(bytes: &[u8]) -> (u64, &[u8]) {
    let length = bytes.iter().take(9).take_while(|byte| **byte > 127).count() + 1;
    let (digits, rest) = bytes.split_at(length.min(bytes.len()));
    (
        digits
            .iter()
            .rev()
            .fold(0, |value, byte| value << 7 | u64::from(byte & 127)),
        rest,
    )
}

fn unpadded(payload: &[u8]) -> Option<&[u8]> {
    let padding = usize::from(*payload.first()?);
    payload.get(1..payload.len().checked_sub(padding)?)
}

fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn int_field(out: &mut Vec<u8>, field: u8, value: u64) {
    if value != 0 {
        out.push(field << 3);
        write_varint(out, value);
    }
}

fn bytes_field(out: &mut Vec<u8>, field: u8, bytes: &[u8]) {
    out.push(field << 3 | 2);
    write_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn frame(out: &mut Vec<u8>, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let [_, high, middle, low] = (payload.len() as u32).to_be_bytes();
    out.extend_from_slice(&[high, middle, low, kind, flags]);
    out.extend_from_slice(&stream.to_be_bytes());
    out.extend_from_slice(payload);
}

fn is_verbose() -> bool {
    *VERBOSE.get().unwrap_or(&false)
}

fn main() {
    let arguments = Arguments::of_process();
    let _ = VERBOSE.set(arguments.has("--verbose"));
    serve::<Talk>(arguments.whole("--port", PORT) as u16)
}
