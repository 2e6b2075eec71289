"""How much time each client has had lately for long queries: who had least is next, the trusted before strangers."""

import time

HALF_LIFE = 10.0  # after so many seconds half of it is forgiven
DEBT = 3.0  # what is remembered at most: who asked much for long is forgiven as soon as who asked one long query
KNOWN = 0.25  # who has had more is known for long queries, in seconds
MOST = 4_096  # clients remembered
TRUST, STEP = -0.05, -0.01  # the most that short queries do for a client, and what one of them does, in seconds


class Shares:
    """Seconds of processors by client, fading away."""

    def __init__(self) -> None:
        self._had: dict[str, tuple[float, float]] = {}

    def charge(self, client: str, seconds: float, now: float | None = None) -> None:
        """Remember that a client had so many seconds of a worker."""
        now = time.monotonic() if now is None else now
        self._had[client] = (min(self.of(client, now) + seconds, DEBT), now)
        if len(self._had) > MOST:
            self._forget(now)

    def trust(self, client: str) -> None:
        """Remember that a client asked a query that was answered at once."""
        now = time.monotonic()
        had = self.of(client, now)
        if had > TRUST:
            self.charge(client, max(STEP, TRUST - had), now)

    def of(self, client: str, now: float) -> float:
        """What a client has had, as much as is not forgiven."""
        had, then = self._had.get(client, (0.0, now))
        return had * 0.5 ** ((now - then) / HALF_LIFE) if had else 0.0

    def is_known(self, client: str, now: float) -> bool:
        """Whether a client asked long queries lately."""
        return self.of(client, now) > KNOWN

    def _forget(self, now: float) -> None:
        """Keep the half that had most."""
        ordered = sorted(self._had, key=lambda client: self.of(client, now))
        for client in ordered[: MOST // 2]:
            del self._had[client]
