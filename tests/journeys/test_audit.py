"""The auditor finds money that lies idle, opens what it rests on, and takes the evidence home."""

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]


def test_an_auditor_takes_a_pack_that_proves_itself(
    site: Site, desk: Callable[..., Page], tmp_path: Path
) -> None:
    with site.on("2021-03-31") as address:
        page = desk("demo-shenji", address)
        page.goto(f"{address}/")
        page.get_by_role("link", name="审计", exact=True).first.click()
        expect(page.get_by_role("heading", name="审计台")).to_be_visible()

        page.get_by_role("link", name="FD-01 资金闲置").click()
        found = page.get_by_role("link", name="省级配套（陕财建〔2019〕88号，2019 年）")
        found.click()
        expect(page.get_by_text("350,000.00 元到位已满")).to_be_visible()
        expect(page.get_by_text("拨付到专户 1,000,000.00 元")).to_be_visible()

        with page.expect_download() as download:
            page.get_by_role("link", name="下载证据包").click()
        pack = tmp_path / "pack.zip"
        download.value.save_as(pack)

    with zipfile.ZipFile(pack) as archive:
        archive.extractall(tmp_path / "pack")
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA-256.txt"], cwd=tmp_path / "pack", check=False
    )
    assert checked.returncode == 0
    assert "怎样核对" in (tmp_path / "pack" / "说明.txt").read_text("utf-8")
