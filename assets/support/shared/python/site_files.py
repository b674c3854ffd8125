"""The files of sites for browsers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


@dataclass(frozen=True)
class SiteFile:
    """A file of a site."""

    name: str
    """Its name below the site's folder."""
    path: str
    content_type: str
    cache_control: str
    """What browsers are told: they ask for pages anew, for other files now and then."""


def site_files(site: str, directory: str) -> Iterator[SiteFile]:
    """Find the files of a site, which must have been built into the folder."""
    folder = Path(directory)
    if not folder.is_dir():
        message = f"The {site} site has no files: build them into {directory} first"
        raise FileNotFoundError(message)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        ending = path.suffix.lower()
        yield SiteFile(
            name=path.relative_to(folder).as_posix(),
            path=path.as_posix(),
            content_type=CONTENT_TYPES.get(ending, "application/octet-stream"),
            cache_control="no-cache" if ending == ".html" else "public, max-age=3600",
        )
