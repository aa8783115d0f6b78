"""The app's labelling, opened from its settings when it is first needed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, HTTPException

from framing.web.labelling.agreed import Agreement
from framing.web.labelling.codebook import version
from framing.web.labelling.context import with_neighbours
from framing.web.labelling.judgement import checked_questions
from framing.web.labelling.queue import read_queue
from framing.web.labelling.schemas import Screen, screen
from framing.web.labelling.service import Labelling, OtherWindowError, Plan, Turn
from framing.web.services import Services, UseServices

_OPENING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Desk:
    """The labelling of one queue, and how far its annotators agree.

    Calls of the labelling go through `line`, one thread, first come, first served. Rows that several threads bring
    to the disk at once wait for each other: of 50 people without a pause, on one busy machine, the p95 of a judgement
    was 1,055 ms with four threads, 1,024 ms with eight and 177 ms with one (eval.benchmarks.labelling).
    """

    labelling: Labelling
    agreement: Agreement
    line: ThreadPoolExecutor

    async def ask(self, what: Callable[..., Turn], *given: Any) -> Screen:
        """The screen that follows from a call of the labelling; 409 where another window was faster."""
        loop = asyncio.get_running_loop()
        try:
            turn = await loop.run_in_executor(self.line, partial(what, *given))
        except OtherWindowError as error:
            raise HTTPException(409, str(error)) from error
        return screen(turn, self.labelling.plan.show)


def open_desk(services: Services) -> Desk | None:
    """The desk of the settings' queue, opened once; `None` if they name none. Raises `InputError`."""
    settings = services.settings
    if settings.queue is None:
        return None
    with _OPENING:
        if services.desk is None:
            plan = Plan(checked_questions(settings.ask), settings.each, version(), settings.show)
            queue = read_queue(settings.queue)
            if settings.scores is not None:
                queue = with_neighbours(queue, settings.scores)
            found = Labelling(queue, settings.labels, services.labels.append, plan)
            services.desk = Desk(found, Agreement(found), ThreadPoolExecutor(1, "labelling"))
        return services.desk


# A coroutine, because the framework hands a plain function to a thread of its own, which costs half a judgement.
async def _desk(services: UseServices) -> Desk:
    found = open_desk(services)
    if found is None:
        raise HTTPException(404, "there is no queue: start with `framing serve --queue FILE --labels FOLDER`")
    return found


# For the routes that need it; 404 if the app was started without a queue.
UseDesk = Annotated[Desk, Depends(_desk)]
