"""People: who signs in, under which name they are listed and found."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tables.folding import FoldedField, Word, fold, write_words


class UserQuerySet(models.QuerySet["User"]):
    def in_organisations(self, organisations: Collection[int]) -> UserQuerySet:
        """People who are users (learners) of one of these organisations."""
        return self.filter(roles__organisation_id__in=organisations, roles__role="user")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.lower(), **fields)
        user.sort_name = sort_name(user)
        user.set_password(password)
        user.save(using=self._db)
        write_words(PersonWord, "owner", {user.pk: searchable_text(user)})
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    customer_number = models.CharField(_("customer number"), max_length=64, blank=True)
    sort_name = FoldedField(max_length=310, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may use Django's admin"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    terms_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="person_email_is_lower_case",
                violation_error_message=_("An e-mail address is kept in lower case."),
            ),
        ]
        indexes = [models.Index(fields=["sort_name", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return display_name(self)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email


class PersonWord(Word):
    """One word under which a person is found; rewritten whenever name or e-mail change."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "owner"], name="person_word_once"),
        ]


def display_name(user: User) -> str:
    return user.get_full_name() or user.email


def sort_name(user: User) -> str:
    """Last name first, as lists are sorted."""
    return fold(f"{user.last_name} {user.first_name}".strip() or user.email)


def searchable_text(user: User) -> str:
    return f"{user.first_name} {user.last_name} {user.email}"
