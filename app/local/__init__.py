"""Private PostgreSQL and Valkey under one folder, for `make run` and for the tests."""
