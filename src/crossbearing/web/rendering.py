"""Values to pages: the environment of the report with templates of our own, and what stands around every page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from crossbearing.report.render import Look, environment_of, resolved
from crossbearing.web import addresses
from crossbearing.web.assets import static_address, vendor, vendor_address
from crossbearing.web.settings import Settings

_OWN_ANCHOR = re.compile(r' id="((?:t-)?)c1-(\d+)"')


@cache
def environment() -> Environment:
    """Return the environment of all pages: ``web/...`` are our templates, all others those of the report."""
    ours = PrefixLoader({"web": PackageLoader("crossbearing.web")})
    made = environment_of(ChoiceLoader([ours, PackageLoader("crossbearing.report")]))
    made.globals.update(static=static_address, vendor=vendor_address, has_vendor=has_vendor, address=addresses)
    return made


def has_vendor(name: str) -> bool:
    """Say whether the build has put a file of another project into the package."""
    return vendor(name) is not None


def settings_of(request: Request) -> Settings:
    """Return the settings of the application that a request came to."""
    found: Settings = request.app.state.settings
    return found


def csrf_field(request: Request) -> Markup:
    """Return the hidden field that every form of ours has; what checks it puts its value into ``request.state``."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(getattr(request.state, "csrf", ""))


def is_fragment(request: Request) -> bool:
    """Say whether the page itself asks for a part of it, and not a person for the whole."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


class Linking(Protocol):
    """What templates of the report look up, and the address of each anchor that they link to."""

    @property
    def look(self) -> Look:
        """Return what is looked up."""

    def address(self, anchor: str) -> str:
        """Return the address of an anchor."""


def words_of(request: Request, template: str, scene: Linking | None = None, **values: Any) -> str:
    """Return what a template makes of values and of what every page knows; of a ``scene`` it knows ``look`` too."""
    person = getattr(request.state, "person", None)
    known = {
        "settings": settings_of(request),
        # What somebody may not open is not offered; who has not signed in is offered nothing.
        "menu": [(name, at) for name, at, role in request.app.state.menu if person is not None and person.may(role)],
        "path": request.url.path,
        "person": person,
        "csrf": getattr(request.state, "csrf", ""),
        "csrf_field": lambda: csrf_field(request),
    }
    made = (
        environment().get_template(f"web/{template}").render({**known, **values, "look": scene.look if scene else None})
    )
    return str(linked(made, scene.address)) if scene else made


def page(
    request: Request, template: str, status: int = 200, scene: Linking | None = None, **values: Any
) -> HTMLResponse:
    """Return a page; ``template`` is a file of ``web/templates``, ``values`` what it shows, a ``scene`` its links.

    Every template that extends ``base.html.j2`` needs ``title``, what the page is called.
    """
    return HTMLResponse(words_of(request, template, scene, **values), status)


def linked(html: str, to: Callable[[str], str]) -> Markup:
    """Return what macros of the report made, its links led to the addresses that ``to`` gives for their anchors.

    On the page of a report its own claims are called by their number alone.

    >>> linked('<a id="t-c1-3" href="<#c1-3>">', lambda anchor: "/documents/a#c3")
    Markup('<a id="t-c3" href="/documents/a#c3">')
    """
    found = resolved(html, lambda anchor: str(Markup.escape(to(anchor))))
    return Markup(_OWN_ANCHOR.sub(r' id="\1c\2"', found))  # noqa: S704 - made by templates, which escape all text
