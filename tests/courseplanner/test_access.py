"""Every role at every address of the planner: yes, read only, or as if it did not exist."""

import re
from datetime import date, time

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Organisation, User
from bookings import jobs
from bookings.models import BookingOrder, Job
from catalog.models import AccessCode, Offer
from courseplanner.models import Implementation, Session
from courseplanner.reports.actions import run as run_report
from tests.cast import book, give_role, make_offer, make_person, make_resource

PLANS = {"administrator", "planner", "product_owner"}
READS = {"principal"}
MANAGES = {"line_manager", "education_manager"}
NOBODY = {"user", "author"}
ALL = PLANS | READS | MANAGES | NOBODY
STAFF = PLANS | READS

# Who is answered, by name of the address: the first for the list over all, the second for the
# list of one implementation. Whoever is not named gets 404. A new address without an entry fails.
TABLE = {
    "index": (STAFF | MANAGES, None),
    "index_columns": (STAFF, None),
    "index_export": (STAFF, None),
    "products": (STAFF, None),
    "products_columns": (STAFF, None),
    "products_export": (STAFF, None),
    "product_create": (PLANS - {"product_owner"}, None),
    "product": (STAFF, None),
    "product_edit": (PLANS, None),
    "product_archive": (PLANS, None),
    "product_unarchive": (PLANS, None),
    "product_owners": (PLANS, None),
    "product_owner_add": (PLANS, None),
    "product_owner_remove": (PLANS, None),
    "implementation_create": (PLANS, None),
    "implementation_settings": (None, STAFF),
    "implementation_copy": (None, PLANS),
    "implementation_archive": (None, PLANS),
    "implementation_unarchive": (None, PLANS),
    "implementation": (None, STAFF),
    "implementation_status": (None, PLANS),
    "events": (None, STAFF),
    "events_calendar": (None, STAFF),
    "event_add": (None, PLANS),
    "event_edit": (None, PLANS),
    "event_delete": (None, PLANS),
    "members": (None, STAFF),
    "members_columns": (None, STAFF),
    "members_export": (None, STAFF),
    "members_pending": (None, STAFF),
    "members_pending_columns": (None, STAFF),
    "members_pending_export": (None, STAFF),
    "members_history": (None, STAFF),
    "members_history_columns": (None, STAFF),
    "members_history_export": (None, STAFF),
    "members_add": (None, PLANS),
    "members_add_terms": (None, PLANS),
    "members_add_addresses": (None, PLANS),
    "members_add_address": (None, PLANS),
    "members_add_overview": (None, PLANS),
    "members_accept": (None, PLANS),
    "members_decline": (None, PLANS),
    "members_cancel": (None, PLANS),
    "members_remove": (None, PLANS),
    "offers": (None, STAFF),
    "offer_create": (None, PLANS),
    "offer": (None, PLANS),
    "offer_delete": (None, PLANS),
    "offer_links": (None, STAFF),
    "offer_qr": (None, STAFF),
    "offer_codes": (None, PLANS),
    "offer_code": (None, PLANS),
    "offer_code_rotate": (None, PLANS),
    "offer_code_delete": (None, PLANS),
    "orders": (STAFF | MANAGES, STAFF),
    "columns": (STAFF | MANAGES, STAFF),
    "export": (STAFF | MANAGES, STAFF),
    "accounting": (STAFF | MANAGES, STAFF),
    "settle_paid": (PLANS, PLANS),
    "settle_open": (PLANS, PLANS),
    "order": (STAFF | MANAGES, STAFF),
    "confirm": (PLANS | MANAGES, PLANS),
    "decline": (PLANS | MANAGES, PLANS),
    "paid": (PLANS, PLANS),
    "reopen": (PLANS, PLANS),
    "address": (PLANS, PLANS),
    "price": (PLANS, PLANS),
    "fee": (PLANS, PLANS),
    "write_off": (PLANS, PLANS),
    "cancel": (PLANS, PLANS),
    "job": (STAFF | MANAGES, None),
    "reports": (STAFF | MANAGES, None),
    "report_run": (STAFF | MANAGES, None),
    "report": (STAFF | MANAGES, None),
    "report_download": (STAFF | MANAGES, None),
    "report_delete": (STAFF | MANAGES, None),
}
POSTED = {
    "offer_code_rotate",
    "members_columns",
    "members_pending_columns",
    "members_history_columns",
    "index_columns",
    "columns",
    "paid",
    "reopen",
    "products_columns",
    "product_unarchive",
    "product_owner_add",
    "product_owner_remove",
    "implementation_unarchive",
    "report_run",
}


def addresses() -> list[tuple[str, bool]]:
    """Every address of the planner, and whether it belongs to one implementation."""
    return [(pattern.name, "pk" in asks_for(path)) for path, pattern in _of_the_planner()]


def asks_for(path: str) -> list[str]:
    """The names in an address such as <int:pk>/<slug:number>/."""
    return re.findall(r"<(?:\w+:)?(\w+)>", path)


def _of_the_planner() -> list[tuple[str, URLPattern]]:
    [planner] = [
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and entry.app_name == "courseplanner"
    ]
    return _patterns(planner, "")


