"""Two names compared, and the keys under which names that could be one are filed.

    compare(left, right, kind) -> Comparison
    keys(name, kind) -> block keys

Nothing but the names is looked at: who else bears a name is for `onrecord.link.actors` to weigh. At `THRESHOLD` two
names may stand for one; from `CERTAIN` on they are spellings of one name. A bare surname never does beside a full name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.link import facts

THRESHOLD = 0.92
"""From here on two names may be one: short forms, near spellings, missing middle names (benchmarks/names.py)."""
CERTAIN = 0.97
"""From here on they are one name, spelt alike or in two scripts."""
APART = 0.3
"""Up to here the names speak against one bearer."""
_LONGEST = 300
"""Characters of a name that are looked at; longer ones are no names."""
_MOST_WORDS = 12
_NEAR, _LONG = 0.88, 8
"""A word of so many letters may differ by one of them."""

_MARKUP = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[a-z0-9]+")
_GENERATIONS = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior", "ii": "II", "iii": "III"}
_GENERATIONS |= {"iv": "IV", "v": "V"}
_PARTICLES = frozenset({"al", "el", "ad", "as", "ul"})
_HONORIFICS = frozenset("mr mrs ms miss dr prof sir dame lord lady sen rep gov gen col capt lt sgt hon rev".split())
_FORMS = frozenset(
    "inc corp corporation co company ltd limited llc llp plc ag gmbh sa se nv bv oao ooo zao pao pjsc jsc spa ab oy kg "
    "group holding holdings incorporated".split()
)
"""Legal forms at the end of a company's name."""
_SMALL = frozenset("the of for and in on at de la du des et von der".split())
_SPELLINGS = {
    "organisation": "organization", "defence": "defense", "labour": "labor", "programme": "program", "centre": "center",
    "st": "saint",
}  # fmt: skip
_FOLDS = (
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"),
    ("x", "ks"), ("ou", "u"), ("oo", "u"), ("j", "y"), ("ey", "i"), ("ei", "i"), ("y", "i"),
)  # fmt: skip
"""How one sound is spelt in the transliterations of the press."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are."""

    score: float
    """0 to 1; see `THRESHOLD`, `CERTAIN`, `APART`."""
    reasons: tuple[str, ...]
    """What spoke for and against it, with the values compared."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart, in Latin letters, lower case."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    """The words with one spelling for each sound."""
    generation: str | None = None


def compare(left: str, right: str, kind: str) -> Comparison:
    """How alike two names of a kind are. Symmetric; of what has nothing left to compare the score is 0."""
    left, right = sorted((left[:_LONGEST], right[:_LONGEST]))
    one, other = _parsed(left, kind), _parsed(right, kind)
    if not one.words or not other.words:
        return Comparison(0.0, ("nothing left to compare",))
    if kind == "person":
        return _persons(one, other)
    return _bodies(left, right, one, other, kind)


def keys(name: str, kind: str) -> tuple[str, ...]:
    """Keys under which a name meets those that may be it: at most eight, the same in all scripts; of nothing none."""
    parsed = _parsed(name[:_LONGEST], kind)
    if not parsed.words:
        return ()
    if kind != "person":
        return _body_keys(parsed, kind)
    stems = [
        _stem(_shared(word, fold)) for word, fold in zip(parsed.words, parsed.folded, strict=True) if len(word) > 1
    ]
    if len(stems) < 2:
        whole = _joined(parsed)
        return (f"p1:{_stem(whole)}",) if len(whole) < 7 else (f"p1:{_stem(whole)}", f"pc:{_consonants(whole)}")
    stems = [stems[0], *stems[1:3], stems[-1]] if len(stems) > 3 else stems
    pairs = {f"p:{min(a, b)} {max(a, b)}" for i, a in enumerate(stems) for b in stems[i + 1 :]}
    return (*sorted(pairs), f"pc:{_consonants(_joined(parsed))}")


def normal(name: str, kind: str) -> str:
    """The name as it is compared: spellings and scripts of one name give one text. Empty where nothing is left."""
    parsed = _parsed(name[:_LONGEST], kind)
    return " ".join((*parsed.folded, *([parsed.generation] if parsed.generation else [])))


def is_bare(name: str) -> bool:
    """Whether a person's name is one word, initials and titles apart: it could be anybody's of that name."""
    return sum(len(word) > 1 for word in _parsed(name[:_LONGEST], "person").words) < 2


def _persons(one: _Name, other: _Name) -> Comparison:
    if one.generation != other.generation:
        said = f"{one.generation or 'none'}, not {other.generation or 'none'}"
        return Comparison(0.2, (f"generation differs: {said}",))
    if len(one.folded) > len(other.folded):
        one, other = other, one
    if one.folded == other.folded or (len(one.words) > 1 and sorted(one.folded) == sorted(other.folded)):
        order = "" if one.folded == other.folded else ", in another order"
        alike = 1.0 if one.words == other.words else 0.98
        return Comparison(
            alike, (_as(one, other) + (" is one spelling of it" if alike < 1 else " is the same") + order,)
        )
    whole = _joined(one)
    if whole == _joined(other) and len(whole) > 5:
        return Comparison(0.97, (_as(one, other) + " is the same but for the breaks",))
    if sum(len(w) > 1 for w in one.words) < 2:
        shared = one.folded[-1] in other.folded
        return Comparison(0.5 if shared else 0.0, (_as(one, other) + ": one word does not say who",))
    return _parts(one, other)


def _parts(one: _Name, other: _Name) -> Comparison:
    """First, last and the names between; `one` has no more words than `other`."""
    last, why = _words_alike(one, other, -1, -1, given=False)
    first, how = _words_alike(one, other, 0, 0, given=True)
    if last and first:
        middle, rest = _middles(one.words[1:-1], other.words[1:-1])
        if middle == 0.0:
            return Comparison(0.2, (_as(one, other), rest))
        return Comparison(round(min(last, first, middle), 2), tuple(r for r in (_as(one, other), why, how, rest) if r))
    size = len(one.words)
    if size > 1 and (one.folded == other.folded[-size:]):
        return Comparison(0.93, (_as(one, other) + f": without “{' '.join(other.words[:-size])}”",))
    if size > 1 and one.folded == other.folded[:size]:
        return Comparison(0.6, (_as(one, other) + f": “{' '.join(other.words[size:])}” is one more name",))
    if size == len(other.words) == 2 and all(_words_alike(one, other, i, -1 - i, given=True)[0] for i in (0, 1)):
        return Comparison(0.93, (_as(one, other) + ": in another order",))
    return Comparison(0.1 if last else 0.0, (_as(one, other) + ": names differ",))


def _words_alike(one: _Name, other: _Name, at: int, to: int, *, given: bool) -> tuple[float, str]:
    """How alike a word of each is, 0 where they are two names, and why."""
    left, right, a, b = one.words[at], other.words[to], one.folded[at], other.folded[to]
    if a == b:
        return 1.0, ""
    if given and (len(left) == 1 or len(right) == 1):
        return (0.8, f"“{left}” may be “{right}”") if left[0] == right[0] else (0.0, "")
    if _nicknames().get(left, frozenset([left])) & _nicknames().get(right, frozenset([right])):
        return 0.95, f"“{left}” goes for “{right}”"
    if given and left in facts.first_names() and right in facts.first_names():
        return 0.0, ""
    if _of_two_sexes(a, b):
        return 0.0, ""
    if _vowels_folded(a) == _vowels_folded(b) and len(a) > 4:
        return 0.93, f"“{left}” and “{right}” differ in vowels"
    from rapidfuzz.distance import Indel

    near = Indel.normalized_similarity(a, b)
    if near >= _NEAR and min(len(a), len(b)) >= _LONG and a[0] == b[0]:
        return 0.92, f"“{left}” is near “{right}” ({near:.2f})"
    return 0.0, ""


def _middles(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[float, str]:
    """Names between the first and the last: missing is no contradiction, another one is."""
    if not left or not right:
        more = " ".join(left or right)
        return (0.94, f"“{more}” is missing in one") if more else (1.0, "")
    for a, b in zip(left, right, strict=False):
        same = a[0] == b[0] if 1 in (len(a), len(b)) else _fold(a) == _fold(b)
        if not same:
            return 0.0, f"names between differ: “{' '.join(left)}”, not “{' '.join(right)}”"
    return 0.94, f"“{' '.join(left)}” as “{' '.join(right)}”"


def _bodies(left: str, right: str, one: _Name, other: _Name, kind: str) -> Comparison:
    if kind == "country":
        a, b = _country(one), _country(other)
        if a and b:
            return Comparison(float(a == b), (f"countries {a} and {b}",))
    said = _as(one, other)
    if one.folded == other.folded:
        return Comparison(1.0 if one.words == other.words else 0.98, (said + " is the same",))
    if kind in ("country", "place"):
        return Comparison(0.0, (said + ": names differ",))
    short, long, raw = (one, other, left) if len(one.words) == 1 else (other, one, right)
    if len(short.words) == 1 and _is_acronym(raw, short.words[0]) and short.words[0] in _initials(long):
        return Comparison(0.93, (f"“{short.words[0].upper()}” is the first letters of “{' '.join(long.words)}”",))
    if sorted(_content(one)) == sorted(_content(other)) and ("of" in one.words) != ("of" in other.words):
        return Comparison(0.94, (said + ": the same words around “of”",))
    if _content(one) == _content(other):
        return Comparison(0.95, (said + " but for small words",))
    from rapidfuzz.distance import Indel

    if len(one.words) == len(other.words) and all(
        a == b
        or (a.isalpha() and b.isalpha() and min(len(a), len(b)) >= _LONG and Indel.normalized_similarity(a, b) > 0.9)
        for a, b in zip(one.folded, other.folded, strict=True)
    ):
        return Comparison(0.92, (said + ": near spellings",))
    return Comparison(0.0, (said + ": names differ",))


def _body_keys(name: _Name, kind: str) -> tuple[str, ...]:
    if kind == "country":
        code = _country(name)
        if code:
            return (f"c:{code}",)
    if kind in ("country", "place"):
        return (f"{kind[0]}:{' '.join(name.folded)}",)
    found = [f"o:{' '.join(sorted(_stem(word) for word in _content(name)))}"]
    if len(name.words) > 1:
        found += [f"a:{letters}" for letters in sorted(_initials(name)) if 2 <= len(letters) <= 8]
    elif len(name.words[0]) <= 8:
        found.append(f"a:{name.words[0]}")
    return tuple(found)


@lru_cache(maxsize=65536)
def _parsed(name: str, kind: str) -> _Name:
    if kind != "person":
        return _parsed_body(name, kind)
    head, comma, tail = name.partition(",")
    if comma and "," not in tail and not set(_latin(tail)) <= set(_GENERATIONS) and len(_latin(head)) < 3:
        name = f"{tail} {head}"
    words = _latin(name)
    titles = {title.rstrip(".") for title in facts.titles()} | _HONORIFICS
    while len(words) > 1 and words[0] in titles and (words[0] in _HONORIFICS or len(words) > 2):
        words = words[1:]
    generation = _GENERATIONS.get(words[-1]) if len(words) > 1 + (words[-1:] == ["v"]) else None
    words = words[:-1] if generation else words
    kept = [word for word in words if word not in _PARTICLES] or words
    joined: list[str] = []
    for word in kept:  # "Abdel Fattah", "Abdulfattah"
        if joined and joined[-1] == "abdul":
            joined[-1] += word
        else:
            joined.append(re.sub(r"^abd(?:[aeu]l)?$|^abd[aeu]l(?=.)", "abdul", word))
    return _Name(tuple(joined), tuple(_fold(word) for word in joined), generation)


def _parsed_body(name: str, kind: str) -> _Name:
    name = re.sub(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)", "", name.replace("-", " " if kind != "organization" else ""))
    words = [_SPELLINGS.get(word, word) for word in _latin(name)]
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    while kind == "organization" and len(words) > 1 and words[-1] in _FORMS:
        words = words[:-1]
    whole = " ".join(words)
    known = _aliases().get((kind, whole)) or (facts.blocs().get(whole) if kind == "organization" else None)
    if known:
        words = [_SPELLINGS.get(word, word) for word in _latin(known)]
    # of an abbreviation every letter counts: N.J. is not N.Y.
    return _Name(tuple(words), tuple(_fold(word) if len(word) > 3 else word for word in words))


def _latin(name: str) -> list[str]:
    """The words in Latin letters, lower case; markup and control characters left out; none where no letter is left."""
    from anyascii import anyascii

    plain = unicodedata.normalize("NFKC", _MARKUP.sub(" ", name[:_LONGEST]))
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    words = _WORD.findall(re.sub(r"['’`ʹʼ]", "", anyascii(plain)).lower())[:_MOST_WORDS]
    return words if sum(map(len, words)) > 1 and any(word.isalpha() for word in words) else []


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    if word in _GENERATIONS:
        return word
    for old, new in _FOLDS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word) if word.isalpha() else word


def _joined(name: _Name) -> str:
    return re.sub(r"(.)\1+", r"\1", "".join(name.folded))


def _shared(word: str, fold: str) -> str:
    """A word's own stem, or that of the names it goes for."""
    return _fold(min(_nicknames()[word])) if word in _nicknames() else fold


