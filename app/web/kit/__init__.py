"""How pages are made; knows no area."""
