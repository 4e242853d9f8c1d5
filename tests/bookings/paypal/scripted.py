"""A server that answers what the test says, to see what the client makes of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

TOKEN = {"access_token": "token", "token_type": "Bearer", "expires_in": 32400}


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    # One per connection.
    port: int


@dataclass
class Script:
    """`answers` are given in turn, the last one for ever; `token` is asked for each token."""

    url: str = ""
    answers: list[tuple[int, bytes] | tuple[int, bytes, dict[str, str]]] = field(
        default_factory=lambda: [(200, b"{}")]
    )
    token: Callable[[], tuple[int, bytes]] = lambda: (200, json.dumps(TOKEN).encode())
    # A token that has ended.
    refuses: str = ""
    asked: list[Asked] = field(default_factory=list)
    tokens: list[Asked] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def next(self) -> tuple[int, bytes, dict[str, str]]:
        with self.lock:
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return (*answer, {})[:3]


@contextmanager
def scripted() -> Iterator[Script]:
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(
                self.command, self.path, dict(self.headers), body, self.client_address[1]
            )
            if self.path == "/v1/oauth2/token":
                script.tokens.append(asked)
                self.answer(*script.token(), {})
            elif script.refuses and asked.headers["Authorization"].endswith(script.refuses):
                self.answer(401, b'{"name": "AUTHENTICATION_FAILURE"}', {})
            else:
                script.asked.append(asked)
                self.answer(*script.next())

        def do_GET(self) -> None:
            self.do_POST()

        def answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
