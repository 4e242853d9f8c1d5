"""What `make bench` runs: figures on both databases, never asserted by a timed test."""
