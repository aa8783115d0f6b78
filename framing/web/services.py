"""What the routes share: the settings, the model, and the label files that are open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from framing.annotator import Annotator, load
from framing.web.label_files import LabelFiles
from framing.web.settings import Settings

if TYPE_CHECKING:
    from framing.web.labelling.desk import Desk


class Services:
    """One for each app; its parts are safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.labels = LabelFiles(settings.labels)
        # Opened by framing.web.labelling when it is first needed.
        self.desk: Desk | None = None
        # Held for one group of sentences at a time: a long text never keeps others from being scored.
        self.scoring = threading.Lock()
        self._loading = threading.Lock()
        self._annotator: Annotator | None = None

    @property
    def annotator(self) -> Annotator:
        """The model, loaded once. Raises `ArtefactError` for a folder that is no artefact."""
        with self._loading:
            if self._annotator is None:
                self._annotator = load(self.settings.model)
            return self._annotator

    @property
    def comparing(self) -> Annotator:
        """The same model, keeping what it knows of a sentence's meaning, by which tellings are aligned."""
        return Annotator(self.annotator.model, embeddings=True)

    def close(self) -> None:
        """Let go of the label files."""
        self.labels.close()


async def services(request: Request) -> Services:
    """The app's services, for a route that depends on them."""
    found: Services = request.app.state.services
    return found


UseServices = Annotated[Services, Depends(services)]
