from __future__ import annotations

from sqlalchemy import BigInteger, Column, MetaData, Table

from data.tables import MEMBER_INFO, Base, MemberData

TABLES = Base.metadata.sorted_tables
MEMBERS_COLUMNS = {"member", "user", "author", "owner", "changed_by"}


def undeclared(metadata: MetaData) -> list[str]:
    """Tables that do not say what they hold of a member, or hold one and deny it."""
    return [
        table.name
        for table in metadata.sorted_tables
        if MEMBER_INFO not in table.info
        or (table.info[MEMBER_INFO] is None and not MEMBERS_COLUMNS.isdisjoint(table.c.keys()))
    ]


def test_every_table_says_what_it_holds_of_a_member() -> None:
    assert undeclared(Base.metadata) == []


def test_a_table_that_does_not_is_found() -> None:
    metadata = MetaData()
    Table("silent", metadata, Column("id", BigInteger))
    Table("denying", metadata, Column("member", BigInteger), info={MEMBER_INFO: None})
    assert sorted(undeclared(metadata)) == ["denying", "silent"]


def test_what_is_declared_is_there() -> None:
    declared = [(table, table.info[MEMBER_INFO]) for table in TABLES if table.info[MEMBER_INFO] is not None]
    assert {table.name for table, _ in declared} == {
        "answers",
        "events",
        "imports",
        "member_settings",
        "open_questions",
        "plays",
    }
    for table, data in declared:
        assert isinstance(data, MemberData)
        assert data.describes
        assert data.why
        assert data.until
        assert {data.column, data.moment, *data.documents, *data.songs} <= set(table.c.keys())


def test_a_members_column_is_indexed() -> None:
    for table in TABLES:
        data = table.info[MEMBER_INFO]
        if data is not None:
            firsts = {next(iter(index.columns)).name for index in (table.primary_key, *table.indexes)}
            assert data.column in firsts
