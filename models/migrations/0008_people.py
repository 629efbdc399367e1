from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0007_refunds")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Account",
            name="password_until",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Account",
            name="ended_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(model_name="Account", index=Index(fields=["agency_id", "role"], name="account_agency")),
        ops.AddIndex(model_name="Account", index=Index(fields=["person_id"], name="account_person")),
        ops.AddIndex(model_name="Session", index=Index(fields=["account_id"], name="session_account")),
        ops.AddField(
            model_name="ApiToken",
            name="expires_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        # Tokens that had no end get the one of a token that is made today.
        ops.RunSQL("UPDATE api_token SET expires_at = now() + interval '90 days'", reverse_sql=""),
        ops.AlterField(
            model_name="ApiToken",
            name="expires_at",
            field=fields.DatetimeField(auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="ApiToken",
            name="used_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
