"""What one downloads, opened by another program than Excel."""

import subprocess
from pathlib import Path

import pytest

from accounts.models import AddressImport
from tests.accounts.addresses.files import row, upload, workbook
from tests.accounts.addresses.pages import url


@pytest.mark.parametrize("name", ["template", "problems"])
def test_libreoffice_opens_what_one_downloads(client, admin, care, soffice, tmp_path, name):
    """Converted to CSV, so that every cell is seen as LibreOffice reads it."""
    client.force_login(admin)
    kwargs = {} if name == "template" else {"pk": brought(client, care)}
    (tmp_path / "book.xlsx").write_bytes(client.get(url(care, name, **kwargs)).getvalue())

    text = as_csv(soffice, tmp_path)

    wanted = "Identifier,Name / company" if name == "template" else "3,ZIP,Error,“00x”: A ZIP"
    assert wanted in text


def brought(client, care) -> int:
    upload(client, care, workbook(row(1), row(2, ZIP="00x")))
    return AddressImport.objects.get().pk


def as_csv(soffice: str, folder: Path) -> str:
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder, folder / "book.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "book.csv").read_text()
