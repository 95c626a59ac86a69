"""The database itself refuses to change or delete an entry of the record of acts."""

from django.db import migrations

_TABLE = "casework_auditentry"

_SQLITE = [
    f"""CREATE TRIGGER {_TABLE}_no_{act.lower()} BEFORE {act} ON {_TABLE}
    BEGIN SELECT RAISE(ABORT, 'the record of acts is append-only'); END"""
    for act in ("UPDATE", "DELETE")
]
_POSTGRES = [
    f"""CREATE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the record of acts is append-only'; END $$""",
    f"""CREATE TRIGGER {_TABLE}_append_only BEFORE UPDATE OR DELETE ON {_TABLE}
    FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()""",
]


def refuse(apps, schema_editor):
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [migrations.RunPython(refuse, migrations.RunPython.noop)]
