"""The platform on a server of the city's own, from the first command to a site that is stopped."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiugai.console import setting_up
from jiugai.storage.server import APPLICATION_ROLE, from_url
from tests.console.test_commands import jiugai
from tests.outside_server import free_port, outside_server
from tests.services.little_city import HEAD, SHIQUAN, table

LOGIN = {"JIUGAI_APP_PASSWORD": "应用 secret'1"}


@pytest.fixture(scope="module")
def city_of_its_own() -> Iterator[tuple[str, Path]]:
    """Found an empty city on an outside server; give the server's URL and the data folder."""
    if not (setting_up.divisions_folder()).is_dir():
        pytest.skip("the country's divisions are not here; run make install")
    with tempfile.TemporaryDirectory(prefix="jiugai-outside-") as folder:
        Path(folder).chmod(0o755)
        with outside_server(Path(folder)) as url:
            var = Path(folder) / "var"
            for command in (("migrate",), ("init-city", "610900", "--name", "安康市")):
                done = jiugai(*command, var=var, DATABASE_URL=url, **LOGIN)
                assert done.returncode == 0, done.stderr
            yield url, var


class TestOnAServerOfTheCitysOwn:
    def test_no_server_of_ours_is_started(self, city_of_its_own: tuple[str, Path]) -> None:
        _, var = city_of_its_own

        assert not (var / "postgres").exists()

    def test_a_ledger_is_imported_and_given_back(
        self, city_of_its_own: tuple[str, Path], tmp_path: Path
    ) -> None:
        url, var = city_of_its_own
        file = tmp_path / "石泉.csv"
        file.write_bytes(table(HEAD, SHIQUAN))
        whose = ("--county", "610922")

        sent = jiugai(
            "import-ledger", file, *whose, "--year", "2020", "--json",
            var=var, DATABASE_URL=url, **LOGIN,
        )  # fmt: skip
        # Without a password of its own the application connects as the keeper and takes its role.
        asked = jiugai("measures", "--as-of", "2020-11-03", "--json", var=var, DATABASE_URL=url)

        assert sent.returncode == 0, sent.stderr
        assert json.loads(sent.stdout)["files"][0]["accepted"] == len(SHIQUAN)
        assert asked.returncode == 1, asked.stderr
        assert json.loads(asked.stdout)["findings"][0]["code"] == "measures.no_lists"

    def test_the_application_cannot_alter_history(self, city_of_its_own: tuple[str, Path]) -> None:
        url, _ = city_of_its_own
        own = from_url(url).conninfo(user=APPLICATION_ROLE, password=LOGIN["JIUGAI_APP_PASSWORD"])

        with (
            psycopg.connect(own) as application,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            application.execute("UPDATE audit_act SET subject = '改'")

    def test_the_site_serves_and_stops_without_a_fault(
        self, city_of_its_own: tuple[str, Path]
    ) -> None:
        """A native thread begun before the web server forks ends its workers by an abort."""
        url, var = city_of_its_own
        environment = {k: v for k, v in os.environ.items() if not k.startswith("JIUGAI_DB")}
        environment |= {"JIUGAI_VAR": str(var), "DATABASE_URL": url, **LOGIN}
        port = free_port()
        command = [sys.executable, "-m", "jiugai.console.main", "serve", "--port", str(port)]
        with subprocess.Popen(
            command,
            env=environment | {"PYTHONPATH": str(setting_up.ROOT / "src"), "PYTHONUTF8": "1"},
            cwd=setting_up.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as serving:
            said = _said_until(serving, "按 Ctrl+C 停止")
            answered = _answer(port)
            serving.terminate()
            said += serving.communicate(timeout=60)[0]

        assert answered == 200, said
        assert serving.returncode == 0, said
        assert "SIGABRT" not in said
        assert "Traceback" not in said

    def test_the_site_is_not_opened_twice_on_one_port(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = subprocess.run(
                [sys.executable, "-m", "jiugai.console.main", "serve", "--port", str(port)],
                env=os.environ
                | {"JIUGAI_VAR": str(tmp_path), "PYTHONPATH": str(setting_up.ROOT / "src")},
                cwd=setting_up.ROOT,
                capture_output=True,
                text=True,
                check=False,
            )

        assert done.returncode == 1
        assert f"端口 {port} 已有程序在用" in done.stderr
        assert list(tmp_path.iterdir()) == []


def _said_until(serving: subprocess.Popen[str], last: str) -> str:
    """Return what a process says up to a line that holds some words, or all if it ends before."""
    assert serving.stdout is not None
    said = ""
    for line in serving.stdout:
        said += line
        if last in line:
            break
    return said


def _answer(port: int) -> int:
    """Return how the sign-in page answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status
    finally:
        connection.close()
