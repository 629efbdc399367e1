import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.kit.ids import new_id
from models.kit.tablekit import WhereNull


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Bill",
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
                ("number", fields.CharField(max_length=40)),
                ("amount", fields.BigIntField()),
                ("text", fields.CharField(max_length=200)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("channel", fields.CharField(null=True, max_length=40)),
                ("code", fields.CharField(null=True, max_length=60)),
                ("url", fields.CharField(null=True, max_length=500)),
                ("paid_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reference", fields.CharField(null=True, max_length=100)),
                ("cancelled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "bill",
                "app": "models",
                "indexes": [
                    Index(fields=["application_id", "issued_at"], name="bill_application"),
                    Index(fields=["task_id"], name="bill_task"),
                ],
                "pk_attr": "id",
                "table_description": "A fee or tax to be paid for one step of an application; whole rupiah. What is owed is never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delegation",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "agency",
                    fields.ForeignKeyField(
                        "models.Agency",
                        source_field="agency_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "delegate",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="delegate_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "made_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="made_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("title", fields.CharField(max_length=4)),
                ("position", fields.CharField(max_length=120)),
                ("basis", fields.CharField(max_length=200)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ends_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("made_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "delegation",
                "app": "models",
                "indexes": [
                    Index(fields=["agency_id", "ends_at"], name="delegation_agency"),
                    Index(fields=["delegate_id", "ends_at"], name="delegation_delegate"),
                ],
                "pk_attr": "id",
                "table_description": "An officer who signs in a head's place for some days: acting (Plt.) or daily (Plh.), printed as such.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="HolidayChange",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("date", fields.DateField()),
                ("name", fields.CharField(max_length=200)),
                ("source", fields.CharField(max_length=200)),
                ("is_holiday", fields.BooleanField()),
                ("by", fields.CharField(max_length=200)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "holiday_change",
                "app": "models",
                "indexes": [Index(fields=["date", "at"], name="holiday_change_date")],
                "pk_attr": "id",
                "table_description": "Who put a day into the table or took it out, when and why; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Objection",
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
                    "agency",
                    fields.ForeignKeyField(
                        "models.Agency",
                        source_field="agency_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "refused_by",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="refused_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
                ("filed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("upheld", fields.BooleanField(null=True)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_by", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "objection",
                "app": "models",
                "indexes": [
                    Index(fields=["application_id", "filed_at"], name="objection_application"),
                    WhereNull("upheld", fields=["agency_id", "due_at", "id"], name="objection_open"),
                ],
                "pk_attr": "id",
                "table_description": "A citizen's objection (keberatan, UU 30/2014 Ps 77) to a refusal, for somebody else to decide.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pace",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "service",
                    fields.ForeignKeyField(
                        "models.Service",
                        source_field="service_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("finished", fields.IntField()),
                ("agency_minutes", fields.IntField(null=True)),
                ("citizen_minutes", fields.IntField(null=True)),
                ("computed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "service_pace",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What nine of ten finished applications of a service took in the last 90 days, in minutes of working time.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PaymentNotice",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("channel", fields.CharField(max_length=40)),
                ("notice", fields.CharField(max_length=100)),
                ("bill_number", fields.CharField(max_length=40)),
                ("amount", fields.BigIntField()),
                (
                    "body",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("result", fields.CharField(max_length=20)),
            ],
            options={
                "table": "payment_notice",
                "app": "models",
                "indexes": [Index(fields=["bill_number"], name="payment_notice_bill")],
                "pk_attr": "id",
                "table_description": "What a payment channel has sent, verified or not, with what became of it; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RegisterQuestion",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("register", fields.CharField(max_length=120)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "models.Agency",
                        source_field="owner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("asker_kind", fields.CharField(max_length=10)),
                (
                    "asker",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="asker_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "agency",
                    fields.ForeignKeyField(
                        "models.Agency",
                        source_field="agency_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "subject",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="subject_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("application_id", fields.UUIDField()),
                ("purpose", fields.CharField(max_length=300)),
                ("answer", fields.BooleanField()),
                ("detail", fields.CharField(null=True, max_length=300)),
            ],
            options={
                "table": "register_question",
                "app": "models",
                "indexes": [
                    Index(fields=["subject_id", "at"], name="register_question_subject"),
                    Index(fields=["owner_id", "at"], name="register_question_owner"),
                    Index(fields=["application_id", "at"], name="register_question_file"),
                ],
                "pk_attr": "id",
                "table_description": "One question to a register (UU 27/2022 Ps 31): asked by whom, about whom, why; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reuse",
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
                ("requirement", fields.CharField(max_length=60)),
                ("purpose", fields.CharField(max_length=300)),
                ("agreed_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "document_reuse",
                "app": "models",
                "indexes": [Index(fields=["document_id", "agreed_at"], name="document_reuse_document")],
                "pk_attr": "id",
                "table_description": "That a document given before is used again, and for what: a person's consent (UU 27/2022 Ps 22).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TaskDocument",
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
                ("kind", fields.CharField(max_length=10)),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "task_document",
                "app": "models",
                "indexes": [Index(fields=["document_id"], name="task_document_document")],
                "pk_attr": "id",
                "table_description": "What an officer has attached to an answer: photos of a visit, a decision on paper; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="WalletEntry",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="owner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
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
                ("kind", fields.CharField(max_length=60)),
                ("title", fields.CharField(max_length=200)),
                ("issued", fields.BooleanField(default=False)),
                ("accepted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_on", fields.DateField(null=True)),
                ("withdrawn_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "wallet_entry",
                "app": "models",
                "indexes": [Index(fields=["owner_id", "kind", "accepted_at"], name="wallet_entry_kind")],
                "pk_attr": "id",
                "table_description": "A document that was accepted once, offered wherever its kind fits until it expires or is taken back.",
            },
            bases=["Model"],
        ),
        ops.RemoveIndex(
            model_name="Application",
            name="application_findings_due",
            fields=None,
        ),
        ops.RemoveConstraint(
            model_name="Application",
            name="application_state",
            fields=None,
        ),
        ops.RenameField(
            model_name="Application",
            old_name="findings_due_at",
            new_name="wake_at",
        ),
        ops.AddField(
            model_name="Application",
            name="agency_minutes",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Application",
            name="citizen_minutes",
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name="Application",
            name="finished_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Application",
            name="service",
            field=fields.ForeignKeyField(
                "models.Service",
                source_field="service_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.RunSQL(
            """
            UPDATE application a SET service_id = v.service_id FROM service_version v WHERE v.id = a.version_id;
            ALTER TABLE application ALTER COLUMN service_id SET NOT NULL;
            UPDATE application SET wake_at = now() WHERE state IN ('IN_PROGRESS', 'RETURNED', 'APPROVED');
            """,
            reverse_sql="ALTER TABLE application ALTER COLUMN service_id DROP NOT NULL",
        ),
        ops.AlterField(
            model_name="Application",
            name="service",
            field=fields.ForeignKeyField(
                "models.Service",
                source_field="service_id",
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Application",
            name="citizen_due_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name="Application",
            index=Index(fields=["wake_at"], name="application_wake"),
        ),
        ops.AddIndex(
            model_name="Application",
            index=Index(fields=["service_id", "finished_at"], name="application_finished"),
        ),
        ops.AddConstraint(
            model_name="Application",
            constraint=CheckConstraint(
                check="state IN ('IN_PROGRESS', 'RETURNED', 'APPROVED', 'ISSUED', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'DEEMED_APPROVED', 'COMPLETED')",
                name="application_state",
            ),
        ),
        ops.AlterModelOptions(
            name="Permit",
            options={
                "table": "permit",
                "app": "models",
                "constraints": [
                    UniqueConstraint(fields=("application_id",), name="permit_application"),
                    UniqueConstraint(fields=("code",), name="permit_code"),
                ],
                "pk_attr": "id",
                "table_description": "An issued document. Nothing of the row is changed but its revocation, once.",
            },
        ),
        ops.AddField(
            model_name="Permit",
            name="revoked_by",
            field=fields.CharField(null=True, max_length=300),
        ),
        ops.AddField(
            model_name="Permit",
            name="revoked_reason",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Submission",
            name="documents_asked",
            field=fields.IntField(db_default=0),
        ),
        ops.AddField(
            model_name="Submission",
            name="documents_known",
            field=fields.IntField(db_default=0),
        ),
        ops.AddField(
            model_name="Submission",
            name="fields_asked",
            field=fields.IntField(db_default=0),
        ),
        ops.AddField(
            model_name="Submission",
            name="fields_known",
            field=fields.IntField(db_default=0),
        ),
        ops.AddField(
            model_name="Task",
            name="amount",
            field=fields.BigIntField(null=True),
        ),
        ops.AddField(
            model_name="Task",
            name="claimed_by",
            field=fields.ForeignKeyField(
                "models.Account",
                source_field="claimed_by_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Task",
            name="claimed_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Task",
            name="lane",
            field=fields.CharField(null=True, max_length=10),
        ),
        ops.AddField(
            model_name="Task",
            name="outcome",
            field=fields.CharField(null=True, max_length=10),
        ),
        ops.AddField(
            model_name="Task",
            name="visit_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Task",
            name="visit_times",
            field=fields.JSONField(
                null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
            ),
        ),
        ops.AddIndex(
            model_name="Task",
            index=Index(fields=["agency_id", "visit_at"], name="task_round"),
        ),
        ops.AddConstraint("Bill", UniqueConstraint(fields=("number",), name="bill_number")),
        ops.AddConstraint("Bill", CheckConstraint(check="amount > 0", name="bill_amount")),
        ops.AddConstraint(
            "Delegation", CheckConstraint(check="title IN ('Plh.', 'Plt.')", name="delegation_title")
        ),
        ops.AddConstraint("Delegation", CheckConstraint(check="ends_at > starts_at", name="delegation_days")),
        ops.AddConstraint(
            "Objection",
            UniqueConstraint(
                fields=("application_id",), name="objection_open_once", condition='"upheld" IS NULL'
            ),
        ),
        ops.AddConstraint("Pace", UniqueConstraint(fields=("service_id",), name="service_pace_service")),
        ops.AddConstraint(
            "PaymentNotice", UniqueConstraint(fields=("channel", "notice"), name="payment_notice_once")
        ),
        ops.AddConstraint(
            "Reuse",
            UniqueConstraint(
                fields=("application_id", "requirement", "document_id"), name="document_reuse_once"
            ),
        ),
        ops.AddConstraint(
            "TaskDocument", UniqueConstraint(fields=("task_id", "document_id"), name="task_document_once")
        ),
        ops.AddConstraint(
            "WalletEntry",
            UniqueConstraint(fields=("owner_id", "document_id", "kind"), name="wallet_entry_once"),
        ),
        ops.RunSQL(
            """
            CREATE TRIGGER holiday_change_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON holiday_change
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER register_question_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON register_question
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER task_document_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON task_document
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER document_reuse_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON document_reuse
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER payment_notice_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_notice
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            DROP TRIGGER permit_is_issued ON permit;
            CREATE TRIGGER permit_is_issued BEFORE UPDATE ON permit FOR EACH ROW
              WHEN (OLD.revoked_at IS NOT NULL OR to_jsonb(NEW) - '{revoked_at,revoked_by,revoked_reason}'::text[]
                IS DISTINCT FROM to_jsonb(OLD) - '{revoked_at,revoked_by,revoked_reason}'::text[])
              EXECUTE FUNCTION refuse_change();
            """,
            reverse_sql="""
            DROP TRIGGER holiday_change_is_history ON holiday_change;
            DROP TRIGGER register_question_is_history ON register_question;
            DROP TRIGGER task_document_is_history ON task_document;
            DROP TRIGGER document_reuse_is_history ON document_reuse;
            DROP TRIGGER payment_notice_is_history ON payment_notice;
            DROP TRIGGER permit_is_issued ON permit;
            CREATE TRIGGER permit_is_issued BEFORE UPDATE ON permit FOR EACH ROW
              WHEN (to_jsonb(NEW) - 'revoked_at' IS DISTINCT FROM to_jsonb(OLD) - 'revoked_at')
              EXECUTE FUNCTION refuse_change();
            """,
        ),
    ]
