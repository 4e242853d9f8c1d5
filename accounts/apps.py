from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed  # both need the models of all apps

        from accounts.adapter import on_email_confirmed  # which are loaded by now

        # The one place all of allauth's ways to verify an address lead through.
        email_confirmed.connect(on_email_confirmed)
