"""A small program in yt-dlp's place: it takes its arguments, writes them down, and does as it is told.

Run as ``downloader.py MODE LOG ARGUMENTS...``.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

VIDEOS = [
    {"id": "dQw4w9WgXcQ", "title": "Björk - Jóga (Official Video)", "channel": "bjorkdotcom", "duration": 305},
    {"id": "aaaaaaaaaaa", "title": "Jóga", "uploader": "Björk - Topic", "duration": 304.5},
    {"id": "bbbbbbbbbbb", "title": "Jóga for ten hours", "channel": "Somebody", "duration": 36_000},
    {"id": "ccccccccccc", "title": "Radio", "channel": "Somebody", "is_live": True},
    {"id": "not an id", "title": "A list", "channel": "Somebody"},
]
COMPLAINTS = {
    "gone": "ERROR: [youtube] x: Video unavailable",
    "robot": "ERROR: [youtube] x: Sign in to confirm you're not a bot",
    "busy": "ERROR: HTTP Error 429: Too Many Requests",
    "crash": "Traceback: something broke",
}


def main(mode: str, log: Path, arguments: list[str]) -> int:
    """Answer as yt-dlp would, or misbehave."""
    log.write_text(json.dumps(arguments), "utf-8")
    if mode in COMPLAINTS:
        sys.stderr.write(COMPLAINTS[mode])
        return 1
    if mode == "slow":
        time.sleep(600)
    if mode == "huge":
        while True:
            sys.stdout.write("x" * 65536)
    if mode == "broken":
        sys.stdout.write('{"id":')
        return 0
    if mode == "list":
        sys.stdout.write("[1]\n7\n")
        return 0
    if "--dump-json" in arguments:
        videos = VIDEOS if arguments[-1].startswith("ytsearch") else VIDEOS[:1]
        sys.stdout.write("\n".join(json.dumps(video) for video in videos))
    elif mode != "nothing":
        Path("sound.webm").write_bytes(b"some sound")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
