"""`adsum serve`"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Annotated

import typer
from rich.markup import escape

from adsum import __version__
from adsum.cli import output
from adsum.errors import Unavailable

LISTEN_BACKLOG = 2048


class PortTaken(Unavailable):
    """The server cannot listen on the address."""

    code = "server.port_taken"
    remedy = "Stop the other program, or choose another port with --port."


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65_535),
    ] = None,
) -> None:
    """Run the server with the web page and the HTTP interface.

    While nobody has an account, a set-up token is printed: whoever can read this terminal becomes
    the owner.
    """
    import uvicorn

    from adsum.cli.session import all_processors, application
    from adsum.main.chores import housekeeping
    from adsum.main.server_cameras import run_cameras
    from adsum.web.app import make_app
    from adsum.web.kiosk_socket import MAX_FRAME
    from adsum.web.server import Server, proxy_options

    adsum = application(context, threads=all_processors())
    host = host or adsum.settings.host
    listener = _listen(host, adsum.settings.port if port is None else port)
    services, cameras = adsum.services(), run_cameras(adsum)
    app = make_app(services, kiosk=adsum.kiosk, cameras=cameras)
    say = output.err().print
    say(f"Adsum {__version__}, data folder {adsum.settings.data}", soft_wrap=True)
    token = services.accounts.open_setup()
    if token is not None:
        say(f"Set-up token, once, for the owner: [bold]{token}[/]", soft_wrap=True)
    shown = escape(f"[{host}]") if ":" in host else host
    say(f"Open [bold]http://{shown}:{listener.getsockname()[1]}[/]", soft_wrap=True)
    config = uvicorn.Config(
        app,
        **proxy_options(adsum.settings.trusted_proxies),
        log_level="warning",
        access_log=False,
        server_header=False,
        # JPEGs do not get smaller, and a kiosk's frame is about 60 KB.
        ws="websockets-sansio",
        ws_max_size=MAX_FRAME + 1024,
        ws_per_message_deflate=False,
    )
    adsum.deliveries.start()
    cameras.start()
    adsum.jobs.start()
    chores = housekeeping(adsum)
    chores.start()
    try:
        with suppress(KeyboardInterrupt):  # Ctrl-C is how a server is stopped, not a failure
            Server(config, app.state.live.close).run(sockets=[listener])
    finally:
        cameras.stop()
        chores.stop()
        adsum.jobs.stop()
        adsum.deliveries.stop()
    say("stopped")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        # Now, not once the application is up: until then a second server could bind as well.
        listener.listen(LISTEN_BACKLOG)
    except OSError as error:
        raise PortTaken(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listener
