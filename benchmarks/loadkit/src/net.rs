//! Non-blocking TCP on 127.0.0.1 and epoll, thin over libc.
use std::io::Error;
use std::mem::size_of_val;
use std::os::raw::c_int;

/// Microsecond time-outs need epoll_pwait2 (Linux 5.11), which libc does not wrap.
const SYS_EPOLL_PWAIT2: libc::c_long = 441;

/// A socket that can be read or written; `token` is what it was added with.
#[derive(Clone, Copy)]
pub struct Ready {
    pub token: u64,
    events: u32,
}

impl Ready {
    pub fn is_readable(&self) -> bool {
        let readable = libc::EPOLLIN | libc::EPOLLHUP | libc::EPOLLERR | libc::EPOLLRDHUP;
        self.events & readable as u32 != 0
    }

    pub fn is_writable(&self) -> bool {
        self.events & libc::EPOLLOUT as u32 != 0
    }
}

pub struct Poller {
    fd: c_int,
    events: Vec<libc::epoll_event>,
}

impl Default for Poller {
    fn default() -> Self {
        let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        assert!(fd >= 0, "epoll: {}", Error::last_os_error());
        Poller {
            fd,
            events: vec![libc::epoll_event { events: 0, u64: 0 }; 1024],
        }
    }
}

impl Poller {
    pub fn add(&self, fd: c_int, token: u64) {
        self.control(libc::EPOLL_CTL_ADD, fd, token, false)
    }

    fn wait_for_room(&self, fd: c_int, token: u64, wanted: bool) {
        self.control(libc::EPOLL_CTL_MOD, fd, token, wanted)
    }

    fn control(&self, operation: c_int, fd: c_int, token: u64, writable: bool) {
        let writable = if writable { libc::EPOLLOUT } else { 0 };
        let events = (libc::EPOLLIN | libc::EPOLLRDHUP | writable) as u32;
        let mut event = libc::epoll_event { events, u64: token };
        unsafe { libc::epoll_ctl(self.fd, operation, fd, &mut event) };
    }

    /// Fills `ready` without sleeping: on the loopback a sender pays for waking its receiver, which no client that is
    /// further away costs it. What else runs on this core goes first.
    pub fn poll(&mut self, ready: &mut Vec<Ready>) {
        self.wait(Some(0), ready);
        if ready.is_empty() {
            std::thread::yield_now();
        }
    }

    /// Waits at most `micros` (None = for ever) and fills `ready`.
    pub fn wait(&mut self, micros: Option<u64>, ready: &mut Vec<Ready>) {
        let limit = micros.map(|micros| libc::timespec {
            tv_sec: (micros / 1_000_000) as i64,
            tv_nsec: ((micros % 1_000_000) * 1000) as i64,
        });
        let limit = limit.as_ref().map_or(std::ptr::null(), |limit| limit as *const _);
        let count = unsafe {
            let (events, size) = (self.events.as_mut_ptr(), self.events.len() as c_int);
            libc::syscall(
                SYS_EPOLL_PWAIT2,
                self.fd,
                events,
                size,
                limit,
                std::ptr::null::<libc::sigset_t>(),
                0usize,
            )
        };
        ready.clear();
        let found = &self.events[..count.max(0) as usize];
        ready.extend(found.iter().map(|event| Ready {
            token: event.u64,
            events: event.events,
        }));
    }
}

fn loopback(port: u16) -> libc::sockaddr_in {
    let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
    address.sin_family = libc::AF_INET as u16;
    address.sin_port = port.to_be();
    address.sin_addr.s_addr = u32::from_ne_bytes([127, 0, 0, 1]);
    address
}

fn set(fd: c_int, level: c_int, name: c_int) {
    let on: c_int = 1;
    unsafe { libc::setsockopt(fd, level, name, (&raw const on).cast(), size_of_val(&on) as u32) };
}

pub fn listen(port: u16) -> c_int {
    let address = loopback(port);
    unsafe {
        let fd = libc::socket(
            libc::AF_INET,
            libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC,
            0,
        );
        set(fd, libc::SOL_SOCKET, libc::SO_REUSEADDR);
        let bound = libc::bind(fd, (&raw const address).cast(), size_of_val(&address) as u32);
        if bound != 0 || libc::listen(fd, 4096) != 0 {
            panic!("cannot listen on port {port}: {}", Error::last_os_error());
        }
        fd
    }
}

pub fn accept(listener: c_int) -> Option<c_int> {
    let flags = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    let fd = unsafe { libc::accept4(listener, std::ptr::null_mut(), std::ptr::null_mut(), flags) };
    if fd < 0 {
        return None;
    }
    set(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY);
    Some(fd)
}

pub fn connect(port: u16) -> Option<c_int> {
    let address = loopback(port);
    unsafe {
        let fd = libc::socket(libc::AF_INET, libc::SOCK_STREAM | libc::SOCK_CLOEXEC, 0);
        if libc::connect(fd, (&raw const address).cast(), size_of_val(&address) as u32) != 0 {
            libc::close(fd);
            return None;
        }
        set(fd, libc::IPPROTO_TCP, libc::TCP_NODELAY);
        libc::fcntl(
            fd,
            libc::F_SETFL,
            libc::fcntl(fd, libc::F_GETFL) | libc::O_NONBLOCK,
        );
        Some(fd)
    }
}

pub fn close(fd: c_int) {
    unsafe { libc::close(fd) };
}

pub enum Received {
    Bytes(usize),
    Nothing,
    End,
}

pub fn read_some(fd: c_int, buffer: &mut [u8]) -> Received {
    match unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), 0) } {
        count if count > 0 => Received::Bytes(count as usize),
        count if count < 0 && would_block() => Received::Nothing,
        _ => Received::End,
    }
}

fn would_block() -> bool {
    matches!(
        Error::last_os_error().raw_os_error(),
        Some(libc::EAGAIN | libc::EINTR)
    )
}

/// Bytes on their way into a socket; what it does not take now goes when it has room.
#[derive(Default)]
pub struct Outgoing {
    pub bytes: Vec<u8>,
    sent: usize,
    waiting: bool,
}

impl Outgoing {
    /// Writes what the socket takes; false = the connection is gone.
    pub fn flush(&mut self, fd: c_int, token: u64, poller: &Poller) -> bool {
        while self.sent < self.bytes.len() {
            let rest = &self.bytes[self.sent..];
            let count = unsafe { libc::send(fd, rest.as_ptr().cast(), rest.len(), libc::MSG_NOSIGNAL) };
            if count < 0 {
                let blocked = would_block();
                if blocked && !self.waiting {
                    self.waiting = true;
                    poller.wait_for_room(fd, token, true);
                }
                return blocked;
            }
            self.sent += count as usize;
        }
        self.bytes.clear();
        self.sent = 0;
        if self.waiting {
            self.waiting = false;
            poller.wait_for_room(fd, token, false);
        }
        true
    }
}
