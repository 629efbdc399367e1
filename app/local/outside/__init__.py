"""A process of its own that plays the outside for one machine: population registry, tax office and bank.

They speak as the real ones do, know only made-up people, and make trouble when told to (`trouble.py`).
"""
