"""Days on which the regency does not work."""

from tortoise import fields
from tortoise.models import Model


class Holiday(Model):
    """A national holiday or joint leave day (SKB 3 Menteri), or a local one, with where it comes from."""

    date = fields.DateField(primary_key=True)
    name = fields.CharField(max_length=200)
    source = fields.CharField(max_length=200)
    added_by = fields.CharField(max_length=200)
    added_at = fields.DatetimeField()

    class Meta:
        table = "holiday"
