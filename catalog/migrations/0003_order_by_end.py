from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0002_subject_once_at_the_top"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="learningresource",
            index=models.Index(fields=["end", "id"], name="resource_by_end"),
        ),
    ]
