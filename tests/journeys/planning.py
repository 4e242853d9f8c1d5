"""A planner's steps through the pages, said once for both languages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils import translation
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts import outbox
from accounts.models import Message
from bookings import jobs
from bookings.models import BookingOrder
from catalog.models import Offer
from courseplanner.models import Implementation


@dataclass
class Planning:
    """language: of the person who is signed in."""

    page: Page
    go: Callable[[str], object]
    language: str

    def word(self, text: str, context: str) -> str:
        with translation.override(self.language):
            return translation.pgettext(context, text)

    def press(self, text: str) -> None:
        name = self.word(text, "button")
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, text: str, context: str = "button") -> None:
        name = self.word(text, context)
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, **typed: object) -> None:
        for name, text in typed.items():
            self.page.locator(f"#id_{name}").fill(str(text))

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(sentence)

    def done(self, told: str = "") -> None:
        expect(self.page.locator(".kb-note.ok")).to_contain_text(told)

    def create_product(self, title: str, reference: str) -> None:
        self.go("/planner/products/new/")
        self.fill(title=title, reference=reference)
        self.page.locator("#id_organisation").select_option("Bildungszentrum Aare")
        self.press("Create product")
        self.done(title)

    def create_implementation(self, begin: date, **typed: object) -> Implementation:
        """From the page of its product."""
        self.follow("Create implementation")
        self.fill(begin=begin.isoformat(), end=begin.isoformat(), **typed)
        self.press("Create implementation")
        self.done()
        return Implementation.objects.latest("pk")

    def add_offer(self, kind: str, *, confirmed: bool = False, **typed: object) -> None:
        """From any page of the implementation, published everywhere."""
        rooms = self.page.locator("nav ul.kb-tabs")
        rooms.get_by_role("link", name=self.word("Offers", "tab"), exact=True).click()
        self.follow(kind, "offer type")
        self.fill(**typed)
        self.page.locator("#id_external").check()
        if confirmed:
            self.page.locator("#id_confirmation_1").check()
        self.press("Save offer")
        self.done()

    def copy(self, run: Implementation, begin: date, **typed: object) -> Implementation:
        self.go(f"/planner/implementations/{run.pk}/copy/")
        self.fill(begin=begin.isoformat(), **typed)
        self.press("Copy implementation")
        self.done()
        return Implementation.objects.latest("pk")

    def lead(self, run: Implementation, to: str) -> None:
        """One step by the menu; what people are told about leads to a page first."""
        self.go(run.get_absolute_url())
        self.press("Change status")
        steps = self.page.locator("#menu-status")
        steps.get_by_text(self.word(to, "implementation status")).click()

    def order_on_invoice(self, offer: Offer, **address: str) -> BookingOrder:
        """As a learner, to an address nobody knows yet."""
        self.go(f"{offer.resource.get_absolute_url()}book/{offer.pk}/")
        self.page.locator("label[for=address-other]").click()
        self.fill(**{f"other_{name}": text for name, text in address.items()})
        self.press("Order for a fee")
        expect(self.page.locator(".kb-ticket .nr")).to_be_visible()
        return BookingOrder.objects.latest("pk")

    def change(self, order: BookingOrder, what: str, button: str, **typed: object) -> None:
        self.go(f"/planner/orders/{order.number}/{what}/")
        self.fill(**typed)
        self.press(button)

    def report(self, template: str) -> dict[str, dict[str, object]]:
        """Run on the page of reports and opened; its rows by the first name, which comes first."""
        self.go("/planner/reports/")
        self.page.locator(f"#run-{template}").click()
        jobs.run_due()
        self.page.reload()
        with self.page.expect_download() as download:
            self.page.locator("td.title a").first.click()
        sheet = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
        head, *rows = sheet.iter_rows(values_only=True)
        return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def offers_of(run: Implementation) -> dict[str, Offer]:
    return {offer.method: offer for offer in run.resource.offers.all()}


def mails(event: str) -> dict[str, Message]:
    """As they are sent, by the first name of whom they are for: nobody is told twice."""
    while outbox.deliver_due():
        pass
    sent = Message.objects.filter(event=event).select_related("person")
    by_name = {mail.person.first_name: mail for mail in sent}
    assert len(by_name) == len(sent)
    assert all(mail.sent_at for mail in sent)
    return by_name
