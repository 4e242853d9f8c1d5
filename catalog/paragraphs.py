"""Plain text of planners as a page shows it: paragraphs, and lists of lines with a dash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_ITEM = re.compile(r"\s*[-–•*]\s+")


def drawn(text: str) -> SafeString:
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return format_html_join("", "{}", ((part,) for block in blocks for part in _parts(block)))


def _parts(block: str) -> Iterator[SafeString]:
    lines = [line for line in block.split("\n") if line.strip()]
    for is_list, part in groupby(lines, key=lambda line: bool(_ITEM.match(line))):
        if is_list:
            items = ((_ITEM.sub("", line, count=1),) for line in part)
            yield format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
        else:
            broken = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in part))
            yield format_html("<p>{}</p>", broken)
