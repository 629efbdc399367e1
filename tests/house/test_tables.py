"""Tortoise silently leaves out the constraints of a new model, so the database itself is asked."""

from typing import Any

import pytest
from tortoise import Tortoise
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from app.database import tortoise_config
from models.kit.tablekit import Check, Unique

pytestmark = pytest.mark.usefixtures("database")

PRESENT = """
SELECT conrelid::regclass::text AS table, conname AS name, contype::text AS kind,
       (SELECT array_agg(attname::text ORDER BY place)
          FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
          JOIN pg_attribute ON attrelid = conrelid AND attnum = key.number) AS columns
  FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'tortoise_migrations'
"""


async def ask(question: str) -> list[dict[str, Any]]:
    return await Tortoise.get_connection("default").execute_query_dict(question)


def tables() -> list[Any]:
    apps = Tortoise.apps
    assert apps is not None
    return [model._meta for model in apps["models"].values()]


async def test_the_database_has_the_constraints_that_the_models_declare() -> None:
    declared = set()
    for table in tables():
        for constraint in table.constraints:
            assert isinstance(constraint, UniqueConstraint | CheckConstraint)
            if isinstance(constraint, Unique) and constraint.condition:
                continue  # PostgreSQL keeps these as indexes, see below
            columns = tuple(constraint.fields) if isinstance(constraint, Unique) else ()
            declared.add((table.db_table, constraint.name, columns))
    present = {
        (row["table"], row["name"], tuple(row["columns"]) if row["kind"] == "u" else ())
        for row in await ask(PRESENT)
        if row["kind"] in "cux"
    }
    assert Check is CheckConstraint
    assert present == declared


async def test_every_relation_is_a_foreign_key() -> None:
    declared = {
        (table.db_table, table.fields_map[name].source_field)
        for table in tables()
        for name in table.fk_fields | table.o2o_fields
        if table.fields_map[name].db_constraint
    }
    present = {(row["table"], *row["columns"]) for row in await ask(PRESENT) if row["kind"] == "f"}
    assert present == declared


async def test_the_database_has_the_indexes_that_the_models_declare() -> None:
    declared = {(table.db_table, index.name) for table in tables() for index in table.indexes}
    declared |= {
        (table.db_table, constraint.name)
        for table in tables()
        for constraint in table.constraints
        if isinstance(constraint, Unique) and constraint.condition
    }
    present = {
        (row["tablename"], row["indexname"])
        for row in await ask("SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'")
    }
    assert declared <= present


async def test_no_migration_is_missing(database: str) -> None:
    apps = Tortoise.apps
    assert apps is not None
    found = await MigrationAutodetector(apps, tortoise_config(database)["apps"]).changes()
    assert [operation for migration in found for operation in migration.operations] == []
