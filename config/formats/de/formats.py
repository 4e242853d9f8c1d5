"""Where Django writes numbers by itself: Swiss thousands, as accounts/formats.py writes them."""

THOUSAND_SEPARATOR = "’"
