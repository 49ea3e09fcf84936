//! A very fast OpenAI-compatible upstream for the peers that speak HTTP. A plain answer is always the same 1 kB; a stream
//! sends `n=` tokens `gap_us=` apart (both read from the prompt, so they pass through any proxy), each with the time at
//! which it was written.
use loadkit::*;
use std::sync::LazyLock;

const PORT: u64 = 9100;
const ANSWER_BYTES: usize = 1024;
const STREAM_HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\
Transfer-Encoding: chunked\r\n\r\n";
const FILL: &[u8] = b"The quick brown fox jumps over the lazy dog. ";

static ANSWER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let begin = r#"{"id":"chatcmpl-bench0000000000000000000001","object":"chat.completion","created":1700000000,"model":"mock","choices":[{"index":0,"message":{"role":"assistant","content":""#;
    let end = r#""},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":128,"total_tokens":140},"system_fingerprint":"fp_mock"}"#;
    let text = FILL.iter().cycle().take(ANSWER_BYTES - begin.len() - end.len());
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {ANSWER_BYTES}\r\n\r\n{begin}"
    )
    .into_bytes();
    answer.extend(text);
    answer.extend_from_slice(end.as_bytes());
    answer
});

struct Stream {
    sent: u64,
    tokens: u64,
    gap_us: u64,
    began: u64,
}

#[derive(Default)]
struct Talk {
    body: Option<Body>,
    data: Vec<u8>,
    stream: Option<Stream>,
}

impl Conversation for Talk {
    fn received(&mut self, input: &mut Vec<u8>, out: &mut Vec<u8>, due: &mut Due) -> bool {
        while self.stream.is_none() && !input.is_empty() {
            if self.body.is_none() {
                let Some(end) = find(input, b"\r\n\r\n") else {
                    return input.len() < 65_536;
                };
                self.body = Some(Body::new(framing(&input[..end + 2], true)));
                input.drain(..end + 4);
            }
            let Some(body) = self.body.as_mut() else {
                return false;
            };
            let data = &mut self.data;
            let used = body.feed(input, &mut |part| data.extend_from_slice(part));
            let done = body.is_done();
            input.drain(..used);
            if !done {
                return true;
            }
            self.body = None;
            self.answer(out, due);
        }
        true
    }

    fn woken(&mut self, _: u32, out: &mut Vec<u8>, due: &mut Due) {
        let Some(stream) = self.stream.as_mut() else {
            return;
        };
        write_token(out);
        stream.sent += 1;
        if stream.sent < stream.tokens {
            due.push((stream.began + (stream.sent + 1) * stream.gap_us, 0));
        } else {
            write_end(out, stream.tokens);
            self.stream = None;
        }
    }

    fn wants_input(&self) -> bool {
        self.stream.is_none()
    }
}

impl Talk {
    fn answer(&mut self, out: &mut Vec<u8>, due: &mut Due) {
        let request = std::mem::take(&mut self.data);
        let streaming: [&[u8]; 2] = [b"\"stream\":true", b"\"stream\": true"];
        if !streaming.iter().any(|mark| find(&request, mark).is_some()) {
            out.extend_from_slice(&ANSWER);
            return;
        }
        let tokens = number_after(&request, b"n=").unwrap_or(64).max(1);
        let gap_us = number_after(&request, b"gap_us=").unwrap_or(0);
        out.extend_from_slice(STREAM_HEAD);
        write_chunk(out, &event(r#"{"role":"assistant","content":""}"#, "null", ""));
        if gap_us == 0 {
            (0..tokens).for_each(|_| write_token(out));
            write_end(out, tokens);
        } else {
            let began = now_us();
            due.push((began + gap_us, 0));
            self.stream = Some(Stream {
                sent: 0,
                tokens,
                gap_us,
                began,
            });
        }
    }
}

fn event(delta: &str, reason: &str, usage: &str) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-bench01\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\
         \"model\":\"mock\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{reason}}}]{usage}}}\n\n"
    )
}

fn write_chunk(out: &mut Vec<u8>, data: &str) {
    out.extend_from_slice(format!("{:x}\r\n{data}\r\n", data.len()).as_bytes());
}

fn write_token(out: &mut Vec<u8>) {
    write_chunk(
        out,
        &event(&format!("{{\"content\":\"t={:016} \"}}", now_us()), "null", ""),
    );
}

fn write_end(out: &mut Vec<u8>, tokens: u64) {
    let total = tokens + 12;
    let usage = format!(
        ",\"usage\":{{\"prompt_tokens\":12,\"completion_tokens\":{tokens},\"total_tokens\":{total}}}"
    );
    write_chunk(out, &event("{}", "\"stop\"", &usage));
    write_chunk(out, "data: [DONE]\n\n");
    out.extend_from_slice(b"0\r\n\r\n");
}

fn main() {
    serve::<Talk>(Arguments::of_process().whole("--port", PORT) as u16)
}
