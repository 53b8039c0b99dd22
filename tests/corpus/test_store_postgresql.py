"""The store on PostgreSQL: the same behaviour, on a cluster of the test's own."""

from __future__ import annotations

import sqlalchemy as sa

from corpus import schema
from corpus.proposals import RenamingState
from corpus.records import Comment, Extraction, Renaming, Source, Status
from corpus.store import Store

SHA = "ab" * 32


def test_the_store_on_postgresql_keeps_and_finds_and_doubles_nothing(postgres_url: str) -> None:
    comments = tuple(Comment("路灯不亮", Source("意见.xlsx", SHA, table=1, row=row)) for row in (1, 2))
    renaming = Renaming("市蚕业中心", "市蚕业办", "市蚕业中心（原市蚕业办）", Source("意见.xlsx", SHA))
    kept = Extraction("意见.xlsx", SHA, "xlsx", Status.OK, comments=comments, renamings=(renaming,))
    for _ in range(2):
        store = Store(postgres_url)
        store.keep_original(SHA, 10, "意见.xlsx")
        store.keep_extractions([kept], "1")
        store.keep_renamings([kept])
        [proposal] = store.renaming_proposals()
        store.decide_renamings({proposal.number: RenamingState.ACCEPTED})
        assert len(proposal.readings) == 1
        store.keep_drafts_fingerprint("/out", "f")
        assert store.extractions({SHA: "意见.xlsx"}, "1") == {SHA: kept}
        with store._engine.connect() as connection:
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.comments)) == 2
        assert store.drafts_fingerprint("/out") == "f"
        store.close()
