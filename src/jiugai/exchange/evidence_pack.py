"""An evidence pack (证据包): files with their digests and a page that says how to check them.

The same files give the same bytes, now and later: nothing is compressed, no clock is read.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping

from jiugai.exchange.digests import sm3

SHA256, SM3, GUIDE = "SHA-256.txt", "SM3.txt", "说明.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes], guide: str) -> bytes:
    """Return a .zip of files, the lists of their digests and the guide.

    :param files: contents by name, without ``SHA-256.txt``, ``SM3.txt`` and ``说明.txt``.
    """
    whole = {**files, GUIDE: guide.encode()}
    lists = {
        SHA256: _digests(whole, lambda content: hashlib.sha256(content).hexdigest()),
        SM3: _digests(whole, lambda content: sm3(content).hex()),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in sorted((whole | lists).items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, content)
    return target.getvalue()


def _digests(files: Mapping[str, bytes], digest: Callable[[bytes], str]) -> bytes:
    """Return the digests as ``sha256sum -c`` reads them."""
    return "".join(
        f"{digest(content)}  {name}\n" for name, content in sorted(files.items())
    ).encode()
