"""``serve``: a store in the browser."""

from __future__ import annotations

from pathlib import Path

import typer

from crossbearing.cli import codes, output, run
from crossbearing.cli.store_options import DB, WHO
from crossbearing.model.errors import CrossbearingError


def serve(
    db: str = DB,
    host: str = typer.Option("127.0.0.1", "--host", metavar="ADDRESS", help="Where to listen: this machine alone."),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="On which port."),
    title: str = typer.Option("Crossbearing", "--title", help="What stands at the top of every page."),
    who: str = WHO,
    pack: list[Path] = run.PACKS,
) -> int:
    """Show a store in the browser: map, evidence, sources, review."""
    try:
        import uvicorn

        from crossbearing.web.app import create_app
    except ImportError as error:
        raise CrossbearingError(f"serve needs {error.name}: pip install 'crossbearing[web]'") from error
    from crossbearing.web.settings import Settings

    settings = Settings(db, title, host, port, who, tuple(pack))
    if not settings.is_local:
        raise CrossbearingError(
            f"--host {host}: whoever reaches this machine could read and change the store, and there are no accounts"
        )
    app = create_app(settings)
    shown = f"[{host}]" if ":" in host else host
    output.write(f"{app.state.store.shown}: http://{shown}:{port}/ (Ctrl-C ends it)")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)
    return codes.DONE
