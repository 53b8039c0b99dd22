"""What is wrong in 设置.toml beyond the form of its values, found before a job that needs them begins."""

from __future__ import annotations

from corpus.messages import MinyiError
from corpus.storage.place import Place
from corpus.workspace import Workspace
from flows.engines.choice import check_reach

_CRON_FIELDS = 5


def check_settings(place: Workspace) -> None:
    """Raises ``MinyiError`` for an engine that there is not or that cannot have this database, a time of the night that
    is none of cron's, and a place for originals or outputs that is of no known kind. Whether they answer is not asked.
    """
    settings = place.settings
    check_reach(settings.engine, place.database_url)
    if len(settings.nightly.split()) != _CRON_FIELDS:
        raise MinyiError("settings-cron", where=str(place.settings_file), value=settings.nightly)
    for url in (settings.originals, settings.outputs):
        Place.of(url, settings.storage, place.folder)
