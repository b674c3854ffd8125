import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { siteFiles } from "../site-files";

/** An API behind the site's address. */
export interface ApiOrigin {
  /** The first word of the names of what leads to it. */
  name: string;
  url: pulumi.Input<string>;
  /** The paths that go on to it, such as `/api/*`. */
  paths: string[];
}

export interface StaticSiteArgs {
  description: string;
  region: string;
  /** Folder with the site's files, relative to the project. */
  directory: string;
  /** Whether the page knows its own paths, so that `index.html` answers each that names no file. */
  singlePage?: boolean | undefined;
  apis?: ApiOrigin[];
  /** The name by which browsers find it; its address must stand in the DNS under that name. */
  domain: string;
  /** A certificate that is there already, by its self link; one is made without it. */
  certificate?: string | undefined;
  /** The zone of Cloud DNS that gets the site's address; others enter it where they keep names. */
  zone?: string | undefined;
  /** The oldest TLS that browsers may speak. */
  minTls: "TLS_1_0" | "TLS_1_1" | "TLS_1_2" | "TLS_1_3";
  /** Whether floods and known attacks on the APIs are turned away. */
  firewall?: boolean | undefined;
  /** Whether requests that go on to an API are logged; those for files always are. */
  logs: boolean;
}

const SECURITY_HEADERS = [
  "Strict-Transport-Security: max-age=31536000",
  "X-Content-Type-Options: nosniff",
  "X-Frame-Options: SAMEORIGIN",
  "Referrer-Policy: strict-origin-when-cross-origin",
];

/** What Cloud Armor knows of attacks. */
const ATTACKS = ["sqli-v33-stable", "xss-v33-stable", "rce-v33-stable", "lfi-v33-stable"];

/** Files for browsers in a bucket that anyone may read, served by Cloud CDN with the APIs behind it. */
export class StaticSite extends pulumi.ComponentResource {
  readonly bucket: gcp.storage.Bucket;
  readonly urlMap: gcp.compute.URLMap;
  readonly address: gcp.compute.GlobalAddress;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:StaticSite", name, {}, opts);
    const parent = { parent: this };
    const { apis = [], domain } = args;

    // What is in it can be made again.
    this.bucket = new gcp.storage.Bucket(
      `${name}-files`,
      {
        location: args.region,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "inherited",
        website: { mainPageSuffix: "index.html" },
        forceDestroy: true,
      },
      parent,
    );
    // Single files, but no list of them.
    new gcp.storage.BucketIAMMember(
      `${name}-shown-to-anyone`,
      { bucket: this.bucket.name, role: "roles/storage.legacyObjectReader", member: "allUsers" },
      parent,
    );
    const files = new gcp.compute.BackendBucket(
      `${name}-files`,
      {
        bucketName: this.bucket.name,
        enableCdn: true,
        compressionMode: "AUTOMATIC",
        cdnPolicy: { cacheMode: "USE_ORIGIN_HEADERS" },
        customResponseHeaders: SECURITY_HEADERS,
      },
      parent,
    );

    const firewall = args.firewall ? this.firewall(name) : undefined;
    const services = apis.map((api) => ({
      paths: api.paths,
      service: this.api(`${name}-${api.name}`, api.url, args.logs, firewall),
    }));
    // Only what is no file, and none of the APIs, is answered by the page.
    const page = {
      errorService: files.id,
      errorResponseRules: [
        { matchResponseCodes: ["403", "404"], path: "/index.html", overrideResponseCode: 200 },
      ],
    };
    this.urlMap = new gcp.compute.URLMap(
      name,
      {
        description: args.description,
        defaultService: files.id,
        hostRules: [{ hosts: [domain], pathMatcher: "paths" }],
        pathMatchers: [
          {
            name: "paths",
            defaultService: files.id,
            pathRules: [
              ...services.map(({ paths, service }) => ({ paths, service: service.id })),
              {
                paths: ["/*"],
                service: files.id,
                customErrorResponsePolicy: args.singlePage ? page : undefined,
              },
            ],
          },
        ],
      },
      parent,
    );

    this.address = new gcp.compute.GlobalAddress(name, {}, parent);
    this.entrance(name, args);
    if (args.zone !== undefined) {
      new gcp.dns.RecordSet(
        name,
        {
          managedZone: args.zone,
          name: `${domain}.`,
          type: "A",
          ttl: 300,
          rrdatas: [this.address.address],
        },
        parent,
      );
    }
    this.upload(name, args.directory);

