import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import * as iam from "../iam";
import { siteFiles } from "../site-files";

/** An API behind the site's address. */
export interface ApiOrigin {
  endpoint: pulumi.Input<string>;
  /** The paths that go on to it, such as `/api/*`. */
  paths: string[];
}

/** A bucket whose files are served below a folder of the site. */
export interface BucketOrigin {
  /** The first step of the path, such as `photos`; it is no part of the names of files. */
  folder: string;
  domainName: pulumi.Input<string>;
}

export interface StaticSiteArgs {
  description: string;
  /** Folder with the site's files, relative to the project. */
  directory: string;
  /** Whether the page knows its own paths, so that `index.html` answers each that names no file. */
  singlePage?: boolean;
  apis?: ApiOrigin[];
  buckets?: BucketOrigin[];
  /** A domain name of its own, with a certificate in us-east-1 or one that is made. */
  domain?: string | undefined;
  certificateArn?: pulumi.Input<string> | undefined;
  /** The Route 53 zone of the domain, for the certificate that is made and for the site's records. */
  hostedZoneId?: string | undefined;
  /** The oldest TLS that browsers of the domain may speak. */
  securityPolicy?: string;
  priceClass: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** Whether floods and known attacks are turned away. */
  firewall?: boolean;
  /** How long requests stay in the log; without it they are not logged. */
  logRetentionDays?: number | undefined;
  /** Further arguments of the distribution, over all others. */
  extra?: Partial<aws.cloudfront.DistributionArgs>;
}

/** Where CloudFront, its certificates, its firewalls and its logs are managed. */
const GLOBAL_REGION = "us-east-1";

// Policies that AWS manages, by ids that are the same in every account.
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

// A distribution's error pages would stand in for the errors of its APIs too, so paths are turned
// into names of files on their way to the bucket instead.
const SINGLE_PAGE = `function handler(event) {
  const request = event.request;
  if (!request.uri.split("/").pop().includes(".")) {
    request.uri = "/index.html";
  }
  return request;
}
`;
const FOLDER_PAGES = `function handler(event) {
  const request = event.request;
  if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (!request.uri.split("/").pop().includes(".")) {
    request.uri += "/index.html";
  }
  return request;
}
`;
const WITHOUT_FOLDER = `function handler(event) {
  const request = event.request;
  request.uri = request.uri.replace(/^\\/[^/]+/, "");
  return request;
}
`;

