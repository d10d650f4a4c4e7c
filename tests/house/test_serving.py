"""A site is never served with the secret that everybody can read."""

import os
import subprocess
import sys
from pathlib import Path

SERVE = "import jiugai.config.wsgi"


def started(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIUGAI_")}
    return subprocess.run(
        [sys.executable, "-c", SERVE],
        env=kept | {"JIUGAI_VAR": str(folder)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_site_refuses_to_be_served_with_the_sample_secret(tmp_path: Path):
    run = started(tmp_path)

    assert run.returncode != 0
    assert "JIUGAI_SECRET_KEY" in run.stderr


def test_the_site_takes_an_installations_own_secret(tmp_path: Path):
    (tmp_path / "secret_key").write_text("made-at-this-installations-first-start")

    run = started(tmp_path)

    assert run.returncode == 0, run.stderr
