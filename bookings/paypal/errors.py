"""How a call to PayPal can fail. None of these carries a sentence: the pages have the words."""


class PaypalError(Exception):
    """`kind` says what happened, in one word."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NotConfigured(PaypalError):
    """Nothing was done, and nothing can be until somebody changes the configuration.

    missing: no credentials; refused: PayPal does not accept them; environment: they belong to the
    other environment; webhook: PayPal does not know the webhook; standin: play money is not
    allowed here.
    """


class Declined(PaypalError):
    """PayPal said no, for good; asked again, it will say the same."""

    def __init__(self, issue: str, debug_id: str = "") -> None:
        super().__init__("declined")
        self.args = (issue,)
        self.issue, self.debug_id = issue, debug_id


class Unknown(PaypalError):
    """Nobody knows whether it was done: ask again by reading what is there now.

    unreachable, timeout, busy (429 or the same request under way), failing (5xx), garbled.
    """
