"""What `kabupaten` can do, one module a noun; `app/cli.py` wires them."""
