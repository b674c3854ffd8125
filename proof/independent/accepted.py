"""What independent judges remark and we accept, each with its reason: one table.

A row is a tool, what it remarks and the type that it remarks it about. A row that nothing is remarked for any more is a
finding as well. A remark that can be mended is mended, and does not stand here.
"""

KEYS = "a design asks for keys of its own with encryption_key; what AWS encrypts with its own keys is encrypted at rest"
TRUST = "a trust policy names no resource; the tool reads policies of identities and of resources"
SITE = "a static site is public by nature; its design says which of these it wants, and has no word for the others"
OLD = "the tool's data is older than AWS's service authorization reference, which gives this action that resource"
INSIDE = "requests come from inside of the network, where the design says require_tls: false; outside port 80 redirects"
DATABASE = "the design says so, or has no word for it: Performance Insights are on, and backups are the cluster's own"
ENDPOINT = "the policy of a gateway narrows who goes through it to this account; the role says what it may"
KEY_POLICY = "in a key's policy `*` is the key itself, and the account's root must administer it, says AWS's guide"
GOOGLE_KEYS = "the design has no word for keys of its own on Google Cloud; what Google keeps is encrypted at rest"
REACHED = "what is in no network is reached by identities, and takes no keys; a network is for the design to draw"
CALLED = "an API is public where a route of it is drawn; who may call is checked by each route"
HOSTED = "a Flex Consumption app comes and goes with what there is to do, and has no instances to watch or to keep"
EXPIRES = "how long a value is good for, and in which form it is, whoever gives it knows"
FLAGS = "what a database logs of connections and statements is about people, and for the design to ask for"

