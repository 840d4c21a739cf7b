"""Pages to read in tests, all invented."""

from __future__ import annotations

import json
from typing import Any

PARAGRAPHS = (
    "The harbour minister said on Tuesday that the port of Ostrand would stay open through the winter.",
    "“We have the coal and we have the crews,” Mirel Dovan told reporters after the council meeting.",
    "Opposition members disputed that, saying that two of the four icebreakers were still under repair in Lunde.",
    "The council is expected to vote on the budget for a fifth ship before the end of the month.",
)
TITLE = "Minister promises an open port all winter"


def page(
    paragraphs: tuple[str, ...] = PARAGRAPHS, *, title: str = TITLE, head: str = "", before: str = "", after: str = ""
) -> str:
    """A plain article page; `before` stands between headline and text, `after` behind the text."""
    body = "\n".join(f"<p>{p}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title} | The Ostrand Courier</title>{head}</head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<main><article><h1>{title}</h1>{before}
{body}
{after}</article></main><footer><p>© 2031 The Ostrand Courier. All rights reserved.</p></footer></body></html>"""


def json_ld(*nodes: dict[str, Any]) -> str:
    """A script element with the nodes, as pages carry them."""
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)
