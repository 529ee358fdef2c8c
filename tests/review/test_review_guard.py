"""Who else runs on this machine, or in the reviewer's browser, gets nothing."""

import http.client
import http.server
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from labeler.review.serve import _bind
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
        "why?row=-1",
        "why?row=77",
        "about?row=77",
        "about?row=99999999999999999999",
        "document/99999999999999999999",
    ],
)
def test_nothing_but_the_given_reports_is_reachable(server: Server, path: str):
    assert ask(server, path).status == 404


@pytest.mark.parametrize("query", ["document=99999999999999999999", "rows=99999999999999999999,x"])
def test_marks_of_what_is_not_there_are_none(server: Server, query: str):
    assert ask(server, f"marks?{query}").status == 200


def test_a_request_without_a_path_gets_nothing(server: Server):
    address = urlsplit(server.home)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        line.sendall(f"OPTIONS * HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())

        assert line.recv(100).startswith(b"HTTP/1.1 404")


def test_damaged_corrections_are_said_not_a_failure_of_the_server(server: Server):
    server.corrections.write_bytes(b"oops\n")

    assert ask(server).status == 409


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
        (b'{"row": 9999999999999999999, "kind": "label"}', 400),
        (b'{"row": 1, "kind": "note", "note": "' + b"x" * 20_000 + b'"}', 409),
        (b" " * 200_000, 409),
    ],
)
def test_what_is_no_decision_is_not_recorded(server: Server, body: bytes, status: int):
    answer = ask(server, "decide", "POST", body, Content_Type="application/json")

    assert answer.status == status
    assert server.kept() == []


def test_it_listens_on_loopback_unless_told(server: Server):
    with _bind("127.0.0.1", 0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"
    assert urlsplit(server.queue).hostname == "127.0.0.1"


def test_each_server_has_a_token_that_nobody_guesses(server: Server, serve: Serve):
    one, other = (urlsplit(address.home).path.split("/")[1] for address in (server, serve()))

    assert one != other
    assert len(one) >= 32


class _Attacker(http.server.BaseHTTPRequestHandler):
    """A page of another site that knows even the token."""

    target = ""

    def do_GET(self) -> None:
        page = f"""<form method=post enctype=text/plain action="{self.target}decide">
            <input name='{{"row":1,"kind":"label","note":"' value='"}}'></form><script>
            const body = '{{"row": 1, "kind": "label"}}';
            const json = {{ "Content-Type": "application/json" }};
            const tried = [
              fetch("{self.target}decide", {{ method: "POST", body, mode: "no-cors" }}),
              fetch("{self.target}decide", {{ method: "POST", body, headers: json }}),
              fetch("{self.target}marks?document=1").then((answer) => answer.text()),
            ];
            Promise.allSettled(tried).then((all) => {{
              document.title = all.map((one) => one.status).join(" ");
            }});</script>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def attacker(server: Server) -> Iterator[str]:
    handler = type("Handler", (_Attacker,), {"target": server.home})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"http://localhost:{serving.server_address[1]}/"
        serving.shutdown()
        thread.join()


def test_a_page_of_another_site_neither_decides_nor_reads(
    server: Server, attacker: str, browser: Any
):
    page = browser.new_page()
    page.goto(attacker)
    page.wait_for_function("document.title.split(' ').length === 3")
    assert page.title() == "rejected rejected rejected"
    page.evaluate("document.forms[0].submit()")
    page.wait_for_url(server.home + "decide")

    assert "Not here" in page.locator("body").inner_text()
    assert server.kept() == []
    page.close()
