"""Measures as the policy floor declares them: TOML to domain terms (指标口径文件)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jiugai.domain.reporting.indicators import Basis, Measure, Quantity


@cache
def all_measures() -> tuple[Measure, ...]:
    """Return every version of every measure, sorted by code and version.

    :raises ValueError: if a file declares something that cannot be counted; the file is named.
    """
    found: list[Measure] = []
    for file in sorted(files("jiugai.policy.measures").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            code = file.name.removesuffix(".toml")
            found += read_measure(code, tomllib.loads(file.read_text(encoding="utf-8")))
    return tuple(found)


def read_measure(code: str, declared: Mapping[str, Any]) -> list[Measure]:
    """Return the versions that one file declares, oldest first.

    :raises ValueError: if a field is missing or unknown, or a basis cannot be counted.
    """
    try:
        versions = [
            Measure(
                code=code,
                title=declared["title"],
                version=version["version"],
                since=version["since"],
                numerator=Quantity(version["numerator"]),
                denominator=Quantity(version["denominator"]),
                bases=tuple(Basis(basis) for basis in version["bases"]),
                definition=version["definition"],
                why=version["why"],
                source=version["source"],
                verified=version["verified"],
                checked_by=tuple(version["checked_by"]),
            )
            for version in declared["version"]
        ]
    except (KeyError, ValueError) as wrong:
        raise ValueError(f"policy/measures/{code}.toml: {wrong}") from wrong
    for measure in versions:
        if not measure.is_counted:
            raise ValueError(
                f"policy/measures/{code}.toml: version {measure.version} divides what is not counted"
            )
    numbers = [measure.version for measure in versions]
    if numbers != sorted(set(numbers)):
        raise ValueError(f"policy/measures/{code}.toml: versions must rise")
    return versions
