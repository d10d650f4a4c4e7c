"""Local catalogues as policy files: whole, or refused with every fault."""

from pathlib import Path

import pytest

from jiugai.exchange.policy_tables import BadPolicy
from jiugai.exchange.scheme.local_catalogues import local_heads

OWN = Path("src/jiugai/policy/municipal/local_scope.toml")


@pytest.mark.parametrize(
    ("put", "told"),
    [
        (('items = ["W14"]', 'items = ["W99"]'), "“W99”不在改造内容目录里"),
        (('word = "安全类"', 'wort = "安全类"'), "wort"),
        (('region = "510100"', 'region = "成都"'), "610900"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(
    tmp_path: Path, put: tuple[str, str], told: str
) -> None:
    (tmp_path / "municipal").mkdir()
    broken = OWN.read_text("utf-8").replace(*put, 1)
    (tmp_path / "municipal" / OWN.name).write_text(broken, "utf-8")

    with pytest.raises(BadPolicy, match=told):
        local_heads(tmp_path)
