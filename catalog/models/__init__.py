from catalog.models.offer import AccessCode, Offer
from catalog.models.resource import LearningResource, ResourceWord, Subject, searchable_text

__all__ = [
    "AccessCode",
    "LearningResource",
    "Offer",
    "ResourceWord",
    "Subject",
    "searchable_text",
]
