"""核对留痕：独立的核对程序，只用 Python 自带的部分，不用本平台的任何代码。

    python3 verify_trace.py 文件 [通报所印的留痕根]     文件：县区回执（.json）或全部留痕的导出（.txt）

叶 = SM3(0x00 ‖ 事件)，节点 = SM3(0x01 ‖ 左 ‖ 右)，树形同 RFC 9162。退出码：0 全部相符，1 有不符，2 用法不对。
能证明的：事件在树里，一字未改；后来的树只在先前的后面添加。不能证明的：录入时就是真的。
"""

import base64
import hashlib
import json
import struct
import sys
from collections.abc import Iterator
from functools import reduce
from typing import TextIO

M, IV = 0xFFFFFFFF, "7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"


def rol(x: int, n: int) -> int:
    return ((x << n % 32) | (x >> (32 - n % 32))) & M


def sm3(text: bytes) -> bytes:
    """GB/T 32905-2016，照标准逐步计算。"""
    v = struct.unpack(">8I", bytes.fromhex(IV))
    padded = text + b"\x80" + bytes(-(len(text) + 9) % 64) + struct.pack(">Q", len(text) * 8)
    for at in range(0, len(padded), 64):
        w = list(struct.unpack(">16I", padded[at : at + 64]))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
            w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            early, t = j < 16, 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rol((rol(a, 12) + e + rol(t, j)) & M, 7)
            ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if early else (e & f) | (~e & M & g)
            t1 = (ff + d + (ss1 ^ rol(a, 12)) + (w[j] ^ w[j + 4])) & M
            t2 = (gg + h + ss1 + w[j]) & M
            a, b, c, d = t1, a, rol(b, 9), c
            e, f, g, h = t2 ^ rol(t2, 9) ^ rol(t2, 17), e, rol(f, 19), g
        v = tuple(x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h), strict=True))
    return struct.pack(">8I", *v)


# OpenSSL 有 SM3 且与上面算得一样，就用它，快一千倍。
QUICK = "sm3" in hashlib.algorithms_available and hashlib.new("sm3").digest() == sm3(b"")


def digest(text: bytes) -> bytes:
    return hashlib.new("sm3", text).digest() if QUICK else sm3(text)


def node(left: bytes, right: bytes) -> bytes:
    return digest(b"\1" + left + right)


def climbed(here: int, last: int, proof: list[bytes]) -> list[tuple[bytes, bool]]:
    """RFC 9162（2.1.3.2、2.1.4.2）的走法：逐层给出证明里的摘要，和它是否在左边。"""
    steps = []
    for part in proof:
        if last == 0:
            raise ValueError("证明太长")
        is_left = bool(here & 1) or here == last
        steps.append((part, is_left))
        while is_left and here and not here & 1:
            here, last = here >> 1, last >> 1
        here, last = here >> 1, last >> 1
    if last:
        raise ValueError("证明太短")
    return steps


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    for part, is_left in climbed(index, size - 1, proof):
        leaf = node(part, leaf) if is_left else node(leaf, part)
    return 0 <= index < size and leaf == root


def consistent(first: int, second: int, root1: bytes, root2: bytes, proof: list[bytes]) -> bool:
    if first == second or not 0 < first < second or not proof:
        return first == second and root1 == root2 and not proof
    path = ([root1] if first & (first - 1) == 0 else []) + proof
    shift = (~(first - 1) & first).bit_length() - 1
    old = new = path[0]
    for part, is_left in climbed((first - 1) >> shift, (second - 1) >> shift, path[1:]):
        old, new = (node(part, old), node(part, new)) if is_left else (old, node(new, part))
    return old == root1 and new == root2


def receipts(file: TextIO, printed: str) -> Iterator[tuple[bool, str]]:
    """核对回执：每件报送在树里；每期通报所印的根是这棵树的开头。"""
    told = json.load(file)
    _, length, text = told["checkpoint"].split("\n")[:3]
    size, root = int(length), base64.b64decode(text)
    for one in told["receipts"]:
        leaf, proof = digest(b"\0" + one["event"].encode()), [*map(bytes.fromhex, one["proof"])]
        yield included(leaf, one["index"], size, proof, root), f"第 {one['seq']} 号登记在树里"
    for one in told["bulletins"]:
        then, proof = bytes.fromhex(one["root"]), [*map(bytes.fromhex, one["proof"])]
        yield consistent(one["size"], size, then, root, proof), f"{one['month']} 通报之后只添不改"
    known = {root.hex(), "", *(one["root"] for one in told["bulletins"])}
    yield printed in known, "所给的根是其中一期通报所印的"


def export(file: TextIO, printed: str) -> Iterator[tuple[bool, str]]:
    """核对导出：逐条重算，每个留存过的根都应对得上。"""
    kept: dict[int, list[tuple[str, str]]] = {}
    known, peaks, size, last, root = {""}, list[bytes](), 0, None, b""
    for line in file:
        kind, _, rest = line.rstrip("\n").partition(" ")
        if kind == "C":
            told = json.loads(rest)
            kept.setdefault(told["size"], []).append((told["root"], told["where"]))
        elif kind == "E":
            size, here, whole = size + 1, digest(b"\0" + rest.encode()), size + 1
            while not whole & 1:
                here, whole = node(peaks.pop(), here), whole >> 1
            peaks.append(here)
        last = json.loads(rest) if kind == "Z" else last
        if kind == "Z" or (kind == "E" and size in kept):
            root = reduce(lambda r, peak: node(peak, r), reversed(peaks or [digest(b"")]))
            known.add(root.hex())
            for expected, where in kept.pop(size, []):
                yield expected == root.hex(), f"{where}的根（{size} 条）"
    yield last == {"root": root.hex(), "size": size}, f"全部 {size} 条，到文末为止"
    yield not kept, "每个留存过的根都有那么多条可核"
    yield printed in known, "所给的根是其中一个"


def main(arguments: list[str]) -> int:
    if not 1 <= len(arguments) <= 2:
        print(__doc__)
        return 2
    printed = "".join(arguments[1].split()).lower() if len(arguments) == 2 else ""
    try:
        with open(arguments[0], encoding="utf-8", newline="\n") as file:
            check = receipts if arguments[0].endswith(".json") else export
            found = [*check(file, printed)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        found = [(False, f"文件读得出来（{error!r}）")]
    bad = [f"不符：{what}" for holds, what in found if not holds]
    print(*bad, f"核对 {len(found)} 项，{len(bad)} 项不符。", sep="\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
