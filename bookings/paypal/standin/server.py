"""The stand-in as a server: on this machine only, in a thread or in a process of its own."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from bookings.paypal import config
from bookings.paypal.standin import pages
from bookings.paypal.standin.account import Account
from bookings.paypal.standin.answering import answer_to
from bookings.paypal.standin.asked import Answer, Asked
from bookings.paypal.standin.control import Control
from bookings.paypal.standin.faults import SILENT, Fault, Faults
from bookings.paypal.standin.ledger import ledger
from bookings.paypal.standin.refusals import error
from bookings.paypal.standin.reply import Reply

Json = dict[str, Any]

HOST = "127.0.0.1"
LARGEST = 2_000_000
POLICY = "default-src 'none'; style-src 'self'; img-src data:"
HTML = b"<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"


@dataclass(frozen=True)
class Exchange:
    """What was asked and answered; `is_told` marks an answer that was wrong on purpose."""

    operation: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    raw: bytes
    status: int
    answer: bytes
    is_told: bool


class Standin:
    """`with Standin() as standin:` serves at `standin.url` until the block is left."""

    def __init__(
        self,
        port: int = 0,
        *,
        webhook_url: str = "",
        client_id: str = config.STANDIN_CLIENT,
        secret: str = config.STANDIN_SECRET,
        keeps_exchanges: bool = False,
    ) -> None:
        self._server = Server((HOST, port), Handler)
        self._server.standin = self
        self.url = f"http://{HOST}:{self._server.server_port}"
        self.faults = Faults()
        self.account = Account(
            self.url, client_id=client_id, secret=secret, webhook_url=webhook_url
        )
        self.control = Control(self.account, self.faults)
        self.exchanges: list[Exchange] = []
        self.keeps_exchanges = keeps_exchanges

    def __enter__(self) -> Self:
        # Looks often whether it should end: tests begin and end hundreds of them.
        Thread(target=self.serve, args=(0.005,), name="standin", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.account.post.close()

    def serve(self, poll_interval: float = 0.5) -> None:
        self._server.serve_forever(poll_interval)

    def ledger(self) -> Json:
        with self.account.books.lock:
            return ledger(self.account.books)

    def settled(self, within: float = 20) -> bool:
        """Wait until every webhook has been delivered or given up."""
        return self.account.post.settled(within)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    standin: Standin


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Kursbuch-stand-in", ""
    disable_nagle_algorithm = True
    wbufsize = 65536
    timeout = 60
    server: Server

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its name upstream
        """Says nothing: the control page shows what was asked."""

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST or not self._is_for_us():
            self.close_connection = True
            self._send(Reply(400, b"", "text/plain"))
            return
        raw = self.rfile.read(length)
        address = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        standin = self.server.standin
        asked = Asked(standin.account, address.path, address.query, headers, raw)
        if found := answer_to(self.command, asked):
            self._answer(asked, *found)
        else:
            self._send(pages.reply(self.command, asked, standin.control))

    def _is_for_us(self) -> bool:
        """No page of another site may press our buttons, whatever its name resolves to."""
        home = urlsplit(self.server.standin.url).netloc
        hosts = {home, home.replace(HOST, "localhost")}
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and (
            origin in {None, "null"} or urlsplit(str(origin)).netloc in hosts
        )

    def _answer(self, asked: Asked, operation: str, work: Callable[[], Answer]) -> None:
        fault = self.server.standin.faults.take(operation)
        status, said = work() if fault is None or fault.is_done else (500, error(500))
        if fault:
            time.sleep(fault.seconds)
        if fault and fault.kind in SILENT:
            self._break_off()
            return
        reply = _faulty(fault, status, said) if fault else Reply(status, json.dumps(said).encode())
        self._keep(operation, asked, reply, is_told=fault is not None and fault.kind != "slow")
        self._send(reply)

    def _keep(self, operation: str, asked: Asked, reply: Reply, *, is_told: bool) -> None:
        if self.server.standin.keeps_exchanges:
            called = (operation, self.command, asked.path, asked.query, asked.headers, asked.raw)
            answered = Exchange(*called, reply.status, reply.content, is_told)
            self.server.standin.exchanges.append(answered)

    def _break_off(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.type)
        self.send_header("Content-Length", str(len(reply.content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("PayPal-Debug-Id", f"{time.monotonic_ns():x}")
        if reply.location:
            self.send_header("Location", reply.location)
        self.end_headers()
        self.wfile.write(reply.content)


def _faulty(fault: Fault, status: int, said: Json) -> Reply:
    right = json.dumps(said).encode()
    match fault.kind:
        case "html":
            return Reply(200, HTML, "text/html")
        case "empty":
            return Reply(200, b"")
        case "garbled":
            return Reply(200, right[: len(right) // 2])
        case "429":
            return Reply(429, json.dumps({"name": "RATE_LIMIT_REACHED", "message": ""}).encode())
        case "500" | "503":
            return Reply(int(fault.kind), json.dumps(error(int(fault.kind))).encode())
    return Reply(status, right)
