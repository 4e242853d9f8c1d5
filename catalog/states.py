"""The states of learning resources: their labels, and in which of them they can be booked."""

from django.utils.translation import pgettext_lazy as _p

IMPLEMENTATION = {
    "preparation": _p("implementation status", "Preparation"),
    "provisional": _p("implementation status", "Provisional"),
    "confirmed": _p("implementation status", "Confirmed"),
    "active": _p("implementation status", "Active"),
    "finished": _p("implementation status", "Finished"),
    "cancelled": _p("implementation status", "Cancelled"),
}
COURSE = {
    "preparation": _p("course status", "Preparation"),
    "review": _p("course status", "Review"),
    "coachpublished": _p("course status", "Published for coaches"),
    "published": _p("course status", "Published"),
    "closed": _p("course status", "Closed"),
}
BY_KIND = {"course": COURSE, "implementation": IMPLEMENTATION}
LABELS = {**COURSE, **IMPLEMENTATION}

# Where an offer names no states of its own, it can be booked in these.
BOOKABLE = {"course": {"published"}, "implementation": {"provisional", "confirmed"}}

OFFER = {
    "bookable": _p("offer state", "Bookable"),
    "planned": _p("offer state", "Planned"),
    "full": _p("offer state", "Fully booked"),
    "ended": _p("offer state", "Ended"),
    "unavailable": _p("offer state", "Not available"),
}