    this.url = pulumi.interpolate`https://${domain}`;
    this.registerOutputs({ url: this.url, address: this.address.address });
  }

  /** Where browsers come in: by HTTPS, and by HTTP only to be sent on to it. */
  private entrance(name: string, args: StaticSiteArgs): void {
    const parent = { parent: this };
    const certificate =
      args.certificate ??
      new gcp.compute.ManagedSslCertificate(name, { managed: { domains: [args.domain] } }, parent)
        .id;
    const policy = new gcp.compute.SSLPolicy(
      name,
      {
        minTlsVersion: args.minTls,
        profile: args.minTls === "TLS_1_3" ? "RESTRICTED" : "MODERN",
      },
      parent,
    );
    const secure = new gcp.compute.TargetHttpsProxy(
      name,
      { urlMap: this.urlMap.id, sslCertificates: [certificate], sslPolicy: policy.id },
      parent,
    );
    const redirect = new gcp.compute.URLMap(
      `${name}-redirect`,
      {
        defaultUrlRedirect: {
          httpsRedirect: true,
          stripQuery: false,
          redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
        },
      },
      parent,
    );
    const open = new gcp.compute.TargetHttpProxy(
      `${name}-redirect`,
      { urlMap: redirect.id },
      parent,
    );
    const doors: [string, string, pulumi.Output<string>][] = [
      [name, "443", secure.id],
      [`${name}-redirect`, "80", open.id],
    ];
    for (const [door, portRange, target] of doors) {
      new gcp.compute.GlobalForwardingRule(
        door,
        {
          target,
          portRange,
          ipAddress: this.address.id,
          loadBalancingScheme: "EXTERNAL_MANAGED",
        },
        parent,
      );
    }
  }

  /** An API of its own address, which the site hands requests on to. */
  private api(
    name: string,
    url: pulumi.Input<string>,
    logs: boolean,
    firewall: gcp.compute.SecurityPolicy | undefined,
  ): gcp.compute.BackendService {
    const parent = { parent: this };
    const host = pulumi.output(url).apply((address) => address.replace(/^https:\/\//, ""));
    const group = new gcp.compute.GlobalNetworkEndpointGroup(
      name,
      { networkEndpointType: "INTERNET_FQDN_PORT", defaultPort: 443 },
      parent,
    );
    const endpoint = new gcp.compute.GlobalNetworkEndpoint(
      name,
      { globalNetworkEndpointGroup: group.name, fqdn: host, port: 443 },
      parent,
    );
    return new gcp.compute.BackendService(
      name,
      {
        protocol: "HTTPS",
        loadBalancingScheme: "EXTERNAL_MANAGED",
        backends: [{ group: group.id }],
        // The API answers to its own name only.
        customRequestHeaders: [pulumi.interpolate`Host: ${host}`],
        securityPolicy: firewall?.id,
        logConfig: { enable: logs, sampleRate: logs ? 1 : 0 },
      },
      { parent: this, dependsOn: [endpoint] },
    );
  }

  /** Turns away floods from one address, and attacks that are known. */
  private firewall(name: string): gcp.compute.SecurityPolicy {
    const everyone = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
    return new gcp.compute.SecurityPolicy(
      name,
      {
        description: `Guards what stands behind the ${name} site`,
        rules: [
          ...ATTACKS.map((attack, index) => ({
            description: `Known attacks: ${attack}`,
            priority: 1000 + index,
            action: "deny(403)",
            match: { expr: { expression: `evaluatePreconfiguredWaf('${attack}')` } },
          })),
          {
            description: "Floods from one address",
            priority: 2000,
            action: "throttle",
            match: everyone,
            rateLimitOptions: {
              conformAction: "allow",
              exceedAction: "deny(429)",
              enforceOnKey: "IP",
              rateLimitThreshold: { count: 2000, intervalSec: 300 },
            },
          },
          {
            description: "Everyone else",
            priority: 2147483647,
            action: "allow",
            match: everyone,
          },
        ],
      },
      { parent: this },
    );
  }

  /** Puts the files of the folder into the bucket; pages are asked for anew, other files now and then. */
  private upload(name: string, directory: string): void {
    for (const file of siteFiles(name, directory)) {
      new gcp.storage.BucketObject(
        `${name}/${file.name}`,
        {
          bucket: this.bucket.name,
          name: file.name,
          source: new pulumi.asset.FileAsset(file.path),
          contentType: file.contentType,
          cacheControl: file.cacheControl,
        },
        { parent: this },
      );
    }
  }
}
