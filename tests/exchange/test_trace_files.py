"""The trace as files: our reader and the stand-alone verifier agree on every file, whole or tampered."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.sealing import tree
from jiugai.domain.sealing.checkpoint import Checkpoint
from jiugai.domain.sealing.examination import KeptRoot
from jiugai.domain.sealing.sm3 import sm3_in_python
from jiugai.exchange import verify_trace
from jiugai.exchange.trace_files import (
    NotATrace,
    Printed,
    Receipt,
    examine_export,
    held_roots,
    receipts_json,
    verifier,
    write_export,
)

EVENTS = [f'{{"kind":"act","post":1,"seq":{n},"verb":"旧改.写"}}' for n in range(1, 12)]
LEAVES = [tree.leaf_hash(event.encode()) for event in EVENTS]


def root_of(size: int) -> bytes:
    return tree.root(LEAVES[:size])


ROOTS = [KeptRoot(size, root_of(size), f"第 {size} 次封存") for size in (4, 9, 11)]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    path = tmp_path / "留痕.txt"
    write_export(path, "jiugai/610900", ROOTS, EVENTS)
    return path


@pytest.fixture
def receipted(tmp_path: Path) -> Path:
    whole = tree.Tree(LEAVES)
    document = receipts_json(
        "610922",
        Checkpoint("jiugai/610900", 11, whole.root),
        [Receipt(n + 1, n, EVENTS[n], whole.inclusion(n)) for n in (0, 3, 10)],
        [
            Printed("2020-09", 4, root_of(4), whole.consistency(4)),
            Printed("2020-10", 11, root_of(11), ()),
        ],
    )
    path = tmp_path / "回执.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def by_stranger(path: Path, *root: str) -> int:
    """Check a file with the stand-alone program, in this process."""
    return verify_trace.main([str(path), *root])


class TestTheVerifier:
    def test_is_short_and_uses_nothing_of_ours(self):
        text = verifier().decode()

        assert len(text.splitlines()) <= 150
        assert "jiugai." not in text
        assert verifier() == files("jiugai.exchange").joinpath("verify_trace.py").read_bytes()

    def test_runs_alone_in_a_folder_with_a_receipt(self, receipted: Path):
        program = receipted.with_name("verify_trace.py")
        program.write_bytes(verifier())

        done = subprocess.run(
            [sys.executable, "-I", "-S", program.name, receipted.name, root_of(4).hex()],
            cwd=receipted.parent,
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONUTF8": "1"},
        )

        assert (done.returncode, done.stdout) == (0, "核对 6 项，0 项不符。\n")

    def test_has_an_sm3_of_its_own_that_is_the_standards(self):
        assert verify_trace.sm3(b"abc").hex() == sm3_in_python(b"abc").hex()
        assert verify_trace.sm3(bytes(200)) == sm3_in_python(bytes(200))

    def test_gives_the_same_without_openssl(
        self, receipted: Path, exported: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(verify_trace, "QUICK", False)

        assert by_stranger(receipted) == by_stranger(exported) == 0

    @pytest.mark.parametrize("many", [1, 2, 3, 7, 8, 11])
    def test_takes_every_proof_and_no_other_root(self, many: int):
        whole = tree.Tree(LEAVES[:many])

        for n in range(many):
            proof = list(whole.inclusion(n))
            assert verify_trace.included(LEAVES[n], n, many, proof, whole.root)
            assert not verify_trace.included(LEAVES[n], n, many, proof, bytes(32))
        for n in range(1, many + 1):
            proof = list(whole.consistency(n))
            assert verify_trace.consistent(n, many, root_of(n), whole.root, proof)
            assert not verify_trace.consistent(n, many, bytes(32), whole.root, proof)

    @pytest.mark.parametrize("root", ["00" * 32, "ab"])
    def test_refuses_a_root_that_no_bulletin_printed(
        self, receipted: Path, exported: Path, root: str
    ):
        assert by_stranger(receipted, root) == by_stranger(exported, root) == 1

    def test_takes_the_root_in_the_groups_in_which_it_is_printed(self, exported: Path):
        groups = " ".join(root_of(9).hex()[at : at + 4] for at in range(0, 64, 4)).upper()

        assert by_stranger(exported, groups) == 0

    def test_says_how_it_is_used(self, capsys: pytest.CaptureFixture[str]):
        assert verify_trace.main([]) == 2
        assert "python3 verify_trace.py" in capsys.readouterr().out

    def test_says_that_a_file_is_none_of_its_kind(self, tmp_path: Path):
        for name in ("x.json", "x.txt"):
            (tmp_path / name).write_bytes(b"\xff{")
            assert by_stranger(tmp_path / name) == 1


class TestExamineExport:
    def test_finds_nothing_in_a_whole_file(self, exported: Path):
        examined = examine_export(exported)

        assert (examined.size, examined.acts, examined.findings) == (11, 11, ())
        assert examined.root == root_of(11)
        assert by_stranger(exported) == 0

    @pytest.mark.parametrize(
        ("found", "put"),
        [
            ('"post":1,"seq":5', '"post":2,"seq":5'),
            ('E {"kind":"act","post":1,"seq":5,"verb":"旧改.写"}\n', ""),
            ('"size":9', '"size":8'),
            ("Z ", "Y "),
            ("# ", ""),
            ('"size":11}', '"size":12}'),
        ],
    )
    def test_and_the_verifier_find_a_change(self, exported: Path, found: str, put: str):
        text = exported.read_text("utf-8")
        assert found in text
        exported.write_text(text.replace(found, put), encoding="utf-8", newline="\n")

        assert examine_export(exported).findings
        if found != "# ":  # the head says nothing that a proof would need
            assert by_stranger(exported) == 1

    @given(cut=st.integers(0, 2000), seed=st.integers(0, 10**6))
    def test_finds_every_byte_that_was_changed_or_cut_off(
        self, tmp_path_factory: pytest.TempPathFactory, cut: int, seed: int
    ):
        path = tmp_path_factory.mktemp("export") / "留痕.txt"
        write_export(path, "jiugai/610900", [], EVENTS)
        content = path.read_bytes()
        head = content.index(b"\n") + 1
        at = head + Random(seed).randrange(len(content) - head)
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]

        for tampered in (changed, content[: min(cut, len(content) - 1)]):
            path.write_bytes(tampered)
            assert examine_export(path).findings

    def test_finds_a_root_that_somebody_holds_of_another_past(self, exported: Path):
        held = [KeptRoot(6, bytes(32), "石泉县所持回执"), KeptRoot(99, bytes(32), "通报")]

        codes = [finding.code for finding in examine_export(exported, held).findings]
        assert codes == ["register.root", "register.cut_off"]


class TestReceipts:
    def test_hold_the_roots_of_the_bulletins(self, receipted: Path):
        held = held_roots(receipted.read_bytes(), "回执.json")

        assert [(root.size, root.root) for root in held] == [
            (11, root_of(11)),
            (4, root_of(4)),
            (11, root_of(11)),
        ]

    @pytest.mark.parametrize(
        ("found", "put"),
        [
            ('\\"seq\\":4', '\\"seq\\":5'),
            ('"index": 3', '"index": 2'),
            ('"size": 4', '"size": 5'),
            ("jiugai/610900\\n11\\n", "jiugai/610900\\n12\\n"),
        ],
    )
    def test_that_were_changed_are_found_by_the_verifier(
        self, receipted: Path, found: str, put: str
    ):
        text = receipted.read_text("utf-8")
        assert found in text
        receipted.write_text(text.replace(found, put), encoding="utf-8")

        assert by_stranger(receipted) == 1

    @pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"format":"x"}', b"\xff"])
    def test_are_refused_if_they_are_none(self, content: bytes):
        with pytest.raises(NotATrace):
            held_roots(content, "回执.json")
