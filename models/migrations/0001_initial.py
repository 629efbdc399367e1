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
    initial = True

    operations = [
        ops.CreateModel(
            name="Agency",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("code", fields.CharField(max_length=60)),
                ("name", fields.CharField(max_length=200)),
                ("kind", fields.CharField(max_length=20)),
                ("region_code", fields.CharField(null=True, max_length=13)),
                ("address", fields.CharField(default="", max_length=300)),
            ],
            options={
                "table": "agency",
                "app": "models",
                "indexes": [Index(fields=["region_code", "kind"], name="agency_place")],
                "pk_attr": "id",
                "table_description": "A dinas, a district office, a village government or a neighbourhood (RT).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Holiday",
            fields=[
                ("date", fields.DateField(primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=200)),
                ("source", fields.CharField(max_length=200)),
                ("added_by", fields.CharField(max_length=200)),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "holiday",
                "app": "models",
                "pk_attr": "date",
                "table_description": "A national holiday or joint leave day (SKB 3 Menteri), or a local one, with where it comes from.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutboxEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("job", fields.CharField(max_length=60)),
                (
                    "args",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("next_attempt_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("attempt", fields.IntField(default=0)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "outbox",
                "app": "models",
                "indexes": [WhereNull("done_at", fields=["next_attempt_at", "id"], name="outbox_due")],
                "pk_attr": "id",
                "table_description": "A job promised in the transaction that wanted it; the worker hands it over and notes when it is done.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PermitSeries",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=200)),
                ("newest", fields.IntField()),
            ],
            options={
                "table": "permit_series",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The last sequence number given by an agency for a service in a year.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=120)),
                ("nik_sealed", fields.BinaryField()),
                ("nik_hash", fields.CharField(max_length=64)),
                ("address", fields.CharField(max_length=200)),
                ("rt", fields.CharField(max_length=3)),
                ("rw", fields.CharField(max_length=3)),
                ("village_code", fields.CharField(max_length=13)),
                (
                    "notes",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "person",
                "app": "models",
                "indexes": [Index(fields=["nik_hash"], name="person_nik")],
                "pk_attr": "id",
                "table_description": "A person; the NIK is sealed and found by its keyed hash. It is not unique: a number alone proves nobody.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Account",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=10)),
                ("name", fields.CharField(max_length=120)),
                ("username", fields.CharField(null=True, max_length=60)),
                ("password_hash", fields.CharField(null=True, max_length=200)),
                ("phone_sealed", fields.BinaryField(null=True)),
                ("phone_hash", fields.CharField(null=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
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
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("role", fields.CharField(null=True, max_length=10)),
                ("position", fields.CharField(default="", max_length=120)),
                ("nip", fields.CharField(null=True, max_length=30)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "account",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A citizen known by a phone number, or an officer known by a user name.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AccessEntry",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "reader",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="reader_id",
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
                        null=True,
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
                ("what", fields.CharField(max_length=60)),
                ("purpose", fields.CharField(max_length=200)),
            ],
            options={
                "table": "access_entry",
                "app": "models",
                "indexes": [Index(fields=["subject_id", "at"], name="access_entry_subject")],
                "pk_attr": "id",
                "table_description": "One reading of a person's file (UU 27/2022 Ps 31): who, what, why; appended, never changed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ApiToken",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("token_hash", fields.CharField(max_length=64)),
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
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "api_token",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A bearer token of an account; only its hash is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Document",
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
                ("name", fields.CharField(max_length=120)),
                ("media_type", fields.CharField(max_length=60)),
                ("size", fields.IntField()),
                ("sha256", fields.CharField(max_length=64)),
                ("storage_key", fields.CharField(max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "document",
                "app": "models",
                "indexes": [Index(fields=["owner_id", "created_at"], name="document_owner")],
                "pk_attr": "id",
                "table_description": "A photo or PDF as it was taken in; its content lies in the storage under `storage_key`, written once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("application_id", fields.UUIDField(null=True)),
                ("phone_sealed", fields.BinaryField(null=True)),
                ("text_sealed", fields.BinaryField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("sent_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("reference", fields.CharField(null=True, max_length=100)),
            ],
            options={
                "table": "message",
                "app": "models",
                "indexes": [Index(fields=["account_id", "created_at"], name="message_account")],
                "pk_attr": "id",
                "table_description": "A text for one person: in the app, and by SMS where there is a number. Number and text are sealed.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Region",
            fields=[
                ("code", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=13)),
                ("name", fields.CharField(max_length=120)),
                ("kind", fields.CharField(max_length=20)),
                ("parent_code", fields.CharField(null=True, max_length=13)),
            ],
            options={
                "table": "region",
                "app": "models",
                "indexes": [Index(fields=["parent_code"], name="region_parent")],
                "pk_attr": "code",
                "table_description": "A regency (`33.08`), district (`33.08.01`) or village (`33.08.01.2001`).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RequestKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("account_id", fields.UUIDField()),
                ("key", fields.CharField(max_length=200)),
                ("operation", fields.CharField(max_length=60)),
                ("fingerprint", fields.CharField(max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "request_key",
                "app": "models",
                "indexes": [Index(fields=["created_at"], name="request_key_age")],
                "pk_attr": "id",
                "table_description": "An idempotency key that an account has used, with what it asked for.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Service",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("slug", fields.CharField(max_length=80)),
                ("code", fields.CharField(max_length=8)),
                ("title", fields.CharField(max_length=200)),
                ("version", fields.IntField()),
            ],
            options={
                "table": "service",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A service of the regency, by its slug and the prefix of its numbers.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ServiceVersion",
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
                ("number", fields.IntField()),
                (
                    "definition",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("digest", fields.CharField(max_length=64)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "service_version",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A published definition, whole; an application keeps the one under which it was sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Application",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("number", fields.CharField(max_length=20)),
                (
                    "version",
                    fields.ForeignKeyField(
                        "models.ServiceVersion",
                        source_field="version_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "applicant",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="applicant_id",
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
                ("state", fields.CharField(max_length=20)),
                ("idempotency_key", fields.CharField(max_length=200)),
                ("fingerprint", fields.CharField(max_length=64)),
                ("submitted_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("findings_due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "application",
                "app": "models",
                "indexes": [
                    Index(fields=["applicant_id", "submitted_at", "id"], name="application_applicant"),
                    Index(fields=["findings_due_at"], name="application_findings_due"),
                ],
                "pk_attr": "id",
                "table_description": "One application under the version of the service under which it was sent.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Draft",
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
                (
                    "account",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="account_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("claim_hash", fields.CharField(null=True, max_length=64)),
                (
                    "answers",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                (
                    "documents",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "application",
                    fields.ForeignKeyField(
                        "models.Application",
                        source_field="application_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "draft",
                "app": "models",
                "indexes": [
                    WhereNull("application_id", fields=["account_id", "service_id"], name="draft_open")
                ],
                "pk_attr": "id",
                "table_description": "What somebody has typed and not sent yet; `claim_hash` keeps it for a browser whose session is over.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Event",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
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
                ("sequence", fields.IntField()),
                ("kind", fields.CharField(max_length=40)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("step", fields.CharField(null=True, max_length=60)),
                ("actor_kind", fields.CharField(max_length=10)),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="actor_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("actor_name", fields.CharField(max_length=200)),
                (
                    "data",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
            ],
            options={
                "table": "event",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Something that happened to an application; appended, never changed. `data` holds what `advance` needs.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Permit",
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
                ("number", fields.CharField(max_length=120)),
                ("code", fields.CharField(max_length=20)),
                ("service", fields.CharField(max_length=200)),
                ("holder", fields.CharField(max_length=120)),
                ("issuer", fields.CharField(max_length=200)),
                (
                    "signatory",
                    fields.ForeignKeyField(
                        "models.Account",
                        source_field="signatory_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("signed_by", fields.CharField(max_length=300)),
                ("certified", fields.BooleanField()),
                ("reference", fields.CharField(max_length=200)),
                ("issued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("valid_until", fields.DateField(null=True)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("sha256", fields.CharField(max_length=64)),
                ("size", fields.IntField()),
                ("storage_key", fields.CharField(max_length=200)),
            ],
            options={
                "table": "permit",
                "app": "models",
                "pk_attr": "id",
                "table_description": "An issued document. Nothing of the row is changed but `revoked_at`, once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Reservation",
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
                ("series", fields.CharField(max_length=200)),
                ("sequence", fields.IntField()),
                ("number", fields.CharField(max_length=120)),
                ("code", fields.CharField(max_length=20)),
                ("reserved_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "permit_reservation",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The number and the check code set aside for an application, once, before its document is made.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PreparedDocument",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "reservation",
                    fields.ForeignKeyField(
                        "models.Reservation",
                        source_field="reservation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("fingerprint", fields.CharField(max_length=64)),
                ("sha256", fields.CharField(max_length=64)),
                ("size", fields.IntField()),
                ("storage_key", fields.CharField(max_length=200)),
                ("prepared_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "permit_prepared",
                "app": "models",
                "pk_attr": "id",
                "table_description": "The document ready to be signed: one for each content (`fingerprint`: what was submitted, and the date).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("token_hash", fields.CharField(max_length=64)),
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
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "session",
                "app": "models",
                "indexes": [Index(fields=["expires_at"], name="session_expiry")],
                "pk_attr": "id",
                "table_description": "A signed-in browser; only the hash of its cookie is stored.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInCode",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("phone_hash", fields.CharField(max_length=64)),
                ("code_hash", fields.CharField(max_length=64)),
                ("client_hash", fields.CharField(null=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_in_code",
                "app": "models",
                "indexes": [
                    Index(fields=["phone_hash", "created_at"], name="sign_in_code_phone"),
                    Index(fields=["client_hash", "created_at"], name="sign_in_code_client"),
                ],
                "pk_attr": "id",
                "table_description": "A code sent to a phone: ten minutes, used once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Submission",
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
                ("number", fields.IntField()),
                (
                    "answers",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("sent_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "submission",
                "app": "models",
                "pk_attr": "id",
                "table_description": "What the citizen sent: the first time and at each correction; never overwritten.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Attachment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "submission",
                    fields.ForeignKeyField(
                        "models.Submission",
                        source_field="submission_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("requirement", fields.CharField(max_length=60)),
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
            ],
            options={
                "table": "attachment",
                "app": "models",
                "indexes": [Index(fields=["document_id"], name="attachment_document")],
                "pk_attr": "id",
                "table_description": "A document given for a requirement in one submission.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Task",
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
                ("step", fields.CharField(max_length=60)),
                ("kind", fields.CharField(max_length=10)),
                ("role", fields.CharField(max_length=10)),
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
                ("state", fields.CharField(max_length=10)),
                ("opened_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("due_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decision", fields.CharField(null=True, max_length=10)),
                ("reason", fields.TextField(null=True, unique=False)),
                (
                    "findings",
                    fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("told", fields.BooleanField(default=False)),
                ("decided_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("decided_by", fields.CharField(null=True, max_length=200)),
            ],
            options={
                "table": "task",
                "app": "models",
                "indexes": [Index(fields=["agency_id", "role", "state", "due_at", "id"], name="task_queue")],
                "pk_attr": "id",
                "table_description": "One step of one application, as `advance` says it stands.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Throttle",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("kind", fields.CharField(max_length=40)),
                ("subject", fields.CharField(max_length=64)),
                ("tries", fields.IntField()),
                ("locked_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("updated_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "throttle",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Tries counted in the database, so that they count across processes and restarts.",
            },
            bases=["Model"],
        ),
        ops.AddConstraint("Agency", UniqueConstraint(fields=("code",), name="agency_code")),
        ops.AddConstraint("PermitSeries", UniqueConstraint(fields=("name",), name="permit_series_name")),
        ops.AddConstraint("Account", UniqueConstraint(fields=("username",), name="account_username")),
        ops.AddConstraint("Account", UniqueConstraint(fields=("phone_hash",), name="account_phone")),
        ops.AddConstraint(
            "Account",
            CheckConstraint(
                check="(kind = 'citizen' AND phone_hash IS NOT NULL) OR (kind = 'officer' AND username IS NOT NULL AND agency_id IS NOT NULL AND role IS NOT NULL)",
                name="account_kind",
            ),
        ),
        ops.AddConstraint("ApiToken", UniqueConstraint(fields=("token_hash",), name="api_token_hash")),
        ops.AddConstraint(
            "RequestKey", UniqueConstraint(fields=("account_id", "key"), name="request_key_once")
        ),
        ops.AddConstraint("Service", UniqueConstraint(fields=("slug",), name="service_slug")),
        ops.AddConstraint("Service", UniqueConstraint(fields=("code",), name="service_code")),
        ops.AddConstraint(
            "ServiceVersion", UniqueConstraint(fields=("service_id", "number"), name="service_version_number")
        ),
        ops.AddConstraint("Application", UniqueConstraint(fields=("number",), name="application_number")),
        ops.AddConstraint(
            "Application",
            UniqueConstraint(fields=("applicant_id", "idempotency_key"), name="application_once"),
        ),
        ops.AddConstraint(
            "Application",
            CheckConstraint(
                check="state IN ('IN_PROGRESS', 'RETURNED', 'APPROVED', 'ISSUED', 'REFUSED', 'WITHDRAWN', 'LAPSED', 'DEEMED_APPROVED')",
                name="application_state",
            ),
        ),
        ops.AddConstraint("Draft", UniqueConstraint(fields=("claim_hash",), name="draft_claim")),
        ops.AddConstraint(
            "Event", UniqueConstraint(fields=("application_id", "sequence"), name="event_sequence")
        ),
        ops.AddConstraint("Permit", UniqueConstraint(fields=("application_id",), name="permit_application")),
        ops.AddConstraint("Permit", UniqueConstraint(fields=("code",), name="permit_code")),
        ops.AddConstraint(
            "Reservation", UniqueConstraint(fields=("application_id",), name="permit_reservation_application")
        ),
        ops.AddConstraint(
            "Reservation", UniqueConstraint(fields=("series", "sequence"), name="permit_reservation_number")
        ),
        ops.AddConstraint("Reservation", UniqueConstraint(fields=("code",), name="permit_reservation_code")),
        ops.AddConstraint(
            "PreparedDocument",
            UniqueConstraint(fields=("reservation_id", "fingerprint"), name="permit_prepared_once"),
        ),
        ops.AddConstraint("Session", UniqueConstraint(fields=("token_hash",), name="session_token")),
        ops.AddConstraint(
            "Submission", UniqueConstraint(fields=("application_id", "number"), name="submission_number")
        ),
        ops.AddConstraint(
            "Attachment",
            UniqueConstraint(fields=("submission_id", "requirement", "document_id"), name="attachment_once"),
        ),
        ops.AddConstraint("Task", UniqueConstraint(fields=("application_id", "step"), name="task_once")),
        ops.AddConstraint(
            "Task",
            CheckConstraint(
                check="state IN ('WAITING', 'OPEN', 'RETURNED', 'DONE', 'SKIPPED', 'CANCELLED')",
                name="task_state",
            ),
        ),
        ops.AddConstraint(
            "Task",
            CheckConstraint(
                check="state <> 'OPEN' OR (opened_at IS NOT NULL AND due_at IS NOT NULL)", name="task_clock"
            ),
        ),
        ops.AddConstraint("Throttle", UniqueConstraint(fields=("kind", "subject"), name="throttle_subject")),
        ops.RunSQL(
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '% is appended to, never changed', TG_TABLE_NAME; END $$;
            CREATE TRIGGER event_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON event
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER submission_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON submission
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER attachment_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON attachment
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER service_version_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON service_version
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER access_entry_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON access_entry
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER permit_reservation_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON permit_reservation
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER permit_prepared_is_history BEFORE UPDATE OR DELETE OR TRUNCATE ON permit_prepared
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER permit_is_kept BEFORE DELETE OR TRUNCATE ON permit
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
            CREATE TRIGGER permit_is_issued BEFORE UPDATE ON permit FOR EACH ROW
              WHEN (to_jsonb(NEW) - 'revoked_at' IS DISTINCT FROM to_jsonb(OLD) - 'revoked_at')
              EXECUTE FUNCTION refuse_change();
            """,
            reverse_sql="DROP FUNCTION refuse_change CASCADE",
        ),
    ]
