def expect_statement(kind: str, name: str, statement: Mapping[str, object]) -> None:
    """Assert that the policy of that kind and name has this statement."""
    found = [item for inputs in inputs_of(kind, name) for item in statements_of(inputs)]
    assert statement in found


def expect_statement_names(kind: str, name: str, names: Sequence[str]) -> None:
    """Assert that the policy of that kind and name has statements of these names and no others."""
    policies = [statements_of(inputs) for inputs in inputs_of(kind, name)]
    expect_some([[item.get("Sid") for item in policy] for policy in policies], names)


def expect_policy(kind: str, name: str, statements: Sequence[Mapping[str, object]]) -> None:
    """Assert that the policy of that kind and name has these statements and no others."""
    expect_some([statements_of(inputs) for inputs in inputs_of(kind, name)], statements)


def expect_variables(name: str, variables: Mapping[str, object]) -> None:
    """Assert that the function of that name has at least these environment variables."""
    functions = inputs_of("lambda.Function", name)
    found = [inputs.get("environment", {}).get("variables", {}) for inputs in functions]
    expect_some([part_of(known, variables) for known in found], variables)


def statements() -> list[dict[str, Any]]:
    """Return every statement of every policy."""
    return [statement for item in registered for statement in statements_of(item.inputs)]


def statements_of(inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the statements of a resource's policy."""
    policy: Any = inputs.get("policy")
    # Some services have policies of other forms.
    return policy.get("Statement", []) if isinstance(policy, dict) else []
