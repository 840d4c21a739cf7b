"""Notebooks in the documentation, run for real in a folder that begins with the examples in it.

    python -m tests.docs.notebooks docs/notebooks/week.ipynb

runs the notebook and stores what its cells print now; look at the difference.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
INDENT = 1


def replayed(path: Path, folder: Path) -> dict[str, Any]:
    """The notebook with what its cells print now. Raises nbclient's CellExecutionError where one fails."""
    import nbclient
    import nbformat

    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return plain(json.loads(json.dumps(notebook)))


def plain(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what differs from one machine or run to another."""
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook["cells"], 1):
        cell["metadata"] = {}
        cell["id"] = f"cell-{number}"
        cell["source"] = _lines(cell["source"])
        if cell["cell_type"] == "code":
            cell["execution_count"] = None
            for output in cell["outputs"]:
                if "execution_count" in output:
                    output["execution_count"] = None
                if "text" in output:
                    output["text"] = _lines(output["text"])
                for kind, data in output.get("data", {}).items():
                    output["data"][kind] = _lines(data)
    return notebook


def _lines(text: str | list[str]) -> list[str]:
    return "".join(text).splitlines(keepends=True)


def written(notebook: dict[str, Any]) -> str:
    """As it stands in its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=INDENT, sort_keys=True) + "\n"


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(written(replayed(path, Path(folder))), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
