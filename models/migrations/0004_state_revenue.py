from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.kit.ids import new_id


class Migration(migrations.Migration):
    dependencies = [("models", "0003_asked_again")]

    initial = False

    operations = [
        ops.CreateModel(
            name="StatePayment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "task",
                    fields.ForeignKeyField(
                        "models.Task",
                        source_field="task_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ntpn", fields.CharField(max_length=16)),
                ("amount", fields.BigIntField()),
                ("paid_on", fields.DateField()),
                (
                    "document",
                    fields.ForeignKeyField(
                        "models.Document",
                        source_field="document_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("reported_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("not_found_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "state_payment",
                "app": "models",
                "indexes": [
                    Index(fields=["application_id", "reported_at"], name="state_payment_application"),
                    Index(fields=["document_id"], name="state_payment_document"),
                ],
                "pk_attr": "id",
                "table_description": "A payment into the state treasury as its payer reports it, for the agency of the task to find; whole rupiah.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint(
            "StatePayment",
            UniqueConstraint(fields=("ntpn",), name="state_payment_once", condition='"not_found_at" IS NULL'),
        ),
        ops.AddConstraint(
            "StatePayment", CheckConstraint(check="ntpn ~ '^[0-9A-Z]{16}$'", name="state_payment_ntpn")
        ),
        ops.AddConstraint("StatePayment", CheckConstraint(check="amount > 0", name="state_payment_amount")),
        ops.RunSQL(
            """
            CREATE TRIGGER state_payment_is_reported BEFORE UPDATE ON state_payment FOR EACH ROW
              WHEN (OLD.not_found_at IS NOT NULL OR to_jsonb(NEW) - 'not_found_at'
                IS DISTINCT FROM to_jsonb(OLD) - 'not_found_at')
              EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER state_payment_is_history BEFORE DELETE OR TRUNCATE ON state_payment
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            UPDATE agency SET kind = 'vertical' WHERE code = 'bpn' AND kind = 'office';
            """,
            reverse_sql="""
            DROP TRIGGER state_payment_is_reported ON state_payment;
            DROP TRIGGER state_payment_is_history ON state_payment;
            UPDATE agency SET kind = 'office' WHERE code = 'bpn' AND kind = 'vertical';
            """,
        ),
    ]
