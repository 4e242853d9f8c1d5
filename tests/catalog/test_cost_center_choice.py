"""Which cost centers an offer can have: the active ones, and the one that it has."""

import pytest

from accounts.models import CostCenter
from catalog.forms import OfferForm
from catalog.models import Offer
from tests.cast import make_offer, make_resource

pytestmark = pytest.mark.django_db


@pytest.fixture
def retired() -> CostCenter:
    return CostCenter.objects.create(name="Archiv", account="1000", is_active=False)


def labels(form: OfferForm) -> list[str]:
    return [str(label) for _value, label in form.fields["cost_center"].choices]


def posted(offer: Offer, **changes: object) -> dict[str, object]:
    form = OfferForm(instance=offer)
    filled = {name: form[name].value() for name in form.fields}
    return {k: v for k, v in (filled | changes).items() if v is not False and v not in (None, "")}


def test_a_new_offer_can_choose_active_ones_only(retired):
    CostCenter.objects.create(name="Weiterbildung")

    assert labels(OfferForm()) == ["No cost center", "Weiterbildung"]


def test_an_offer_keeps_a_deactivated_one_which_says_so(retired):
    offer = make_offer(make_resource(kind="course"), cost_center=retired)

    assert "Archiv (deactivated)" in labels(OfferForm(instance=offer))
    assert OfferForm(posted(offer), instance=offer).is_valid()


def test_another_offer_cannot_be_given_a_deactivated_one(retired):
    offer = make_offer(make_resource(kind="course"))

    form = OfferForm(posted(offer, cost_center=retired.pk), instance=offer)

    assert "cost_center" in form.errors


def test_what_was_given_up_cannot_be_chosen_again(retired):
    offer = make_offer(make_resource(kind="course"), cost_center=retired)
    offer.cost_center = None
    offer.save()

    assert "Archiv (deactivated)" not in labels(OfferForm(instance=offer))
