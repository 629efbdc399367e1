from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

from models.kit.ids import new_id
from models.kit.tablekit import WhereSet


class Migration(migrations.Migration):
    dependencies = [("models", "0005_strangers")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AnswerDraft",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
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
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text_sealed", fields.BinaryField()),
                ("written_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "answer_draft",
                "app": "models",
                "indexes": [Index(fields=["written_at"], name="answer_draft_age")],
                "pk_attr": "id",
                "table_description": "What an officer has written on a task's page and not sent yet, sealed: a form by the names of its controls.",
            },
            bases=["Model"],
        ),
        ops.RemoveConstraint(
            model_name="Reservation",
            name="permit_reservation_application",
            fields=None,
        ),
        ops.AlterModelOptions(
            name="Reservation",
            options={
                "table": "permit_reservation",
                "app": "models",
                "constraints": [
                    UniqueConstraint(
                        fields=("application_id", "series"), name="permit_reservation_application"
                    ),
                    UniqueConstraint(fields=("series", "sequence"), name="permit_reservation_number"),
                    UniqueConstraint(fields=("code",), name="permit_reservation_code"),
                ],
                "pk_attr": "id",
                "table_description": "The number and the check code set aside for an application, once for an issuer, before its document is made.",
            },
        ),
        ops.AddConstraint(
            model_name="Reservation",
            constraint=UniqueConstraint(
                fields=("application_id", "series"), name="permit_reservation_application"
            ),
        ),
        ops.AddField(
            model_name="Task",
            name="offer_kind",
            field=fields.CharField(null=True, max_length=10),
        ),
        ops.AddField(
            model_name="Task",
            name="offer_reason",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Task",
            name="offered_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Task",
            name="offered_to",
            field=fields.ForeignKeyField(
                "models.Agency",
                source_field="offered_to_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddIndex(
            model_name="Task",
            index=WhereSet("offered_to_id", fields=["offered_to_id", "due_at", "id"], name="task_offered"),
        ),
        ops.AddConstraint(
            "AnswerDraft", UniqueConstraint(fields=("task_id", "account_id"), name="answer_draft_once")
        ),
    ]
