"""Small parts: whoever reads one function, file or template can hold it in the head."""

from statistics import median, quantiles

from tests import house


def ninth(lengths: list[int]) -> float:
    """Nine of ten are at most this long."""
    return quantiles(lengths, n=10, method="inclusive")[8]


def test_functions_are_short():
    lengths = dict(house.functions(house.modules()))
    assert [name for name, length in lengths.items() if length > 60] == []
    assert median(lengths.values()) <= 9
    assert ninth(list(lengths.values())) <= 30


def test_views_are_thin():
    views = [path for path in house.modules() if "views" in (path.stem, path.parent.name)]
    assert ninth([length for _, length in house.functions(views)]) <= 20


def test_modules_are_short():
    lengths = {house.told(path): house.lines(path) for path in house.modules()}
    assert [name for name, length in lengths.items() if length > 400] == []
    written = [length for length in lengths.values() if length]
    assert median(written) <= 75
    assert ninth(written) <= 250


def test_templates_are_short():
    pages = [house.lines(path) for path in house.templates() if path.suffix == ".html"]
    assert median(pages) <= 40


def test_tests_outweigh_the_code():
    written = sum(house.lines(path) for path in house.modules())
    tested = sum(house.lines(path) for path in (house.ROOT / "tests").rglob("*.py"))
    assert tested >= 1.2 * written
