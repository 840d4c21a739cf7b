"""A hook of MkDocs: a notebook of the navigation becomes a page of its cells and of the outputs that are stored in it.

Nothing is run here; the tests run the notebooks. What an output holds as HTML was made by onrecord, which escapes what
comes from articles.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

LINK = re.compile(r"(?<=[\w-])\.ipynb(?=\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put a page in the place of each notebook."""
    for file in [f for f in files if f.src_uri.endswith(".ipynb")]:
        notebook = json.loads(file.content_string)
        files.remove(file)
        files.append(File.generated(config, file.src_uri.replace(".ipynb", ".md"), content=page(notebook)))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The navigation names notebooks as what they are."""
    config.nav = _pages(config.nav)
    return config


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Pages link to notebooks as what they are, too."""
    return LINK.sub(".md", markdown)


def page(notebook: dict[str, Any]) -> str:
    """The notebook as Markdown."""
    return "\n\n".join(part for cell in notebook["cells"] for part in _cell(cell))


def _cell(cell: dict[str, Any]) -> list[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return [source]
    return [f"```python\n{source}\n```", *map(_output, cell.get("outputs", []))]


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        # an empty line would end the block of HTML
        lines = "".join(data["text/html"]).splitlines()
        return '<div class="nb-out">' + "\n".join(line for line in lines if line.strip()) + "</div>"
    if "image/svg+xml" in data:
        return '<div class="nb-out">' + "".join(data["image/svg+xml"]) + "</div>"
    text = "".join(data.get("text/plain") or output.get("text", ""))
    return f"```text\n{text.rstrip()}\n```"


def _pages(nav: Any) -> Any:
    if isinstance(nav, list):
        return [_pages(item) for item in nav]
    if isinstance(nav, dict):
        return {name: _pages(item) for name, item in nav.items()}
    return nav.replace(".ipynb", ".md") if isinstance(nav, str) else nav
