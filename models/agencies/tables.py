"""The agencies that decide."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id
from models.kit.tablekit import Unique

LONGEST_CODE = 60


class Agency(Model):
    """A dinas, a district office, a village government or a neighbourhood (RT)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    code = fields.CharField(max_length=LONGEST_CODE)
    name = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=20)
    region_code = fields.CharField(max_length=13, null=True)
    address = fields.CharField(max_length=300, default="")

    class Meta:
        table = "agency"
        constraints = (Unique(fields=("code",), name="agency_code"),)
        indexes = (Index(fields=("region_code", "kind"), name="agency_place"),)
