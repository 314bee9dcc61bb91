"""The band index in a Redis that others share: datasketch's ``MinHashLSH`` over its Redis storage.

One machine keeps it, any may ask, and new articles are added to it: nothing is built anew from day to day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from pipeline.duplicates.bands import bands_for
from pipeline.duplicates.lean import minhashes
from pipeline.duplicates.shingles import Hashes
from pipeline.values.errors import UserError
from pipeline.values.settings import DuplicateSettings


class RedisBands:
    """Signatures by key, in Redis; keys are of texts, so that several archives may share one.

    Args:
        address: such as ``redis://127.0.0.1:6379/0``.
        settings: of the signatures.

    Raises:
        UserError: the client is not installed, or no Redis answers.
    """

    def __init__(self, address: str, settings: DuplicateSettings) -> None:
        place = urlsplit(address)
        where: dict[str, Any] = {
            "host": place.hostname,
            "port": place.port or 6379,
            "db": int(place.path.strip("/") or 0),
        }
        if place.password:
            where["password"] = place.password
        params = bands_for(settings.target, settings.recall, settings.permutations)
        name = f"jieban-{settings.shingle}-{params[0]}-{params[1]}"  # signatures with these can be compared
        storage = {"type": "redis", "basename": name.encode(), "redis": where}
        try:
            import redis
            from datasketch import MinHashLSH  # type: ignore[import-untyped]
        except ModuleNotFoundError as problem:
            raise UserError(
                f"index in [duplicates] names a Redis, which needs {problem.name}; install it with: "
                "pip install 'jieban[redis]', or leave index empty"
            ) from None
        make: Any = partial(MinHashLSH, num_perm=settings.permutations, params=params, storage_config=storage)
        try:
            redis.Redis(**where).ping()
            self._lsh = make()
        except redis.RedisError as problem:
            raise UserError(
                f"no Redis answers at {place.hostname}:{where['port']} ({problem}); "
                "start it, or leave index in [duplicates] empty"
            ) from None

    def add(self, signatures: Mapping[str, Hashes]) -> None:
        """Add signatures, (permutations,) each, under their keys; a key that is there stays as it is."""
        new = [key for key in signatures if key not in self._lsh]
        with self._lsh.insertion_session() as session:
            for key, minhash in zip(new, minhashes(signatures[key] for key in new), strict=True):
                session.insert(key, minhash, check_duplication=False)

    def like(self, signatures: Hashes) -> Iterator[str]:
        """The keys of signatures that agree with one of these in a band; sorted, for Redis keeps no order."""
        for minhash in minhashes(signatures):
            yield from sorted(self._lsh.query(minhash))
