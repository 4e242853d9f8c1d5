"""Direct links: into which catalog they lead, and their QR codes."""

import pytest

from courseplanner.offers import links
from tests.cast import make_offer
from tests.courseplanner.pages import make_run, says, url


@pytest.fixture
def offer(root, care):
    run = make_run(organisation=root)
    make_offer(run.resource, organisations=[care])
    return make_offer(run.resource, organisations=[care])


def page_of(offer, name, **kwargs):
    return url(name, pk=offer.resource.implementation.pk, offer=offer.pk, **kwargs)


def test_the_external_link_shows_the_offer_chosen_to_anybody(client, offer, settings):
    link = next(one for one in links.of(offer) if one.catalog == "external")
    page = client.get(link.address.removeprefix(settings.SITE_URL))

    chosen = [one for one in page.context["choices"] if one.is_preselected]
    assert [one.offer for one in chosen] == [offer]


def test_the_internal_link_leads_through_the_sign_in(client, offer, settings, alice):
    link = next(one for one in links.of(offer) if one.catalog == "internal")
    path = link.address.removeprefix(settings.SITE_URL)
    assert "/accounts/login/" in client.get(path).url

    client.force_login(alice)
    page = client.get(path, follow=True)

    chosen = [one for one in page.context["choices"] if one.is_preselected]
    assert [one.offer for one in chosen] == [offer]


def test_the_internal_link_shows_nothing_to_who_may_not_see_it(client, offer, settings, charlie):
    offer.resource.offers.update(external=False)
    offer.refresh_from_db()
    [link] = links.of(offer)
    client.force_login(charlie)
    assert client.get(link.address.removeprefix(settings.SITE_URL)).status_code == 404


@pytest.mark.parametrize("wanted", ["999999", "x", "-1", "1e9", ""])
def test_a_link_to_an_offer_that_is_gone_chooses_none(client, offer, wanted):
    page = client.get(offer.resource.get_absolute_url(), {"offer": wanted})
    assert not any(one.is_preselected for one in page.context["choices"])


def test_the_dialog_has_a_link_for_each_catalog(client, offer, bob):
    client.force_login(bob)
    address = page_of(offer, "offer_links")
    external = f"{offer.resource.get_absolute_url()}?offer={offer.pk}"
    assert says(client.get(address), "Internal catalog", "External catalog", external)

    offer.resource.offers.update(external=False)
    assert not says(client.get(address), external)


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_qr_codes_are_drawn_as_svg_and_png(client, offer, bob, kind, begins):
    client.force_login(bob)
    drawn = client.get(page_of(offer, "offer_qr", catalog="external", kind=kind))

    assert drawn.content.startswith(begins)
    assert drawn["Content-Type"] == links.TYPES[kind]


@pytest.mark.parametrize(
    ("catalog", "kind"), [("external", "pdf"), ("elsewhere", "svg"), ("label", "svg")]
)
def test_other_drawings_do_not_exist(client, offer, bob, catalog, kind):
    client.force_login(bob)
    assert client.get(page_of(offer, "offer_qr", catalog=catalog, kind=kind)).status_code == 404


def test_a_hostile_label_does_not_break_the_file_name(client, offer, bob):
    offer.label = 'A"; x="\u00e4'
    offer.save()
    client.force_login(bob)
    drawn = client.get(page_of(offer, "offer_qr", catalog="internal", kind="svg"))
    assert drawn.status_code == 200
    assert drawn["Content-Disposition"].startswith("inline; filename*=utf-8''A%22")
