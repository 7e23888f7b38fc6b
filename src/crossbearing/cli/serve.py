"""``serve``: a store in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crossbearing.cli import care_options, codes, output, run
from crossbearing.cli.judge_options import JUDGE, judge_of
from crossbearing.cli.run_days import last_day
from crossbearing.cli.store_options import DB, WHO
from crossbearing.model.errors import CrossbearingError

if TYPE_CHECKING:
    from crossbearing.accounts.starting import SinglePerson
    from crossbearing.web.settings import Settings


def _address(settings: Settings, single: SinglePerson | None) -> str:
    """Return where the pages are; for one person with the token that lets in who opens it."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/" + ("" if single is None else f"?token={single.token}")


def serve(
    db: str = DB,
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help="Where to listen: this machine alone."),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="On which port."),
    title: str = typer.Option("Crossbearing", "--title", help="What stands at the top of every page."),
    who: str = WHO,
    pack: list[Path] = run.PACKS,
    ucdp: list[Path] = typer.Option([], "--ucdp", metavar="FILE", help="A csv of UCDP GED to compare with."),
    acled: list[Path] = typer.Option([], "--acled", metavar="FILE", help="A csv of ACLED to compare with."),
    name: list[str] = typer.Option(
        [], "--name", metavar="NAME", help="A name under which browsers ask for it; may be given several times."
    ),
    proxy: list[str] = typer.Option(
        [], "--proxy", metavar="ADDRESS", help="The address of a proxy before it, whose word is taken."
    ),
    proxy_header: str = typer.Option(
        "", "--proxy-header", metavar="HEADER", help="The header in which that proxy names the account."
    ),
    redact: bool = care_options.REDACT,
    coarsen: float = care_options.COARSEN,
    embargo: int = care_options.EMBARGO,
    today: str = care_options.TODAY,
    judge: str = JUDGE,
) -> int:
    """Show a store in the browser: map, evidence, sources, review."""
    try:
        import uvicorn

        from crossbearing.web.app import create_app
        from crossbearing.web.looking import prepare
    except ImportError as error:
        raise CrossbearingError(f"serve needs {error.name}: pip install 'crossbearing[web]'") from error
    from dataclasses import replace

    from crossbearing.accounts.proxies import Proxy, crosses_a_network
    from crossbearing.care.measures import Measures
    from crossbearing.web.settings import Settings

    beside = (*(("ucdp", path) for path in ucdp), *(("acled", path) for path in acled))
    before = Proxy(tuple(proxy), proxy_header)
    readers = Measures(redact, coarsen, embargo)
    settings = Settings(
        db, title, host, port, who, tuple(pack), beside=beside, names=tuple(name), proxy=before, readers=readers
    )
    app = create_app(replace(settings, today=last_day(today, "--today"), judge=judge_of(judge)))
    if crosses_a_network(host, before):
        output.say(f"--host {host}: passwords cross the network as they are; put a proxy that speaks https before it")
    if readers.asked:
        output.say("making what readers see")
        app.state.editions.make()
    prepare(app.state.store)
    output.write(f"{app.state.store.shown}: {_address(settings, app.state.keys.single)} (Ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
    return codes.DONE
