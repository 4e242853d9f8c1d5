"""What goes out, whoever wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reply:
    status: int
    content: bytes
    type: str = "application/json"
    location: str = ""