/** Files for browsers in a private bucket, served by CloudFront with the APIs behind it. */
export class StaticSite extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  readonly distribution: aws.cloudfront.Distribution;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: StaticSiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:StaticSite", name, {}, opts);
    const parent = { parent: this };
    const { apis = [], buckets = [], domain, hostedZoneId } = args;

    this.bucket = privateBucket(`${name}-files`, parent);

    const accessControl = new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        description: `How the ${name} site reads buckets`,
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
      },
      parent,
    );

    const cloudFrontFunction = (suffix: string, code: string): aws.cloudfront.Function =>
      new aws.cloudfront.Function(
        `${name}-${suffix}`,
        { runtime: "cloudfront-js-2.0", code, publish: true },
        parent,
      );
    const pages = cloudFrontFunction("pages", args.singlePage ? SINGLE_PAGE : FOLDER_PAGES);
    const below = buckets.length > 0 ? cloudFrontFunction("folders", WITHOUT_FOLDER) : undefined;

    const behavior = {
      viewerProtocolPolicy: "redirect-to-https",
      responseHeadersPolicyId: SECURITY_HEADERS,
      compress: true,
    };
    const fileBehavior = {
      ...behavior,
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: CACHING_OPTIMIZED,
    };
    const apiBehavior = {
      ...behavior,
      allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: CACHING_DISABLED,
      originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
    };
    const apiOrigin = (index: number) => `api-${(index + 1).toString()}`;
    const onRequest = (code: aws.cloudfront.Function) => [
      { eventType: "viewer-request", functionArn: code.arn },
    ];

    const certificateArn =
      domain === undefined
        ? undefined
        : (args.certificateArn ?? this.certificate(name, domain, hostedZoneId));

    this.distribution = new aws.cloudfront.Distribution(
      name,
      {
        comment: args.description,
        enabled: true,
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: args.priceClass,
        defaultRootObject: "index.html",
        aliases: domain === undefined ? [] : [domain],
        origins: [
          {
            originId: "files",
            domainName: this.bucket.bucketRegionalDomainName,
            originAccessControlId: accessControl.id,
          },
          ...buckets.map(({ folder, domainName }) => ({
            originId: `bucket-${folder}`,
            domainName,
            originAccessControlId: accessControl.id,
          })),
          ...apis.map(({ endpoint }, index) => ({
            originId: apiOrigin(index),
            domainName: pulumi
              .output(endpoint)
              .apply((address) => address.replace(/^https:\/\//, "")),
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "https-only",
              originSslProtocols: ["TLSv1.2"],
            },
          })),
        ],
        defaultCacheBehavior: {
          ...fileBehavior,
          targetOriginId: "files",
          functionAssociations: onRequest(pages),
        },
        orderedCacheBehaviors: [
          ...apis.flatMap(({ paths }, index) =>
            paths.map((pathPattern) => ({
              ...apiBehavior,
              pathPattern,
              targetOriginId: apiOrigin(index),
            })),
          ),
          ...buckets.map(({ folder }) => ({
            ...fileBehavior,
            pathPattern: `/${folder}/*`,
            targetOriginId: `bucket-${folder}`,
            functionAssociations: below && onRequest(below),
          })),
        ],
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate:
          certificateArn === undefined
            ? { cloudfrontDefaultCertificate: true }
            : {
                acmCertificateArn: certificateArn,
                minimumProtocolVersion: args.securityPolicy ?? "TLSv1.2_2021",
                sslSupportMethod: "sni-only",
              },
        webAclId: args.firewall ? this.firewall(name).arn : undefined,
        ...args.extra,
      },
      parent,
    );

    new aws.s3.BucketPolicy(
      `${name}-files-policy`,
      {
        bucket: this.bucket.bucket,
        policy: iam.policy(
          iam.allowService(
            "ReadByCloudFront",
            "cloudfront.amazonaws.com",
            ["s3:GetObject"],
            pulumi.interpolate`${this.bucket.arn}/*`,
            { ArnEquals: { "aws:SourceArn": this.distribution.arn } },
          ),
          iam.denyInsecureTransport("s3:*", [
            this.bucket.arn,
            pulumi.interpolate`${this.bucket.arn}/*`,
          ]),
        ),
      },
      parent,
    );

    if (domain !== undefined && hostedZoneId !== undefined) {
      for (const type of ["A", "AAAA"]) {
        new aws.route53.Record(
          `${name}-${type.toLowerCase()}`,
          {
            zoneId: hostedZoneId,
            name: domain,
            type,
            aliases: [
              {
                name: this.distribution.domainName,
                zoneId: this.distribution.hostedZoneId,
                evaluateTargetHealth: false,
              },
            ],
          },
          parent,
        );
      }
    }
    if (args.logRetentionDays !== undefined) {
      this.accessLogs(name, args.logRetentionDays);
    }
    this.upload(name, args.directory);

    this.url = pulumi.interpolate`https://${domain ?? this.distribution.domainName}`;
    this.registerOutputs({ url: this.url, bucketName: this.bucket.bucket });
  }

  /** A certificate for the domain, proven by a record of its zone. */
  private certificate(
    name: string,
    domain: string,
    zoneId: string | undefined,
  ): pulumi.Output<string> {
    if (zoneId === undefined) {
      throw new Error(`The ${name} site needs the hosted zone of ${domain}, or a certificate`);
    }
    const parent = { parent: this };
    const certificate = new aws.acm.Certificate(
      `${name}-certificate`,
      { domainName: domain, validationMethod: "DNS", region: GLOBAL_REGION },
      parent,
    );
    const proof = certificate.domainValidationOptions.apply(([first]) => {
      if (first === undefined) {
        throw new Error(`The certificate of ${domain} does not say how it is proven`);
      }
      return first;
    });
    const record = new aws.route53.Record(
      `${name}-certificate-proof`,
      {
        zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
      },
      parent,
    );
    const validation = new aws.acm.CertificateValidation(
      `${name}-certificate`,
      {
        certificateArn: certificate.arn,
        validationRecordFqdns: [record.fqdn],
        region: GLOBAL_REGION,
      },
      parent,
    );
    return validation.certificateArn;
  }

  /** Turns away floods from one address, known attacks, and addresses of bad repute. */
  private firewall(name: string): aws.wafv2.WebAcl {
    const visibilityConfig = (metricName: string) => ({
      metricName,
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    });
    const managed = [
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesKnownBadInputsRuleSet",
    ];
    return new aws.wafv2.WebAcl(
      `${name}-firewall`,
      {
        region: GLOBAL_REGION,
        scope: "CLOUDFRONT",
        description: `Guards the ${name} site`,
        defaultAction: { allow: {} },
        visibilityConfig: visibilityConfig(name),
        rules: [
          {
            name: "RateLimit",
            priority: 0,
            action: { block: {} },
            statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: 2000 } },
            visibilityConfig: visibilityConfig("RateLimit"),
          },
          ...managed.map((rules, index) => ({
            name: rules,
            priority: index + 1,
            overrideAction: { none: {} },
            statement: { managedRuleGroupStatement: { vendorName: "AWS", name: rules } },
            visibilityConfig: visibilityConfig(rules),
          })),
        ],
      },
      { parent: this },
    );
  }

  /** Keeps a line for each request. */
  private accessLogs(name: string, retentionInDays: number): void {
    const parent = { parent: this };
    const region = GLOBAL_REGION;
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { retentionInDays, region },
      parent,
    );
    const source = new aws.cloudwatch.LogDeliverySource(
      `${name}-logs`,
      { logType: "ACCESS_LOGS", resourceArn: this.distribution.arn, region },
      parent,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      `${name}-logs`,
      {
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: logGroup.arn },
        region,
      },
      parent,
    );
    new aws.cloudwatch.LogDelivery(
      `${name}-logs`,
      { deliverySourceName: source.name, deliveryDestinationArn: destination.arn, region },
      parent,
    );
  }

  /** Puts the files of the folder into the bucket; pages are asked for anew, other files now and then. */
  private upload(name: string, directory: string): void {
    for (const file of siteFiles(name, directory)) {
      new aws.s3.BucketObjectv2(
        `${name}/${file.name}`,
        {
          bucket: this.bucket.bucket,
          key: file.name,
          source: new pulumi.asset.FileAsset(file.path),
          contentType: file.contentType,
          cacheControl: file.cacheControl,
        },
        { parent: this },
      );
    }
  }
}

/** A bucket that only its owner and those whom its policy names can reach. */
function privateBucket(name: string, parent: { parent: pulumi.Resource }): aws.s3.Bucket {
  // What is in it can be made again.
  const bucket = new aws.s3.Bucket(name, { forceDestroy: true }, parent);
  new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    parent,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    parent,
  );
  // CloudFront cannot use the key that AWS manages for S3.
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    {
      bucket: bucket.bucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    },
    parent,
  );
  return bucket;
}
