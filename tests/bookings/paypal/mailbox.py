"""A server that takes webhooks as our site would: some at once, some only when asked again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Mailbox:
    url: str = ""
    # The status of the next answers; 200 after that.
    refuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            box.got.append((dict(self.headers), raw))
            self.send_response(box.refuses.pop(0) if box.refuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.url = f"http://127.0.0.1:{server.server_port}/payments/paypal/webhook/"
    Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
