import functools
from json import dumps, loads
from uuid import uuid4

from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("models", "0008_people")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ApplicationKey",
            fields=[
                (
                    "application_id",
                    fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True),
                ),
                ("key_sealed", fields.BinaryField(null=True)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("destroyed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application_key",
                "app": "models",
                "pk_attr": "application_id",
                "table_description": "The random key under which history keeps what is about the person of one application, sealed by the vault.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            "ApplicationKey",
            CheckConstraint(
                check="(key_sealed IS NULL) = (destroyed_at IS NOT NULL)", name="application_key_destroyed"
            ),
        ),
        ops.AlterField(
            model_name="PaymentNotice",
            name="body",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddField(model_name="PaymentNotice", name="application_id", field=fields.UUIDField(null=True)),
        ops.AddField(model_name="PaymentNotice", name="body_sealed", field=fields.BinaryField(null=True)),
        # A key is destroyed once, and neither changed nor made anew: what was forgotten stays forgotten.
        ops.RunSQL(
            """
            CREATE TRIGGER application_key_is_destroyed_once BEFORE UPDATE ON application_key FOR EACH ROW
              WHEN (OLD.destroyed_at IS NOT NULL OR NEW.destroyed_at IS NULL
                OR NEW.application_id <> OLD.application_id OR NEW.made_at <> OLD.made_at)
              EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER application_key_is_kept BEFORE DELETE OR TRUNCATE ON application_key
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            """,
            reverse_sql="DROP TRIGGER application_key_is_kept ON application_key",
        ),
    ]
