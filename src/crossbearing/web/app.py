"""The application: one store, its pages and routes, and what stands before all of them."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from crossbearing.store import clock
from crossbearing.store.store import Store
from crossbearing.web.errors import handle_errors
from crossbearing.web.pages import MENU, ROUTERS
from crossbearing.web.people import Person, alone
from crossbearing.web.security.headers import SecurityHeaders
from crossbearing.web.settings import Settings


class OnePerson:
    """Says of every request that it is the person's who started the application: there are no accounts."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self.app, self.person = app, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        scope.setdefault("state", {})["person"] = self.person
        await self.app(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """Return the application over the store of the settings.

    Raises StoreError where there is none.
    """
    app = FastAPI(
        title="Crossbearing",
        version=version("crossbearing"),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # its pages would be fetched from another host
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.store = Store(settings.db)
    app.state.menu = MENU
    for router in ROUTERS:
        app.include_router(router)
    handle_errors(app)
    # The last one added stands first: headers are on every answer.
    app.add_middleware(OnePerson, person=alone(settings.who or clock.who()))
    app.add_middleware(SecurityHeaders)
    return app
