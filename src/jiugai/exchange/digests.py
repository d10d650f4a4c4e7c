"""SM3 digests (国密摘要) of files and of canonical text."""

from cryptography.hazmat.primitives import hashes


def sm3(content: bytes) -> bytes:
    """Return the 32 bytes of a content's SM3 digest."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()
