//! What the programs of the load kit share. Loopback only, one thread each, no crate but libc: the kit must cost less
//! than anything it measures.
mod arguments;
mod clock;
mod histogram;
mod http;
mod net;
mod serve;
mod text;

pub use arguments::Arguments;
pub use clock::now_us;
pub use histogram::Histogram;
pub use http::{framing, header, Body, Framing};
pub use net::{accept, close, connect, listen, read_some, Outgoing, Poller, Ready, Received};
pub use serve::{serve, Conversation, Due};
pub use text::{find, number, number_after};
