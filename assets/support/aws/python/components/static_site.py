"""Sites for browsers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import pulumi
import pulumi_aws as aws

from .. import iam
from ..site_files import site_files


class ApiOrigin(TypedDict):
    """An API behind the site's address."""

    endpoint: pulumi.Input[str]
    paths: list[str]
    """The paths that go on to it, such as `/api/*`."""


class BucketOrigin(TypedDict):
    """A bucket whose files are served below a folder of the site."""

    folder: str
    """The first step of the path, such as `photos`; it is no part of the names of files."""
    domain_name: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class StaticSiteArgs:
    """What a site is made of."""

    description: str
    directory: str
    """Folder with the site's files, relative to the project."""
    single_page: bool = False
    """Whether the page knows its own paths, so that `index.html` answers each that names no
    file."""
    apis: Sequence[ApiOrigin] = ()
    buckets: Sequence[BucketOrigin] = ()
    domain: str | None = None
    """A domain name of its own, with a certificate in us-east-1 or one that is made."""
    certificate_arn: pulumi.Input[str] | None = None
    hosted_zone_id: str | None = None
    """The Route 53 zone of the domain, for the certificate that is made and for the site's
    records."""
    security_policy: str = "TLSv1.2_2021"
    """The oldest TLS that browsers of the domain may speak."""
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"]
    firewall: bool = False
    """Whether floods and known attacks are turned away."""
    log_retention_days: int | None = None
    """How long requests stay in the log; without it they are not logged."""
    extra: Mapping[str, Any] | None = None
    """Further arguments of the distribution, over all others."""


# Where CloudFront, its certificates, its firewalls and its logs are managed.
GLOBAL_REGION = "us-east-1"

# Policies that AWS manages, by ids that are the same in every account.
CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"

# A distribution's error pages would stand in for the errors of its APIs too, so paths are turned
# into names of files on their way to the bucket instead.
SINGLE_PAGE = """function handler(event) {
  const request = event.request;
  if (!request.uri.split("/").pop().includes(".")) {
    request.uri = "/index.html";
  }
  return request;
}
"""
FOLDER_PAGES = """function handler(event) {
  const request = event.request;
  if (request.uri.endsWith("/")) {
    request.uri += "index.html";
  } else if (!request.uri.split("/").pop().includes(".")) {
    request.uri += "/index.html";
  }
  return request;
}
"""
WITHOUT_FOLDER = """function handler(event) {
  const request = event.request;
  request.uri = request.uri.replace(/^\\/[^/]+/, "");
  return request;
}
"""

MANAGED_RULES = [
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
]