def _stem(fold: str) -> str:
    return (fold[0] if fold[0] not in "aeiou" else "a") + _consonants(fold[1:])[:4]


def _consonants(fold: str) -> str:
    return re.sub("[aeiouh]", "", fold).replace("g", "k") or fold


def _vowels_folded(fold: str) -> str:
    return fold[:-1].replace("u", "o").replace("e", "a") + fold[-1]


def _of_two_sexes(a: str, b: str) -> bool:
    """Ivanov and Ivanova, Kaczyński and Kaczyńska, Martin and Martina."""
    short, long = sorted((a, b), key=len)
    return long == short + "a" or (a[:-1] == b[:-1] and {a[-1], b[-1]} == {"i", "a"})


def _content(name: _Name) -> tuple[str, ...]:
    return tuple(f for w, f in zip(name.words, name.folded, strict=True) if w not in _SMALL) or name.folded


def _initials(name: _Name) -> frozenset[str]:
    """With and without the small words."""
    return frozenset({"".join(w[0] for w in name.words if w not in _SMALL), "".join(w[0] for w in name.words)})


def _is_acronym(raw: str, word: str) -> bool:
    letters = [c for c in raw if c.isalpha()]
    return 2 <= len(word) <= 8 and (all(c.isupper() for c in letters) or len(word) == 4)


def _country(name: _Name) -> str | None:
    found = facts.countries().get(" ".join(name.words))
    return found.code if found else None


def _as(one: _Name, other: _Name) -> str:
    return f"“{' '.join(one.words)}” as “{' '.join(other.words)}”"


@cache
def _nicknames() -> Mapping[str, frozenset[str]]:
    """The names that each name goes for; the first of a row stands for the row."""
    found: dict[str, frozenset[str]] = {}
    for row in _rows("nicknames"):
        for name in row:
            found[name] = found.get(name, frozenset()) | {row[0]}
    return found


@cache
def _aliases() -> Mapping[tuple[str, str], str]:
    found = {}
    for kind, name, *aliases in _rows("aliases"):
        for alias in aliases:
            found[kind, " ".join(_latin(alias))] = name
    return found


def _rows(table: str) -> list[list[str]]:
    text = (files("onrecord.link") / "data" / f"{table}.tsv").read_text("utf8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
