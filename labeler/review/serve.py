"""The local server of the review page."""

import ipaddress
import secrets
import socket
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from labeler.errors import UsageError
from labeler.review.desk import Desk
from labeler.review.reasons import Reasoner


def need_extra() -> None:
    """Raise UsageError if what `labeler[review]` brings is not installed."""
    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"{missing[0]} is missing; install it with: pip install 'labeler[review]' "
            "(or review in the terminal: --terminal)"
        )


def serve(
    desk: Desk,
    reasoner: Reasoner,
    reviewer: str,
    host: str,
    port: int,
    ready: Callable[[str], None],
) -> None:
    """Serve the page until interrupted; `ready` gets its address once it can be opened.

    Raises UsageError if the address cannot be had.
    """
    import uvicorn

    from labeler.review.app import make_app
    from labeler.review.frame import reviewer_path

    token = secrets.token_urlsafe(24)
    bound = _bind(host, port)
    app: Any = make_app(desk, token, reasoner, loopback=_is_loopback(host))
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, lifespan="off",
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound.getsockname()[1]}/{token}/{reviewer_path(reviewer)}/queue"
    ready(address)
    uvicorn.Server(config).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise UsageError(
            f"{host}:{port} cannot be listened on: {error.strerror}; take another --port or --host"
        ) from error
    # Requests that come before the server takes them wait here.
    bound.listen(128)
    return bound


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