class StaticSite(pulumi.ComponentResource):
    """Files for browsers in a private bucket, served by CloudFront with the APIs behind it."""

    bucket: aws.s3.Bucket
    distribution: aws.cloudfront.Distribution
    url: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: StaticSiteArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:StaticSite", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        domain, hosted_zone_id = args.domain, args.hosted_zone_id

        self.bucket = _private_bucket(f"{name}-files", parent)

        access_control = aws.cloudfront.OriginAccessControl(
            f"{name}-access",
            description=f"How the {name} site reads buckets",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=parent,
        )

        def cloudfront_function(suffix: str, code: str) -> aws.cloudfront.Function:
            return aws.cloudfront.Function(
                f"{name}-{suffix}",
                runtime="cloudfront-js-2.0",
                code=code,
                publish=True,
                opts=parent,
            )

        pages = cloudfront_function("pages", SINGLE_PAGE if args.single_page else FOLDER_PAGES)
        ordered: list[aws.cloudfront.DistributionOrderedCacheBehaviorArgsDict] = []
        origins: list[aws.cloudfront.DistributionOriginArgsDict] = [
            {
                "origin_id": "files",
                "domain_name": self.bucket.bucket_regional_domain_name,
                "origin_access_control_id": access_control.id,
            }
        ]
        for number, api in enumerate(args.apis, start=1):
            for path in api["paths"]:
                ordered.append(_api_behavior(path, f"api-{number}"))
        if args.buckets:
            below = cloudfront_function("folders", WITHOUT_FOLDER)
            for item in args.buckets:
                folder = item["folder"]
                origins.append(
                    {
                        "origin_id": f"bucket-{folder}",
                        "domain_name": item["domain_name"],
                        "origin_access_control_id": access_control.id,
                    }
                )
                ordered.append(_file_behavior(f"/{folder}/*", f"bucket-{folder}", below))
        for number, api in enumerate(args.apis, start=1):
            origins.append(_api_origin(f"api-{number}", api["endpoint"]))

        certificate_arn = args.certificate_arn
        if domain is not None and certificate_arn is None:
            certificate_arn = self._certificate(name, domain, hosted_zone_id)

        distribution: dict[str, Any] = {
            "comment": args.description,
            "enabled": True,
            "http_version": "http2and3",
            "is_ipv6_enabled": True,
            "price_class": args.price_class,
            "default_root_object": "index.html",
            "aliases": [] if domain is None else [domain],
            "origins": origins,
            "default_cache_behavior": {
                "target_origin_id": "files",
                "viewer_protocol_policy": "redirect-to-https",
                "response_headers_policy_id": SECURITY_HEADERS,
                "compress": True,
                "allowed_methods": ["GET", "HEAD"],
                "cached_methods": ["GET", "HEAD"],
                "cache_policy_id": CACHING_OPTIMIZED,
                "function_associations": [
                    {"event_type": "viewer-request", "function_arn": pages.arn}
                ],
            },
            "ordered_cache_behaviors": ordered,
            "restrictions": {"geo_restriction": {"restriction_type": "none"}},
            "viewer_certificate": {"cloudfront_default_certificate": True}
            if domain is None
            else {
                "acm_certificate_arn": certificate_arn,
                "minimum_protocol_version": args.security_policy,
                "ssl_support_method": "sni-only",
            },
            "web_acl_id": self._firewall(name).arn if args.firewall else None,
            **(args.extra or {}),
        }
        self.distribution = aws.cloudfront.Distribution(name, opts=parent, **distribution)

        aws.s3.BucketPolicy(
            f"{name}-files-policy",
            bucket=self.bucket.bucket,
            policy=iam.policy(
                iam.allow_service(
                    "ReadByCloudFront",
                    "cloudfront.amazonaws.com",
                    ["s3:GetObject"],
                    pulumi.Output.concat(self.bucket.arn, "/*"),
                    {"ArnEquals": {"aws:SourceArn": self.distribution.arn}},
                ),
                iam.deny_insecure_transport(
                    "s3:*", [self.bucket.arn, pulumi.Output.concat(self.bucket.arn, "/*")]
                ),
            ),
            opts=parent,
        )

        if domain is not None and hosted_zone_id is not None:
            for kind in ("A", "AAAA"):
                aws.route53.Record(
                    f"{name}-{kind.lower()}",
                    zone_id=hosted_zone_id,
                    name=domain,
                    type=kind,
                    aliases=[
                        {
                            "name": self.distribution.domain_name,
                            "zone_id": self.distribution.hosted_zone_id,
                            "evaluate_target_health": False,
                        }
                    ],
                    opts=parent,
                )
        if args.log_retention_days is not None:
            self._access_logs(name, args.log_retention_days)
        self._upload(name, args.directory)

        self.url = pulumi.Output.concat("https://", domain or self.distribution.domain_name)
        self.register_outputs({"url": self.url, "bucketName": self.bucket.bucket})

    def _certificate(self, name: str, domain: str, zone_id: str | None) -> pulumi.Output[str]:
        """Make a certificate for the domain, proven by a record of its zone."""
        if zone_id is None:
            message = f"The {name} site needs the hosted zone of {domain}, or a certificate"
            raise ValueError(message)
        parent = pulumi.ResourceOptions(parent=self)
        certificate = aws.acm.Certificate(
            f"{name}-certificate",
            domain_name=domain,
            validation_method="DNS",
            region=GLOBAL_REGION,
            opts=parent,
        )
        proof = certificate.domain_validation_options[0]
        record = aws.route53.Record(
            f"{name}-certificate-proof",
            zone_id=zone_id,
            name=proof.resource_record_name.apply(_known),
            type=proof.resource_record_type.apply(_known),
            records=[proof.resource_record_value.apply(_known)],
            ttl=300,
            opts=parent,
        )
        validation = aws.acm.CertificateValidation(
            f"{name}-certificate",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn],
            region=GLOBAL_REGION,
            opts=parent,
        )
        return validation.certificate_arn

    def _firewall(self, name: str) -> aws.wafv2.WebAcl:
        """Turn away floods from one address, known attacks, and addresses of bad repute."""

        def visibility(metric_name: str) -> aws.wafv2.WebAclRuleVisibilityConfigArgsDict:
            return {
                "metric_name": metric_name,
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            }

        rules: list[aws.wafv2.WebAclRuleArgsDict] = [
            {
                "name": "RateLimit",
                "priority": 0,
                "action": {"block": {}},
                "statement": {"rate_based_statement": {"aggregate_key_type": "IP", "limit": 2000}},
                "visibility_config": visibility("RateLimit"),
            }
        ]
        for priority, managed in enumerate(MANAGED_RULES, start=1):
            rules.append(
                {
                    "name": managed,
                    "priority": priority,
                    "override_action": {"none": {}},
                    "statement": {
                        "managed_rule_group_statement": {"vendor_name": "AWS", "name": managed}
                    },
                    "visibility_config": visibility(managed),
                }
            )
        return aws.wafv2.WebAcl(
            f"{name}-firewall",
            region=GLOBAL_REGION,
            scope="CLOUDFRONT",
            description=f"Guards the {name} site",
            default_action={"allow": {}},
            visibility_config={
                "metric_name": name,
                "cloudwatch_metrics_enabled": True,
                "sampled_requests_enabled": True,
            },
            rules=rules,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _access_logs(self, name: str, retention_in_days: int) -> None:
        """Keep a line for each request."""
        parent = pulumi.ResourceOptions(parent=self)
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            retention_in_days=retention_in_days,
            region=GLOBAL_REGION,
            opts=parent,
        )
        source = aws.cloudwatch.LogDeliverySource(
            f"{name}-logs",
            log_type="ACCESS_LOGS",
            resource_arn=self.distribution.arn,
            region=GLOBAL_REGION,
            opts=parent,
        )
        destination = aws.cloudwatch.LogDeliveryDestination(
            f"{name}-logs",
            output_format="json",
            delivery_destination_configuration={"destination_resource_arn": log_group.arn},
            region=GLOBAL_REGION,
            opts=parent,
        )
        aws.cloudwatch.LogDelivery(
            f"{name}-logs",
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            region=GLOBAL_REGION,
            opts=parent,
        )

    def _upload(self, name: str, directory: str) -> None:
        """Put the files of the folder into the bucket.

        Browsers ask for pages anew each time, for other files now and then.
        """
        for file in site_files(name, directory):
            aws.s3.BucketObjectv2(
                f"{name}/{file.name}",
                bucket=self.bucket.bucket,
                key=file.name,
                source=pulumi.FileAsset(file.path),
                content_type=file.content_type,
                cache_control=file.cache_control,
                opts=pulumi.ResourceOptions(parent=self),
            )


