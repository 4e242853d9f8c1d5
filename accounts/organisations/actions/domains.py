"""Which e-mail domains lead to an organisation: changes, as verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import history
from accounts.models import EmailDomain, Organisation
from accounts.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def add_domain(*, organisation: Organisation, domain: str, by: User) -> EmailDomain:
    """Each domain leads to one organisation; the refusal does not say to which."""
    try:
        with transaction.atomic():
            added = EmailDomain.objects.create(organisation=organisation, domain=domain)
    except IntegrityError:
        raise Refusal(
            _("%(domain)s leads to an organisation already. Nothing was added.")
            % {"domain": domain},
            field="domain",
        ) from None
    history.record(organisation, "domain added", by=by, note=domain)
    return added


@transaction.atomic
def remove_domain(*, domain: EmailDomain, by: User) -> None:
    """Who came by it keeps their roles."""
    removed, _rows = EmailDomain.objects.filter(pk=domain.pk).delete()
    if removed:
        history.record(domain.organisation, "domain removed", by=by, note=domain.domain)
