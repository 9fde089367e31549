//! The only place that prints. A reader that went away (`| head`) is no failure; a disk that is full is one, and is told
//! in the exit code.

use crate::commands::Exit;
use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether something could not be printed.
static FAILED: AtomicBool = AtomicBool::new(false);

/// Prints to standard output.
pub(super) fn out(text: &str) {
    print(&mut std::io::stdout().lock(), text);
}

/// Prints to standard error.
pub(super) fn err(text: &str) {
    print(&mut std::io::stderr().lock(), text);
}

/// The exit code of a run, when what it had to say is taken into account.
pub(super) fn exit(of_run: Exit) -> Exit {
    if !FAILED.load(Ordering::Relaxed) {
        return of_run;
    }
    err("Fehler: die Ausgabe ist nicht möglich\n");
    if of_run == Exit::Fine { Exit::Io } else { of_run }
}

fn print(to: &mut impl Write, text: &str) {
    let printed = to.write_all(text.as_bytes()).and_then(|()| to.flush());
    if printed.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        FAILED.store(true, Ordering::Relaxed);
    }
}
