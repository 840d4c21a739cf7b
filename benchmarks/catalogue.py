"""What a catalogue costs: load time, size, peak memory, look-ups. Generated entries, so any size.

python benchmarks/catalogue.py --entries 100000
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.catalogues import filed_under, load, look, named
from onrecord.record.catalogue import Catalogues

_SYLLABLES = "ba be bo da de do ka ko la le lo ma me mo na ne no ra re ro sa se so ta te to va vi vo za".split()
_COUNTRIES = "ru ua us de fr gb cn ir sy by pl it es br in".split()


def main() -> None:
    """Make a file, load it, look names up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--lookups", type=int, default=1000)
    wanted = parser.parse_args()
    with TemporaryDirectory() as folder:
        file, ledger = Path(folder) / "made.ftm.json", Path(folder) / "ledger.db"
        names = generate(file, wanted.entries)
        started, used = time.perf_counter(), time.process_time()
        load(file, "made", ledger)
        seconds, processor = time.perf_counter() - started, time.process_time() - used
        size = sum(path.stat().st_size for path in Catalogues.beside(ledger).folder.iterdir())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{wanted.entries:,} entries of {file.stat().st_size / 2**20:.0f} MiB: {seconds:.1f} s wall, "
            f"{processor:.1f} s of the processor, {size / 2**20:.0f} MiB, peak {peak:.0f} MiB"
        )
        with Catalogues.beside(ledger).opened() as catalogue:
            asked = random.Random(2).choices(names, k=wanted.lookups)
            timed("candidates", [lambda n=n: catalogue.candidates(filed_under(n, "person")) for n in asked])
            timed("candidates and match", [lambda n=n: look(catalogue, named(n, "person")) for n in asked])


def generate(file: Path, entries: int) -> list[str]:
    """Persons with surnames as unevenly spread as real ones, each with two aliases; some bodies. Their names."""
    rng = random.Random(1)
    surnames = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title() for _ in range(max(1000, entries // 5))]
    first = ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 3))).title() for _ in range(2000)]
    names = []
    with file.open("w", encoding="utf-8") as out:
        for number in range(entries):
            surname = surnames[int(len(surnames) * rng.random() ** 3)]
            given = first[int(len(first) * rng.random() ** 2)]
            name = f"{given} {surname}"
            person = number % 5 > 0
            shown = name if person else f"{surname} {given} Trading"
            if person:
                names.append(name)
            properties = {
                "name": [shown],
                "alias": [f"{surname} {given}", f"{given} {rng.choice(first)} {surname}"] if person else [],
                "country": [rng.choice(_COUNTRIES)],
                "topics": ["sanction"],
                "position": ["deputy minister of transport"],
            }
            entity = {"id": f"g-{number}", "schema": "Person" if person else "Company", "caption": shown}
            out.write(json.dumps({**entity, "properties": properties}) + "\n")
    return names


def timed(what: str, calls: list) -> None:  # type: ignore[type-arg]
    """Run each once; print the median and the slowest twentieth, in milliseconds."""
    spent = []
    for call in calls:
        started = time.perf_counter()
        call()
        spent.append((time.perf_counter() - started) * 1000)
    print(f"{what}: p50 {statistics.median(spent):.2f} ms, p95 {statistics.quantiles(spent, n=20)[18]:.2f} ms")


if __name__ == "__main__":
    main()
