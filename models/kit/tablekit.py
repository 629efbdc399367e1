"""Pieces for table definitions."""

from collections.abc import Sequence

from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

Unique = UniqueConstraint
Check = CheckConstraint


class WhereNull(Index):
    """A partial index over the rows in which `column` is null."""

    def __init__(self, column: str, *, fields: Sequence[str], name: str) -> None:
        super().__init__(fields=list(fields), name=name)
        self.column = column
        self.extra = f' WHERE "{column}" IS NULL'

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """How the migration writes it down."""
        path, _, kwargs = super().deconstruct()
        return path, [self.column], kwargs


class WhereSet(WhereNull):
    """A partial index over the rows in which `column` is not null."""

    def __init__(self, column: str, *, fields: Sequence[str], name: str) -> None:
        super().__init__(column, fields=fields, name=name)
        self.extra = f' WHERE "{column}" IS NOT NULL'
