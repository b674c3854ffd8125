"""What starts functions: routes, people who sign up, schedules, other functions, changes of documents."""

from judge.design import Flow, seconds
from judge.gcp.world import ACCOUNT, INVOKER, PROJECT, PROJECT_MEMBER, World

JOB = "gcp:cloudscheduler/job:Job"
METHODS = ["delete", "get", "head", "patch", "post", "put"]


def may_call(world: World, flow: Flow, member: str | None) -> None:
    """Assert that a member may call what the flow leads to."""
    function = world.main(flow.target)
    world.grant(flow, INVOKER, "roles/run.invoker", member, {function.output("name")} if function else set())


def route(world: World, flow: Flow) -> None:
    """A route leads to the function, with what it asks of callers, and the gateway's account may call it."""
    document = world.document(flow.source)
    config = world.config(flow.source)
    account = world.caller(config.get("gatewayConfig", "backendConfig", "googleServiceAccount")) if config else None
    may_call(world, flow, account.output("member") if account else None)
    path = flow.values["path"].replace("+}", "=**}")
    method = flow.get("method").lower()
    operations = document.get("paths", {}).get(path, {})
    asked = {"jwt": "people", "iam": "callers"}.get(flow.get("auth"))
    for name in METHODS if method == "any" else [method]:
        operation = operations.get(name)
        if not world.need(operation, flow, f"the gateway has no {name} {path}"):
            continue
        backend = operation.get("x-google-backend", {})
        world.need(backend.get("address") == world.uri(flow.target), flow, f"it leads to {backend.get('address')}")
        world.need(backend.get("path_translation") == "APPEND_PATH_TO_ADDRESS", flow, "the function loses the path")
        longest = flow.values.get("timeout") or flow.target.get("timeout") or "30s"
        world.need(backend.get("deadline") == seconds(longest), flow, f"it waits {backend.get('deadline')} seconds")
        keys = {key for item in operation.get("security", []) for key in item}
        if asked == "people":
            world.need(keys == {"people"}, flow, f"it asks for {sorted(keys)}, not for people who signed in")
        elif asked == "callers":
            signed = "nobody" in keys and all(key == "nobody" or key.startswith("caller") for key in keys)
            world.need(signed, flow, f"it asks for {sorted(keys)}, not for a caller's signature")
        else:
            world.need(not keys, flow, f"it asks for {sorted(keys)}, and should be open")
    pages = flow.source.values.get("cors") is not None
    world.need(("options" in operations) == pages, flow, "pages of other origins are not treated as drawn")
    if pages:
        variables = world.variables(flow.target)
        origins = ",".join(flow.source.get("cors", "origins") or [])
        world.need(
            variables.get("CORS_ORIGINS") == origins, flow, f"the function answers {variables.get('CORS_ORIGINS')}"
        )


def authorize(world: World, flow: Flow) -> None:
    """Tokens of the project's people are asked for, and of nobody else."""
    people = world.document(flow.target).get("securityDefinitions", {}).get("people", {})
    issuer, audience = people.get("x-google-issuer"), people.get("x-google-audiences")
    world.need(issuer == f"https://securetoken.google.com/{PROJECT}", flow, f"tokens of {issuer} pass")
    world.need(audience == PROJECT, flow, f"tokens for {audience} pass")


def trigger(world: World, flow: Flow) -> None:
    """The pool asks the function, which anyone may call since the pool has no account."""
    pool = world.main(flow.source)
    event = {"pre-sign-up": "beforeCreate"}.get(flow.values["on"], "beforeSignIn")
    hooks = pool.inputs.get("blockingFunctions", {}).get("triggers", []) if pool else []
    wanted = {"eventType": event, "functionUri": world.uri(flow.target)}
    world.need(wanted in hooks, flow, f"the pool does not ask it {event}")
    may_call(world, flow, "allUsers")


def invoke(world: World, flow: Flow) -> None:
    """A function may call another and knows its address."""
    may_call(world, flow, world.member_of(flow.source))
    world.points(flow, {str(world.uri(flow.target))})


def schedule(world: World, flow: Flow) -> None:
    """A job calls the function, as an account that may."""
    address = world.uri(flow.target)
    jobs = [item for item in world.recording.of(JOB) if item.get("httpTarget", "uri") == address]
    jobs = [item for item in jobs if item.name.startswith(flow.source.name)]
    if not world.need(len(jobs) == 1, flow, f"{len(jobs)} jobs call it"):
        return
    job = jobs[0]
    world.claims.add(job.urn)
    timed(world, flow, job.get("schedule"), job.get("timeZone"))
    token = job.get("httpTarget", "oidcToken") or {}
    world.need(token.get("audience") == address, flow, "its token is for something else")
    account = world.recording.owner(token.get("serviceAccountEmail"), ACCOUNT)
    may_call(world, flow, account.output("member") if account else None)


def timed(world: World, flow: Flow, cron: object, zone: object) -> None:
    """Assert that a job runs when it is drawn to."""
    wanted = flow.source.get("cron") or interval(seconds(flow.source.get("every")) // 60)
    world.need(cron == wanted, flow, f"it runs at {cron}, not at {wanted}")
    world.need(zone == flow.source.get("timezone"), flow, f"it runs by the clock of {zone}")


def interval(minutes: int) -> str:
    """Return an interval as cron."""
    if minutes < 60:
        return f"*/{minutes} * * * *" if minutes > 1 else "* * * * *"
    hours = minutes // 60
    return {1: "0 * * * *", 24: "0 0 * * *"}.get(hours, f"0 */{hours} * * *")


def changes(world: World, flow: Flow) -> None:
    """Changes of a table's documents call the function, as an account that may receive them and call it."""
    function, table = world.main(flow.target), world.main(flow.source)
    event = (function.get("eventTrigger") or {}) if function else {}
    filters = {item["attribute"]: item["value"] for item in event.get("eventFilters", [])}
    world.need(table and filters.get("database") == table.output("name"), flow, f"it follows {filters}")
    world.need(filters.get("document") == f"{flow.source.name}/{{id}}", flow, f"it follows {filters.get('document')}")
    world.need(event.get("retryPolicy") == "RETRY_POLICY_RETRY", flow, "a change that failed is lost")
    account = world.recording.owner(event.get("serviceAccountEmail"), ACCOUNT)
    member = account.output("member") if account else None
    may_call(world, flow, member)
    right = world.grant(flow, PROJECT_MEMBER, "roles/eventarc.eventReceiver", member, {PROJECT})
    first = right and function and right.urn in function.raw["dependencies"]
    world.need(first, flow, "the function is made before its trigger may receive changes")
