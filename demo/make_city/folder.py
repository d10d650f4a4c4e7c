"""The city as a folder (示范城市文件夹): every file by its path, and the folder written anew."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from demo.make_city import answers, batches, book, book_faults, frauds, moves, photos, plan_books
from demo.make_city.city import City, arrivals
from demo.make_city.expected import expected
from demo.make_city.manifest import manifest
from demo.make_city.places import CITY, CITY_CODE, PLACE

_OURS = ("ledgers", "returns", "plans", photos.FOLDER)


def files(city: City) -> dict[str, bytes]:
    """Return every file of the city by its path below the city's folder."""
    arrived = arrivals(city)
    found = {arrival.path: arrival.content for arrival in arrived}
    found["plans/targets.toml"] = plan_books.TARGETS.encode("utf-8")
    found["manifest.toml"] = manifest(CITY, CITY_CODE, city.seed, arrived).encode("utf-8")
    found["expected.toml"] = expected(city).encode("utf-8")
    for told in ("leaders.toml", "schemes.toml", "plan_case.toml", "contest.toml"):
        found[told] = Path(__file__).with_name(told).read_bytes()
    found["moves.toml"] = moves.as_toml(moves.moves(city)).encode("utf-8")
    found["answers.toml"] = answers.as_toml(city).encode("utf-8")
    taken = photos.photos(city)
    found["photos.toml"] = photos.as_toml(taken).encode("utf-8")
    found |= photos.pictures(taken)
    found["returns_truth.toml"] = _truth(city).encode("utf-8")
    kept = book_faults.book(city)
    found["book.jsonl"] = book.as_lines(kept).encode("utf-8")
    found["batches.toml"] = batches.as_toml(city).encode("utf-8")
    found["debt.toml"] = Path(__file__).with_name("debt.toml").read_bytes()
    found["interest.toml"] = Path(__file__).with_name("interest.toml").read_bytes()
    found["settlements.toml"] = book_faults.as_settlements(kept).encode("utf-8")
    found["book_truth.toml"] = book.as_truth(kept).encode("utf-8")
    return found


def _truth(city: City) -> str:
    told = {
        (site.cohort, site.which): site
        for site in city.programme.everyone()
        if site.which is not None
    }
    lines = frauds.truth(told, lambda place: PLACE[place].code)
    return "\n".join(lines) + "\n"


def write(made: Mapping[str, bytes], folder: Path) -> None:
    """Write the city's files below a folder, in place of what was made there before."""
    if (folder / "manifest.toml").exists():
        for name in _OURS:
            shutil.rmtree(folder / name, ignore_errors=True)
    for path, content in made.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
