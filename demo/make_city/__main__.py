"""``python -m demo.make_city [--seed 610900] [--out demo/city]``: makes the city's files anew."""

import argparse
from pathlib import Path

from demo.make_city.city import SEED, make
from demo.make_city.folder import files, write


def main() -> None:
    """Make the city and write it below a folder, in place of what was made there before."""
    words = argparse.ArgumentParser(prog="python -m demo.make_city", description=__doc__)
    words.add_argument("--seed", type=int, default=SEED, help="the number that the city grows from")
    words.add_argument("--out", type=Path, default=Path("demo/city"), help="the city's folder")
    asked = words.parse_args()
    made = files(make(asked.seed))
    write(made, asked.out)
    size = sum(map(len, made.values())) / 1024 / 1024
    print(f"{len(made)} files, {size:.2f} MiB: {asked.out}")


if __name__ == "__main__":
    main()
