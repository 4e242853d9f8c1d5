import pytest


@pytest.fixture
def keeper(client, admin):
    """The client of Ada, who administers Bildungszentrum Aare and all below it."""
    client.force_login(admin)
    return client


@pytest.fixture
def operator(keeper, admin):
    """The same once she is superuser: who keeps everything may use the top."""
    admin.is_superuser = True
    admin.save(update_fields=["is_superuser"])
    return keeper
