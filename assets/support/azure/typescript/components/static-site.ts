import * as cdn from "@pulumi/azure-native/cdn";
import * as frontdoor from "@pulumi/azure-native/frontdoor";
import * as monitor from "@pulumi/azure-native/monitor";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import { siteFiles } from "../site-files";
import { Platform } from "./platform";

/** An API behind the site's address. */
export interface ApiOrigin {
  /** The first word of the names of what leads to it. */
  name: string;
  url: pulumi.Input<string>;
  /** The paths that go on to it, such as `/api/*`. */
  paths: string[];
}

export interface StaticSiteArgs {
  platform: Platform;
  /** Lower-case letters and digits, at most 16: a storage account's name has 24, eight of them random. */
  storageName: string;
  /** Folder with the site's files, relative to the project. */
  directory: string;
  /** Whether the page knows its own paths, so that `index.html` answers each that names no file. */
  singlePage?: boolean | undefined;
  apis?: ApiOrigin[];
  /** A name of your own by which browsers find it; without it, Front Door gives it one. */
  domain?: string | undefined;
  /** Whether floods and known attacks are turned away; Front Door does so in its Premium tier. */
  firewall?: boolean | undefined;
  /** Whether every request is logged. */
  logs: boolean;
  tags: Record<string, string>;
  /** Further arguments of Front Door's profile, over all others. */
  extra?: Partial<cdn.ProfileArgs>;
}

const SECURITY_HEADERS: [string, string][] = [
  ["Strict-Transport-Security", "max-age=31536000"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "SAMEORIGIN"],
  ["Referrer-Policy", "strict-origin-when-cross-origin"],
];

