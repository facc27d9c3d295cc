"""How changes reach those who want to know: a function that is called, and iterators that wait."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue

from .change import Change

_Queue = SimpleQueue[Change | None]
Queues = weakref.WeakSet[_Queue]
"""One for each iterator that waits."""


class News:
    """Tells changes in the order in which they came about. Its session locks around every call but that of the iterators."""

    def __init__(self, on_change: Callable[[Change], None] | None) -> None:
        self._on_change = on_change
        self._untold: deque[Change] = deque()
        self._telling = False
        self.queues: Queues = weakref.WeakSet()  # each goes with the iterator that reads it

    def tell(self, changes: Iterable[Change]) -> None:
        """Tell all of the changes, whoever fails to take one; then raise what failed.

        What the function records is told by the call that called it, after all that came before.
        """
        self._untold.extend(changes)
        if self._telling:
            return
        self._telling = True
        failures = []
        try:
            while self._untold:
                change = self._untold.popleft()
                for queue in self.queues:
                    queue.put(change)
                try:
                    if self._on_change is not None:
                        self._on_change(change)
                except Exception as failure:
                    failures.append(failure)
        finally:
            self._untold.clear()
            self._telling = False
        if failures:
            raise failures[0] if len(failures) == 1 else ExceptionGroup("on_change", failures)

    def iterator(self) -> Iterator[Change]:
        """All changes from now on, until the end."""
        queue: _Queue = SimpleQueue()
        self.queues.add(queue)
        return iter(queue.get, None)


def end(queues: Queues) -> None:
    """Let the iterators end after what they were told."""
    for queue in queues:
        queue.put(None)
    queues.clear()
