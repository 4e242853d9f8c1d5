class Refusal(Exception):
    """Something that was asked for did not happen; the sentence says why and what to do instead.

    The sentence is written for the person who reads it, so views show it as it is.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Conflict(Refusal):
    """Somebody else was faster: the state the person saw is no longer the state that is."""
