"""How the tables came to be, one numbered step after the other; `store/schema.py` runs them."""
