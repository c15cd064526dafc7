from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.fading import read


def test_each_artist_counts_from_its_first_tag_and_mistaken_dates_do_not(tmp_path: Path) -> None:
    (tmp_path / "artists.dat").write_text("id\tname\n1\tThe Beatles\n2\tBjörk\n", encoding="utf-8")
    rows = ["user\tartist\ttag\tday\tmonth\tyear", "7\t1\t3\t1\t5\t2009", "7\t1\t4\t1\t3\t2008"]
    rows += ["7\t2\t3\t1\t1\t1956", "8\t2\t3\t1\t1\t2010", "8\t9\t3\t1\t1\t2010"]
    (tmp_path / "user_taggedartists.dat").write_text("\n".join(rows), encoding="latin-1")
    assert read(tmp_path) == {
        "7": {"beatles": date(2008, 3, 1).toordinal()},
        "8": {"bjork": date(2010, 1, 1).toordinal()},
    }
