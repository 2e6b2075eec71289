"""What can go wrong on the serving side, each with what to do about it."""

AGAIN = 5  # when to ask a busy server again, in seconds


class ServerError(Exception):
    """A problem that a person can solve: what is wrong, what to do, and the exit code of the command."""

    def __init__(self, message: str, remedy: str, exit_code: int = 2) -> None:
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code


class QueryError(ServerError):
    """A query that is not answered. `status` is the HTTP status that says why.

    `retry_after`, in seconds, is there when the very same query may be answered later: the server is busy.
    """

    def __init__(self, message: str, remedy: str = "", status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(message, remedy, exit_code=2)
        self.status = status
        self.retry_after = retry_after


def busy(reason: str, status: int = 503) -> QueryError:
    """The refusal of a query that may well be answered in a moment."""
    return QueryError(f"this server is busy: {reason}", f"ask again in {AGAIN} seconds", status, retry_after=AGAIN)


def too_long(seconds: float) -> QueryError:
    """The refusal of a query whose time is up: 504, since 503 would ask clients to try the same again."""
    return QueryError(
        f"the query took longer than {seconds:g} seconds and was stopped; nothing of its result was sent",
        "ask for less: name the disclosure, region or year, add a LIMIT, count before listing, or join patterns "
        "that share a variable; for long questions load the dumps (/dump/) into a store of your own",
        status=504,
    )


def too_much_memory(megabytes: int) -> QueryError:
    """The refusal of a query that outgrew its memory, or brought the engine down in another way."""
    return QueryError(
        f"the query needed more than {megabytes:,} MB of memory, or more than the engine can bear, and was stopped; "
        "nothing of its result was sent",
        "ask for less: avoid ORDER BY, DISTINCT and GROUP BY over everything, or narrow what they work on",
        status=500,
    )
