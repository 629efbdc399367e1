"""Pieces for table definitions."""

from collections.abc import Sequence

from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

Unique = UniqueConstraint
Check = CheckConstraint


class _Where(Index):
    """A partial index over the rows in which `column` fulfils the `condition`."""

    condition = ""

    def __init__(self, column: str, *, fields: Sequence[str], name: str) -> None:
        super().__init__(fields=list(fields), name=name)
        self.column = column
        self.extra = f' WHERE "{column}" {self.condition}'

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """How the migration writes it down."""
        path, _, kwargs = super().deconstruct()
        return path, [self.column], kwargs


class WhereNull(_Where):
    """A partial index over the rows in which `column` is null."""

    condition = "IS NULL"


class WhereSet(_Where):
    """A partial index over the rows in which `column` is not null."""

    condition = "IS NOT NULL"


class WhereSome(_Where):
    """A partial index over the rows in which `column` is more than 0."""

    condition = "> 0"
