"""What the tests of registering share: what is typed, and the mail that came."""

from accounts import outbox
from accounts.models import Message, Setting

PASSWORD = "rather-long-and-odd"
TYPED = {
    "email": "Erna@Spital.example",
    "first_name": "Erna",
    "last_name": "Öttinger",
    "password1": PASSWORD,
}
SIGN_IN, SIGN_UP = "/accounts/login/", "/accounts/signup/"
CODE, FORGOTTEN = "/accounts/confirm-email/", "/accounts/password/reset/"


def last_mail() -> Message:
    outbox.deliver_due()
    return Message.objects.latest("created_at")


def register(client, **typed):
    return client.post(SIGN_UP, TYPED | typed)


def enter_code(client, code: str = ""):
    return client.post(CODE, {"code": code or last_mail().context["code"]})


def whose(client) -> str:
    return client.session.get("_auth_user_id", "")


def told(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def ask_for_terms(text: str = "Be kind.\n\n<b>Pay.</b>") -> None:
    setting = Setting.load()
    setting.terms_of_use = text
    setting.save()
