//! Threads that do parts of one work beside each other and put the results together one after the other, in the order
//! of the parts.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Whose turn it is.
pub(super) struct Turns<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    result: T,
    /// The part that is to be put to the result next.
    next: usize,
    /// Whether nothing more is put to it.
    is_stopped: bool,
}

impl<T> Turns<T> {
    /// With the result so far.
    pub(super) fn new(result: T) -> Self {
        let state = State { result, next: 0, is_stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Waits for the turn of a part and puts it to the result; `false` where `put` says that the work ends without a
    /// result, or has said so before.
    pub(super) fn take(&self, part: usize, put: impl FnOnce(&mut T) -> bool) -> bool {
        let is_waiting = |state: &mut State<T>| state.next != part && !state.is_stopped;
        let state = self.changed.wait_while(self.lock(), is_waiting);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if !state.is_stopped {
            state.next += 1;
            state.is_stopped = !put(&mut state.result);
        }
        let goes_on = !state.is_stopped;
        drop(state);
        self.changed.notify_all();
        goes_on
    }

    /// Does a thread's share; if it panics, no other waits for it.
    pub(super) fn work<R>(&self, share: impl FnOnce() -> R) -> R {
        let guard = StopOnPanic(self);
        let done = share();
        drop(guard);
        done
    }

    /// The result; `None` where the work ended without one.
    pub(super) fn finish(self) -> Option<T> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (!state.is_stopped).then_some(state.result)
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct StopOnPanic<'t, T>(&'t Turns<T>);

impl<T> Drop for StopOnPanic<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().is_stopped = true;
            self.0.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn parts_are_put_together_in_their_order_until_one_stops_the_work() {
        for stop in [None, Some(40)] {
            let (turns, next) = (Turns::new(Vec::new()), AtomicUsize::new(0));
            let work = || {
                turns.work(|| {
                    loop {
                        let part = next.fetch_add(1, Ordering::Relaxed);
                        let put = |all: &mut Vec<usize>| {
                            all.push(part);
                            Some(part) != stop
                        };
                        if part >= 100 || !turns.take(part, put) {
                            return;
                        }
                    }
                });
            };
            std::thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(work))));
            let expected = stop.is_none().then(|| (0..100).collect());
            assert_eq!(turns.finish(), expected);
        }
    }

    #[test]
    fn nobody_waits_for_a_thread_that_panicked() {
        let turns = Turns::new(());
        std::thread::scope(|scope| {
            let failing = scope.spawn(|| turns.work(|| panic!("part 0 fails")));
            assert!(!turns.take(1, |()| true));
            assert!(failing.join().is_err());
        });
        assert!(turns.finish().is_none());
    }
}