/** The host name of an address. */
function hostOf(url: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi
    .output(url)
    .apply((address) => address.replace(/^https:\/\//, "").replace(/\/$/, ""));
}

/** A header that browsers are told with an answer. */
function header(headerName: string, value: string) {
  return {
    name: "ModifyResponseHeader" as const,
    parameters: {
      typeName: "DeliveryRuleHeaderActionParameters" as const,
      headerAction: "Overwrite",
      headerName,
      value,
    },
  };
}

/** A condition on what is behind the last dot of a path. */
function ending(operator: string, value: string, negateCondition = false) {
  return {
    name: "UrlFileExtension" as const,
    parameters: {
      typeName: "DeliveryRuleUrlFileExtensionMatchConditionParameters" as const,
      operator,
      matchValues: [value],
      negateCondition,
    },
  };
}

/** Files for browsers in a website of Blob Storage, served by Front Door with the APIs behind the same address. */
export class StaticSite extends pulumi.ComponentResource {
  readonly profile: cdn.Profile;
  readonly endpoint: cdn.AFDEndpoint;
  readonly url: pulumi.Output<string>;

  /** Where all parts of Front Door stand. */
  private readonly place: {
    resourceGroupName: pulumi.Output<string>;
    profileName: pulumi.Output<string>;
  };

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:StaticSite", name, {}, opts);
    const parent = { parent: this };
    const { apis = [], platform, tags } = args;
    const resourceGroupName = platform.resourceGroup.name;

    // Pulumi uploads files with the account's key; browsers read them without any.
    const account = new storage.StorageAccount(
      args.storageName,
      {
        resourceGroupName,
        kind: "StorageV2",
        sku: { name: "Standard_ZRS" },
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        tags,
      },
      parent,
    );
    const website = new storage.StorageAccountStaticWebsite(
      name,
      { resourceGroupName, accountName: account.name, indexDocument: "index.html" },
      parent,
    );

    const tier = args.firewall ? "Premium_AzureFrontDoor" : "Standard_AzureFrontDoor";
    this.profile = new cdn.Profile(
      name,
      { resourceGroupName, location: "Global", sku: { name: tier }, tags, ...args.extra },
      parent,
    );
    this.place = { resourceGroupName, profileName: this.profile.name };
    this.endpoint = new cdn.AFDEndpoint(
      name,
      { ...this.place, location: "Global", enabledState: "Enabled", tags },
      parent,
    );
    const domain =
      args.domain === undefined
        ? undefined
        : new cdn.AFDCustomDomain(
            name,
            {
              ...this.place,
              hostName: args.domain,
              tlsSettings: { certificateType: "ManagedCertificate", minimumTlsVersion: "TLS12" },
            },
            parent,
          );

    const rules = this.rules(name, args.singlePage ?? false);
    this.route(name, hostOf(account.primaryEndpoints.web), ["/*"], domain, rules);
    for (const api of apis) {
      this.route(`${name}-${api.name}`, hostOf(api.url), api.paths, domain);
    }
    if (args.firewall) {
      this.firewall(name, domain, platform, tags);
    }
    if (args.logs) {
      new monitor.DiagnosticSetting(
        name,
        {
          resourceUri: this.profile.id,
          workspaceId: platform.logs.id,
          logs: ["FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog"].map((category) => ({
            category,
            enabled: true,
          })),
        },
        parent,
      );
    }
    this.upload(name, args.directory, account, website);

    this.url = pulumi.interpolate`https://${args.domain ?? this.endpoint.hostName}`;
    this.registerOutputs({ url: this.url, address: this.endpoint.hostName });
  }

  /** What is told to browsers, what is kept near them, and which paths the page answers. */
  private rules(name: string, singlePage: boolean): cdn.RuleSet {
    const plain = name.replaceAll("-", "");
    const set = new cdn.RuleSet(plain, this.place, { parent: this });
    const rule = (
      what: string,
      order: number,
      args: Pick<cdn.RuleArgs, "actions" | "conditions">,
    ): void => {
      new cdn.Rule(
        `${plain}${what}`,
        {
          ...this.place,
          ruleSetName: set.name,
          order,
          matchProcessingBehavior: "Continue",
          ...args,
        },
        { parent: this },
      );
    };
    // Pages are asked for anew, other files once an hour.
    rule("headers", 1, {
      actions: [...SECURITY_HEADERS, ["Cache-Control", "no-cache"] as const].map(([key, value]) =>
        header(key, value),
      ),
    });
    rule("files", 2, {
      conditions: [ending("GreaterThanOrEqual", "1"), ending("Equal", "html", true)],
      actions: [
        header("Cache-Control", "public, max-age=3600"),
        {
          name: "RouteConfigurationOverride",
          parameters: {
            typeName: "DeliveryRuleRouteConfigurationOverrideActionParameters",
            cacheConfiguration: {
              cacheBehavior: "OverrideAlways",
              cacheDuration: "01:00:00",
              isCompressionEnabled: "Enabled",
              queryStringCachingBehavior: "IgnoreQueryString",
            },
          },
        },
      ],
    });
    if (singlePage) {
      rule("page", 3, {
        conditions: [ending("LessThan", "1")],
        actions: [
          {
            name: "UrlRewrite",
            parameters: {
              typeName: "DeliveryRuleUrlRewriteActionParameters",
              sourcePattern: "/",
              destination: "/index.html",
              preserveUnmatchedPath: false,
            },
          },
        ],
      });
    }
    return set;
  }

  /** Hands on what begins so to a host, by HTTPS and under the host's own name. */
  private route(
    name: string,
    host: pulumi.Output<string>,
    paths: string[],
    domain: cdn.AFDCustomDomain | undefined,
    rules?: cdn.RuleSet,
  ): void {
    const parent = { parent: this };
    const group = new cdn.AFDOriginGroup(
      name,
      {
        ...this.place,
        loadBalancingSettings: {
          sampleSize: 4,
          successfulSamplesRequired: 3,
          additionalLatencyInMilliseconds: 50,
        },
      },
      parent,
    );
    const origin = new cdn.AFDOrigin(
      name,
      {
        ...this.place,
        originGroupName: group.name,
        hostName: host,
        originHostHeader: host,
        enabledState: "Enabled",
        enforceCertificateNameCheck: true,
      },
      parent,
    );
    new cdn.Route(
      name,
      {
        ...this.place,
        endpointName: this.endpoint.name,
        originGroup: { id: group.id },
        patternsToMatch: paths,
        supportedProtocols: ["Http", "Https"],
        httpsRedirect: "Enabled",
        forwardingProtocol: "HttpsOnly",
        enabledState: "Enabled",
        customDomains: domain ? [{ id: domain.id }] : [],
        linkToDefaultDomain: domain ? "Disabled" : "Enabled",
        ruleSets: rules ? [{ id: rules.id }] : [],
      },
      { parent: this, dependsOn: [origin] },
    );
  }

  /** Turns away floods from one address, and attacks that are known. */
  private firewall(
    name: string,
    domain: cdn.AFDCustomDomain | undefined,
    platform: Platform,
    tags: Record<string, string>,
  ): void {
    const policy = new frontdoor.Policy(
      name.replaceAll("-", ""),
      {
        resourceGroupName: platform.resourceGroup.name,
        location: "Global",
        sku: { name: "Premium_AzureFrontDoor" },
        policySettings: {
          enabledState: "Enabled",
          mode: "Prevention",
          requestBodyCheck: "Enabled",
        },
        managedRules: {
          managedRuleSets: [
            {
              ruleSetType: "Microsoft_DefaultRuleSet",
              ruleSetVersion: "2.1",
              ruleSetAction: "Block",
            },
            { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" },
          ],
        },
        customRules: {
          rules: [
            {
              name: "floods",
              priority: 100,
              ruleType: "RateLimitRule",
              action: "Block",
              rateLimitDurationInMinutes: 5,
              rateLimitThreshold: 2000,
              matchConditions: [
                {
                  matchVariable: "SocketAddr",
                  operator: "IPMatch",
                  matchValue: ["0.0.0.0/0", "::/0"],
                },
              ],
            },
          ],
        },
        tags,
      },
      { parent: this },
    );
    new cdn.SecurityPolicy(
      name,
      {
        ...this.place,
        parameters: {
          type: "WebApplicationFirewall",
          wafPolicy: { id: policy.id },
          associations: [
            { domains: [{ id: domain?.id ?? this.endpoint.id }], patternsToMatch: ["/*"] },
          ],
        },
      },
      { parent: this },
    );
  }

  /** Puts the files of the folder into the website. */
  private upload(
    name: string,
    directory: string,
    account: storage.StorageAccount,
    website: storage.StorageAccountStaticWebsite,
  ): void {
    for (const file of siteFiles(name, directory)) {
      new storage.Blob(
        `${name}/${file.name}`,
        {
          resourceGroupName: this.place.resourceGroupName,
          accountName: account.name,
          containerName: website.containerName,
          blobName: file.name,
          source: new pulumi.asset.FileAsset(file.path),
          contentType: file.contentType,
        },
        { parent: this },
      );
    }
  }
}
