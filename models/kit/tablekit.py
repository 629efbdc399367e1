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


class WhereSome(Index):
    """A partial index over the rows in which `column` is more than 0."""

    def __init__(self, column: str, *, fields: Sequence[str], name: str) -> None:
        super().__init__(fields=list(fields), name=name)
        self.column = column
        self.extra = f' WHERE "{column}" > 0'

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """How the migration writes it down."""
        path, _, kwargs = super().deconstruct()
        return path, [self.column], kwargs
