"""Days on which the regency does not work."""

from tortoise import fields
from tortoise.indexes import Index
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


class HolidayChange(Model):
    """Who put a day into the table or took it out, when and why; appended, never changed."""

    id = fields.BigIntField(primary_key=True)
    date = fields.DateField()
    name = fields.CharField(max_length=200)
    source = fields.CharField(max_length=200)
    is_holiday = fields.BooleanField()
    """Whether the day has become one on which the regency does not work."""
    by = fields.CharField(max_length=200)
    at = fields.DatetimeField()

    class Meta:
        table = "holiday_change"
        indexes = (Index(fields=("date", "at"), name="holiday_change_date"),)
