from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0004_state_revenue")]

    initial = False

    operations = [
        # What is counted and the codes of the last minutes mean something else from here on.
        ops.RunSQL("DELETE FROM throttle; DELETE FROM sign_in_code;", reverse_sql="DELETE FROM throttle;"),
        ops.AddField(
            model_name="SignInCode", name="browser_hash", field=fields.CharField(null=True, max_length=64)
        ),
        ops.AddField(model_name="SignInCode", name="tries", field=fields.IntField(default=0)),
        ops.AddIndex(model_name="SignInCode", index=Index(fields=["created_at"], name="sign_in_code_age")),
        ops.RemoveField(model_name="Throttle", name="locked_until"),
        ops.RemoveField(model_name="Throttle", name="updated_at"),
        ops.AddField(
            model_name="Throttle",
            name="ends_at",
            field=fields.DatetimeField(auto_now=False, auto_now_add=False),
        ),
    ]
