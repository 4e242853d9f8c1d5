"""The story: every kind of thing occurs, nothing contradicts the rules of the house."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts import history, rights
from accounts.models import BillingAddress, Message, Organisation, OrganisationRole, Setting, User
from bookings import actions, states
from bookings.models import BookingOrder, OrderAddress, Participation
from catalog.methods import installed
from catalog.models import AccessCode, LearningResource, Offer
from catalog.states import BOOKABLE, BY_KIND
from courseplanner.models import Product, Session
from demo.templatetags.demo_people import WHAT_THEY_DO
from tests.demo.conftest import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story")]

# Only payments lead there, and in the story nobody is just paying.
LATER = {"in_payment", "error"}


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def orders_of(name: str):
    return BookingOrder.objects.of(person(name))


def addresses_of(learner: User) -> list[BillingAddress]:
    """Those this person may be billed at."""
    return list(BillingAddress.objects.choosable_by(learner, rights.reach(learner)))


def test_the_audit_finds_nothing():
    call_command("audit")


def test_there_are_forty_or_so_implementations_over_two_years():
    runs = LearningResource.objects.filter(kind="implementation")
    assert 38 <= runs.count() <= 50
    assert {TODAY.year, TODAY.year + 1} <= set(runs.values_list("begin__year", flat=True))


@pytest.mark.parametrize("kind", BY_KIND)
def test_every_status_of_a_resource_occurs(kind):
    found = LearningResource.objects.filter(kind=kind).values_list("status", flat=True)
    assert set(found) == set(BY_KIND[kind])


def test_every_installed_offer_type_occurs_and_no_other():
    assert set(Offer.objects.values_list("method", flat=True)) == set(installed())


def test_every_order_status_occurs():
    found = set(BookingOrder.objects.values_list("status", flat=True))
    assert found == set(states.STATUS) - LATER


def test_every_access_status_occurs():
    found = set(Participation.objects.values_list("status", flat=True))
    assert found == set(states.ACCESS) - {"removed"}


@pytest.mark.parametrize("source", OrderAddress.Source.values)
def test_every_source_of_an_address_occurs(source):
    assert OrderAddress.objects.filter(source=source).exists()


@pytest.mark.parametrize(
    "kind",
    [
        {"external": True},
        {"external": False, "internal": True},
        {"organisations__isnull": False},
        {"confirmation": True},
        {"cancellable": False},
        {"free_until_days__gt": 0},
        {"cancellation_fee__gt": 0, "free_until_days": None},
        {"cost_center__isnull": False},
        {"currency": "EUR"},
        {"codes__usage_limit__gt": 0},
    ],
    ids=str,
)
def test_every_kind_of_offer_occurs(kind):
    assert Offer.objects.filter(**kind).exists()


@pytest.mark.parametrize("state", ["bookable", "planned", "full", "ended", "unavailable"])
def test_every_state_of_an_offer_occurs(state):
    offers = Offer.objects.select_related("resource")
    assert state in {offer.state_at(NOW) for offer in offers}


def test_few_seats_are_left_somewhere():
    few = Setting.load().few_seats
    left = F("max_participants") - F("seats_taken")
    runs = LearningResource.objects.annotate(left=left).filter(status="confirmed")
    assert runs.filter(left=1).exists()
    assert runs.filter(left__gt=1, left__lte=few).exists()


def test_no_more_people_than_seats():
    too_many = LearningResource.objects.filter(seats_taken__gt=F("max_participants"))
    assert list(too_many) == []


def test_seats_are_those_of_the_live_participations():
    live = Count("participations", filter=Q(participations__status__in=states.TAKES_A_SEAT))
    wrong = LearningResource.objects.annotate(live=live).exclude(live=F("seats_taken"))
    assert list(wrong) == []


def test_every_implementation_has_its_timetable():
    first = Min("implementation__sessions__date")
    runs = LearningResource.objects.filter(kind="implementation").annotate(first=first)
    assert list(runs.exclude(first=F("begin"))) == []
    assert Session.objects.exclude(teachers="").count() > 150


def test_references_count_the_runs_of_a_year_in_their_order():
    for product in Product.objects.all():
        runs = LearningResource.objects.filter(implementation__product=product)
        by_begin = list(runs.order_by("begin").values_list("reference", flat=True))
        assert by_begin == sorted(by_begin)


def test_every_product_has_an_owner():
    assert not Product.objects.filter(owners=None).exists()


@pytest.mark.parametrize("email", WHAT_THEY_DO)
def test_demo_people_can_sign_in(email, client):
    answer = client.post(reverse("account_login"), {"login": email, "password": "demo"})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=email).pk)


def test_nobody_else_can_sign_in():
    others = User.objects.exclude(email__in=WHAT_THEY_DO)
    assert others.count() > 50
    assert not [one for one in others if one.has_usable_password()]


def test_the_manager_leads_the_department_of_the_learner():
    mine = BookingOrder.objects.permitted(person("manager"), "orders.see")
    assert orders_of("learner").exists()
    assert set(orders_of("learner")) <= set(mine)
    assert mine.count() < BookingOrder.objects.count()


@pytest.mark.parametrize("name", ["planner", "admin"])
def test_planner_and_administrator_see_every_order(name):
    seen = BookingOrder.objects.permitted(person(name), "orders.see")
    assert seen.count() == BookingOrder.objects.count()


def test_the_administrator_may_use_djangos_admin():
    admin = person("admin")
    assert admin.is_staff
    assert admin.is_superuser
    assert admin.roles.get().role == "administrator"


def test_the_learner_has_bookings_in_different_states():
    found = Counter(orders_of("learner").values_list("status", flat=True))
    assert set(found) == {"open", "done", "paid", "cancelled", "cancelled_fee"}
    assert 8 <= found.total() <= 12
    assert orders_of("learner").filter(participation__status="pending").exists()


@pytest.mark.parametrize("origin", ["manual", "group"])
def test_a_membership_nobody_booked_is_no_booking(origin):
    entered = person("learner").participations.get(origin=origin, status="active")
    assert entered.order is None
    assert not orders_of("learner").filter(resource=entered.resource).exists()


def test_the_learner_is_asked_whether_she_comes():
    learner = person("learner")
    [asked] = Participation.objects.waiting(learner, timezone.now()).asked(learner)
    assert asked.resource.title.startswith("Demenz verstehen")
    assert (timezone.localdate(asked.confirm_until) - TODAY).days == 7


def test_the_learner_keeps_the_address_she_moved_from():
    moved_from = person("learner").billing_addresses.get(is_active=False)
    assert moved_from.city == "Heerbrugg"
    assert not moved_from.order_addresses.exists()


@pytest.mark.parametrize("method", ["free", "code", "invoice"])
def test_the_learner_can_book_something_of_every_type(method):
    learner = person("learner")
    offers = Offer.objects.visible_to(learner).filter(method=method).select_related("resource")
    inside = learner.participations.values("resource")
    offer = next(
        one for one in offers.exclude(resource__in=inside) if one.state_at(NOW) == "bookable"
    )
    answers = {"seen": offer.terms_seen, "address": addresses_of(learner)[0]}
    if method == "code":
        answers["code"] = offer.codes.get().code
        assert answers["code"] in offer.description
    order = actions.book(offer=offer, person=learner, by=learner, answers=answers)
    assert order.number in {one.number for one in orders_of("learner")}


def test_the_learner_can_choose_addresses_of_ward_and_hospital_and_her_own():
    chosen = addresses_of(person("learner"))
    assert [one.identifier for one in chosen if one.organisation_id] == [
        "STA-KRED",
        "STA-PFLEGE",
    ]
    assert [one.city for one in chosen if one.person_id] == ["Balgach"]


def test_a_visitor_finds_a_catalog_and_a_member_finds_more():
    from django.contrib.auth.models import AnonymousUser  # the visitor

    visitor = set(LearningResource.objects.listed_for(AnonymousUser()))
    member = set(LearningResource.objects.listed_for(person("learner")))
    assert len(visitor) >= 20
    assert visitor < member


def test_nothing_in_the_catalog_is_in_a_status_that_cannot_be_booked():
    listed = LearningResource.objects.listed_for(person("learner"))
    assert all(one.status in BOOKABLE[one.kind] for one in listed)


@pytest.mark.parametrize(("typed", "found"), [("buro", "Büro"), ("buero", "Büro"), ("pfg", "P")])
def test_the_catalog_can_be_searched(typed, found):
    titles = LearningResource.objects.search(typed).values_list("title", flat=True)
    assert any(title.startswith(found) for title in titles)


def test_addresses_have_umlauts_long_names_and_one_is_inactive():
    names = " ".join(BillingAddress.objects.values_list("name_line_1", flat=True))
    assert all(letter in names for letter in "äöüßÖ")
    assert max(len(one.name_line_1) for one in BillingAddress.objects.all()) > 60
    assert BillingAddress.objects.filter(is_active=False).exists()
    assert BillingAddress.objects.filter(country="DE").exists()


def test_proposals_belong_to_nobody_yet():
    proposed = BillingAddress.objects.filter(organisation=None, person=None)
    assert proposed.count() == 3
    assert all(one.order_addresses.get().source == "proposal" for one in proposed)


def test_nobody_is_billed_at_a_foreign_address():
    """What an organisation pays for was booked by its people."""
    billed = OrderAddress.objects.filter(source="organisation").select_related(
        "order", "billing_address"
    )
    for frozen in billed:
        learner = frozen.order.person
        assert frozen.billing_address in addresses_of(learner)


def test_everybody_booked_what_was_meant_for_them():
    for learner in User.objects.filter(booking_orders__isnull=False).distinct():
        booked = set(Offer.objects.filter(orders__person=learner))
        assert booked <= set(Offer.objects.visible_to(learner))


def test_codes_were_used_as_often_as_they_were_booked_with():
    for code in AccessCode.objects.annotate(booked=Count("offer__orders")):
        assert code.uses == code.booked
    assert AccessCode.objects.filter(uses__gt=0).exists()


def test_prices_and_fees_were_adjusted():
    adjusted = BookingOrder.objects.filter(is_adjusted=True)
    assert adjusted.filter(price__lt=F("price_original")).exists()
    assert adjusted.filter(cancellation_fee__lt=F("cancellation_fee_original")).exists()


def test_every_fee_is_what_the_terms_say():
    charged = BookingOrder.objects.filter(cancellation_fee__gt=0).select_related("resource")
    for order in charged:
        day = timezone.localtime(order.cancelled_at).date()
        due = order.fee_due(on=day, begin_now=order.resource.begin)
        assert order.cancellation_fee_original == due > Decimal(0)


def test_orders_were_made_before_the_course_began_and_before_now():
    late = BookingOrder.objects.filter(created_at__gte=NOW)
    after = BookingOrder.objects.filter(created_at__date__gte=F("resource__begin"))
    assert [*late, *after] == []


@pytest.mark.parametrize("moment", ["paid_at", "cancelled_at"])
def test_what_happened_later_happened_after_the_booking_and_before_now(moment):
    known = BookingOrder.objects.exclude(**{moment: None})
    assert known.exists()
    assert not known.filter(Q(**{f"{moment}__lt": F("created_at")}) | Q(**{f"{moment}__gt": NOW}))


def test_booking_numbers_follow_time():
    by_time = BookingOrder.objects.order_by("created_at").values_list("pk", flat=True)
    assert list(by_time) == sorted(by_time)


def test_nobody_who_waits_is_overdue():
    waiting = Participation.objects.filter(status="pending")
    assert waiting.count() >= 5
    assert not waiting.lapsed(NOW).exists()


def test_every_order_begins_its_history_with_the_booking():
    for order in BookingOrder.objects.order_by("-pk")[:40]:
        assert history.of(order).first().verb == "booked"


def test_only_the_learner_is_told_by_mail():
    assert set(Message.objects.values_list("person__email", flat=True)) == {"learner@example.org"}
    assert Message.objects.count() == orders_of("learner").count()


def test_organisations_stand_in_two_trees_beside_the_operator():
    tops = Organisation.objects.filter(parent=None)
    assert set(tops.values_list("identifier", flat=True)) == {"BZA", "STA", "RSS"}
    assert all(top.children.exists() for top in tops)
    assert Setting.load().operator_name == "Bildungszentrum Aare, Olten"


def test_the_education_manager_looks_after_a_whole_hospital():
    role = OrganisationRole.objects.get(role="education_manager", organisation__identifier="STA")
    seen = BookingOrder.objects.permitted(role.user, "orders.see")
    assert set(orders_of("learner")) <= set(seen)
