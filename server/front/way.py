"""How a worker that has connections makes way for others when a query takes long.

The engine lets other threads run. A timer of processor time rings in the main thread of the worker, which has nothing
else to do; as long as queries are quick it never rings, and costs one system call for each.
"""

import signal
import threading
from collections.abc import Callable

MOMENT = 0.025  # a query that has worked for longer is slow, in seconds


class Way:
    """Calls what makes way, once for a query: when it takes long, or is found to be large."""

    def __init__(self) -> None:
        """To be made in the main thread, before others are started: these are not to hear the timer."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
        signal.signal(signal.SIGPROF, lambda *_: self.make())
        self._lock = threading.Lock()
        self._leave: Callable[[], None] | None = None
        self._made = False

    def watch(self) -> None:
        """Hear the timer in this thread from now on, and in no thread that is started before `deafen` is called."""
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})

    def deafen(self) -> None:
        """Leave the timer to the main thread."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})

    def begin(self, leave: Callable[[], None]) -> None:
        """A query begins; `leave` makes way."""
        self._leave = leave
        signal.setitimer(signal.ITIMER_PROF, MOMENT)

    def end(self) -> bool:
        """The query has ended; whether way was made meanwhile."""
        with self._lock:
            made, self._made, self._leave = self._made, False, None
        return made

    def make(self) -> None:
        """Make way, if that was not done."""
        with self._lock:
            if self._leave and not self._made:
                self._made = True
                self._leave()
