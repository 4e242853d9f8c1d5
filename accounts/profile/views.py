"""My account: what people change about themselves here, and the ways to what allauth keeps."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.models import User
from accounts.profile.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    own = User.objects.get(pk=request.user.pk)  # so that the frame keeps the stored name
    form = ProfileForm(request.POST or None, instance=own)
    if form.is_valid():
        actions.change_person(person=own, by=request.user)
        with translation.override(own.language):
            messages.success(request, _("Your account has been saved."))
        return redirect("profile:index")
    roles = own.roles.select_related("organisation").order_by("organisation__name", "role")
    words = {"form": form, "roles": roles, "has_second_factor": is_mfa_enabled(own)}
    return render(request, "profile/index.html", words)
