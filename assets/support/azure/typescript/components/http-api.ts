import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { createAlarm } from "./alarm";
import { Platform } from "./platform";

export interface HttpApiArgs {
  platform: Platform;
  description: string;
  /** Whom Azure writes to about the API, such as before maintenance. */
  publisherEmail: string;
  /** Which web pages may call it; none when absent. */
  cors?: Cors | undefined;
  /** Whether every request is logged, or only those that fail. */
  logRequests: boolean;
  alarms?: boolean;
  tags: Record<string, string>;
  /** Further arguments of the service, over all others. */
  extra?: Partial<apimanagement.ApiManagementServiceArgs>;
}

export interface Cors {
  readonly origins: string[];
  readonly methods: string[];
  readonly headers: string[];
  readonly credentials?: boolean;
  readonly maxAge?: number;
}

/** The public address of routes: API Management, paid by the call. */
export class HttpApi extends pulumi.ComponentResource {
  readonly service: apimanagement.ApiManagementService;
  readonly api: apimanagement.Api;

  constructor(name: string, args: HttpApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:HttpApi", name, {}, opts);
    const parent = { parent: this };
    const { platform, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    this.service = new apimanagement.ApiManagementService(
      name,
      {
        resourceGroupName,
        sku: { name: "Consumption", capacity: 0 },
        publisherName: pulumi.getProject(),
        publisherEmail: args.publisherEmail,
        identity: { type: "SystemAssigned" },
        tags,
        ...args.extra,
      },
      parent,
    );
    const serviceName = this.service.name;

    this.api = new apimanagement.Api(
      name,
      {
        resourceGroupName,
        serviceName,
        displayName: name,
        description: args.description,
        path: "",
        protocols: ["https"],
        subscriptionRequired: false,
      },
      parent,
    );
    if (args.cors) {
      new apimanagement.ApiPolicy(
        name,
        {
          resourceGroupName,
          serviceName,
          apiId: this.api.name,
          policyId: "policy",
          format: "rawxml",
          value: corsPolicy(args.cors),
        },
        parent,
      );
    }

    const mayLog = roles.assign(
      `${name}-send-telemetry`,
      {
        role: "Monitoring Metrics Publisher",
        scope: platform.insights.id,
        principalId: this.service.identity.apply((identity) => identity?.principalId ?? ""),
        subscriptionId: platform.subscriptionId,
      },
      parent,
    );
    const logger = new apimanagement.Logger(
      name,
      {
        resourceGroupName,
        serviceName,
        loggerType: "applicationInsights",
        resourceId: platform.insights.id,
        credentials: {
          connectionString: platform.insights.connectionString,
          identityClientId: "SystemAssigned",
        },
      },
      { parent: this, dependsOn: [mayLog] },
    );
    new apimanagement.ApiDiagnostic(
      name,
      {
        resourceGroupName,
        serviceName,
        apiId: this.api.name,
        diagnosticId: "applicationinsights",
        loggerId: logger.id,
        alwaysLog: "allErrors",
        httpCorrelationProtocol: "W3C",
        sampling: { samplingType: "fixed", percentage: args.logRequests ? 100 : 0 },
      },
      parent,
    );

    if (args.alarms ?? true) {
      createAlarm(
        `${name}-server-errors`,
        {
          platform,
          description: `${name} answers with server errors`,
          scope: this.service.id,
          namespace: "Microsoft.ApiManagement/service",
          metric: "Requests",
          dimension: { name: "BackendResponseCodeCategory", value: "5xx" },
          threshold: 0,
          tags,
        },
        parent,
      );
    }

    this.registerOutputs({ url: this.service.gatewayUrl });
  }
}

function corsPolicy({ origins, methods, headers, credentials, maxAge }: Cors): string {
  const list = (items: string[], item: string): string =>
    items.map((text) => `        <${item}>${text}</${item}>`).join("\n");
  return `<policies>
  <inbound>
    <cors allow-credentials="${credentials ? "true" : "false"}">
      <allowed-origins>
${list(origins, "origin")}
      </allowed-origins>
      <allowed-methods preflight-result-max-age="${String(maxAge ?? 3600)}">
${list(methods, "method")}
      </allowed-methods>
      <allowed-headers>
${list(headers, "header")}
      </allowed-headers>
    </cors>
    <base />
  </inbound>
  <backend>
    <base />
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
