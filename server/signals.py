"""What signals tell the server: noted when they come, and acted on by the loop that answers.

A handler that raises does so wherever the main thread is at that moment, and in some places Python drops what is
raised. And since a server that was told to stop has to end whatever holds it up, a timer is set, at which the
kernel ends it; the workers go with it (server.worker).
"""

import signal
import threading
from types import TracebackType
from typing import Any

ENDING = 10.0  # how long letting go of everything may take, in seconds
_STOPS = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """The signals to stop and to look for a new release; in a `with`, after which all is as it was before."""

    def __init__(self) -> None:
        """Heeds nothing outside the main thread, which alone hears of signals."""
        self.stops, self.looks = 0, False
        self._patience = 0.0
        self._ours = threading.current_thread() is threading.main_thread()
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "Signals":
        """As long as there is nothing to bring to its end, the kernel ends the process at once."""
        for each in _STOPS:
            self._set(each, signal.SIG_DFL)
        return self

    def heed(self, patience: float) -> None:
        """Note signals from now on; once told to stop, the process may take so many seconds, and some for its end."""
        self._patience = patience + ENDING
        for each in _STOPS:
            self._set(each, self._stop)
        if hasattr(signal, "SIGHUP"):
            self._set(signal.SIGHUP, self._look)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _set(self, each: signal.Signals, handler: Any) -> None:
        """Heed a signal, also one that the process was started without, as shells do for what runs behind them."""
        if not self._ours:
            return
        before = signal.signal(each, handler)
        self._before.setdefault(each, before if before is not None else signal.SIG_DFL)
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {each})

    def _look(self, *_: object) -> None:
        self.looks = True

    def _stop(self, *_: object) -> None:
        """Stop when what runs has come to its end; told twice, before that; told three times, at once."""
        self.stops += 1
        if self.stops > 1:
            for each in _STOPS:
                signal.signal(each, signal.SIG_DFL)
        elif hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
            signal.setitimer(signal.ITIMER_REAL, self._patience)
