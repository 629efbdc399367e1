from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0006_strangers")]

    initial = False

    operations = [
        ops.AlterModelOptions(
            name="Reservation",
            options={
                "table": "permit_reservation",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("application_id",), name="permit_reservation_application"),
                    UniqueConstraint(fields=("series", "sequence"), name="permit_reservation_number"),
                    UniqueConstraint(fields=("code",), name="permit_reservation_code"),
                ],
                "pk_attr": "id",
                "table_description": "The number and the check code set aside for an application, once for an issuer, before its document is made.",
            },
        ),
        ops.RemoveConstraint("Reservation", "permit_reservation_application"),
        ops.AddConstraint(
            "Reservation",
            UniqueConstraint(fields=("application_id", "series"), name="permit_reservation_application"),
        ),
    ]
