from django.db import migrations

from tables.folding import fold, words

FOUND_IN = {
    "BillingAddress": (
        "identifier", "name_line_1", "name_line_2", "address_line_1", "zip", "city",
    ),
    "CostCenter": ("identifier", "name", "account"),
}  # fmt: skip
FOLDED = {
    "BillingAddress": {"identifier_folded": "identifier", "name_folded": "name_line_1"},
    "CostCenter": {"identifier_folded": "identifier", "name_folded": "name"},
}


def fill_folded_columns(apps, schema_editor):
    for name, sources in FOUND_IN.items():
        rows = list(apps.get_model("accounts", name).objects.all())
        for row in rows:
            text = " ".join(str(getattr(row, source)) for source in sources)
            row.found = "".join(f" {word}" for word in sorted(words(text)))
            for column, source in FOLDED[name].items():
                setattr(row, column, fold(getattr(row, source)))
        columns = ["found", *FOLDED[name]]
        apps.get_model("accounts", name).objects.bulk_update(rows, columns, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_people_and_addresses")]

    operations = [migrations.RunPython(fill_folded_columns, migrations.RunPython.noop)]
