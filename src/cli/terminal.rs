//! The only place that prints. A reader that went away (`| head`) is no failure; a disk that is full is one, and is told
//! in the exit code.

use crate::commands::Exit;
use crate::diagnostic::{json_readable, readable};
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether something could not be printed.
static FAILED: AtomicBool = AtomicBool::new(false);

/// Prints for people to standard output.
pub(super) fn out(text: &str) {
    print(&mut std::io::stdout().lock(), &readable(text));
}

/// Prints JSON to standard output.
pub(super) fn out_json(text: &str) {
    print(&mut std::io::stdout().lock(), &json_readable(text));
}

/// Prints to standard output what machines read as it is, and on a terminal so that nothing in it moves the cursor.
pub(super) fn out_as_it_is(text: &str) {
    let mut stdout = std::io::stdout().lock();
    match stdout.is_terminal() {
        true => print(&mut stdout, &readable(text)),
        false => print(&mut stdout, text),
    }
}

/// Prints for people to standard error.
pub(super) fn err(text: &str) {
    print(&mut std::io::stderr().lock(), &readable(text));
}

/// Writes a text of the program's own over the line of standard error.
pub(super) fn err_over_line(text: &str) {
    print(&mut std::io::stderr().lock(), &format!("\r{text}"));
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
