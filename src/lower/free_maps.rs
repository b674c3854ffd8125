//! Properties of SDKs that hold maps with keys of the user's choice: such keys stand as they are in every language, where
//! those of the SDK's own are written in its case.
//!
//! A table of what the SDK's types say (`@pulumi/aws` 7); a key that no property could have says it by itself.

use crate::value::{Map, Value};

/// Properties that always hold such a map.
const ALWAYS: &[&str] = &[
    "additionalEncryptionContext",
    "additionalVersionWeights",
    "advancedOptions",
    "amiTags",
    "attributeMapping",
    "authenticationRequestExtraParams",
    "columnToJsonKeyMappings",
    "containerEnvironmentVariables",
    "customParameters",
    "customProperties",
    "defaultArguments",
    "defaultRunProperties",
    "driverOpts",
    "encryptionContextEquals",
    "encryptionContextSubset",
    "expressionAttributeNames",
    "globalParameters",
    "groupWeights",
    "headerParameters",
    "hyperParameters",
    "inputPaths",
    "instanceTags",
    "jobTags",
    "nonOverridableArguments",
    "principalTags",
    "queryStringParameters",
    "recoveryPointTags",
    "regionalParameters",
    "requestModels",
    "requestTemplates",
    "requiredClaims",
    "responseModels",
    "responseTemplates",
    "runtimeEnvironmentSecrets",
    "runtimeEnvironmentVariables",
    "sessionAttributes",
    "skewedColumnValueLocationMaps",
    "stageVariableOverrides",
    "stageVariables",
    "supportedLoginProviders",
    "tagsAll",
    "tagsToAdd",
    "targetTags",
    "validationData",
    "volumeTags",
    "weights",
];

/// Properties that hold such a map in some resources and parts of their own in others: where all values are plain, it
/// is a map.
const MOSTLY: &[&str] = &[
    "attributes",
    "configuration",
    "connectionProperties",
    "context",
    "dimensions",
    "environment",
    "environmentVariables",
    "extraParams",
    "identityProviderDetails",
    "labels",
    "metadata",
    "options",
    "outputs",
    "parameterOverrides",
    "parameters",
    "permissions",
    "properties",
    "providerDetails",
    "requestParameters",
    "resourceTags",
    "responseParameters",
    "tags",
    "triggers",
    "userDefinedFields",
    "variables",
];

/// Whether the keys of a map that a property holds are the user's.
pub(crate) fn has_free_keys(property: &str, map: &Map) -> bool {
    let plain = |value: &Value| !matches!(value, Value::Map(_) | Value::List(_)) || value.as_setting().is_some();
    ALWAYS.contains(&property)
        || (MOSTLY.contains(&property) && map.values().all(plain))
        || map.keys().any(|key| !is_property(key))
}

/// Whether a property of an SDK could have that name: `camelCase`, letters and digits.
pub(crate) fn is_property(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|character| character.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, Value)]) -> Map {
        entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }

    #[test]
    fn keys_of_tags_policies_and_variables_are_the_users() {
        let text = || Value::String("x".to_owned());
        assert!(has_free_keys("tags", &map(&[("costCentre", text())])));
        assert!(has_free_keys("variables", &map(&[("tableName", text())])));
        assert!(has_free_keys("policy", &map(&[("Version", text())])));
        assert!(has_free_keys("anything", &map(&[("aws:SourceArn", text())])));
        assert!(!has_free_keys("environment", &map(&[("variables", Value::Map(map(&[("A", text())])))])));
        assert!(!has_free_keys("versioningConfiguration", &map(&[("status", text())])));
    }
}
