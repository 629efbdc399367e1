"""Where things are: region codes of the Ministry of Home Affairs (Kemendagri)."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Region(Model):
    """A regency (`33.08`), district (`33.08.01`) or village (`33.08.01.2001`)."""

    code = fields.CharField(max_length=13, primary_key=True)
    name = fields.CharField(max_length=120)
    kind = fields.CharField(max_length=20)
    parent_code = fields.CharField(max_length=13, null=True)

    class Meta:
        table = "region"
        indexes = (Index(fields=("parent_code",), name="region_parent"),)
