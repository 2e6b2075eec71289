"""One event loop in a thread of its own, for everything that waits without a thread: workers and plain requests."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def running() -> asyncio.AbstractEventLoop:
    """The loop of this process, started when it is first asked for."""
    global _loop
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="loop", daemon=True).start()
        return _loop


def within(call: Callable[..., T], *arguments: Any) -> T:
    """What the call returns or raises in the loop's thread; never to be waited for in that thread itself."""

    async def called() -> T:
        return call(*arguments)

    return asyncio.run_coroutine_threadsafe(called(), running()).result()
