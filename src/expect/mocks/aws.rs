//! What stands in for AWS.

use super::Answer;

/// What functions of the provider answer.
pub(super) const ANSWERS: &[Answer] = &[
    ("aws:ec2/getSubnets:getSubnets", &[("ids.0", "subnet-1"), ("ids.1", "subnet-2")]),
    (
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        &[
            ("names.0", "zone-1"),
            ("names.1", "zone-2"),
            ("names.2", "zone-3"),
            ("names.3", "zone-4"),
            ("names.4", "zone-5"),
            ("names.5", "zone-6"),
        ],
    ),
    ("aws:index/getCallerIdentity:getCallerIdentity", &[("accountId", "123456789012")]),
    ("aws:index/getPartition:getPartition", &[("partition", "aws"), ("dnsSuffix", "amazonaws.com")]),
    ("aws:index/getRegion:getRegion", &[("region", "eu-west-1")]),
    ("aws:kms/getAlias:getAlias", &[("arn", "alias-arn"), ("targetKeyArn", "key-arn"), ("targetKeyId", "key-id")]),
    ("aws:kms/getKey:getKey", &[("arn", "key-arn"), ("id", "key-id"), ("keyId", "key-id")]),
];

/// Outputs that are texts, by which support modules make others.
pub(super) const OUTPUTS: &[&str] = &[
    "apiEndpoint",
    "arnSuffix",
    "bucketRegionalDomainName",
    "certificateArn",
    "cidrBlock",
    "clusterIdentifier",
    "clusterResourceId",
    "dnsName",
    "domainName",
    "endpoint",
    "executionArn",
    "fqdn",
    "functionUrl",
    "hostedZoneId",
    "invokeArn",
    "prefixListId",
    "qualifiedArn",
    "readerEndpoint",
    "version",
];

/// Outputs that are structures: the paths to the texts in them.
pub(super) const STRUCTURES: &[&[&str]] = &[
    &["dkimSigningAttributes.tokens.0", "dkimSigningAttributes.tokens.1", "dkimSigningAttributes.tokens.2"],
    &["domainNameConfiguration.hostedZoneId", "domainNameConfiguration.targetDomainName"],
    &[
        "domainValidationOptions.0.resourceRecordName",
        "domainValidationOptions.0.resourceRecordType",
        "domainValidationOptions.0.resourceRecordValue",
    ],
    &["endpoints.0.address", "endpoints.0.port"],
    &["masterUserSecrets.0.secretArn"],
    &["uris.GRAPHQL", "uris.REALTIME"],
];
