from django.db import migrations


def count_more_words(apps, schema_editor):
    """A name that many share must not look rare to PostgreSQL, or a search for it reads them all."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE catalog_resourceword ALTER COLUMN word SET STATISTICS 1000"
        )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_relative_days")]
    operations = [migrations.RunPython(count_more_words, migrations.RunPython.noop)]
