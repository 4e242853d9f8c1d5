"""What must hold between the columns of a row: columns, when it is broken, what is said then.

The first column is the one that is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog import states
from catalog.methods import get_method

Rule = tuple[tuple[str, ...], Callable[..., Any], Promise]

RULES: list[Rule] = [
    (
        ("status", "kind"),
        lambda status, kind: status not in states.BY_KIND[kind],
        _("this kind of learning resource has no such status"),
    ),
    (
        ("end", "begin"),
        lambda end, begin: begin and end and end < begin,
        _("the end lies before the begin"),
    ),
    (
        ("min_participants", "max_participants"),
        lambda least, most: least is not None and most is not None and least > most,
        _("the minimum of participants lies above the maximum"),
    ),
    (
        ("product_reference", "kind"),
        lambda reference, kind: reference and kind == "course",
        _("only an implementation has a product"),
    ),
    (
        ("product_title", "kind"),
        lambda title, kind: title and kind == "course",
        _("only an implementation has a product"),
    ),
    (
        ("offer_type", "kind"),
        lambda method, kind: method and kind not in get_method(method).kinds,
        _("this kind of learning resource cannot be booked so"),
    ),
    (
        ("price", "offer_type"),
        lambda price, method: price and not (method and get_method(method).is_payment),
        _("nothing is paid with this offer type"),
    ),
    (
        ("code", "offer_type"),
        lambda code, method: bool(code) != (method == "code"),
        _("the offer type code has an access code, and no other has one"),
    ),
    (
        ("external", "internal"),
        lambda external, internal: external and not internal,
        _("what is published externally is published internally as well"),
    ),
    (
        ("free_until_days", "cancellation_fee"),
        lambda days, fee: days is not None and fee is None,
        _("a free period needs a cancellation fee after it"),
    ),
    (
        ("valid_until", "valid_from"),
        lambda until, since: until and since and until < since,
        _("the offer ends before it begins"),
    ),
    (
        ("confirmation", "offer_type"),
        lambda wanted, method: wanted and method and not get_method(method).supports_confirmation,
        _("this offer type has no confirmation"),
    ),
]
