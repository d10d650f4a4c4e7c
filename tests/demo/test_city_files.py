"""The folder of the made city: the same bytes from one seed, in order, and nobody named in it."""

import html
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
CITY = ROOT / "demo" / "city"
SHANGHAI = timezone(timedelta(hours=8))

_TELEPHONE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def texts(path: str, content: bytes) -> dict[str, str]:
    """Return what a file says, by member of its archive."""
    if path.endswith((".xlsx", ".ods")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
        return {name: html.unescape(member) for name, member in members.items()}
    if path.endswith(".csv"):
        return {"": content.decode("gb18030")}
    if path.endswith(".jpg"):  # how a version of the encoder packed it is not compared
        with Image.open(io.BytesIO(content)) as picture:
            return {"": f"{picture.format} {picture.size}"}
    if path.endswith(".xls"):  # its texts stand in it as UTF-16 or as Latin
        return {"wide": content.decode("utf-16-le", "ignore"), "narrow": content.decode("latin-1")}
    return {"": content.decode("utf-8")}


class TestSeed:
    def test_makes_the_same_bytes_in_another_process(
        self, folder: dict[str, bytes], tmp_path: Path
    ) -> None:
        subprocess.run(
            [sys.executable, "-m", "demo.make_city", "--out", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": "1999", "TZ": "America/Lima"},
            check=True,
            capture_output=True,
        )

        again = {
            path.relative_to(tmp_path).as_posix(): path.read_bytes()
            for path in tmp_path.rglob("*")
            if path.is_file()
        }
        assert again.keys() == folder.keys()
        assert [path for path in folder if again[path] != folder[path]] == []

    def test_made_the_folder_that_lies_in_the_project(self, folder: dict[str, bytes]) -> None:
        # What archives hold is compared, not how a version of zlib happened to pack it.
        there = {
            path.relative_to(CITY).as_posix(): path.read_bytes()
            for path in CITY.rglob("*")
            if path.is_file()
        }

        assert there.keys() == folder.keys()
        assert [p for p in folder if texts(p, there[p]) != texts(p, folder[p])] == []

    def test_keeps_the_folder_small(self, folder: dict[str, bytes]) -> None:
        assert sum(map(len, folder.values())) <= 6 * 1024 * 1024


class TestNobody:
    def test_is_called_by_telephone_or_identity_number(self, folder: dict[str, bytes]) -> None:
        found = [
            (path, match[0])
            for path, content in folder.items()
            for text in texts(path, content).values()
            for match in (*_TELEPHONE.finditer(text), *_IDENTITY.finditer(text))
        ]

        assert found == []

    @pytest.mark.parametrize("planted", ["13800138000", "0915-3212345", "61090219800101123X"])
    def test_would_be_missed_by_the_search(self, planted: str) -> None:
        assert _TELEPHONE.search(f"电话：{planted}") or _IDENTITY.search(f"证号{planted}")

    def test_signs_a_form_by_name(self, folder: dict[str, bytes]) -> None:
        signatures = {
            match[1]
            for path, content in folder.items()
            for text in texts(path, content).values()
            for match in re.finditer(r"(?:填报人|审核人|审核|制表)：(.{2})", text)
        }

        assert signatures
        assert {signature[0] for signature in signatures} == {"（"}  # a post in brackets follows


class TestManifest:
    def test_names_every_workbook_once(
        self, manifest: list[dict[str, Any]], folder: dict[str, bytes]
    ) -> None:
        paths = [file["path"] for file in manifest]

        assert len(paths) == len(set(paths))
        assert {*paths} == {
            path for path in folder if not path.endswith((".toml", ".jpg", ".jsonl"))
        }

    def test_lists_every_picture_once(self, folder: dict[str, bytes]) -> None:
        listed = tomllib.loads(folder["photos.toml"].decode())["photo"]
        paths = [photo["path"] for photo in listed]

        assert sorted(paths) == sorted(path for path in folder if path.endswith(".jpg"))
        assert [photo["at"] for photo in listed] == sorted(photo["at"] for photo in listed)

    def test_stands_in_the_order_of_arrival(self, manifest: list[dict[str, Any]]) -> None:
        moments = [file["recorded_at"] for file in manifest]

        assert moments == sorted(moments)
        assert {moment.utcoffset() for moment in moments} == {timedelta(hours=8)}

    def test_records_nothing_before_it_was_true(self, manifest: list[dict[str, Any]]) -> None:
        early = [f["path"] for f in manifest if f["effective_on"] > f["recorded_at"].date()]

        assert early == []

    def test_has_the_ledgers_before_any_plan_and_a_plan_before_any_return(
        self, manifest: list[dict[str, Any]]
    ) -> None:
        kinds = [file["kind"] for file in manifest]

        assert kinds[:12] == ["ledger"] * 12
        assert kinds.index("plan") > max(n for n, kind in enumerate(kinds) if kind == "correction")
        assert kinds.index("plan") < kinds.index("return")

    def test_has_the_returns_of_october_in_time_for_the_bulletin(
        self, manifest: list[dict[str, Any]]
    ) -> None:
        october = [f for f in manifest if f["kind"] == "return" and f["month"] == "2020-10"]
        first_time = [file for file in october if not file.get("corrects")]

        assert len(first_time) == 12
        assert min(f["recorded_at"] for f in first_time) >= datetime(2020, 10, 26, tzinfo=SHANGHAI)
        assert max(f["recorded_at"] for f in first_time) < datetime(
            2020, 11, 5, 17, tzinfo=SHANGHAI
        )
        assert [f["recorded_at"].month for f in october if f.get("corrects")] == [11]

    def test_spans_twenty_four_months(self, manifest: list[dict[str, Any]]) -> None:
        months = sorted({file["month"] for file in manifest if file["kind"] == "return"})

        assert (len(months), months[0], months[-1]) == (24, "2019-04", "2021-03")

    def test_calls_xunyang_by_the_code_of_the_day(self, manifest: list[dict[str, Any]]) -> None:
        codes = {
            (file["county"], file["effective_on"].isoformat() >= "2021-02-03")
            for file in manifest
            if file["organisation"].startswith("旬阳")
        }

        assert codes == {("610928", False), ("610981", True)}
