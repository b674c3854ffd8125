"""The order of creation where no reference gives it."""

import pulumi


def after(text: pulumi.Input[str], *others: pulumi.Input[str]) -> pulumi.Output[str]:
    """The text, once the others are known: for what must wait for a resource it does not name."""
    return pulumi.Output.all(text, *others).apply(lambda values: values[0])
