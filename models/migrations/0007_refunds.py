from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.kit.ids import new_id
from models.kit.tablekit import WhereSome


class Migration(migrations.Migration):
    dependencies = [("models", "0006_transfers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Refund",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "notice",
                    fields.ForeignKeyField(
                        "models.PaymentNotice",
                        source_field="notice_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("amount", fields.BigIntField()),
                ("reason", fields.CharField(max_length=20)),
                ("transfer", fields.CharField(max_length=100)),
                ("transferred_on", fields.DateField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "recorded_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="recorded_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("recorder", fields.CharField(max_length=200)),
            ],
            options={
                "table": "refund",
                "app": "models",
                "indexes": [Index(fields=["recorded_at", "id"], name="refund_recorded")],
                "pk_attr": "id",
                "table_description": "Money that was given back: by whom, when, by which transfer; whole rupiah; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint("Refund", UniqueConstraint(fields=("notice_id", "transfer"), name="refund_once")),
        ops.AddConstraint("Refund", CheckConstraint(check="amount > 0", name="refund_amount")),
        ops.AlterModelOptions(
            name="Bill",
            options={
                "table": "bill",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("number",), name="bill_number"),
                    CheckConstraint(check="amount > 0", name="bill_amount"),
                ],
                "indexes": [
                    Index(fields=["application_id", "issued_at"], name="bill_application"),
                    Index(fields=["task_id"], name="bill_task"),
                ],
                "pk_attr": "id",
                "table_description": "A fee or tax to be paid for one step of an application; whole rupiah. The amount is never changed.",
            },
        ),
        ops.AddField(
            model_name="Bill",
            name="told_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="PaymentNotice",
            index=Index(fields=["result", "received_at"], name="payment_notice_result"),
        ),
        ops.AddField(
            model_name="Task",
            name="surplus",
            field=fields.BigIntField(db_default=0),
        ),
        ops.AddIndex(
            model_name="Task",
            index=WhereSome("surplus", fields=["agency_id"], name="task_surplus"),
        ),
        ops.RunSQL(
            """
            CREATE TRIGGER refund_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON refund
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            UPDATE bill SET told_until = due_at WHERE code IS NOT NULL;
            -- What was paid so far and is not needed, as History.surplus says it.
            UPDATE task SET surplus = found.surplus FROM (
              SELECT t.id, greatest(0, paid.total - CASE
                WHEN a.state IN ('WITHDRAWN', 'LAPSED') OR t.state = 'SKIPPED' THEN 0
                WHEN a.state = 'REFUSED' AND NOT EXISTS (
                  SELECT 1 FROM objection o WHERE o.application_id = a.id AND o.upheld IS NULL) THEN 0
                WHEN def -> 'bill' ->> 'amount_of' IS NULL THEN coalesce((def -> 'bill' ->> 'amount')::bigint, 0)
                WHEN setter.state = 'SKIPPED' THEN 0
                WHEN setter.decision = 'APPROVE' THEN coalesce(setter.amount, 0)
                ELSE paid.total END) AS surplus
              FROM task t
              JOIN (SELECT task_id, sum(amount) AS total FROM bill WHERE paid_at IS NOT NULL GROUP BY task_id) paid
                ON paid.task_id = t.id
              JOIN application a ON a.id = t.application_id
              JOIN service_version v ON v.id = a.version_id
              CROSS JOIN LATERAL jsonb_array_elements(v.definition -> 'steps') AS s(def)
              LEFT JOIN task setter
                ON setter.application_id = a.id AND setter.step = def -> 'bill' ->> 'amount_of'
              WHERE def ->> 'key' = t.step
            ) found WHERE found.id = task.id AND found.surplus > 0;
            """,
            reverse_sql="DROP TRIGGER refund_is_history ON refund",
        ),
    ]
