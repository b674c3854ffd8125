"""Outputs of other projects."""

from collections.abc import Sequence

import pulumi


def stack_outputs(project: str, names: Sequence[str]) -> dict[str, pulumi.Output[str]]:
    """Outputs of another project's stack of this environment; a missing one is an error."""
    stack = f"{pulumi.get_organization()}/{project}/{pulumi.get_stack()}"
    reference = pulumi.StackReference(stack)
    return {name: reference.require_output(name) for name in names}
