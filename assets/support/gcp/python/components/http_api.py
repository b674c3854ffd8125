"""HTTP APIs."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

import pulumi
import pulumi_gcp as gcp


class Route(TypedDict):
    """A route and the function that answers it."""

    method: str
    path: str
    uri: pulumi.Input[str]
    timeout_seconds: int
    security: NotRequired[Literal["people", "callers"]]
    """Who may call it: people who have signed in, or the callers of the API; anyone without it."""


@dataclass(frozen=True, kw_only=True)
class HttpApiArgs:
    """What an API is made of."""

    project: str
    region: str
    description: str
    api_id: str
    """The API's id, the only one of that name in the project."""
    account: pulumi.Input[str]
    """The account as which the gateway calls functions."""
    routes: Sequence[Route]
    callers: Sequence[str] = ()
    """The service accounts whose signed requests pass; nobody's without any."""
    cors: bool = False
    """Whether pages of other origins may ask first; the functions answer them."""


class HttpApi(pulumi.ComponentResource):
    """The public address of routes. Its configuration never changes: a new one replaces it."""

    api: gcp.apigateway.Api
    gateway: gcp.apigateway.Gateway
    url: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: HttpApiArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:HttpApi", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        self.api = gcp.apigateway.Api(
            name,
            api_id=args.api_id,
            display_name=args.description,
            opts=parent,
        )

        config = gcp.apigateway.ApiConfig(
            name,
            api=self.api.api_id,
            api_config_id_prefix=f"{args.api_id[:30]}-",
            openapi_documents=[
                {
                    "document": {
                        "path": "openapi.json",
                        "contents": pulumi.Output.json_dumps(
                            _document(args), separators=(",", ":"), ensure_ascii=False
                        ).apply(lambda text: base64.b64encode(text.encode()).decode()),
                    }
                }
            ],
            gateway_config={"backend_config": {"google_service_account": args.account}},
            opts=parent,
        )

        self.gateway = gcp.apigateway.Gateway(
            name,
            gateway_id=args.api_id,
            api_config=config.id,
            region=args.region,
            opts=parent,
        )
        self.url = pulumi.Output.concat("https://", self.gateway.default_hostname)

        self.register_outputs({"url": self.url})


def _issuer(email: pulumi.Input[str]) -> dict[str, Any]:
    """Whoever signs as a service account."""
    return {
        "type": "oauth2",
        "flow": "implicit",
        "authorizationUrl": "",
        "x-google-issuer": email,
        "x-google-jwks_uri": pulumi.Output.concat(
            "https://www.googleapis.com/service_accounts/v1/metadata/x509/", email
        ),
    }


def _document(args: HttpApiArgs) -> dict[str, Any]:
    """The API in OpenAPI 2.0 with Google's extensions, which is what API Gateway reads."""
    callers = {f"caller{index}": email for index, email in enumerate(args.callers)}
    security: dict[str, list[dict[str, list[str]]]] = {
        "people": [{"people": []}],
        # One of the callers is enough. That of the gateway itself signs nothing: with it alone
        # nobody passes.
        "callers": [{key: []} for key in ("nobody", *callers)],
    }
    paths: dict[str, dict[str, dict[str, Any]]] = {}
    for route in args.routes:
        parameters = [
            {"name": parameter, "in": "path", "required": True, "type": "string"}
            for parameter in re.findall(r"\{(\w+)\}", route["path"])
        ]
        words = re.split(r"[^A-Za-z0-9]+", route["method"] + route["path"])
        operation_id = "-".join(word for word in words if word)
        operation: dict[str, Any] = {
            **({"parameters": parameters} if parameters else {}),
            "responses": {"default": {"description": "The answer"}},
            "x-google-backend": {
                "address": route["uri"],
                "path_translation": "APPEND_PATH_TO_ADDRESS",
                "deadline": route["timeout_seconds"],
            },
        }
        operations = paths.setdefault(route["path"], {})
        operations[route["method"]] = {
            "operationId": operation_id,
            **operation,
            **({"security": security[route["security"]]} if "security" in route else {}),
        }
        if args.cors:
            options = {"operationId": f"options-{operation_id}", **operation}
            operations.setdefault("options", options)
    return {
        "swagger": "2.0",
        "info": {"title": args.api_id, "description": args.description, "version": "1.0.0"},
        "schemes": ["https"],
        "produces": ["application/json"],
        "securityDefinitions": {
            "people": {
                "type": "oauth2",
                "flow": "implicit",
                "authorizationUrl": "",
                "x-google-issuer": f"https://securetoken.google.com/{args.project}",
                "x-google-jwks_uri": "https://www.googleapis.com/service_accounts/v1/metadata/x509/"
                "securetoken@system.gserviceaccount.com",
                "x-google-audiences": args.project,
            },
            "nobody": _issuer(args.account),
            **{key: _issuer(email) for key, email in callers.items()},
        },
        "paths": paths,
    }