def _patterns(resolver: URLResolver, path: str) -> list[tuple[str, URLPattern]]:
    found = []
    for entry in resolver.url_patterns:
        here = f"{path}{entry.pattern}"
        found += _patterns(entry, here) if isinstance(entry, URLResolver) else [(here, entry)]
    return found


OF_AN_ORDER = sorted(
    {pattern.name for path, pattern in _of_the_planner() if "number" in asks_for(path)}
)


@pytest.fixture
def order(alice, root) -> BookingOrder:
    """Alice's invoice, waiting to be confirmed."""
    offer = make_offer(make_resource("Wound care"), method="invoice", confirmation=True)
    return book(offer, alice)


@pytest.fixture
def run(order) -> Implementation:
    return order.resource.implementation


def somebody(role: str, run: Implementation, organisation: Organisation):
    person = make_person("Somebody")
    if role == "product_owner":
        run.product.owners.add(person)
    else:
        give_role(person, role, organisation)
    return person


# What is put into an address, by the name it has there.
GIVEN = {
    "pk": lambda client, name, order: order.resource.implementation.pk,
    "number": lambda client, name, order: order.number,
    "product": lambda client, name, order: order.resource.implementation.product_id,
    "person": lambda client, name, order: order.person_id,
    "job": lambda client, name, order: make_job(client, name).pk,
    "event": lambda client, name, order: make_event(order.resource.implementation).pk,
    "offer": lambda client, name, order: offer_for(name, order).pk,
    "code": lambda client, name, order: AccessCode.objects.latest("pk").pk,
    "to": lambda client, name, order: "cancelled",
    "method": lambda client, name, order: "free",
    "catalog": lambda client, name, order: "internal",
    "kind": lambda client, name, order: "svg",
}


def ask(client, name: str, of_one: bool, order: BookingOrder) -> int:
    [path] = [
        path
        for path, pattern in _of_the_planner()
        if (pattern.name, "pk" in asks_for(path)) == (name, of_one)
    ]
    kwargs = {one: GIVEN[one](client, name, order) for one in asks_for(path)}
    url = reverse(f"courseplanner:{name}", kwargs=kwargs)
    asked = {"template": "all"} if name in POSTED else {}
    return (client.post if name in POSTED else client.get)(url, asked).status_code


def offer_for(name: str, order: BookingOrder) -> Offer:
    """One with an access code where codes are kept."""
    if not name.startswith("offer_code"):
        return order.offer
    label = f"O-{order.resource.offers.count() + 1:02}"
    return make_offer(order.resource, method="code", label=label)


def make_event(run: Implementation) -> Session:
    hours = {"start": time(9), "end": time(17)}
    return Session.objects.create(implementation=run, date=date(2027, 1, 12), **hours)


def make_job(client, name: str) -> Job:
    """Long work that who asks has asked for; of a visitor, that of somebody."""
    asking = client.session.get("_auth_user_id")
    owner = User.objects.get(pk=asking) if asking else make_person("Anybody")
    report = run_report(template="all", of=None, by=owner)
    if name == "report_download":
        jobs.run_due()
    return report


def test_every_address_has_its_entry():
    assert {name for name, _of_one in addresses()} == set(TABLE)
    for name, of_one in addresses():
        assert TABLE[name][of_one] is not None


@pytest.mark.parametrize(("name", "of_one"), addresses())
def test_every_role_is_answered_as_the_table_says(client, order, run, root, name, of_one):
    """Each role finds everything as it was before the one that asked first."""
    answers = {role: told(client, role, root, name, of_one, order) for role in sorted(ALL)}

    assert {role for role, answer in answers.items() if answer != 404} == TABLE[name][of_one]
    assert set(answers.values()) <= {200, 302, 404}


def told(client, role, root, name, of_one, order) -> int:
    run = order.resource.implementation
    with transaction.atomic():
        client.force_login(somebody(role, run, root))
        answer = ask(client, name, of_one, order)
        transaction.set_rollback(True)
    client.cookies.clear()
    return answer


@pytest.mark.parametrize(("name", "of_one"), addresses())
def test_a_visitor_is_asked_to_sign_in(client, order, run, name, of_one):
    assert ask(client, name, of_one, order) == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", OF_AN_ORDER)
def test_a_planner_of_another_house_finds_nothing(client, order, run, dora, name):
    client.force_login(dora)

    assert ask(client, name, False, order) == 404
    assert ask(client, name, True, order) == 404


def test_a_principal_changes_nothing(client, order, run, root):
    client.force_login(somebody("principal", run, root))

    page = client.get(reverse("courseplanner:orders"))

    assert order.number in page.content.decode()
    for word in ("Confirm…", "Decline…", "Set as “Paid”", "Change billing"):
        assert word not in page.content.decode()


@pytest.mark.parametrize("verb", ["confirm", "decline", "paid", "reopen", "address"])
def test_nothing_changes_by_reading(client, order, run, bob, verb):
    client.force_login(bob)

    client.get(reverse(f"courseplanner:{verb}", kwargs={"number": order.number}))

    order.refresh_from_db()
    assert (order.state, order.participation.status) == ("open", "pending")