ACCEPTED: dict[tuple[str, str, str], str] = {
    ("parliament", "MALFORMED", "aws:iam/role:Role"): TRUST,
    ("parliament", "RESOURCE_STAR", "aws:kms/key:Key"): KEY_POLICY,
    ("parliament", "PERMISSIONS_MANAGEMENT_ACTIONS", "aws:kms/key:Key"): KEY_POLICY,
    ("parliament", "CREDENTIALS_EXPOSURE", "aws:iam/rolePolicy:RolePolicy"): "signing people in is what the flow draws",
    (
        "parliament",
        "RESOURCE_STAR",
        "aws:iam/rolePolicy:RolePolicy",
    ): "a telephone and a network interface have no names",
    ("parliament", "CREDENTIALS_EXPOSURE", "aws:ec2/vpcEndpoint:VpcEndpoint"): ENDPOINT,
    ("parliament", "PERMISSIONS_MANAGEMENT_ACTIONS", "aws:ec2/vpcEndpoint:VpcEndpoint"): ENDPOINT,
    ("parliament", "PRIVILEGE_ESCALATION", "aws:ec2/vpcEndpoint:VpcEndpoint"): ENDPOINT,
    (
        "parliament",
        "PERMISSIONS_MANAGEMENT_ACTIONS",
        "aws:iam/rolePolicy:RolePolicy",
    ): "rds-db:connect, and delivery of a state machine's logs as AWS's guide asks for it",
    ("parliament", "RESOURCE_MISMATCH", "aws:iam/rolePolicy:RolePolicy"): OLD,
    ("parliament", "UNKNOWN_CONDITION_FOR_ACTION", "aws:s3/bucketPolicy:BucketPolicy"): OLD,
    (
        "parliament",
        "MISMATCHED_TYPE",
        "aws:s3/bucketPolicy:BucketPolicy",
    ): "the tool takes whole numbers for the version of TLS, which AWS's guide to S3 writes as 1.2",
    ("parliament", "UNKNOWN_CONDITION_FOR_ACTION", "aws:iam/rolePolicy:RolePolicy"): OLD,
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
    ("checkov", "CKV2_AWS_5", "aws_security_group"): "the tool knows no groups of proxies and of search",
    ("checkov", "CKV2_AWS_8", "aws_rds_cluster"): DATABASE,
    (
        "checkov",
        "CKV2_AWS_12",
        "aws_vpc",
    ): "nothing is in the default group of a network: each thing has one of its own",
    ("checkov", "CKV2_AWS_20", "aws_lb"): INSIDE,
    ("checkov", "CKV2_AWS_27", "aws_rds_cluster"): DATABASE,
    ("checkov", "CKV2_AWS_28", "aws_lb"): "a firewall is for the design to ask for, and it has no word for it yet",
    (
        "checkov",
        "CKV2_AWS_33",
        "aws_appsync_graphql_api",
    ): "a firewall is for the design to ask for, and it has no word for it yet",
    ("checkov", "CKV_AWS_193", "aws_appsync_graphql_api"): "the design says access_logs: false",
    ("checkov", "CKV_AWS_194", "aws_appsync_graphql_api"): "the design says access_logs: false",
    ("checkov", "CKV2_AWS_31", "aws_wafv2_web_acl"): "samples and metrics are on",
    ("checkov", "CKV2_AWS_32", "aws_cloudfront_distribution"): "its policy of headers is AWS's own, and no resource",
    ("checkov", "CKV2_AWS_42", "aws_cloudfront_distribution"): SITE,
    (
        "checkov",
        "CKV2_AWS_47",
        "aws_cloudfront_distribution",
    ): "the tool does not see the groups of rules of the firewall",
    ("checkov", "CKV2_AWS_51", "aws_apigatewayv2_stage"): "clients sign in by token, and hold no certificates",
    ("checkov", "CKV2_AWS_61", "aws_s3_bucket"): "a site's files stay until others take their place",
    ("checkov", "CKV_AWS_2", "aws_lb_listener"): INSIDE,
    ("checkov", "CKV_AWS_68", "aws_cloudfront_distribution"): "the design says waf: false",
    (
        "checkov",
        "CKV_AWS_86",
        "aws_cloudfront_distribution",
    ): "logs go to CloudWatch by a delivery, which the tool does not know",
    ("checkov", "CKV_AWS_91", "aws_lb"): "requests are told of by the containers' logs, and counted by metrics",
    (
        "checkov",
        "CKV_AWS_99",
        "aws_glue_security_configuration",
    ): "the design writes this resource in the provider's own words",
    ("checkov", "CKV_AWS_103", "aws_lb_listener"): INSIDE,
    ("checkov", "CKV_AWS_118", "aws_rds_cluster_instance"): DATABASE,
    ("checkov", "CKV_AWS_139", "aws_rds_cluster"): DATABASE,
    ("checkov", "CKV_AWS_145", "aws_s3_bucket"): KEYS,
    ("checkov", "CKV_AWS_150", "aws_lb"): "a load balancer holds no data",
    ("checkov", "CKV_AWS_174", "aws_cloudfront_distribution"): SITE,
    (
        "checkov",
        "CKV_AWS_226",
        "aws_rds_cluster_instance",
    ): "minor versions come by themselves unless one says otherwise",
    ("checkov", "CKV_AWS_241", "aws_kinesis_firehose_delivery_stream"): KEYS,
    ("checkov", "CKV_AWS_260", "aws_vpc_security_group_ingress_rule"): INSIDE,
    ("checkov", "CKV_AWS_284", "aws_sfn_state_machine"): "the design says tracing: false",
    (
        "checkov",
        "CKV_AWS_285",
        "aws_sfn_state_machine",
    ): "what a run carries may be about people, so that logs leave it out",
    ("checkov", "CKV_AWS_310", "aws_cloudfront_distribution"): SITE,
    ("checkov", "CKV_AWS_325", "aws_rds_cluster"): DATABASE,
    ("checkov", "CKV_AWS_326", "aws_rds_cluster"): DATABASE,
    ("checkov", "CKV_AWS_327", "aws_rds_cluster"): KEYS,
    ("checkov", "CKV_AWS_354", "aws_rds_cluster_instance"): KEYS,
    ("checkov", "CKV_AWS_374", "aws_cloudfront_distribution"): SITE,
    ("checkov", "CKV_AWS_378", "aws_lb_target_group"): INSIDE,
    ("checkov", "CKV2_GCP_13", "google_sql_database_instance"): FLAGS,
    (
        "checkov",
        "CKV2_GCP_18",
        "google_compute_network",
    ): "nothing listens in the network but what Google peers with it",
    ("checkov", "CKV_GCP_6", "google_sql_database_instance"): "the tool knows require_ssl, in whose place is sslMode",
    (
        "checkov",
        "CKV_GCP_26",
        "google_compute_subnetwork",
    ): "the design has no word for it: functions send, none listens",
    ("checkov", "CKV_GCP_28", "google_storage_bucket_iam_member"): SITE,
    ("checkov", "CKV_GCP_51", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_52", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_53", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_54", "google_sql_database_instance"): FLAGS,
    (
        "checkov",
        "CKV_GCP_62",
        "google_storage_bucket",
    ): "access to files is in Cloud Audit Logs, for a project to decide",
    ("checkov", "CKV_GCP_78", "google_storage_bucket"): "code is built anew; else the design says versioning: false",
    ("checkov", "CKV_GCP_79", "google_sql_database_instance"): "the design asks for this version",
    ("checkov", "CKV_GCP_81", "google_bigquery_dataset"): "the design writes this resource in the provider's own words",
    ("checkov", "CKV_GCP_83", "google_pubsub_topic"): GOOGLE_KEYS,
    ("checkov", "CKV_GCP_84", "google_artifact_registry_repository"): GOOGLE_KEYS,
    ("checkov", "CKV_GCP_108", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_109", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_110", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_111", "google_sql_database_instance"): FLAGS,
    ("checkov", "CKV_GCP_114", "google_storage_bucket"): SITE,
    (
        "checkov",
        "CKV_GCP_124",
        "google_cloudfunctions2_function",
    ): "gateways, subscriptions and schedules call from outside of any network; IAM is the guard",
    ("checkov, templates", "CKV_AZURE_101", "Microsoft.DocumentDB/databaseAccounts"): REACHED,
    ("checkov, templates", "CKV_AZURE_107", "Microsoft.ApiManagement/service"): CALLED,
    ("checkov, templates", "CKV_AZURE_109", "Microsoft.KeyVault/vaults"): REACHED,
    ("checkov, templates", "CKV_AZURE_114", "Microsoft.KeyVault/vaults/secrets"): EXPIRES,
    ("checkov, templates", "CKV_AZURE_17", "Microsoft.Web/sites"): "callers come with keys or tokens",
    (
        "checkov, templates",
        "CKV_AZURE_176",
        "Microsoft.SignalRService/webPubSub",
    ): "it calls functions by their keys alone",
    ("checkov, templates", "CKV_AZURE_174", "Microsoft.ApiManagement/service"): CALLED,
    ("checkov, templates", "CKV_AZURE_189", "Microsoft.KeyVault/vaults"): REACHED,
    ("checkov, templates", "CKV_AZURE_193", "Microsoft.EventGrid/topics"): REACHED,
    (
        "checkov, templates",
        "CKV_AZURE_206",
        "Microsoft.Storage/storageAccounts",
    ): "copies elsewhere are for the design to ask for",
    ("checkov, templates", "CKV_AZURE_212", "Microsoft.Web/sites"): HOSTED,
    ("checkov, templates", "CKV_AZURE_213", "Microsoft.Web/sites"): HOSTED,
    ("checkov, templates", "CKV_AZURE_222", "Microsoft.Web/sites"): REACHED,
    ("checkov, templates", "CKV_AZURE_225", "Microsoft.Web/serverfarms"): HOSTED,
    ("checkov, templates", "CKV_AZURE_35", "Microsoft.Storage/storageAccounts"): REACHED,
    ("checkov, templates", "CKV_AZURE_36", "Microsoft.Storage/storageAccounts"): REACHED,
    ("checkov, templates", "CKV_AZURE_41", "Microsoft.KeyVault/vaults/secrets"): EXPIRES,
    ("checkov, templates", "CKV_AZURE_99", "Microsoft.DocumentDB/databaseAccounts"): REACHED,
}
