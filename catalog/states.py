"""The states of learning resources: their labels, and in which of them they can be booked."""

from django.utils.translation import pgettext_lazy

IMPLEMENTATION = {
    "preparation": pgettext_lazy("implementation status", "Preparation"),
    "provisional": pgettext_lazy("implementation status", "Provisional"),
    "confirmed": pgettext_lazy("implementation status", "Confirmed"),
    "active": pgettext_lazy("implementation status", "Active"),
    "finished": pgettext_lazy("implementation status", "Finished"),
    "cancelled": pgettext_lazy("implementation status", "Cancelled"),
}
# Where planners may lead an implementation from each of them. What was cancelled stays it: nobody
# takes part any more.
IMPLEMENTATION_STEPS = {
    "preparation": ("provisional", "confirmed", "cancelled"),
    "provisional": ("preparation", "confirmed", "cancelled"),
    "confirmed": ("provisional", "active", "finished", "cancelled"),
    "active": ("confirmed", "finished", "cancelled"),
    "finished": ("active",),
    "cancelled": (),
}
COURSE = {
    "preparation": pgettext_lazy("course status", "Preparation"),
    "review": pgettext_lazy("course status", "Review"),
    "coachpublished": pgettext_lazy("course status", "Published for coaches"),
    "published": pgettext_lazy("course status", "Published"),
    "closed": pgettext_lazy("course status", "Closed"),
}
BY_KIND = {"course": COURSE, "implementation": IMPLEMENTATION}
LABELS = {**COURSE, **IMPLEMENTATION}

# Where an offer names no states of its own, it can be booked in these.
BOOKABLE = {"course": {"published"}, "implementation": {"provisional", "confirmed"}}

OFFER = {
    "bookable": pgettext_lazy("offer state", "Bookable"),
    "planned": pgettext_lazy("offer state", "Planned"),
    "full": pgettext_lazy("offer state", "Fully booked"),
    "ended": pgettext_lazy("offer state", "Ended"),
    "unavailable": pgettext_lazy("offer state", "Not available"),
}
