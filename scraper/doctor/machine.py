"""What a crawl needs of the machine: Python, packages, certificates, the environment."""

from __future__ import annotations

import platform
import ssl
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from ..manners import Hours, MannersError, check_contact
from .finding import Finding, ok, problem, warning

PROJECT = "qilu-scraper"
_INSTALL = "install again: `make demo`, or `pip install --require-hashes -r requirements.txt`"


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything that is not the output folder's."""
    yield from software(metadata.version)
    yield _certificates()
    yield _contact(environment.get("QILU_CONTACT", "").strip())
    yield _hours(environment.get("QILU_HOURS", ""))
    yield from _proxies()


def software(version_of: Callable[[str], str]) -> Iterator[Finding]:
    """Compare Python and the packages with the bounds that the installed project declares."""
    try:
        declared = metadata.metadata(PROJECT)
    except metadata.PackageNotFoundError:
        yield warning("packages", f"{PROJECT} is not installed, so no bounds are known", _INSTALL)
        return
    bound, python = declared["Requires-Python"], platform.python_version()
    if SpecifierSet(bound).contains(python, prereleases=True):
        yield ok("python", f"{python} (needed: {bound})")
    else:
        yield problem("python", f"{python}, but {bound} is needed", "make PYTHON=python3.12 demo")
    required = map(Requirement, declared.get_all("Requires-Dist", []))
    needed = [one for one in required if not one.marker or one.marker.evaluate()]  # no extras
    wrong = [text for one in needed if (text := _mismatch(one, version_of))]
    yield from (problem("packages", text, _INSTALL) for text in wrong)
    if not wrong:
        found = ", ".join(f"{one.name} {version_of(one.name)}" for one in needed)
        yield ok("packages", found)


def _mismatch(needed: Requirement, version_of: Callable[[str], str]) -> str | None:
    """Say how a package is not what is needed."""
    try:
        version = version_of(needed.name)
    except metadata.PackageNotFoundError:
        return f"{needed.name} is missing ({needed} is needed)"
    if needed.specifier.contains(version, prereleases=True):
        return None
    return f"{needed.name} is {version}, but {needed} is needed"


def _certificates() -> Finding:
    """Look for the authorities that https is checked with, where OpenSSL looks for them."""
    paths = ssl.get_default_verify_paths()  # honours SSL_CERT_FILE and SSL_CERT_DIR
    context = ssl.create_default_context()
    count = len(context.get_ca_certs())
    if count:
        return ok("tls", f"{count} authorities in {paths.cafile or paths.capath}")
    if paths.capath and next(Path(paths.capath).glob("*.0"), None):
        return ok("tls", f"authorities in {paths.capath}")  # these are read when they are needed
    return problem(
        "tls",
        f"no certificate authority in {paths.openssl_cafile} or {paths.openssl_capath}: "
        "no https page can be had",
        "install the system's package ca-certificates, or let SSL_CERT_FILE name a file of them",
    )


def _contact(contact: str) -> Finding:
    try:
        check_contact(contact, attended=True)
    except MannersError as error:
        return problem("contact", str(error), "set it to your e-mail address or a page about you")
    if contact:
        return ok("contact", f"{contact} is in the user agent")
    return warning(
        "contact",
        "QILU_CONTACT is not set: the site's operator can't reach you, no scheduled crawl starts",
        "set it to your e-mail address or a page about you",
    )


def _hours(text: str) -> Finding:
    try:
        hours = Hours(text)
    except MannersError as error:
        return problem("hours", str(error), "set it so, or unset it to crawl at any hour")
    return ok("hours", f"crawls only at {hours.text} in Shandong" if hours.text else "any")


def _proxies() -> Iterator[Finding]:
    """Look at the proxies of the environment; their passwords are not shown."""
    proxies = {name: url for name, url in getproxies_environment().items() if name != "no"}
    if not proxies:
        yield ok("proxies", "none in the environment")
    for name, url in sorted(proxies.items()):
        place = _host_and_port(url)
        if place:
            yield ok("proxies", f"{name}_proxy leads to {place}")
        else:
            advice = f"write it as {name}_proxy=http://HOST:PORT, or unset it"
            yield problem("proxies", f"{name}_proxy is no address of a proxy", advice)
    if "http" in proxies and "https" not in proxies:
        text = "http_proxy is set and https_proxy is not: https, which is tried first, goes past it"
        yield warning("proxies", text, "set https_proxy too, if all is to take the proxy")


def _host_and_port(url: str) -> str | None:
    try:
        split = urlsplit(url if "://" in url else f"http://{url}")
        if split.scheme not in {"http", "https"} or not split.hostname:
            return None
        return f"{split.hostname}:{split.port or 80}"
    except ValueError:
        return None
