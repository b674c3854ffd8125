"""Sites for browsers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

import pulumi
import pulumi_gcp as gcp

from ..site_files import site_files


class ApiOrigin(TypedDict):
    """An API behind the site's address."""

    name: str
    """The first word of the names of what leads to it."""
    url: pulumi.Input[str]
    paths: list[str]
    """The paths that go on to it, such as `/api/*`."""


@dataclass(frozen=True, kw_only=True)
class StaticSiteArgs:
    """What a site is made of."""

    description: str
    region: str
    directory: str
    """Folder with the site's files, relative to the project."""
    single_page: bool | None = None
    """Whether the page knows its own paths, so that `index.html` answers each that names no
    file."""
    apis: Sequence[ApiOrigin] = ()
    domain: str
    """The name by which browsers find it; its address must stand in the DNS under that name."""
    certificate: str | None = None
    """A certificate that is there already, by its self link; one is made without it."""
    zone: str | None = None
    """The zone of Cloud DNS that gets the site's address; others enter it where they keep
    names."""
    min_tls: Literal["TLS_1_0", "TLS_1_1", "TLS_1_2", "TLS_1_3"]
    """The oldest TLS that browsers may speak."""
    firewall: bool | None = None
    """Whether floods and known attacks on the APIs are turned away."""
    logs: bool
    """Whether requests that go on to an API are logged; those for files always are."""


SECURITY_HEADERS = [
    "Strict-Transport-Security: max-age=31536000",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: SAMEORIGIN",
    "Referrer-Policy: strict-origin-when-cross-origin",
]

# What Cloud Armor knows of attacks.
ATTACKS = ["sqli-v33-stable", "xss-v33-stable", "rce-v33-stable", "lfi-v33-stable"]


