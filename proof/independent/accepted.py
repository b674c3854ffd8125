"""What independent judges remark and we accept, each with its reason: one table.

A row is a tool, what it remarks and the type that it remarks it about. A row that nothing is remarked for any more is a
finding as well. A remark that can be mended is mended, and does not stand here.
"""

KEYS = "a design asks for keys of its own with encryption_key; what AWS encrypts with its own keys is encrypted at rest"
TRUST = "a trust policy names no resource; the tool reads policies of identities and of resources"
KEY_POLICY = "in a key's policy `*` is the key itself, and the account's root must administer it, says AWS's guide"

ACCEPTED: dict[tuple[str, str, str], str] = {
    ("parliament", "MALFORMED", "aws:iam/role:Role"): TRUST,
    ("parliament", "RESOURCE_STAR", "aws:kms/key:Key"): KEY_POLICY,
    ("parliament", "PERMISSIONS_MANAGEMENT_ACTIONS", "aws:kms/key:Key"): KEY_POLICY,
    ("parliament", "CREDENTIALS_EXPOSURE", "aws:iam/rolePolicy:RolePolicy"): "signing people in is what the flow draws",
    ("parliament", "RESOURCE_STAR", "aws:iam/rolePolicy:RolePolicy"): "a telephone is no resource with a name",
    ("checkov", "CKV2_AWS_16", "aws_dynamodb_table"): "provisioned capacity is what the design asks for, as it is",
    ("checkov", "CKV2_AWS_34", "aws_ssm_parameter"): "what is secret is a secret, or a parameter from a secret setting",
    ("checkov", "CKV2_AWS_57", "aws_secretsmanager_secret"): "keys of other systems cannot be replaced without them",
    ("checkov", "CKV2_AWS_62", "aws_s3_bucket"): "a bucket tells of its files where a flow says so",
    ("checkov", "CKV_AWS_115", "aws_lambda_function"): "reserved concurrency takes from all others; the design may ask",
    (
        "checkov",
        "CKV_AWS_116",
        "aws_lambda_function",
    ): "dead letters stand at the source, where a message can be sent on",
    ("checkov", "CKV_AWS_117", "aws_lambda_function"): "a function is in a network where something it reaches is",
    ("checkov", "CKV_AWS_119", "aws_dynamodb_table"): KEYS,
    ("checkov", "CKV_AWS_144", "aws_s3_bucket"): "a copy in another region is for the design to decide",
    ("checkov", "CKV_AWS_149", "aws_secretsmanager_secret"): KEYS,
    ("checkov", "CKV_AWS_158", "aws_cloudwatch_log_group"): KEYS,
    ("checkov", "CKV_AWS_173", "aws_lambda_function"): KEYS,
    (
        "checkov",
        "CKV_AWS_18",
        "aws_s3_bucket",
    ): "access to files is in CloudTrail's data events, for an account to decide",
    ("checkov", "CKV_AWS_28", "aws_dynamodb_table"): "the design says recovery: false",
    ("checkov", "CKV_AWS_21", "aws_s3_bucket"): "the design says versioning: false",
    ("checkov", "CKV_AWS_258", "aws_lambda_function_url"): "the design says auth: none, and why, under allow",
    ("checkov", "CKV_AWS_272", "aws_lambda_function"): "signing code needs a profile of the account that builds it",
    ("checkov", "CKV_AWS_290", "aws_iam_role_policy"): "a telephone is no resource with a name",
    ("checkov", "CKV_AWS_297", "aws_scheduler_schedule"): KEYS,
    ("checkov", "CKV_AWS_301", "aws_lambda_permission"): "the design says auth: none, and why, under allow",
    ("checkov", "CKV_AWS_309", "aws_apigatewayv2_route"): "the design says that everybody may call it",
    (
        "checkov",
        "CKV_AWS_338",
        "aws_cloudwatch_log_group",
    ): "how long logs are kept is for the design to say; 30 days else",
    ("checkov", "CKV_AWS_355", "aws_iam_role_policy"): "a telephone is no resource with a name",
    ("checkov", "CKV_AWS_76", "aws_apigatewayv2_stage"): "the design says access_logs: false",
}
