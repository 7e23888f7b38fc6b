"""The application: one store, its pages and routes, and what stands before all of them."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from crossbearing.accounts.starting import check_start, single_person
from crossbearing.store.store import Store
from crossbearing.web.api import described, routes
from crossbearing.web.editions import Editions
from crossbearing.web.errors import handle_errors
from crossbearing.web.jobs import Jobs
from crossbearing.web.pages import MENU, ROUTERS
from crossbearing.web.security.gate import Gate, Keys
from crossbearing.web.security.headers import SecurityHeaders
from crossbearing.web.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Return the application over the store of the settings.

    Raises StoreError where there is none, AccountError where it would listen beyond this machine without accounts.
    """
    app = FastAPI(
        title="Crossbearing",
        version=version("crossbearing"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages would be fetched from another host
        redoc_url=None,
        max_body_size=settings.largest,
    )
    app.state.settings = settings
    store = Store(settings.db)
    single = single_person(store, settings.who)
    check_start(settings.host, team=single is None)
    app.state.store = store
    app.state.editions = Editions(store, settings.readers, settings.packs, settings.today)
    app.state.keys = keys = Keys(store, single, settings.proxy, settings)
    app.state.jobs = Jobs()
    app.state.menu = MENU
    for router in ROUTERS:
        app.include_router(router)
    described.install(app, routes.router)
    handle_errors(app)
    # The last one added stands first: headers are on every answer.
    app.add_middleware(Gate, keys=keys)
    app.add_middleware(SecurityHeaders)
    return app
