"""What the menu of views posts: a name, and the list as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models.saved_view import LONGEST_NAME
from accounts.refusal import Refusal
from accounts.saved_views.actions import NameTaken
from tables.choice import Choice, page_size
from tables.saved_views import kept, list_named

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST_QUERY = 4000
LONGEST_CHOICE = 4000
TOO_MUCH = _("The view is not saved: its search and filters are too long. Shorten them first.")


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=LONGEST_NAME)

    is_taken = False

    def tell(self, refusal: Refusal) -> None:
        self.is_taken = isinstance(refusal, NameTaken)
        self.add_error("name", refusal.sentence)


class SaveForm(NameForm):
    """The hidden fields come from tables.saved_views.menu; nobody is shown them."""

    list = forms.CharField(widget=forms.HiddenInput, max_length=200)
    columns = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_CHOICE, required=False)
    sort = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    page_size = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)
    query = forms.CharField(
        widget=forms.HiddenInput,
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={"max_length": TOO_MUCH},
    )
    back = forms.CharField(widget=forms.HiddenInput, max_length=500, required=False)

    def clean_list(self) -> str:
        try:
            return list_named(self.cleaned_data["list"])
        except BadSignature as error:
            raise ValidationError(_("This list is unknown. Reload its page.")) from error

    def clean_query(self) -> str:
        return kept(QueryDict(self.cleaned_data["query"]))

    @property
    def choice(self) -> Choice:
        """Columns that do not exist or are not permitted fall away when a list is shown."""
        posted = self.cleaned_data
        names = tuple(name for name in posted["columns"].split(",") if name)
        return Choice(names, posted["sort"], page_size(posted["page_size"]))


def way_back(request: HttpRequest) -> str:
    """The path of the list one came from, if it is one of ours."""
    given = request.POST.get("back") or request.GET.get("back") or ""
    path = given.partition("?")[0].partition("#")[0]
    secure = request.is_secure()
    ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=secure)
    return path if ours and path.startswith("/") else "/"
