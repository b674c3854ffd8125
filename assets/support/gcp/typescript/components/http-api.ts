import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface Route {
  method: string;
  path: string;
  uri: pulumi.Input<string>;
  timeoutSeconds: number;
  /** Who may call it: people who have signed in, or the callers of the API; anyone without it. */
  security?: "people" | "callers";
}

export interface HttpApiArgs {
  project: string;
  region: string;
  description: string;
  /** The API's id, the only one of that name in the project. */
  apiId: string;
  /** The account as which the gateway calls functions. */
  account: pulumi.Input<string>;
  routes: Route[];
  /** The service accounts whose signed requests pass; nobody's without any. */
  callers?: string[];
  /** Whether pages of other origins may ask first; the functions answer them. */
  cors?: boolean;
}

/** The public address of routes. An API's configuration cannot change: each new one replaces the last. */
export class HttpApi extends pulumi.ComponentResource {
  readonly api: gcp.apigateway.Api;
  readonly gateway: gcp.apigateway.Gateway;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:HttpApi", name, {}, opts);
    const parent = { parent: this };
    const { apiId, region } = args;

    this.api = new gcp.apigateway.Api(name, { apiId, displayName: args.description }, parent);

    const config = new gcp.apigateway.ApiConfig(
      name,
      {
        api: this.api.apiId,
        apiConfigIdPrefix: `${apiId.slice(0, 30)}-`,
        openapiDocuments: [
          {
            document: {
              path: "openapi.json",
              contents: pulumi
                .jsonStringify(document(args))
                .apply((text) => Buffer.from(text).toString("base64")),
            },
          },
        ],
        gatewayConfig: { backendConfig: { googleServiceAccount: args.account } },
      },
      parent,
    );

    this.gateway = new gcp.apigateway.Gateway(
      name,
      { gatewayId: apiId, apiConfig: config.id, region },
      parent,
    );
    this.url = pulumi.interpolate`https://${this.gateway.defaultHostname}`;

    this.registerOutputs({ url: this.url });
  }
}

type Operation = Record<string, pulumi.Input<unknown>>;

/** The API in OpenAPI 2.0 with Google's extensions, which is what API Gateway reads. */
function document(args: HttpApiArgs): Operation {
  const { callers = [], cors, project, routes } = args;
  const security = {
    people: [{ people: [] }],
    // One of the callers is enough. That of the gateway itself signs nothing: with it alone nobody passes.
    callers: ["nobody", ...callers.map((_, index) => `caller${String(index)}`)].map((key) => ({
      [key]: [],
    })),
  };
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { method, path, uri, timeoutSeconds, security: asked } of routes) {
    const parameters = Array.from(path.matchAll(/\{(\w+)\}/g), ([, parameter]) => ({
      name: parameter,
      in: "path",
      required: true,
      type: "string",
    }));
    const id = `${method}${path}`
      .split(/[^A-Za-z0-9]+/)
      .filter(Boolean)
      .join("-");
    const operation = (operationId: string): Operation => ({
      operationId,
      ...(parameters.length > 0 ? { parameters } : {}),
      responses: { default: { description: "The answer" } },
      "x-google-backend": {
        address: uri,
        path_translation: "APPEND_PATH_TO_ADDRESS",
        deadline: timeoutSeconds,
      },
    });
    const operations = (paths[path] ??= {});
    operations[method] = { ...operation(id), ...(asked ? { security: security[asked] } : {}) };
    if (cors && !("options" in operations)) {
      operations.options = operation(`options-${id}`);
    }
  }
  const issuer = (email: pulumi.Input<string>): Operation => ({
    type: "oauth2",
    flow: "implicit",
    authorizationUrl: "",
    "x-google-issuer": email,
    "x-google-jwks_uri": pulumi.interpolate`https://www.googleapis.com/service_accounts/v1/metadata/x509/${email}`,
  });
  const signed = Object.fromEntries(
    callers.map((email, index) => [`caller${String(index)}`, issuer(email)]),
  );
  return {
    swagger: "2.0",
    info: { title: args.apiId, description: args.description, version: "1.0.0" },
    schemes: ["https"],
    produces: ["application/json"],
    securityDefinitions: {
      people: {
        type: "oauth2",
        flow: "implicit",
        authorizationUrl: "",
        "x-google-issuer": `https://securetoken.google.com/${project}`,
        "x-google-jwks_uri":
          "https://www.googleapis.com/service_accounts/v1/metadata/x509/securetoken@system.gserviceaccount.com",
        "x-google-audiences": project,
      },
      nobody: issuer(args.account),
      ...signed,
    },
    paths,
  };
}
