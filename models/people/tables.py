"""People, as the regency needs to know them."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.kit.ids import new_id


class Person(Model):
    """A person; the NIK is sealed and found by its keyed hash. It is not unique: a number alone proves nobody."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    name = fields.CharField(max_length=120)
    nik_sealed = fields.BinaryField()
    nik_hash = fields.CharField(max_length=64)
    address = fields.CharField(max_length=200)
    rt = fields.CharField(max_length=3)
    rw = fields.CharField(max_length=3)
    village_code = fields.CharField(max_length=13)
    notes = fields.JSONField[list[str]]()
    created_at = fields.DatetimeField()

    class Meta:
        table = "person"
        indexes = (Index(fields=("nik_hash",), name="person_nik"),)
