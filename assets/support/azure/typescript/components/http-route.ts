import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as web from "@pulumi/azure-native/web";
import * as pulumi from "@pulumi/pulumi";

import { Platform } from "./platform";

/** Whose tokens open a route. */
export interface Tokens {
  /** Where the issuer describes itself. */
  readonly openIdConfigUrl: pulumi.Input<string>;
  readonly audience: pulumi.Input<string>;
  readonly scopes?: string[];
}

export interface HttpRouteArgs {
  platform: Platform;
  serviceName: pulumi.Input<string>;
  apiName: pulumi.Input<string>;
  method: string;
  path: string;
  /** The function that answers. */
  appName: pulumi.Input<string>;
  hostName: pulumi.Input<string>;
  /** Whose tokens open it; without them it is open to all. */
  tokens?: Tokens;
  timeoutSeconds?: number;
}

/** A route of an API: checks the token, then asks the function, with a key that only the API has. */
export class HttpRoute extends pulumi.ComponentResource {
  constructor(name: string, args: HttpRouteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:HttpRoute", name, {}, opts);
    const parent = { parent: this };
    const resourceGroupName = args.platform.resourceGroup.name;
    const { serviceName } = args;

    const keys = web.listWebAppHostKeysOutput({ resourceGroupName, name: args.appName }, parent);
    const key = new apimanagement.NamedValue(
      name,
      {
        resourceGroupName,
        serviceName,
        namedValueId: `${name}-key`,
        displayName: `${name}-key`,
        secret: true,
        value: pulumi.secret(keys.apply(({ functionKeys }) => functionKeys?.["default"] ?? "")),
      },
      parent,
    );
    const backend = new apimanagement.Backend(
      name,
      {
        resourceGroupName,
        serviceName,
        backendId: name,
        protocol: "http",
        url: pulumi.interpolate`https://${args.hostName}`,
        credentials: { header: { "x-functions-key": [`{{${name}-key}}`] } },
      },
      { parent: this, dependsOn: [key] },
    );

    const operation = new apimanagement.ApiOperation(
      name,
      {
        resourceGroupName,
        serviceName,
        apiId: args.apiName,
        operationId: name,
        displayName: `${args.method} ${args.path}`,
        method: args.method,
        urlTemplate: args.path,
        templateParameters: [...args.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
          name: parameter ?? "",
          required: true,
          type: "string",
        })),
      },
      parent,
    );
    new apimanagement.ApiOperationPolicy(
      name,
      {
        resourceGroupName,
        serviceName,
        apiId: args.apiName,
        operationId: operation.name,
        policyId: "policy",
        format: "rawxml",
        value: policy(backend.name, args),
      },
      parent,
    );

    this.registerOutputs({});
  }
}

function policy(backend: pulumi.Output<string>, args: HttpRouteArgs): pulumi.Output<string> {
  const check = args.tokens ? checkToken(args.tokens) : "";
  const timeout =
    args.timeoutSeconds === undefined ? "" : ` timeout="${String(args.timeoutSeconds)}"`;
  return pulumi.interpolate`<policies>
  <inbound>
    <base />${check}
    <set-backend-service backend-id="${backend}" />
  </inbound>
  <backend>
    <forward-request${timeout} />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
`;
}

function checkToken({ openIdConfigUrl, audience, scopes = [] }: Tokens): pulumi.Output<string> {
  const values = scopes.map((scope) => `          <value>${scope}</value>`).join("\n");
  const claims = `
      <required-claims>
        <claim name="scp" match="all" separator=" ">
${values}
        </claim>
      </required-claims>`;
  return pulumi.interpolate`
    <validate-jwt header-name="Authorization" require-scheme="Bearer" failed-validation-httpcode="401">
      <openid-config url="${openIdConfigUrl}" />
      <audiences>
        <audience>${audience}</audience>
      </audiences>${scopes.length > 0 ? claims : ""}
    </validate-jwt>`;
}
