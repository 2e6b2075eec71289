"""What can go wrong on the serving side, each with what to do about it."""


class ServerError(Exception):
    """A problem that a person can solve: what is wrong, what to do, and the exit code of the command."""

    def __init__(self, message: str, remedy: str, exit_code: int = 2) -> None:
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.message = message
        self.remedy = remedy
        self.exit_code = exit_code


class QueryError(ServerError):
    """A query that is not answered. `status` is the HTTP status that says why."""

    def __init__(self, message: str, remedy: str = "", status: int = 400) -> None:
        super().__init__(message, remedy, exit_code=2)
        self.status = status