def _known(value: str | None) -> str:
    """Return what is there once the certificate is."""
    return value or ""


def _api_origin(
    origin_id: str, endpoint: pulumi.Input[str]
) -> aws.cloudfront.DistributionOriginArgsDict:
    """Return an API as an origin."""
    return {
        "origin_id": origin_id,
        "domain_name": pulumi.Output.from_input(endpoint).apply(
            lambda address: address.removeprefix("https://")
        ),
        "custom_origin_config": {
            "http_port": 80,
            "https_port": 443,
            "origin_protocol_policy": "https-only",
            "origin_ssl_protocols": ["TLSv1.2"],
        },
    }


def _api_behavior(
    path_pattern: str, origin_id: str
) -> aws.cloudfront.DistributionOrderedCacheBehaviorArgsDict:
    """Return how requests for an API are handed on: whole, and never from the cache."""
    return {
        "path_pattern": path_pattern,
        "target_origin_id": origin_id,
        "viewer_protocol_policy": "redirect-to-https",
        "response_headers_policy_id": SECURITY_HEADERS,
        "compress": True,
        "allowed_methods": ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": CACHING_DISABLED,
        "origin_request_policy_id": ALL_VIEWER_EXCEPT_HOST_HEADER,
    }


def _file_behavior(
    path_pattern: str, origin_id: str, code: aws.cloudfront.Function
) -> aws.cloudfront.DistributionOrderedCacheBehaviorArgsDict:
    """Return how files below a path are served."""
    return {
        "path_pattern": path_pattern,
        "target_origin_id": origin_id,
        "viewer_protocol_policy": "redirect-to-https",
        "response_headers_policy_id": SECURITY_HEADERS,
        "compress": True,
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "cache_policy_id": CACHING_OPTIMIZED,
        "function_associations": [{"event_type": "viewer-request", "function_arn": code.arn}],
    }


def _private_bucket(name: str, parent: pulumi.ResourceOptions) -> aws.s3.Bucket:
    """Make a bucket that only its owner and those whom its policy names can reach."""
    # What is in it can be made again.
    bucket = aws.s3.Bucket(name, force_destroy=True, opts=parent)
    aws.s3.BucketPublicAccessBlock(
        f"{name}-public-access",
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=parent,
    )
    aws.s3.BucketOwnershipControls(
        f"{name}-ownership",
        bucket=bucket.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=parent,
    )
    # CloudFront cannot use the key that AWS manages for S3.
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.bucket,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        opts=parent,
    )
    return bucket
