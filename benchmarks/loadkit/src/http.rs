//! As much HTTP/1.1 as a proxy's two sides need: one header of a head, and the end of a body.
use crate::{find, number};

/// Value of a header, its name given in lower case, in a raw head.
pub fn header<'a>(head: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    head.split(|&byte| byte == b'\n').find_map(|line| {
        let value = line.get(name.len() + 1..)?;
        let named = line[name.len()] == b':' && line[..name.len()].eq_ignore_ascii_case(name);
        named.then(|| value.trim_ascii())
    })
}

#[derive(Clone, Copy, PartialEq)]
pub enum Framing {
    Length(u64),
    Chunked,
    UntilClose,
}

/// How the body behind `head` is delimited; a request without a length has none.
pub fn framing(head: &[u8], request: bool) -> Framing {
    let coding = header(head, b"transfer-encoding").map(<[u8]>::to_ascii_lowercase);
    if coding.is_some_and(|coding| find(&coding, b"chunked").is_some()) {
        return Framing::Chunked;
    }
    match header(head, b"content-length") {
        Some(length) => Framing::Length(number(length)),
        None if request => Framing::Length(0),
        None => Framing::UntilClose,
    }
}

#[derive(PartialEq)]
enum Part {
    Size,
    SizeExtension,
    Data,
    DataEnd,
    TrailerStart,
    Trailer,
}

/// Decodes a body piece by piece.
pub struct Body {
    framing: Framing,
    left: u64,
    part: Part,
    done: bool,
}

impl Body {
    pub fn new(framing: Framing) -> Self {
        let left = if let Framing::Length(length) = framing {
            length
        } else {
            0
        };
        Body {
            framing,
            left,
            part: Part::Size,
            done: framing == Framing::Length(0),
        }
    }

    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Hands the payload in `bytes` to `sink`; returns how many bytes belong to this body.
    pub fn feed(&mut self, bytes: &[u8], sink: &mut impl FnMut(&[u8])) -> usize {
        match self.framing {
            Framing::UntilClose => {
                sink(bytes);
                bytes.len()
            }
            Framing::Length(_) => {
                let used = self.take(bytes, sink);
                self.done = self.left == 0;
                used
            }
            Framing::Chunked => self.feed_chunks(bytes, sink),
        }
    }

    fn take(&mut self, bytes: &[u8], sink: &mut impl FnMut(&[u8])) -> usize {
        let used = (bytes.len() as u64).min(self.left) as usize;
        if used > 0 {
            sink(&bytes[..used]);
        }
        self.left -= used as u64;
        used
    }

    fn feed_chunks(&mut self, bytes: &[u8], sink: &mut impl FnMut(&[u8])) -> usize {
        let mut at = 0;
        while at < bytes.len() && !self.done {
            if self.part == Part::Data {
                at += self.take(&bytes[at..], sink);
                if self.left == 0 {
                    self.part = Part::DataEnd;
                }
            } else {
                self.frame_byte(bytes[at]);
                at += 1;
            }
        }
        at
    }

    fn frame_byte(&mut self, byte: u8) {
        match (&self.part, byte) {
            (Part::Size | Part::SizeExtension, b'\n') => {
                self.part = if self.left == 0 {
                    Part::TrailerStart
                } else {
                    Part::Data
                };
            }
            (Part::Size, _) => match (byte as char).to_digit(16) {
                Some(digit) => self.left = self.left * 16 + u64::from(digit),
                None => self.part = Part::SizeExtension,
            },
            (Part::DataEnd, b'\n') => self.part = Part::Size,
            (Part::TrailerStart, b'\n') => self.done = true,
            (Part::TrailerStart, b'\r') => {}
            (Part::TrailerStart, _) => self.part = Part::Trailer,
            (Part::Trailer, b'\n') => self.part = Part::TrailerStart,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_decoded_wherever_they_are_cut() {
        let raw = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\na: b\r\n\r\nNEXT";
        for cut in 0..raw.len() {
            let mut body = Body::new(Framing::Chunked);
            let mut text = Vec::new();
            let mut used = body.feed(&raw[..cut], &mut |part| text.extend_from_slice(part));
            used += body.feed(&raw[used..], &mut |part| text.extend_from_slice(part));
            assert!(body.is_done());
            assert_eq!((&text[..], &raw[used..]), (&b"hello world"[..], &b"NEXT"[..]));
        }
    }

    #[test]
    fn a_header_is_found_in_any_case() {
        let head = b"POST / HTTP/1.1\r\nCONTENT-length:  12 \r\n";
        assert!(framing(head, true) == Framing::Length(12));
        assert!(framing(b"HTTP/1.1 200 OK\r\n", false) == Framing::UntilClose);
    }
}
