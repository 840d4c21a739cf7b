"""Bytes to text: by the mark at the start, by what is declared, by what fits; guesses are said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from onrecord.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,512}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_HEAD = 4096
"""Bytes in which a page has to declare its charset; the HTML standard says 1,024, pages are less strict."""
_SAMPLE = 256 * 1024
"""Bytes that a charset is guessed from."""
_BROWSERS = {
    **dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("ks_c_5601-1987", "euc-kr"), "cp949"),
    **dict.fromkeys(("shift_jis", "x-sjis"), "cp932"),
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
}
"""What browsers take a name for, since pages use it for that (the WHATWG Encoding standard)."""


_FEW = 0.03
"""Accents and typographers' marks in English are 1 % of the characters, accents in Polish or Czech 5 to 15 %."""
_NO_CHARSETS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])
"""Codecs of Python's that read text and are no charsets of pages; `undefined` is what templates write by mistake."""
_GUESSES = [
    *(f"cp{n}" for n in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 866, 874, 932, 949)),
    *(
        "koi8_r",
        "koi8_u",
        "big5",
        "gb18030",
        "euc_jp",
        "mac_roman",
        "iso8859_2",
        "iso8859_5",
        "iso8859_7",
        "iso8859_15",
    ),
]
"""What browsers know: others only win where there is little to go by."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what is unsure about it."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None = None, markup: bool = False) -> Decoded:
    """The text in some bytes.

    `declared`: a charset named outside them, as by a web server. `markup`: whether they may declare one inside. A UTF-8
    mark at the start of plain text stays as its first character (offsets count it, as everywhere else); UTF-16 and
    UTF-32 define theirs away. Raises ReadError for a text with NULs.
    """
    decoded = _decode(data, declared, markup)
    if "\0" in decoded.text:
        raise ReadError("holds NUL characters, so it is not text", hint="save it as plain text or HTML")
    return decoded


def _decode(data: bytes, declared: str | None, markup: bool) -> Decoded:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            keep = marked == "utf-8" and not markup
            return _strictly(data if keep else data[len(mark) :], marked, "its byte order mark says")
    inside = _DECLARED.search(data[:_HEAD]) if markup else None
    names = [n for n in (declared, inside[1].decode("ascii") if inside else None) if n]
    known = [codec for n in names if (codec := _codec(n))]
    if "\0" in data[:_HEAD].decode("latin-1"):
        if wide := _wide(data[:_HEAD]):
            return Decoded(_strictly(data, wide, "it looks like").text, (f"charset guessed: {wide}",))
        raise ReadError("binary, not text", hint="give text, HTML or JSON Lines")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        # bytes beyond ASCII are valid UTF-8 by accident only in the shortest texts
        odd = [n for n in known[:1] if n != "utf-8" and not text.isascii()]
        return Decoded(text, tuple(f"declared as {n} but is UTF-8" for n in odd))
    for codec in known:
        if codec.startswith(("utf-16", "utf-32")):
            continue  # a page that can be searched for its declaration in ASCII is neither
        try:
            return Decoded(data.decode(codec))
        except UnicodeDecodeError:
            continue
    return _guessed(data, known)


def _strictly(data: bytes, codec: str, why: str) -> Decoded:
    try:
        return Decoded(data.decode(codec))
    except UnicodeDecodeError:
        return Decoded(
            data.decode(codec, "replace"),
            (f"not all of it is {codec}, which {why}: unreadable parts are marked \ufffd",),
        )


def _codec(name: str) -> str | None:
    try:
        found = codecs.lookup(_BROWSERS.get(name.strip().lower(), name.strip()))
    except (LookupError, ValueError):
        return None
    # base64, rot13 and their like are codecs of Python's but no charsets
    is_charset = getattr(found, "_is_text_encoding", True) and found.name not in _NO_CHARSETS
    return found.name if is_charset else None


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else None


def _guessed(data: bytes, declared: list[str]) -> Decoded:
    from charset_normalizer import from_bytes

    said = f" (declared as {declared[0]}, which it is not)" if declared else ""
    codec: str | None = "cp1252"
    if not _is_western(data[:_SAMPLE]):
        best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES).best()
        codec = best.encoding if best is not None else None
    if codec is not None and not codec.startswith("utf"):
        try:
            return Decoded(data.decode(codec), (f"charset guessed: {codec}{said}",))
        except UnicodeDecodeError:
            pass
    codec = declared[0] if declared else "utf-8"
    text = data.decode(codec, "replace")
    if text.count("\ufffd") > 0.1 * len(text):
        raise ReadError("binary, or in a charset that is not known", hint="save it as UTF-8")
    return Decoded(text, (f"not all of it is {codec}: unreadable parts are marked \ufffd",))


def _is_western(sample: bytes) -> bool:
    """Whether the bytes beyond ASCII are so few and so far apart that a guess by letters would be a toss."""
    text = re.sub(rb"<[^<>]*>", b"", sample)
    beyond = sum(b > 0x7F for b in text)
    in_utf_8 = sum(c > "\x7f" for c in text.decode("utf-8", "ignore"))
    return in_utf_8 * 4 < beyond < _FEW * len(text) and re.search(rb"[\x80-\xff]{4}", text) is None
