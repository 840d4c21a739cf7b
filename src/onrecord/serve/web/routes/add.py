"""Adding articles: a form, how far it is, what was found."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from onrecord.errors import UsageError
from onrecord.serve.marking import one_line, shortened
from onrecord.serve.web.answers import NotOnRecordError, failed, taken
from onrecord.serve.web.forms import LARGEST_FIELD, text
from onrecord.serve.web.jobs import Job, Upload, Wanted
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

FIELDS = ("text", "title", "outlet", "authors", "published", "url", "addresses", "undated")
MOST_ADDRESSES = 50
MOST_SPEAKERS = 5
"""Of one article, by name."""
LONGEST_NAME = 120
"""Characters of a file's name."""
STATES = {
    "waiting": "Waiting for what was sent before",
    "loading": "Getting the reader ready",
    "reading": "Reading",
    "tying": "Working out who is who",
    "done": "Done",
    "stopped": "Stopped",
}


def form(request: Request) -> Response:
    """The empty form, or with what failed in it: `again` names the job."""
    job = request.app.state.jobs.get(request.query_params.get("again", ""))
    given = dict.fromkeys(FIELDS, "")
    if job is not None:
        again = job.again
        given |= {"addresses": "\n".join(again.addresses), "undated": again.published or "", **again.pasted}
    return _form(request, given)


def send(request: Request, sent: FormData) -> Response:
    """Begin, or say what is wrong with the form, with all that was typed still in it."""
    try:
        wanted = _wanted(sent)
        try:
            job = request.app.state.jobs.begin(wanted)
        except UsageError:
            if wanted.folder is not None:
                wanted.folder.cleanup()
            raise
    except UsageError as error:
        return _form(request, _given(sent), error, 400)
    return RedirectResponse(f"/add/{job.id}", 303)


def stale(request: Request, sent: FormData) -> Response:
    """The page is from before the program was started again: what was typed is in a new form, nothing is added yet."""
    error = UsageError("the program was started again meanwhile", hint="look through it and send it once more")
    return _form(request, _given(sent), error, 403)


def show(request: Request) -> Response:
    try:
        job = _job(request)
    except NotOnRecordError as error:
        return failed(request, error)
    return page(
        request,
        "adding.html.jinja",
        title="Adding" if not job.is_over else "Added",
        job=job,
        progress=_progress(job),
        found=list(job.found),
        most=MOST_SPEAKERS,
        failed=list(job.failed),
        again=len(job.again),
    )


def halt(request: Request, sent: FormData) -> Response:
    """Stop after the article that is being read; what waits does not begin."""
    job = _job(request)
    job.halted = True
    return RedirectResponse(f"/add/{job.id}", 303)


def progress(request: Request) -> Response:
    """For the page's script."""
    try:
        return JSONResponse(_progress(_job(request)))
    except NotOnRecordError as error:
        return JSONResponse({"over": True, "line": str(error)}, 404)


def _job(request: Request) -> Job:
    job: Job | None = request.app.state.jobs.get(request.path_params["job"])
    if job is None:
        raise NotOnRecordError("nothing is known of this any more", hint="what was added is on record")
    return job


def _progress(job: Job) -> dict[str, Any]:
    parts = [STATES[job.state]]
    if job.state == "reading" and len(job.wanted) > 1:
        parts.append(f"{job.begun} of {len(job.wanted)}")
    if not job.is_over:
        parts += [f"{number:,} {what}" for number, what in ((job.articles, "read"), (job.unread, "not read")) if number]
        if job.halted:
            parts.append("stopping after the article that is being read")
    return {"over": job.is_over, "line": " · ".join(parts), "share": _share(job)}


def _share(job: Job) -> float:
    """How far it is, from 0 to 1; of the thing that is being read nobody knows how far."""
    return {"waiting": 0.0, "loading": 0.02, "tying": 0.97}.get(
        job.state, 1.0 if job.is_over else 0.05 + 0.9 * max(0, job.begun - 1) / max(1, len(job.wanted))
    )


def _form(request: Request, given: dict[str, str], error: UsageError | None = None, status: int = 200) -> Response:
    return page(request, "add.html.jinja", status=status, title="Add", given=given, error=error)


def _given(sent: FormData) -> dict[str, str]:
    return {name: _typed(sent, name) for name in FIELDS}


def _typed(sent: FormData, name: str) -> str:
    """A field to the character, but for the line ends: forms send two characters for each."""
    value = sent.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _wanted(sent: FormData) -> Wanted:
    """What shall be added. Raises UsageError where that can't be meant."""
    from onrecord.read import Options

    addresses = tuple(dict.fromkeys(filter(None, map(_address, _typed(sent, "addresses").splitlines()))))
    if len(addresses) > MOST_ADDRESSES:
        raise UsageError(f"more than {MOST_ADDRESSES} addresses at once", hint="send the rest afterwards")
    undated, pasted = text(sent, "undated"), _pasted(sent)
    for day in (undated, pasted.get("published", "")):
        Options(published=day or None)  # raises where it is none
    files = [file for file in sent.getlist("files") if isinstance(file, UploadFile) and file.filename]
    if not (pasted or addresses or files):
        raise UsageError("there is nothing to add yet", hint="give an address, a file or a text")
    folder, uploads = _kept(files)
    return Wanted(pasted, addresses, uploads, undated or None, folder)


def _pasted(sent: FormData) -> dict[str, str]:
    from onrecord.read.text import title_of

    whole = _typed(sent, "text")
    if not whole.strip():
        if any(text(sent, name) for name in ("title", "outlet", "authors", "published", "url")):
            raise UsageError("there is no text under “Paste a text”", hint="paste it, or empty the fields below it")
        return {}
    if len(whole) > LARGEST_FIELD:
        raise UsageError("this text is too long", hint="upload it as a file")
    fields = {name: text(sent, name) for name in ("title", "outlet", "authors", "published", "url")}
    fields["title"] = fields["title"] or title_of(whole) or ""
    if fields["url"]:
        fields["url"] = _address(fields["url"])
    return {"text": whole, **{name: value for name, value in fields.items() if value}}


def _address(line: str) -> str:
    """A web address as people write it. Raises UsageError for anything else."""
    line = line.strip()
    if not line:
        return ""
    if "://" not in line and ":" not in line.partition("/")[0] and "." in line.partition("/")[0]:
        line = f"https://{line}"  # www.example.org/news
    if not line.lower().startswith(("http://", "https://")) or any(c.isspace() for c in line):
        raise UsageError(f"“{shortened(one_line(line), 60)}” is no web address", hint="write it as https://…")
    return line


def _kept(files: list[UploadFile]) -> tuple[tempfile.TemporaryDirectory[str] | None, tuple[Upload, ...]]:
    """The files in a folder of their own, under numbers: what their sender calls them names no file here."""
    if not files:
        return None, ()
    folder = tempfile.TemporaryDirectory(prefix="onrecord-")
    uploads = []
    for number, file in enumerate(files):
        path = Path(folder.name) / str(number)
        with path.open("wb") as out:
            shutil.copyfileobj(file.file, out)
        uploads.append(Upload(_name(file.filename or ""), path))
    return folder, tuple(uploads)


def _name(given: str) -> str:
    last = PurePosixPath(PureWindowsPath(given).name).name
    return one_line(last)[-LONGEST_NAME:] or "a file without a name"


ROUTES = (
    Route("/add", form),
    Route("/add", taken(send, stale=stale), methods=["POST"]),
    Route("/add/{job}", show),
    Route("/add/{job}", taken(halt), methods=["POST"]),
    Route("/add/{job}/progress", progress),
)
