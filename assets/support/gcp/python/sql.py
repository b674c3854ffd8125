"""Names inside of databases."""

import pulumi


def user_name(email: pulumi.Input[str]) -> pulumi.Output[str]:
    """The name of a service account as a user: its address without the end."""
    return pulumi.Output.from_input(email).apply(
        lambda address: address.removesuffix(".gserviceaccount.com")
    )
