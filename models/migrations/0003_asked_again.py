from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_process")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Task",
            name="asked_again",
            field=fields.CharField(null=True, max_length=10),
        ),
        # The steps of running files are worked out anew, each that stands otherwise with a trace.
        ops.RunSQL(
            """
            INSERT INTO outbox (job, args, attempt, created_at, next_attempt_at)
            SELECT 'recalculate', '{"id": "00000000000000000000000000000000"}', 0, now(), now()
            WHERE EXISTS (SELECT 1 FROM application)
            """,
            reverse_sql="",
        ),
    ]
