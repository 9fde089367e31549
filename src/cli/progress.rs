//! A sign of life on the terminal while a run takes longer than a second. It goes to standard error, only
//! where that is a terminal, and is wiped away before anything is printed; no output depends on it.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long a run may take without a word.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the sign moves.
const STEP: Duration = Duration::from_millis(100);

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

fn show(what: &'static str, is_done: &Receiver<()>) {
    let goes_on = |time| is_done.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    if !goes_on(PATIENCE) {
        return;
    }
    let bar = ProgressBar::new_spinner().with_elapsed(PATIENCE).with_message(what);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} … {elapsed}") {
        bar.set_style(style);
    }
    while goes_on(STEP) {
        bar.tick();
    }
    bar.finish_and_clear();
}