class StaticSite(pulumi.ComponentResource):
    """Files for browsers in a bucket that anyone may read, served by Cloud CDN with the APIs."""

    bucket: gcp.storage.Bucket
    url_map: gcp.compute.URLMap
    address: gcp.compute.GlobalAddress
    url: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: StaticSiteArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:StaticSite", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)

        # What is in it can be made again.
        self.bucket = gcp.storage.Bucket(
            f"{name}-files",
            location=args.region,
            uniform_bucket_level_access=True,
            public_access_prevention="inherited",
            website={"main_page_suffix": "index.html"},
            force_destroy=True,
            opts=parent,
        )
        # Single files, but no list of them.
        gcp.storage.BucketIAMMember(
            f"{name}-shown-to-anyone",
            bucket=self.bucket.name,
            role="roles/storage.legacyObjectReader",
            member="allUsers",
            opts=parent,
        )
        files = gcp.compute.BackendBucket(
            f"{name}-files",
            bucket_name=self.bucket.name,
            enable_cdn=True,
            compression_mode="AUTOMATIC",
            cdn_policy={"cache_mode": "USE_ORIGIN_HEADERS"},
            custom_response_headers=SECURITY_HEADERS,
            opts=parent,
        )

        firewall = self._firewall(name) if args.firewall else None
        rules: list[gcp.compute.URLMapPathMatcherPathRuleArgsDict] = [
            {
                "paths": api["paths"],
                "service": self._api(f"{name}-{api['name']}", api["url"], args.logs, firewall).id,
            }
            for api in args.apis
        ]
        whole: gcp.compute.URLMapPathMatcherPathRuleArgsDict = {
            "paths": ["/*"],
            "service": files.id,
        }
        if args.single_page:
            # Only what is no file, and none of the APIs, is answered by the page.
            whole["custom_error_response_policy"] = {
                "error_service": files.id,
                "error_response_rules": [
                    {
                        "match_response_codes": ["403", "404"],
                        "path": "/index.html",
                        "override_response_code": 200,
                    }
                ],
            }
        self.url_map = gcp.compute.URLMap(
            name,
            description=args.description,
            default_service=files.id,
            host_rules=[{"hosts": [args.domain], "path_matcher": "paths"}],
            path_matchers=[
                {"name": "paths", "default_service": files.id, "path_rules": [*rules, whole]}
            ],
            opts=parent,
        )

        self.address = gcp.compute.GlobalAddress(name, opts=parent)
        self._entrance(name, args)
        if args.zone is not None:
            gcp.dns.RecordSet(
                name,
                managed_zone=args.zone,
                name=f"{args.domain}.",
                type="A",
                ttl=300,
                rrdatas=[self.address.address],
                opts=parent,
            )
        self._upload(name, args.directory)

        self.url = pulumi.Output.format("https://{0}", args.domain)
        self.register_outputs({"url": self.url, "address": self.address.address})

    def _entrance(self, name: str, args: StaticSiteArgs) -> None:
        """Let browsers in: by HTTPS, and by HTTP only to be sent on to it."""
        parent = pulumi.ResourceOptions(parent=self)
        certificate: pulumi.Input[str] = (
            args.certificate
            or gcp.compute.ManagedSslCertificate(
                name, managed={"domains": [args.domain]}, opts=parent
            ).id
        )
        policy = gcp.compute.SSLPolicy(
            name,
            min_tls_version=args.min_tls,
            profile="RESTRICTED" if args.min_tls == "TLS_1_3" else "MODERN",
            opts=parent,
        )
        secure = gcp.compute.TargetHttpsProxy(
            name,
            url_map=self.url_map.id,
            ssl_certificates=[certificate],
            ssl_policy=policy.id,
            opts=parent,
        )
        redirect = gcp.compute.URLMap(
            f"{name}-redirect",
            default_url_redirect={
                "https_redirect": True,
                "strip_query": False,
                "redirect_response_code": "MOVED_PERMANENTLY_DEFAULT",
            },
            opts=parent,
        )
        plain = gcp.compute.TargetHttpProxy(
            f"{name}-redirect",
            url_map=redirect.id,
            opts=parent,
        )
        doors = [(name, "443", secure.id), (f"{name}-redirect", "80", plain.id)]
        for door, port_range, target in doors:
            gcp.compute.GlobalForwardingRule(
                door,
                target=target,
                port_range=port_range,
                ip_address=self.address.id,
                load_balancing_scheme="EXTERNAL_MANAGED",
                opts=parent,
            )

    def _api(
        self,
        name: str,
        url: pulumi.Input[str],
        logs: bool,
        firewall: gcp.compute.SecurityPolicy | None,
    ) -> gcp.compute.BackendService:
        """Return an API of its own address, which the site hands requests on to."""
        parent = pulumi.ResourceOptions(parent=self)
        host = pulumi.Output.from_input(url).apply(lambda address: address.removeprefix("https://"))
        group = gcp.compute.GlobalNetworkEndpointGroup(
            name,
            network_endpoint_type="INTERNET_FQDN_PORT",
            default_port=443,
            opts=parent,
        )
        endpoint = gcp.compute.GlobalNetworkEndpoint(
            name,
            global_network_endpoint_group=group.name,
            fqdn=host,
            port=443,
            opts=parent,
        )
        return gcp.compute.BackendService(
            name,
            protocol="HTTPS",
            load_balancing_scheme="EXTERNAL_MANAGED",
            backends=[{"group": group.id}],
            # The API answers to its own name only.
            custom_request_headers=[pulumi.Output.format("Host: {0}", host)],
            security_policy=firewall.id if firewall else None,
            log_config={"enable": logs, "sample_rate": 1 if logs else 0},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[endpoint]),
        )

    def _firewall(self, name: str) -> gcp.compute.SecurityPolicy:
        """Turn away floods from one address, and attacks that are known."""
        everyone: gcp.compute.SecurityPolicyRuleMatchArgsDict = {
            "versioned_expr": "SRC_IPS_V1",
            "config": {"src_ip_ranges": ["*"]},
        }
        attacks: list[gcp.compute.SecurityPolicyRuleArgsDict] = [
            {
                "description": f"Known attacks: {attack}",
                "priority": 1000 + index,
                "action": "deny(403)",
                "match": {"expr": {"expression": f"evaluatePreconfiguredWaf('{attack}')"}},
            }
            for index, attack in enumerate(ATTACKS)
        ]
        floods: gcp.compute.SecurityPolicyRuleArgsDict = {
            "description": "Floods from one address",
            "priority": 2000,
            "action": "throttle",
            "match": everyone,
            "rate_limit_options": {
                "conform_action": "allow",
                "exceed_action": "deny(429)",
                "enforce_on_key": "IP",
                "rate_limit_threshold": {"count": 2000, "interval_sec": 300},
            },
        }
        others: gcp.compute.SecurityPolicyRuleArgsDict = {
            "description": "Everyone else",
            "priority": 2147483647,
            "action": "allow",
            "match": everyone,
        }
        return gcp.compute.SecurityPolicy(
            name,
            description=f"Guards what stands behind the {name} site",
            rules=[*attacks, floods, others],
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _upload(self, name: str, directory: str) -> None:
        """Put the files of the folder into the bucket.

        Browsers ask for pages anew each time, for other files now and then.
        """
        for file in site_files(name, directory):
            gcp.storage.BucketObject(
                f"{name}/{file.name}",
                bucket=self.bucket.name,
                name=file.name,
                source=pulumi.FileAsset(file.path),
                content_type=file.content_type,
                cache_control=file.cache_control,
                opts=pulumi.ResourceOptions(parent=self),
            )
