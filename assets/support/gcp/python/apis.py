"""APIs of the project."""

from collections.abc import Sequence

import pulumi_gcp as gcp


def enable(project: str, apis: Sequence[str]) -> list[gcp.projects.Service]:
    """Enables APIs, which others may use as well: they stay on when the stack goes."""
    return [
        gcp.projects.Service(
            api,
            project=project,
            service=f"{api}.googleapis.com",
            disable_on_destroy=False,
        )
        for api in apis
    ]
