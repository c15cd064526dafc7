"""``python -m engine.embed``: embed the files listed in a text file."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import numpy as np
from tqdm import tqdm

from engine.audio import DecodeLimits
from engine.embed.bulk import Embedded, embed_files
from engine.embed.embedder import Embedder
from engine.embed.weights import SHIPPED
from engine.errors import ModelError

_DESCRIPTION = """Embed the audio or video files listed in LIST, one path a line, into OUT.

OUT is a NumPy archive: `paths` (n,) of the files that could be heard, `vectors` (n, dimension) float32 of unit length,
`errors` (m, 2) of the paths that could not, each with the reason, and `model`, the name of the weights.
A bad file is reported and does not stop the rest."""


def main(arguments: list[str]) -> int:
    """Run the command; 0 when at least one file was embedded, 1 when none could be, 2 on bad input."""
    options = _parse(arguments)
    try:
        lines = options.list.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        embedder = Embedder.load(options.weights, options.device)
    except OSError as error:
        sys.stderr.write(f"{options.list} cannot be read: {error.strerror}\n")
        return 2
    except ModelError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    paths = [Path(line) for line in lines if line.strip()]
    if not paths:
        sys.stderr.write(f"{options.list} lists no files\n")
        return 2
    if not options.out.absolute().parent.is_dir():
        sys.stderr.write(f"{options.out.absolute().parent} is not a directory\n")
        return 2
    try:
        results = _embed(paths, embedder, options.jobs)
        _write(options.out, results, embedder)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was written.\n")
        return 130
    good = sum(result.heard is not None for result in results)
    sys.stderr.write(f"{good} of {len(results)} files embedded by {embedder.model} on {embedder.device}\n")
    return 0 if good else 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m engine.embed",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example:\n  find music -name '*.mp3' > list.txt && python -m engine.embed list.txt vectors.npz",
    )
    parser.add_argument("list", type=Path, metavar="LIST", help="text file with one path a line")
    parser.add_argument("out", type=Path, metavar="OUT", help="archive to write (.npz)")
    parser.add_argument("--jobs", type=_positive, default=os.cpu_count() or 1, help="decoding processes")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="directory of the weights")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _embed(paths: list[Path], embedder: Embedder, jobs: int) -> list[Embedded]:
    results = []
    with tqdm(total=len(paths), desc="embed", unit="file") as progress:
        for result in embed_files(paths, embedder, jobs=jobs, limits=DecodeLimits()):
            if result.heard is None:
                progress.write(f"{result.path}: {result.error}", file=sys.stderr)
            results.append(result)
            progress.update()
    return results


def _write(out: Path, results: list[Embedded], embedder: Embedder) -> None:
    heard = [result.heard for result in results if result.heard is not None]
    vectors = np.stack([one.vector for one in heard]) if heard else np.empty((0, embedder.dimension), np.float32)
    unfinished = out.with_name(f".{out.name}.part")
    try:
        with unfinished.open("wb") as file:
            np.savez(
                file,
                paths=np.array([str(result.path) for result in results if result.heard is not None], dtype=np.str_),
                vectors=vectors,
                errors=np.array(
                    [[str(result.path), result.error] for result in results if result.heard is None], dtype=np.str_
                ).reshape(-1, 2),
                model=np.array(embedder.model),
            )
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
