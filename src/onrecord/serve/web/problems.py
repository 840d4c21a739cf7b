"""What went wrong, for programs: RFC 9457, `application/problem+json`."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse, PlainTextResponse, Response

API = "/api"


def is_api(path: str) -> bool:
    """Whether a program asks here."""
    return path == API or path.startswith(API + "/")


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None) -> JSONResponse:
    """`title` is the status's own name; `detail` is the line that a person reads."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def refusal(path: str, status: int, line: str) -> Response:
    """A refusal before there is a page: one line, in the form that whoever asks there understands."""
    return problem(status, line) if is_api(path) else PlainTextResponse(line + "\n", status)
