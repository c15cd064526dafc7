"""Attempts to make Segue ask where it must not, and a record of every connection that is opened meanwhile.

``ADDRESSES`` are tried as they are: as a redirect, as the preview or cover of an answer, as the next page of a list.
``{port}`` stands for a port on loopback where a test listens. ``ANSWERS`` are what a listed name may resolve to.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESSES = (
    # Loopback in every notation.
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://localhost.localdomain:{port}/",
    "http://ip6-localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127%2e0%2e0%2e1:{port}/",
    # Networks that are not the world's.
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/admin",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    # What clouds tell their machines.
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/latest/meta-data/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://169.254.170.2/v2/credentials",
    "http://100.100.100.200/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://metadata/computeMetadata/v1/",
    "http://instance-data/latest/meta-data/",
    "http://kubernetes.default.svc/",
    # A listed name, but not as the host.
    "https://api.deezer.com@127.0.0.1:{port}/",
    "https://api.deezer.com:443@127.0.0.1:{port}/",
    "https://user:password@api.deezer.com/",
    "https://api.deezer.com%40127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/?https://api.deezer.com/",
    "https://127.0.0.1:{port}#@api.deezer.com/",
    "https://127.0.0.1:{port}\\@api.deezer.com/",
    "https://127.0.0.1:{port}\\.api.deezer.com/",
    "https://api.deezer.com.evil.example/",
    "https://api.deezer.com.127.0.0.1.nip.io/",
    "https://evil-dzcdn.net/",
    "https://dzcdn.net.evil.example/",
    "https://evil.example/.dzcdn.net",
    "https://.dzcdn.net/",
    "https://a..dzcdn.net/",
    "https://-a.dzcdn.net/",
    "https://a.dzcdn.net./",
    "https://xn--e1awd7f.dzcdn.net/",
    "https://аpi.deezer.com/",
    "https://api.deezer.com\t.evil.example/",
    "https://api.deezer.com\r\nHost: 127.0.0.1/",
    "https://api.deezer.com /",
    "//127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "https:127.0.0.1:{port}/",
    # Listed names at other doors.
    "http://api.deezer.com/",
    "https://api.deezer.com:22/",
    "https://api.deezer.com:{port}/",
    "https://api.deezer.com:0/",
    "https://api.deezer.com:99999/",
    "http://cdnt-preview.dzcdn.net:25/",
    # Other schemes.
    "file:///etc/passwd",
    "ftp://api.deezer.com/",
    "gopher://127.0.0.1:{port}/_",
    "dict://127.0.0.1:{port}/",
    "data:audio/mpeg;base64,AAAA",
    "javascript:alert(1)",
    "unix:///var/run/docker.sock",
    "ws://127.0.0.1:{port}/",
    "jar:http://127.0.0.1:{port}/!/",
    "https://api.deezer.com/" + "a" * 5000,
)

ANSWERS = (
    ("127.0.0.1",),
    ("127.255.255.254",),
    ("0.0.0.0",),
    ("10.1.2.3",),
    ("172.31.255.255",),
    ("192.168.0.1",),
    ("100.64.0.1",),
    ("100.127.255.255",),
    ("169.254.169.254",),
    ("192.0.0.170",),
    ("192.0.2.1",),
    ("198.18.0.1",),
    ("198.51.100.1",),
    ("203.0.113.1",),
    ("224.0.0.251",),
    ("240.0.0.1",),
    ("255.255.255.255",),
    ("::",),
    ("::1",),
    ("::ffff:127.0.0.1",),
    ("::ffff:10.0.0.1",),
    ("::127.0.0.1",),
    ("64:ff9b::7f00:1",),
    ("64:ff9b:1::1",),
    ("100::1",),
    ("2001::1",),
    ("2001:0:7f00:1::",),
    ("2001:db8::1",),
    ("2002:7f00:1::1",),
    ("3fff::1",),
    ("fc00::1",),
    ("fd00:ec2::254",),
    ("fe80::1",),
    ("fe80::1%lo",),
    ("fec0::1",),
    ("ff02::1",),
    # One good address does not excuse another.
    ("93.184.216.34", "127.0.0.1"),
    ("93.184.216.34", "2606:2800:220:1::1", "::1"),
    ("10.0.0.1", "93.184.216.34"),
    ("not an address",),
    ("localhost",),
)

_open: list[list[tuple[object, ...]]] = []


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        for noted in _open:
            noted.append(arguments[1])


sys.addaudithook(_note)


@contextmanager
def connections() -> Iterator[list[tuple[object, ...]]]:
    """Every address that this process opens a connection to, by whatever means.

    What the fence around the tests stops is not in it, but fails by another error than a refused address.
    """
    noted: list[tuple[object, ...]] = []
    _open.append(noted)
    try:
        yield noted
    finally:
        _open.remove(noted)
