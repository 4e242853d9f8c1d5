"""Pictures of learning resources: what is uploaded is drawn anew, and nothing else is kept."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from django.core.files import File

TYPE = "image/webp"
KINDS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 10 * 2**20
LARGEST_PICTURE = 50_000_000  # pixels
SIZE = (1600, 1200)
QUALITY = 82


def redrawn(upload: File) -> ContentFile:
    """The picture alone, upright and no larger than a page shows it.

    Gone are places, names and whatever else the file carried beside or behind it.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("The picture was not kept: a file may have 10 MB at most."))
    try:
        with Image.open(upload, formats=KINDS) as picture:
            return _drawn(picture)
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises almost anything for a broken file
        told = _("The picture was not kept: it cannot be read. Choose a JPEG, PNG or WebP file.")
        raise ValidationError(told) from error


def _drawn(picture: Image.Image) -> ContentFile:
    if picture.width * picture.height > LARGEST_PICTURE:
        raise ValidationError(_("The picture was not kept: it has more than 50 million pixels."))
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail(SIZE)
    written = BytesIO()
    upright.save(written, "WEBP", quality=QUALITY)
    return ContentFile(written.getvalue(), name=f"{uuid4().hex}.webp")
