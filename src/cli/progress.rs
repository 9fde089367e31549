//! A sign of life on the terminal while a run takes longer than a second. It goes to standard error, only
//! where that is a terminal, and is wiped away before anything is printed; no output depends on it.

use super::terminal::err_over_line;
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long a run may take without a word, and how often the line is written anew.
const STEP: Duration = Duration::from_secs(1);

/// Runs something that may take long.
pub(super) fn while_waiting<T>(what: &'static str, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    // The channel carries nothing; that it is closed says that the work is done, or has failed.
    let (working, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        let sign = scope.spawn(move || show(what, &is_done));
        let result = work();
        drop(working);
        let _ = sign.join();
        result
    })
}

fn show(what: &str, is_done: &Receiver<()>) {
    let mut line = String::new();
    let mut seconds = 0;
    while is_done.recv_timeout(STEP) == Err(RecvTimeoutError::Timeout) {
        seconds += 1;
        line = format!("{what} … {seconds} s");
        err_over_line(&line);
    }
    if !line.is_empty() {
        err_over_line(&" ".repeat(line.chars().count()));
        err_over_line("");
    }
}
