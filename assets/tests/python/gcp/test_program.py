"""What holds for the program as a whole."""

# pyright: basic

from tests.system import Registered, everything, members, output

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}


def named(resources: list[Registered]) -> list[str]:
    """Return the names of resources that are not exempt."""
    return [item.name for item in resources if item.name not in EXEMPT]


def test_nobody_is_let_in_but_accounts_of_the_program_and_services_of_google() -> None:
    """Members of roles are known."""
    kinds = ("projects.ServiceIdentity", "serviceaccount.Account")
    made = [output(kind, item.name, "member") for kind in kinds for item in everything(kind)]
    found = [(item, str(item.inputs.get("member"))) for item in members()]
    strangers = [item for item, member in found if member not in made]
    assert named([item for item in strangers if not of_google(item)]) == []


def of_google(item: Registered) -> bool:
    """Return whether a member is a service of Google."""
    return "gserviceaccount.com" in str(item.inputs.get("member"))


def test_each_function_and_container_has_an_account_of_its_own() -> None:
    """No code has what other code needs."""
    # Services may have accounts of one name: each must be there as often as it is taken.
    kind = "serviceaccount.Account"
    made = [output(kind, item.name, "email") for item in everything(kind)]
    configs = [item.inputs["serviceConfig"] for item in everything("cloudfunctionsv2.Function")]
    taken = [str(config.get("serviceAccountEmail")) for config in configs]
    templates = [item.inputs["template"] for item in everything("cloudrunv2.Service")]
    taken += [str(template.get("serviceAccount")) for template in templates]
    assert [one for one in taken if taken.count(one) > max(1, made.count(one))] == []


def test_messages_are_pushed_as_accounts() -> None:
    """No subscription calls without one."""
    found = [item for item in everything("pubsub.Subscription") if item.inputs.get("pushConfig")]
    assert named([item for item in found if "oidcToken" not in item.inputs["pushConfig"]]) == []


def test_no_physical_names_are_fixed() -> None:
    """What has a fixed name cannot be replaced."""
    kinds = [
        "cloudfunctionsv2.Function",
        "cloudrunv2.Service",
        "pubsub.Subscription",
        "pubsub.Topic",
        "storage.Bucket",
    ]
    found = [item for kind in kinds for item in everything(kind)]
    assert named([item for item in found if item.inputs.get("name")]) == []
