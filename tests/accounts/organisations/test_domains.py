"""E-mail domains: which are taken, how they are written, and whom they lead here."""

import pytest

from accounts import actions as people
from accounts import domains
from accounts.models import EmailDomain, User
from accounts.organisations import actions
from accounts.refusal import Refusal
from tests.accounts.organisations.pages import says, told, url


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("spital.ch", "spital.ch"),
        ("  Spital.CH. ", "spital.ch"),
        ("@spital.ch", "spital.ch"),
        ("anna@spital.ch", "spital.ch"),
        ("büro.ch", "xn--bro-hoa.ch"),
        ("BÜRO.ch", "xn--bro-hoa.ch"),
        ("xn--bro-hoa.ch", "xn--bro-hoa.ch"),
        ("spital。ch", "spital.ch"),
        ("a.b-c.example", "a.b-c.example"),
    ],
)
def test_domain_is_kept_in_one_spelling(keeper, care, typed, kept):
    page = keeper.post(url("add_domain", care), {"domain": typed}, follow=True)
    assert [one.domain for one in care.email_domains.all()] == [kept]
    assert says(page, f"{domains.readable(kept)} leads here now.")
    assert told(care) == [("Ada Amsler", "domain added")]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ch",
        "192.168.0.1",
        "spital",
        ".ch",
        "a..ch",
        "-a.ch",
        "a b.ch",
        "a_b.ch",
        "a/b.ch",
        "http://spital.ch",
        "spital.ch\nx",
        "spital.ch\x00",
        "\u202espital.ch",
        "😀.ch",
        "*.ch",
        "@",
        f"{'a' * 64}.ch",
        "x" * 10_000,
        f"{'a.' * 5000}ch",
        "[127.0.0.1]",
    ],
)
def test_what_is_no_domain_is_refused(keeper, care, typed):
    page = keeper.post(url("add_domain", care), {"domain": typed})
    assert page.status_code == 200
    assert says(page, "Nothing was added.")
    assert not EmailDomain.objects.exists()


def test_domain_leads_to_one_place_which_is_not_named(keeper, admin, care, elsewhere):
    EmailDomain.objects.create(organisation=elsewhere, domain="spital.ch")
    page = keeper.post(url("add_domain", care), {"domain": "SPITAL.ch"})
    assert says(page, "This domain leads to an organisation already.")
    assert not says(page, "Seminarhaus")
    with pytest.raises(Refusal, match=r"^spital\.ch leads to an organisation already") as refused:
        actions.add_domain(organisation=care, domain="spital.ch", by=admin)
    assert refused.value.field == "domain"


def test_removing_asks_first_and_is_recorded(keeper, care):
    domain = EmailDomain.objects.create(organisation=care, domain="xn--bro-hoa.ch")
    page = keeper.get(url("remove_domain", care, pk=domain.pk))
    assert says(page, "Remove this e-mail domain?", "büro.ch", "xn--bro-hoa.ch")
    assert EmailDomain.objects.exists()

    page = keeper.post(url("remove_domain", care, pk=domain.pk), follow=True)

    assert says(page, "büro.ch does not lead here any more.", "No domain leads here yet.")
    assert not EmailDomain.objects.exists()
    assert told(care) == [("Ada Amsler", "domain removed")]


def test_removed_twice_is_recorded_once(admin, care):
    domain = EmailDomain.objects.create(organisation=care, domain="a.example")
    again = EmailDomain.objects.get()
    actions.remove_domain(domain=domain, by=admin)
    actions.remove_domain(domain=again, by=admin)
    assert len(told(care)) == 1


def register(email: str) -> User:
    """And proves that the address is theirs."""
    person = people.register(person=User(email=email, first_name="Neo"), by=None)
    people.confirm_email(person=person)
    return person


@pytest.mark.parametrize("email", ["neo@spital.ch", "neo@spital.CH"])
def test_who_registers_with_it_becomes_a_member(care, email):
    EmailDomain.objects.create(organisation=care, domain="spital.ch")
    role = register(email.lower()).roles.get()
    assert (role.organisation, role.role, role.inherited) == (care, "user", False)


@pytest.mark.parametrize("email", ["neo@büro.ch", "neo@xn--bro-hoa.ch"])
def test_letters_beyond_ascii_lead_here_in_both_spellings(care, email):
    EmailDomain.objects.create(organisation=care, domain="xn--bro-hoa.ch")
    assert register(email).roles.get().organisation == care


@pytest.mark.parametrize("email", ["neo@sub.spital.ch", "neo@notspital.ch", "neo@spital.ch.evil"])
def test_what_only_looks_like_it_leads_nowhere(care, email):
    EmailDomain.objects.create(organisation=care, domain="spital.ch")
    assert not register(email).roles.exists()


def test_inactive_organisation_gets_nobody(admin, care):
    EmailDomain.objects.create(organisation=care, domain="spital.ch")
    actions.deactivate(organisation=care, by=admin)
    assert not register("neo@spital.ch").roles.exists()

    actions.activate(organisation=care, by=admin)
    assert register("trinity@spital.ch").roles.get().organisation == care


def test_page_says_that_an_inactive_one_gets_nobody(keeper, admin, care):
    actions.deactivate(organisation=care, by=admin)
    assert says(keeper.get(url("domains", care)), "its domains lead nobody here")


@pytest.mark.parametrize("address", ["", "x", "x@", "@", "x@[127.0.0.1]", "x@😀", "x@a..b"])
def test_address_without_a_domain_leads_nowhere(address):
    assert domains.of_address(address) == ""


def test_what_cannot_be_read_is_shown_as_it_is():
    assert domains.readable("xn--a") == "xn--a"
    assert domains.readable("spital.ch") == "spital.ch"
