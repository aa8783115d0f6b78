"""The browser app: pages, the API that they use, and who may reach them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.staticfiles import StaticFiles

from framing.web.api import router as api
from framing.web.labelling import api as labelling_api
from framing.web.labelling import router as labelling_pages
from framing.web.pages import missing
from framing.web.pages import router as pages
from framing.web.problems import ANSWERS, add_handlers
from framing.web.security import Guard
from framing.web.services import Services
from framing.web.settings import Settings

API = "/api/v1"
_HERE = Path(__file__).parent


def create_app(settings: Settings) -> FastAPI:
    """The app over `settings`; the model is loaded when it is first needed."""
    services = Services(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        services.close()

    app = FastAPI(
        title="framing",
        description="Tells an outlet's editorial framing from neutral reporting, sentence by sentence.",
        version=version("framing"),
        openapi_url=f"{API}/openapi.json",
        # Their pages load script from another machine.
        docs_url=None,
        redoc_url=None,
        # Nothing is measured and nothing sent, whatever the environment asks the framework to do.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=lifespan,
    )
    app.state.services = services
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=settings.limits.body_bytes)
    app.add_middleware(Guard, settings=settings)  # the last one added is the first to see a request
    add_handlers(app)
    app.add_exception_handler(404, missing)  # type: ignore[arg-type]  # typed for any error
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    app.mount("/labelling-static", StaticFiles(directory=_HERE / "labelling" / "static"), name="labelling")
    app.include_router(pages, include_in_schema=False)
    app.include_router(labelling_pages, include_in_schema=False)
    app.include_router(api, prefix=API)
    app.include_router(labelling_api, prefix=API, responses=ANSWERS)
    return app
