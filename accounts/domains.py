"""E-mail domains as they are compared: lower case, letters beyond ASCII in their xn-- form."""

from __future__ import annotations

import idna


def plain(domain: str) -> str:
    """The comparable form; ValueError if no e-mail address can end so."""
    known: str = idna.encode(domain.strip().rstrip("."), uts46=True, std3_rules=True).decode()
    last = known.rpartition(".")
    if not last[0] or last[2].isdigit():
        raise ValueError(domain)
    return known


def readable(domain: str) -> str:
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def of_address(email: str) -> str:
    """The comparable domain of an e-mail address; nothing if it has none."""
    try:
        return plain(email.rpartition("@")[2])
    except ValueError:
        return ""
