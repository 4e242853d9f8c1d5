"""Holds what was said to PayPal, and what its stand-in answered, against PayPal's own files.

They come with npm (`make openapi`) or stand where PAYPAL_OPENAPI says. A laptop does without; CI
does not. More is asked than the files insist on: a field they do not know is drift, too.
"""

import json
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from openapi_core import Config, OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest, MockResponse

from bookings.paypal.standin.server import Exchange
from tests import house

PACKAGE = house.ROOT / "node_modules" / "@paypal" / "paypal-rest-api-specifications" / "openapi"
HOST = "https://api-m.paypal.com"
# By the beginning of the address. The token call is described in none of them.
FILES = {
    "/v2/checkout/": "checkout_orders_v2.json",
    "/v2/payments/": "payments_payment_v2.json",
    "/v1/notifications/": "notifications_webhooks_v1.json",
}
EXEMPT = "/v1/oauth2/token"
Json = dict[str, Any]


def folder() -> Path | None:
    found = Path(os.environ.get("PAYPAL_OPENAPI") or PACKAGE)
    return found if all((found / name).exists() for name in FILES.values()) else None


class Published:
    """One of PayPal's files."""

    def __init__(self, path: Path) -> None:
        self.file = _mended(json.loads(path.read_text()))
        # Whether the files themselves are right is not our affair; an edition of them is not.
        self.api = OpenAPI.from_dict(self.file, config=Config(spec_validator_cls=None))

    def schema(self, path: str, method: str, status: int | None) -> Json:
        """Of what is sent, or of what comes back with this status."""
        pattern = next(each for each in self.file["paths"] if fits(each, path))
        call = self.file["paths"][pattern][method.lower()]
        said = call.get("requestBody", {}) if status is None else call["responses"][str(status)]
        content = said.get("content", {})
        return content.get("application/json", {}).get("schema", {})

    def unknown(self, schema: Json, value: object, place: str = "") -> Iterator[str]:
        """Fields of which the file says nothing; it may be silent about a whole object."""
        known = dict(self._properties(schema))
        if isinstance(value, dict) and known:
            for name, inner in value.items():
                if name in known:
                    yield from self.unknown(known[name], inner, f"{place}/{name}")
                else:
                    yield f"{place}/{name} is not in PayPal's files"
        if isinstance(value, list):
            items = self._resolved(schema).get("items", {})
            for inner in value:
                yield from self.unknown(items, inner, f"{place}[]")

    def _resolved(self, schema: Json) -> Json:
        while "$ref" in schema:
            schema = self.file["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def _properties(self, schema: Json) -> Iterator[tuple[str, Json]]:
        schema = self._resolved(schema)
        yield from schema.get("properties", {}).items()
        for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from self._properties(part)


def fits(pattern: str, path: str) -> bool:
    """Whether an address is one of those a pattern with {names} describes."""
    parts = list(zip(pattern.split("/"), path.split("/"), strict=False))
    same_length = pattern.count("/") == path.count("/")
    return same_length and all(said == meant or meant[:1] == "{" for meant, said in parts)


def _mended(file: Json) -> Json:
    """Without two things that say nothing about a message.

    Signing in is the token call's, which is described nowhere. And `readOnly` would forbid to send
    an event back for verifying, though PayPal's own example of that call does just this.
    """
    file.get("components", {}).pop("securitySchemes", None)
    return _without(file, {"security", "readOnly"})


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if name not in names}
        return {name: _without(inner, names) for name, inner in kept.items()}
    return [_without(inner, names) for inner in value] if isinstance(value, list) else value


@cache
def published(path: Path) -> Published:
    return Published(path)


def drift(exchanges: Iterable[Exchange]) -> list[str]:
    """What PayPal's files do not allow, each line once; nothing where there are no files."""
    where = folder()
    if where is None:
        return []
    return list(dict.fromkeys(line for said in exchanges for line in _differences(where, said)))


def _differences(where: Path, said: Exchange) -> Iterator[str]:
    if said.path == EXEMPT:
        return
    name = next((name for begin, name in FILES.items() if said.path.startswith(begin)), None)
    if name is None:
        yield f"{said.method} {said.path} is described nowhere"
        return
    file = published(where / name)
    told = f"{said.operation} {said.status}"
    # What a forger wrote into the headers of a webhook is not our way of speaking.
    if b"FAILURE" not in said.answer:
        yield from (f"{told}, request: {line}" for line in _of_request(file, said))
    if not said.is_told:
        yield from (f"{told}, answer: {line}" for line in _of_answer(file, said))


def _of_request(file: Published, said: Exchange) -> Iterator[str]:
    yield from _reasons(file.api.iter_request_errors(_request(said)))
    if said.raw:
        schema = file.schema(said.path, said.method, None)
        yield from file.unknown(schema, json.loads(said.raw))


def _of_answer(file: Published, said: Exchange) -> Iterator[str]:
    answer = MockResponse(said.answer, status_code=said.status)
    yield from _reasons(file.api.iter_response_errors(_request(said), answer))
    # Editions of the files disagree whether an error lists its `details` or its `issues`.
    if said.status < 400:
        schema = file.schema(said.path, said.method, said.status)
        yield from file.unknown(schema, json.loads(said.answer))


def _request(said: Exchange) -> MockRequest:
    query = parse_qs(said.query)
    called = (HOST, said.method.lower(), said.path)
    return MockRequest(*called, args=query, headers=said.headers, data=said.raw or None)


def _reasons(errors: Iterable[OpenAPIError]) -> Iterator[str]:
    """The schema's own reasons, where the error only says that there are some."""
    for error in errors:
        cause = error.__cause__ or error
        for each in getattr(cause, "schema_errors", ()):
            yield f"{'/'.join(map(str, each.absolute_path))}: {each.message[:300]}"
        if not getattr(cause, "schema_errors", ()):
            yield f"{type(cause).__name__}: {str(cause)[:300]}"
