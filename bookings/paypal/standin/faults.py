"""What goes wrong when somebody says so: which call, how often, before or after it was done."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

OPERATIONS = (
    *("token", "create", "get_checkout", "capture", "get_capture", "refund", "get_refund"),
    *("verify", "events", "webhooks", "webhook", "resend"),
)
ANY = "any"
# What is answered, by its name: status and whether the call was done all the same.
KINDS = {
    "slow": True,  # the right answer, late
    "timeout": True,  # done, then silence
    "lost": True,  # done, then the connection breaks
    "hang": False,  # not done, silence
    "down": False,  # not done, the connection breaks
    "429": False,
    "500": False,
    "503": False,
    "html": True,
    "empty": True,
    "garbled": True,
}
SILENT = {"timeout", "lost", "hang", "down"}


@dataclass(frozen=True)
class Fault:
    kind: str
    seconds: float
    is_done: bool


class Faults:
    """Taken in the order in which they were set, each as many times as was said."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[tuple[str, Fault]] = []

    def add(
        self,
        operation: str,
        kind: str,
        *,
        times: int = 1,
        seconds: float = 0,
        done: bool | None = None,
    ) -> None:
        if operation not in (*OPERATIONS, ANY) or kind not in KINDS:
            raise ValueError(f"Nothing is known of {kind} at {operation}.")
        fault = Fault(kind, seconds, KINDS[kind] if done is None else done)
        with self._lock:
            self._waiting += [(operation, fault)] * times

    def take(self, operation: str) -> Fault | None:
        with self._lock:
            for place, (meant, fault) in enumerate(self._waiting):
                if meant in {operation, ANY}:
                    del self._waiting[place]
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def told(self) -> list[str]:
        with self._lock:
            return [f"{operation}: {fault.kind}" for operation, fault in self._waiting]
