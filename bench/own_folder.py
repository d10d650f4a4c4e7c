"""A data folder of a benchmark's own, which goes with it."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def own_folder(name: str) -> Path:
    """Make a folder for this run and name it as the platform's; it is removed at the very end.

    To be called before the server starts: what is registered first happens last, and the server
    must have stopped by then.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"jiugai-{name}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["JIUGAI_VAR"] = str(folder / "var")
    return folder
