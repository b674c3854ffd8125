"""Sites for browsers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

import pulumi
from pulumi_azure_native import cdn, frontdoor, monitor, storage

from ..site_files import site_files
from .platform import Platform


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

    platform: Platform
    storage_name: str
    """Lower-case letters and digits, at most 16: a storage account's name has 24, eight of them
    random."""
    directory: str
    """Folder with the site's files, relative to the project."""
    single_page: bool | None = None
    """Whether the page knows its own paths, so that `index.html` answers each that names no
    file."""
    apis: Sequence[ApiOrigin] = ()
    domain: str | None = None
    """A name of your own by which browsers find it; without it, Front Door gives it one."""
    firewall: bool | None = None
    """Whether floods and known attacks are turned away; Front Door does so in its Premium tier."""
    logs: bool
    """Whether every request is logged."""
    tags: Mapping[str, str]
    extra: Mapping[str, Any] | None = None
    """Further arguments of Front Door's profile, over all others."""


SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


def _host_of(url: pulumi.Input[str]) -> pulumi.Output[str]:
    """Return the host name of an address."""
    return pulumi.Output.from_input(url).apply(
        lambda address: address.removeprefix("https://").removesuffix("/")
    )


def _header(name: str, value: str) -> cdn.DeliveryRuleResponseHeaderActionArgs:
    """Return a header that browsers are told with an answer."""
    return cdn.DeliveryRuleResponseHeaderActionArgs(
        name="ModifyResponseHeader",
        parameters=cdn.HeaderActionParametersArgs(
            type_name="DeliveryRuleHeaderActionParameters",
            header_action="Overwrite",
            header_name=name,
            value=value,
        ),
    )


def _ending(
    operator: str, value: str, *, negate: bool = False
) -> cdn.DeliveryRuleUrlFileExtensionConditionArgs:
    """Return a condition on what is behind the last dot of a path."""
    return cdn.DeliveryRuleUrlFileExtensionConditionArgs(
        name="UrlFileExtension",
        parameters=cdn.UrlFileExtensionMatchConditionParametersArgs(
            type_name="DeliveryRuleUrlFileExtensionMatchConditionParameters",
            operator=operator,
            match_values=[value],
            negate_condition=negate,
        ),
    )


