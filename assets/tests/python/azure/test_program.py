"""What holds for the program as a whole."""

# pyright: basic

import re

from tests.system import Registered, assignments, everything, output, registered

# Resources that are otherwise because the design says so.
EXEMPT: list[str] = {{exempt}}


def named(resources: list[Registered]) -> list[str]:
    """Return the names of resources that are not exempt."""
    return [item.name for item in resources if item.name not in EXEMPT]


def test_roles_are_given_to_identities_of_the_program_only() -> None:
    """Nobody else is let in."""
    paths = ("principalId", "identity.principalId")
    made = {output(item.kind, item.name, path) for item in registered for path in paths}
    strangers = [item for item in assignments() if item.inputs.get("principalId") not in made]
    assert named(strangers) == []


def test_no_role_is_given_on_all_that_the_program_makes() -> None:
    """Roles are about one resource."""
    kind = "resources.ResourceGroup"
    groups = [output(kind, item.name, "id") for item in everything(kind)]
    assert named([item for item in assignments() if item.inputs.get("scope") in groups]) == []


def test_each_function_has_an_identity_of_its_own() -> None:
    """No function has what another needs."""
    # Services may have identities of one name: each must be there as often as an app takes it.
    kind = "managedidentity.UserAssignedIdentity"
    made = [output(kind, item.name, "id") for item in everything(kind)]
    identities = [item.inputs.get("identity", {}) for item in everything("web.WebApp")]
    taken = [one for item in identities for one in item.get("userAssignedIdentities", [])]
    assert [one for one in taken if taken.count(one) > max(1, made.count(one))] == []


def test_secrets_are_kept_out_of_the_settings_of_apps() -> None:
    """Apps get references to secrets."""
    found = [item for item in everything("web.WebApp") if keys(item)]
    assert named(found) == []


def keys(app: Registered) -> list[str]:
    """Return the settings that hold a key."""
    settings = app.inputs.get("siteConfig", {}).get("appSettings", [])
    values = [str(item.get("value")) for item in settings]
    return [value for value in values if re.search("AccountKey=|SharedAccessKey=", value)]


def test_no_physical_names_are_fixed() -> None:
    """What has a fixed name cannot be replaced."""
    kinds = ["keyvault.Vault", "servicebus.Namespace", "storage.StorageAccount", "web.WebApp"]
    names = ("name", "accountName", "namespaceName", "vaultName")
    found = [item for kind in kinds for item in everything(kind)]
    assert named([item for item in found if any(item.inputs.get(name) for name in names)]) == []
