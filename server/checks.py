"""What is checked of a request's headers before anything is made of them."""

import re

from flask import request
from werkzeug.exceptions import BadRequest, RequestHeaderFieldsTooLarge

# Headers whose values are weighed against each other, which takes time for each: no client needs so many.
WEIGHED = "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING"
LONGEST = 4_096  # in bytes
HOST = re.compile(r"[\w.~%:\[\]-]{1,260}", re.ASCII)


def check() -> None:
    """Refuses a request that is too long to be weighed, or does not say to whom it is sent (RFC 9112, 3.2)."""
    for name in WEIGHED:
        if len(request.environ.get(name, "")) > LONGEST:
            del request.environ[name]
            said = name[5:].replace("_", "-").title()
            raise RequestHeaderFieldsTooLarge(f"The header {said} has more than {LONGEST:,} bytes; send fewer values.")
    host = request.environ.get("HTTP_HOST")
    if host is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return
    if not HOST.fullmatch(host or ""):
        raise BadRequest("A request needs one header Host, with a name or an address.")
