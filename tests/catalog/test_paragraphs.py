"""Plain text of planners as paragraphs and lists."""

import pytest

from catalog.paragraphs import drawn


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("One.", "<p>One.</p>"),
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\r\n\r\n\r\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("• a\n* b\n– c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
        (
            "You can\n- a\n- b\nand more",
            "<p>You can</p><ul><li>a</li><li>b</li></ul><p>and more</p>",
        ),
        ("-5 degrees", "<p>-5 degrees</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("- <script>", "<ul><li>&lt;script&gt;</li></ul>"),
        ("{} %s {{ x }}", "<p>{} %s {{ x }}</p>"),
    ],
)
def test_text_is_drawn(text, markup):
    assert drawn(text) == markup
