from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courseplanner", "0002_archive_and_search")]

    operations = [
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["title_folded", "id"], name="product_by_title"),
        ),
    ]