class StaticSite(pulumi.ComponentResource):
    """Files for browsers in a website of Blob Storage, served by Front Door with the APIs."""

    profile: cdn.Profile
    endpoint: cdn.AFDEndpoint
    url: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: StaticSiteArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("{{project}}:components:StaticSite", name, None, opts)
        parent = pulumi.ResourceOptions(parent=self)
        platform = args.platform
        self._group = platform.resource_group.name

        # Pulumi uploads files with the account's key; browsers read them without any.
        account = storage.StorageAccount(
            args.storage_name,
            resource_group_name=self._group,
            kind="StorageV2",
            sku=storage.SkuArgs(name="Standard_ZRS"),
            allow_blob_public_access=False,
            allow_shared_key_access=True,
            enable_https_traffic_only=True,
            minimum_tls_version="TLS1_2",
            tags=args.tags,
            opts=parent,
        )
        website = storage.StorageAccountStaticWebsite(
            name,
            resource_group_name=self._group,
            account_name=account.name,
            index_document="index.html",
            opts=parent,
        )

        tier = "Premium_AzureFrontDoor" if args.firewall else "Standard_AzureFrontDoor"
        profile_args = cdn.ProfileArgs(
            resource_group_name=self._group,
            location="Global",
            sku=cdn.SkuArgs(name=tier),
            tags=args.tags,
        )
        for key, value in (args.extra or {}).items():
            setattr(profile_args, key, value)
        self.profile = cdn.Profile(name, profile_args, parent)
        self.endpoint = cdn.AFDEndpoint(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            location="Global",
            enabled_state="Enabled",
            tags=args.tags,
            opts=parent,
        )
        domain = self._domain(name, args.domain) if args.domain is not None else None

        rules = self._rules(name, single_page=args.single_page or False)
        host = _host_of(account.primary_endpoints.apply(lambda endpoints: endpoints.web))
        self._route(name, host, ["/*"], domain, rules)
        for api in args.apis:
            self._route(f"{name}-{api['name']}", _host_of(api["url"]), api["paths"], domain)
        if args.firewall:
            self._firewall(name, domain, args.tags)
        if args.logs:
            monitor.DiagnosticSetting(
                name,
                resource_uri=self.profile.id,
                workspace_id=platform.logs.id,
                logs=[
                    monitor.DiagnosticsLogSettingsArgs(category=category, enabled=True)
                    for category in ("FrontDoorAccessLog", "FrontDoorWebApplicationFirewallLog")
                ],
                opts=parent,
            )
        self._upload(name, args.directory, account, website)

        shown = args.domain if args.domain is not None else self.endpoint.host_name
        self.url = pulumi.Output.format("https://{0}", shown)
        self.register_outputs({"url": self.url, "address": self.endpoint.host_name})

    def _domain(self, name: str, host: str) -> cdn.AFDCustomDomain:
        """Return a name of one's own, with a certificate that Front Door makes."""
        return cdn.AFDCustomDomain(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            host_name=host,
            tls_settings=cdn.AFDDomainHttpsParametersArgs(
                certificate_type="ManagedCertificate",
                minimum_tls_version=cdn.AfdMinimumTlsVersion.TLS12,
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _rules(self, name: str, *, single_page: bool) -> cdn.RuleSet:
        """Say what browsers are told, what is kept near them, and what the page answers."""
        parent = pulumi.ResourceOptions(parent=self)
        plain = name.replace("-", "")
        rules = cdn.RuleSet(
            plain,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            opts=parent,
        )
        # Pages are asked for anew, other files once an hour.
        headers = {**SECURITY_HEADERS, "Cache-Control": "no-cache"}
        cdn.Rule(
            f"{plain}headers",
            resource_group_name=self._group,
            profile_name=self.profile.name,
            rule_set_name=rules.name,
            order=1,
            match_processing_behavior="Continue",
            actions=[_header(key, value) for key, value in headers.items()],
            opts=parent,
        )
        cdn.Rule(
            f"{plain}files",
            resource_group_name=self._group,
            profile_name=self.profile.name,
            rule_set_name=rules.name,
            order=2,
            match_processing_behavior="Continue",
            conditions=[_ending("GreaterThanOrEqual", "1"), _ending("Equal", "html", negate=True)],
            actions=[
                _header("Cache-Control", "public, max-age=3600"),
                cdn.DeliveryRuleRouteConfigurationOverrideActionArgs(
                    name="RouteConfigurationOverride",
                    parameters=cdn.RouteConfigurationOverrideActionParametersArgs(
                        type_name="DeliveryRuleRouteConfigurationOverrideActionParameters",
                        cache_configuration=cdn.CacheConfigurationArgs(
                            cache_behavior="OverrideAlways",
                            cache_duration="01:00:00",
                            is_compression_enabled="Enabled",
                            query_string_caching_behavior="IgnoreQueryString",
                        ),
                    ),
                ),
            ],
            opts=parent,
        )
        if single_page:
            cdn.Rule(
                f"{plain}page",
                resource_group_name=self._group,
                profile_name=self.profile.name,
                rule_set_name=rules.name,
                order=3,
                match_processing_behavior="Continue",
                conditions=[_ending("LessThan", "1")],
                actions=[
                    cdn.UrlRewriteActionArgs(
                        name="UrlRewrite",
                        parameters=cdn.UrlRewriteActionParametersArgs(
                            type_name="DeliveryRuleUrlRewriteActionParameters",
                            source_pattern="/",
                            destination="/index.html",
                            preserve_unmatched_path=False,
                        ),
                    )
                ],
                opts=parent,
            )
        return rules

    def _route(
        self,
        name: str,
        host: pulumi.Output[str],
        paths: Sequence[str],
        domain: cdn.AFDCustomDomain | None,
        rules: cdn.RuleSet | None = None,
    ) -> None:
        """Hand on what begins so to a host, by HTTPS and under the host's own name."""
        parent = pulumi.ResourceOptions(parent=self)
        group = cdn.AFDOriginGroup(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            load_balancing_settings=cdn.LoadBalancingSettingsParametersArgs(
                sample_size=4,
                successful_samples_required=3,
                additional_latency_in_milliseconds=50,
            ),
            opts=parent,
        )
        origin = cdn.AFDOrigin(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            origin_group_name=group.name,
            host_name=host,
            origin_host_header=host,
            enabled_state="Enabled",
            enforce_certificate_name_check=True,
            opts=parent,
        )
        cdn.Route(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            endpoint_name=self.endpoint.name,
            origin_group=cdn.ResourceReferenceArgs(id=group.id),
            patterns_to_match=paths,
            supported_protocols=["Http", "Https"],
            https_redirect="Enabled",
            forwarding_protocol="HttpsOnly",
            enabled_state="Enabled",
            custom_domains=[cdn.ActivatedResourceReferenceArgs(id=domain.id)] if domain else [],
            link_to_default_domain="Disabled" if domain else "Enabled",
            rule_sets=[cdn.ResourceReferenceArgs(id=rules.id)] if rules else [],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[origin]),
        )

    def _firewall(
        self, name: str, domain: cdn.AFDCustomDomain | None, tags: Mapping[str, str]
    ) -> None:
        """Turn away floods from one address, and attacks that are known."""
        parent = pulumi.ResourceOptions(parent=self)
        policy = frontdoor.Policy(
            name.replace("-", ""),
            resource_group_name=self._group,
            location="Global",
            sku=frontdoor.SkuArgs(name="Premium_AzureFrontDoor"),
            policy_settings=frontdoor.PolicySettingsArgs(
                enabled_state="Enabled",
                mode="Prevention",
                request_body_check="Enabled",
            ),
            managed_rules=frontdoor.ManagedRuleSetListArgs(
                managed_rule_sets=[
                    frontdoor.ManagedRuleSetArgs(
                        rule_set_type="Microsoft_DefaultRuleSet",
                        rule_set_version="2.1",
                        rule_set_action="Block",
                    ),
                    frontdoor.ManagedRuleSetArgs(
                        rule_set_type="Microsoft_BotManagerRuleSet", rule_set_version="1.1"
                    ),
                ]
            ),
            custom_rules=frontdoor.CustomRuleListArgs(
                rules=[
                    frontdoor.CustomRuleArgs(
                        name="floods",
                        priority=100,
                        rule_type="RateLimitRule",
                        action="Block",
                        rate_limit_duration_in_minutes=5,
                        rate_limit_threshold=2000,
                        match_conditions=[
                            frontdoor.MatchConditionArgs(
                                match_variable="SocketAddr",
                                operator="IPMatch",
                                match_value=["0.0.0.0/0", "::/0"],
                            )
                        ],
                    )
                ]
            ),
            tags=tags,
            opts=parent,
        )
        guarded = domain.id if domain else self.endpoint.id
        cdn.SecurityPolicy(
            name,
            resource_group_name=self._group,
            profile_name=self.profile.name,
            parameters=cdn.SecurityPolicyWebApplicationFirewallParametersArgs(
                type="WebApplicationFirewall",
                waf_policy=cdn.ResourceReferenceArgs(id=policy.id),
                associations=[
                    cdn.SecurityPolicyWebApplicationFirewallAssociationArgs(
                        domains=[cdn.ActivatedResourceReferenceArgs(id=guarded)],
                        patterns_to_match=["/*"],
                    )
                ],
            ),
            opts=parent,
        )

    def _upload(
        self,
        name: str,
        directory: str,
        account: storage.StorageAccount,
        website: storage.StorageAccountStaticWebsite,
    ) -> None:
        """Put the files of the folder into the website."""
        for file in site_files(name, directory):
            storage.Blob(
                f"{name}/{file.name}",
                resource_group_name=self._group,
                account_name=account.name,
                container_name=website.container_name,
                blob_name=file.name,
                source=pulumi.FileAsset(file.path),
                content_type=file.content_type,
                opts=pulumi.ResourceOptions(parent=self),
            )
