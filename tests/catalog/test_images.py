"""Pictures of courses: drawn anew when uploaded, shown to whoever may read about the course."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog import actions, images
from catalog.forms import ResourceForm
from catalog.models import LearningResource
from tests.cast import make_offer, make_resource


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(kind="PNG", size=(40, 30), colour="navy", **options) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", written.getvalue())


def read(content) -> Image.Image:
    return Image.open(BytesIO(content.read()))


@pytest.mark.parametrize("kind", images.KINDS)
def test_every_kind_becomes_one(kind):
    drawn = images.redrawn(picture(kind))
    assert drawn.name.endswith(".webp")
    assert (read(drawn).format, read(drawn.open()).size) == ("WEBP", (40, 30))


def test_a_large_picture_is_made_smaller():
    assert read(images.redrawn(picture(size=(4000, 1000)))).size == (1600, 400)


def test_a_picture_lying_on_its_side_is_put_upright_and_forgets_where_it_was():
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    exif[0x010E] = "Olten, Haus Aare"
    drawn = read(images.redrawn(picture("JPEG", exif=exif)))
    assert drawn.size == (30, 40)
    assert not drawn.getexif()


def test_what_is_hidden_behind_a_picture_is_gone():
    upload = SimpleUploadedFile("a.png", picture().read() + b"<script>alert(1)</script>")
    assert b"script" not in images.redrawn(upload).read()


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (SimpleUploadedFile("a.png", b"no picture"), "cannot be read"),
        (SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "cannot be"),
        (SimpleUploadedFile("a.png", picture().read()[:60]), "cannot be read"),
        (picture("GIF"), "Choose a JPEG, PNG or WebP file"),
        (SimpleUploadedFile("a.png", b"x" * (images.LARGEST_FILE + 1)), "10 MB at most"),
    ],
)
def test_what_is_no_picture_is_refused_in_a_sentence(upload, sentence):
    with pytest.raises(ValidationError, match=sentence):
        images.redrawn(upload)


def test_a_picture_that_unfolds_to_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(images, "LARGEST_PICTURE", 1000)
    with pytest.raises(ValidationError, match="pixels"):
        images.redrawn(picture())


# Kept with the course


def save(resource: LearningResource, image=None, **extra) -> LearningResource:
    """As the form does it."""
    fields = {name: getattr(resource, name) for name in ("kind", "title", "status")}
    posted = fields | {"organisation": resource.organisation_id, "priority": 0, **extra}
    form = ResourceForm(posted, {"image": image} if image else {}, instance=resource)
    assert form.is_valid(), form.errors
    actions.save_resource(resource=form.save(commit=False), by=None)
    return LearningResource.objects.get(pk=resource.pk)


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_takes_the_place_of_the_old_one(root, media):
    resource = save(make_resource(kind="course"), picture())
    first = resource.image.name
    resource = save(resource, picture(colour="red"))
    assert resource.image.name != first
    assert [path.name for path in media.rglob("*.webp")] == [resource.image.name.split("/")[1]]

    assert save(resource).image.name == resource.image.name
    assert not save(resource, **{"image-clear": "on"}).image
    assert list(media.rglob("*.webp")) == []


@pytest.mark.django_db
def test_a_refused_picture_is_said_beside_its_field(root):
    form = ResourceForm({}, {"image": picture("GIF")}, instance=make_resource(kind="course"))
    assert "Choose a JPEG, PNG or WebP file" in str(form.errors["image"])


# Shown


@pytest.fixture
def illustrated(root):
    return save(make_resource("Contracts", kind="course"), picture())


@pytest.mark.django_db
def test_picture_is_shown_as_a_picture_and_nothing_else(client, illustrated):
    make_offer(illustrated)
    page = client.get(illustrated.get_absolute_url()).content.decode()
    url = f"{illustrated.get_absolute_url()}image/"
    assert f'src="{url}"' in page
    assert "kb-dayline" not in page

    response = client.get(url)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert read(BytesIO(b"".join(response.streaming_content))).format == "WEBP"


@pytest.mark.django_db
def test_picture_is_seen_by_whoever_may_read_the_page(client, illustrated, alice, charlie, care):
    make_offer(illustrated, external=False, organisations=(care,))
    url = f"{illustrated.get_absolute_url()}image/"
    assert client.get(url).status_code == 404
    client.force_login(charlie)
    assert client.get(url).status_code == 404
    client.force_login(alice)
    assert client.get(url).status_code == 200


@pytest.mark.django_db
def test_a_picture_that_is_not_there_is_not_found(client, illustrated, media):
    make_offer(illustrated)
    make_offer(make_resource("Without"))
    bare = LearningResource.objects.get(title="Without")
    assert client.get(f"{bare.get_absolute_url()}image/").status_code == 404
    for path in media.rglob("*.webp"):
        path.unlink()
    assert client.get(f"{illustrated.get_absolute_url()}image/").status_code == 404
