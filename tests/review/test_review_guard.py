"""Who else runs on this machine, or in the reviewer's browser, gets nothing."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
import pytest

from tests.review.conftest import Serve, Server
from tests.review.made import waiting_report

JSON = {"Content-Type": "application/json"}
WISH = msgspec.json.encode({"row": 1, "kind": "label"})


@pytest.fixture
def server(serve: Serve) -> Iterator[Server]:
    return serve(waiting_report(3))


def ask(
    server: Server,
    path: str = "queue",
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> http.client.HTTPResponse:
    """A request as any program can make it; `path` is taken as it is if it begins with `/`."""
    address = urlsplit(server.home)
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request(method, path if path.startswith("/") else address.path + path, body, given)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


def test_the_page_is_given_to_who_has_the_token(server: Server):
    assert ask(server).status == 200


@pytest.mark.parametrize("path", ["/", "/wrong/ana/queue", "/assets/page.css", "//ana/queue"])
def test_without_the_token_nothing_is_there(server: Server, path: str):
    assert ask(server, path).status == 404


@pytest.mark.parametrize(
    "host",
    ["attacker.example", "127.0.0.1.attacker.example:80", "192.168.0.7:80", "", "localhost."],
)
def test_a_name_that_was_pointed_here_is_refused(server: Server, host: str):
    assert ask(server, Host=host).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_site_cannot_decide(server: Server, headers: dict[str, str]):
    answer = ask(server, "decide", "POST", WISH, Content_Type="application/json", **headers)

    assert answer.status == 403
    assert server.kept() == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_form_cannot_decide(server: Server, kind: str):
    assert ask(server, "decide", "POST", WISH, Content_Type=kind).status == 403
    assert server.kept() == []


@pytest.mark.parametrize("path", ["decide", "undo"])
def test_a_link_cannot_decide(server: Server, path: str):
    assert ask(server, path).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "document/9999",
        "document/../../../../etc/passwd",
        "document/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "../assets/..%2freview.css",
        "../assets/files.py",
        "about?row=-1",
        "about?row=99999999999999999999",
    ],
)
def test_nothing_but_the_given_reports_is_reachable(server: Server, path: str):
    assert ask(server, path).status == 404


def test_every_answer_forbids_what_the_page_does_not_need(server: Server):
    for path in ("queue", "document/1", "/wrong"):
        answer = ask(server, path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"row": 1, "kind": "delete"}', 400),
        (b'{"row": 1, "kind": "label", "label": "robot"}', 400),
        (b'{"row": 1, "kind": "label", "reviewer": "ben"}', 400),
        (b'{"row": 77, "kind": "label"}', 409),
        (b'{"row": 1, "kind": "note", "note": "' + b"x" * 20_000 + b'"}', 409),
        (b" " * 200_000, 409),
    ],
)
def test_what_is_no_decision_is_not_recorded(server: Server, body: bytes, status: int):
    answer = ask(server, "decide", "POST", body, Content_Type="application/json")

    assert answer.status == status
    assert server.kept() == []
