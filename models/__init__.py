"""The regency itself: what it knows, what can be done, who may. Knows no transport."""
