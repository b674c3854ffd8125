//! A program that uses everything the printers know, built by hand.

use std::collections::BTreeSet;

use pulumi_designer::program::{
    Alias, Argument, Binding, Class, Component, Constant, Deferred, Entry, EntryPoint, Export, Expression, Field,
    Instance, Key, Literal, Name, Origin, Part, Program, Resource, ResourceOptions, ResourceType, SettingField,
    SettingKind, Settings, Statement, Support, SupportModule, Type,
};

pub fn name(name: &str) -> Name {
    Name::known(name)
}

pub fn setting(field: &str) -> Expression {
    Expression::Setting(name(field))
}

pub fn this(field: &str) -> Expression {
    Expression::This(name(field))
}

pub fn local(variable: &str) -> Expression {
    Expression::Local(name(variable))
}

pub fn shared(field: &str) -> Expression {
    Expression::Field(Box::new(Expression::Argument(name("shared"))), name(field))
}

pub fn field(instance: &str, field: &str) -> Expression {
    Expression::Field(Box::new(local(instance)), name(field))
}

pub fn text(text: &str) -> Expression {
    Expression::text(text)
}

pub fn fixed(text: &str) -> Part {
    Part::Text(text.to_owned())
}

pub fn value(value: Expression) -> Part {
    Part::Value(value)
}

pub fn list(items: impl IntoIterator<Item = Expression>) -> Expression {
    Expression::List(items.into_iter().collect())
}

pub fn call(function: &str, arguments: impl IntoIterator<Item = Expression>) -> Expression {
    Expression::Call { function: Support::parse(function), arguments: arguments.into_iter().collect() }
}

pub fn allow<'a>(
    sid: &str,
    actions: impl IntoIterator<Item = &'a str>,
    resources: impl IntoIterator<Item = Expression>,
) -> Expression {
    call("iam:allow", [text(sid), Expression::texts(actions), list(resources)])
}

pub fn when(condition: Expression, then: Expression, otherwise: Option<Expression>) -> Expression {
    Expression::Conditional { condition: Box::new(condition), then: Box::new(then), otherwise: otherwise.map(Box::new) }
}

/// A resource without options.
pub fn resource<'a>(
    binding: Binding,
    class: Class,
    logical: &str,
    arguments: impl IntoIterator<Item = (&'a str, Expression)>,
) -> Resource {
    Resource {
        binding,
        class,
        name: logical.to_owned(),
        arguments: arguments.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        options: ResourceOptions::default(),
        existing: None,
        comment: None,
        origin: Origin::Frame,
    }
}

pub fn sdk(path: &str) -> Class {
    Class::Sdk(ResourceType::parse(path))
}

pub fn into_field(field: &str) -> Binding {
    Binding::Field(name(field))
}

fn field_of(field: &str, kind: Type, documentation: Option<&str>) -> Field {
    Field { name: name(field), kind, documentation: documentation.map(str::to_owned) }
}

fn argument(argument: &str, kind: Type) -> Argument {
    Argument { name: name(argument), kind, documentation: None }
}

fn sdk_type(path: &str) -> Type {
    Type::Resource(ResourceType::parse(path))
}

fn invoke(function: &str) -> Expression {
    Expression::Invoke { function: function.split('.').map(str::to_owned).collect(), arguments: Vec::new() }
}

fn let_(variable: &str, value: Expression) -> Statement {
    Statement::Let { name: name(variable), value, comment: None, origin: Origin::Frame }
}

fn data_store() -> ResourceOptions {
    ResourceOptions {
        protect: Some(setting("protect-data")),
        retain_on_delete: Some(setting("protect-data")),
        ..ResourceOptions::default()
    }
}

fn runtime(typescript: &str, python: &str) -> Expression {
    Expression::Enumeration {
        path: ["aws", "lambda", "Runtime"].map(str::to_owned).to_vec(),
        typescript: typescript.to_owned(),
        python: python.to_owned(),
    }
}

fn lambda(
    logical: &str,
    description: &str,
    service: &str,
    runtime: Expression,
    environment: Vec<(&str, Expression)>,
    statements: Vec<Expression>,
) -> Resource {
    let mut arguments = vec![
        ("description", text(description)),
        ("codePath", text(&format!("functions/{service}/{logical}"))),
        ("runtime", runtime),
        ("memoryMb", setting("memory-mb")),
        ("timeoutSeconds", Expression::Integer(10)),
        ("logRetentionDays", setting("log-retention-days")),
    ];
    if !environment.is_empty() {
        arguments.push(("environment", Expression::data(environment)));
    }
    arguments.push(("statements", Expression::List(statements)));
    arguments.push(("alarmTopicArn", shared("alarms-topic").property("arn")));
    let mut resource = resource(
        into_field(logical),
        Class::Component(Support::parse("components/lambda-function:LambdaFunction")),
        logical,
        arguments,
    );
    resource.origin = Origin::Node(format!("{service}.{logical}"));
    resource
}

fn shared_component() -> Component {
    let from_this_account =
        Expression::data([("StringEquals", Expression::data([("aws:SourceAccount", this("account-id"))]))]);
    let mut key_statement = vec![
        Entry::data("Sid", text("AdministerFromIam")),
        Entry::data("Effect", text("Allow")),
        Entry::data(
            "Principal",
            Expression::data([(
                "AWS",
                Expression::Interpolate(vec![
                    fixed("arn:"),
                    value(local("partition")),
                    fixed(":iam::"),
                    value(this("account-id")),
                    fixed(":root"),
                ]),
            )]),
        ),
        Entry::data("Action", text("kms:*")),
        Entry::data("Resource", text("*")),
    ];
    if let Some(last) = key_statement.last_mut() {
        last.comment = Some("In a key policy \"*\" is the key itself.".to_owned());
    }
    let allow_service = |sid: &str, service: &str| {
        call(
            "iam:allowService",
            [
                text(sid),
                text(service),
                Expression::texts(["kms:Decrypt", "kms:GenerateDataKey"]),
                text("*"),
                local("from-this-account"),
            ],
        )
    };
    Component {
        name: "shared".to_owned(),
        class: "Shared".to_owned(),
        token: "shop:index:Shared".to_owned(),
        module: vec!["shared".to_owned()],
        documentation: "What several services use: the event bus, the public API, the alarms topic and its key."
            .to_owned(),
        arguments: vec![argument("settings", Type::Settings)],
        fields: vec![
            field_of("bus", sdk_type("aws.cloudwatch.EventBus"), None),
            field_of("api", sdk_type("aws.apigatewayv2.Api"), None),
            field_of("alarms-topic", sdk_type("aws.sns.Topic"), None),
            field_of(
                "messaging-key",
                sdk_type("aws.kms.Key"),
                Some("Encrypts queues and topics; AWS services cannot publish with the AWS-managed keys."),
            ),
            field_of("account-id", Type::OutputText, None),
        ],
        constants: vec![
            Constant {
                name: name("order-events-source"),
                value: text("shop.orders"),
                documentation: Some("What others need to know to subscribe to events.".to_owned()),
            },
            Constant { name: name("allowed-methods"), value: Expression::texts(["GET", "POST"]), documentation: None },
        ],
        body: vec![
            Statement::Assign {
                field: name("account-id"),
                value: invoke("aws.getCallerIdentity").property("accountId"),
                origin: Origin::Frame,
            },
            let_("partition", invoke("aws.getPartition").property("partition")),
            let_("from-this-account", from_this_account),
            Statement::Resource(resource(
                into_field("messaging-key"),
                sdk("aws.kms.Key"),
                "messaging-key",
                [
                    ("description", text("Encrypts queues and topics")),
                    ("enableKeyRotation", Expression::Boolean(true)),
                    (
                        "policy",
                        Expression::JsonOutput(Box::new(Expression::data([
                            ("Version", text("2012-10-17")),
                            (
                                "Statement",
                                list([
                                    Expression::Object(key_statement),
                                    allow_service("EncryptEvents", "events.amazonaws.com"),
                                    allow_service("EncryptAlarms", "cloudwatch.amazonaws.com"),
                                ]),
                            ),
                        ]))),
                    ),
                ],
            )),
            Statement::Resource(resource(
                into_field("alarms-topic"),
                sdk("aws.sns.Topic"),
                "alarms",
                [("kmsMasterKeyId", this("messaging-key").property("arn"))],
            )),
            Statement::If {
                condition: setting("alarm-email"),
                then: vec![Statement::Resource(resource(
                    Binding::None,
                    sdk("aws.sns.TopicSubscription"),
                    "alarms-email",
                    [
                        ("topic", this("alarms-topic").property("arn")),
                        ("protocol", text("email")),
                        ("endpoint", setting("alarm-email")),
                    ],
                ))],
                origin: Origin::Frame,
            },
            Statement::Resource(resource(
                into_field("bus"),
                sdk("aws.cloudwatch.EventBus"),
                "bus",
                [("description", text("Domain events"))],
            )),
            Statement::Resource(Resource {
                origin: Origin::Node("shared.api".to_owned()),
                comment: Some(
                    "Everything that the world may ask comes in here; the rest of the system is closed to it, and \
                     this remark is so long that it takes more than a line."
                        .to_owned(),
                ),
                ..resource(
                    into_field("api"),
                    sdk("aws.apigatewayv2.Api"),
                    "public-api",
                    [
                        ("protocolType", text("HTTP")),
                        ("description", text("Public API")),
                        (
                            "corsConfiguration",
                            Expression::properties([
                                ("allowOrigins", setting("cors-origins")),
                                ("allowMethods", local("allowed-methods")),
                                ("allowHeaders", Expression::texts(["authorization", "content-type"])),
                                ("maxAge", Expression::Integer(3600)),
                            ]),
                        ),
                    ],
                )
            }),
            Statement::Resource(resource(
                Binding::Local(name("access-logs")),
                sdk("aws.cloudwatch.LogGroup"),
                "public-api-logs",
                [("retentionInDays", setting("log-retention-days"))],
            )),
            Statement::Resource(resource(
                Binding::None,
                sdk("aws.apigatewayv2.Stage"),
                "public-api-stage",
                [
                    ("apiId", this("api").property("id")),
                    ("name", text("$default")),
                    ("autoDeploy", Expression::Boolean(true)),
                    (
                        "accessLogSettings",
                        Expression::properties([
                            ("destinationArn", local("access-logs").property("arn")),
                            (
                                "format",
                                Expression::Json(Box::new(Expression::data([
                                    ("requestId", text("$context.requestId")),
                                    ("sourceIp", text("$context.identity.sourceIp")),
                                    ("routeKey", text("$context.routeKey")),
                                    ("authorizerError", text("$context.authorizer.error")),
                                ]))),
                            ),
                        ]),
                    ),
                ],
            )),
            Statement::Resource(resource(
                Binding::None,
                Class::Function(Support::parse("components/alarm:createAlarm")),
                "public-api-server-errors",
                [
                    ("description", text("The public API answers with server errors")),
                    ("namespace", text("AWS/ApiGateway")),
                    ("metric", text("5xx")),
                    ("dimensions", Expression::data([("ApiId", this("api").property("id"))])),
                    ("threshold", Expression::Integer(0)),
                    ("topicArn", this("alarms-topic").property("arn")),
                ],
            )),
        ],
        outputs: vec![
            (name("api-url"), this("api").property("apiEndpoint")),
            (name("bus-name"), this("bus").property("name")),
        ],
        origin: Origin::Service("shared".to_owned()),
    }
}

fn auth_component() -> Component {
    Component {
        name: "auth".to_owned(),
        class: "AuthService".to_owned(),
        token: "shop:index:AuthService".to_owned(),
        module: vec!["services".to_owned(), "auth".to_owned()],
        documentation: "This service signs people in.".to_owned(),
        arguments: vec![argument("settings", Type::Settings), argument("shared", Type::Component("Shared".to_owned()))],
        fields: vec![
            field_of("user-pool", sdk_type("aws.cognito.UserPool"), None),
            field_of("users-table", sdk_type("aws.dynamodb.Table"), None),
            field_of("legacy-queue", sdk_type("aws.sqs.Queue"), None),
            field_of("login", Type::Support(Support::parse("components/lambda-function:LambdaFunction")), None),
        ],
        constants: Vec::new(),
        body: vec![
            Statement::Resource(Resource {
                options: data_store(),
                ..resource(
                    into_field("user-pool"),
                    sdk("aws.cognito.UserPool"),
                    "user-pool",
                    [
                        ("usernameAttributes", Expression::texts(["email"])),
                        (
                            "passwordPolicy",
                            Expression::properties([
                                ("minimumLength", Expression::Integer(12)),
                                ("requireLowercase", Expression::Boolean(true)),
                                ("requireNumbers", Expression::Boolean(true)),
                                ("temporaryPasswordValidityDays", Expression::Integer(1)),
                            ]),
                        ),
                        (
                            "accountRecoverySetting",
                            Expression::properties([(
                                "recoveryMechanisms",
                                list([Expression::properties([
                                    ("name", text("verified_email")),
                                    ("priority", Expression::Integer(1)),
                                ])]),
                            )]),
                        ),
                        ("deletionProtection", when(setting("protect-data"), text("ACTIVE"), Some(text("INACTIVE")))),
                    ],
                )
            }),
            Statement::Resource(Resource {
                options: ResourceOptions {
                    aliases: vec![Alias {
                        name: Some("accounts".to_owned()),
                        parent: Some(("shop:index:AccountsService".to_owned(), "accounts".to_owned())),
                    }],
                    ignore_changes: vec!["readCapacity".to_owned(), "ttl".to_owned()],
                    depends_on: vec![this("user-pool")],
                    ..data_store()
                },
                origin: Origin::Node("auth.users".to_owned()),
                ..resource(
                    into_field("users-table"),
                    sdk("aws.dynamodb.Table"),
                    "users",
                    [
                        ("billingMode", text("PAY_PER_REQUEST")),
                        ("hashKey", text("userId")),
                        (
                            "attributes",
                            list([
                                Expression::properties([("name", text("userId")), ("type", text("S"))]),
                                Expression::properties([("name", text("email")), ("type", text("S"))]),
                            ]),
                        ),
                        ("deletionProtectionEnabled", setting("protect-data")),
                    ],
                )
            }),
            Statement::Resource(Resource {
                existing: Some(text("https://sqs.eu-west-1.amazonaws.com/123456789012/legacy")),
                ..resource(into_field("legacy-queue"), sdk("aws.sqs.Queue"), "legacy", [])
            }),
            Statement::Resource(resource(
                Binding::Local(name("jwt-secret")),
                sdk("aws.secretsmanager.Secret"),
                "jwt-secret",
                [
                    ("description", text("Signs the tokens of the auth service")),
                    (
                        "recoveryWindowInDays",
                        when(setting("protect-data"), Expression::Integer(30), Some(Expression::Integer(7))),
                    ),
                ],
            )),
            Statement::Resource(resource(
                Binding::Local(name("jwt-secret-text")),
                sdk("random.RandomPassword"),
                "jwt-secret-text",
                [("length", Expression::Integer(48))],
            )),
            Statement::Resource(Resource {
                options: ResourceOptions { delete_before_replace: true, ..ResourceOptions::default() },
                ..resource(
                    Binding::None,
                    sdk("aws.secretsmanager.SecretVersion"),
                    "jwt-secret-value",
                    [
                        ("secretId", local("jwt-secret").property("id")),
                        ("secretString", local("jwt-secret-text").property("result")),
                    ],
                )
            }),
            Statement::Resource(lambda(
                "login",
                "Signs a user in",
                "auth",
                runtime("NodeJS24dX", "NODE_JS24D_X"),
                vec![
                    ("USERS_TABLE", this("users-table").property("name")),
                    ("USERS_TABLE_ARN", this("users-table").property("arn")),
                    ("JWT_SECRET_ARN", local("jwt-secret").property("arn")),
                    ("LOG_LEVEL", setting("log-level")),
                ],
                vec![
                    allow("UseUserPool", ["cognito-idp:AdminInitiateAuth"], [this("user-pool").property("arn")]),
                    allow(
                        "ReadUsers",
                        ["dynamodb:GetItem", "dynamodb:Query"],
                        [
                            this("users-table").property("arn"),
                            Expression::Interpolate(vec![
                                value(this("users-table").property("arn")),
                                fixed("/index/*"),
                            ]),
                        ],
                    ),
                    allow("UseJwtSecret", ["secretsmanager:GetSecretValue"], [local("jwt-secret").property("arn")]),
                    Expression::Spread(Box::new(when(
                        setting("alarm-email"),
                        list([allow("PublishAlarms", ["sns:Publish"], [shared("alarms-topic").property("arn")])]),
                        Some(list([])),
                    ))),
                ],
            )),
        ],
        outputs: vec![(name("user-pool-id"), this("user-pool").property("id"))],
        origin: Origin::Service("auth".to_owned()),
    }
}

fn notifications_component() -> Component {
    Component {
        name: "notifications".to_owned(),
        class: "NotificationsService".to_owned(),
        token: "shop:index:NotificationsService".to_owned(),
        module: vec!["services".to_owned(), "notifications".to_owned()],
        documentation: "Tells people about placed orders. Sends a digest every day, to whom it may concern, and \
                        in the language that they have asked for."
            .to_owned(),
        arguments: vec![
            argument("settings", Type::Settings),
            argument("shared", Type::Component("Shared".to_owned())),
            Argument {
                name: name("users-table-arn"),
                kind: Type::InputText,
                documentation: Some("The table of people.".to_owned()),
            },
        ],
        fields: vec![
            field_of("order-events-queue", sdk_type("aws.sqs.Queue"), None),
            field_of("dead-letter-queue", sdk_type("aws.sqs.Queue"), None),
            field_of("notify", Type::Support(Support::parse("components/lambda-function:LambdaFunction")), None),
        ],
        constants: Vec::new(),
        body: vec![
            Statement::Resource(resource(
                into_field("dead-letter-queue"),
                sdk("aws.sqs.Queue"),
                "order-events-dead-letters",
                [
                    ("kmsMasterKeyId", shared("messaging-key").property("arn")),
                    ("messageRetentionSeconds", Expression::Integer(1_209_600)),
                ],
            )),
            Statement::Resource(Resource {
                origin: Origin::Node("notifications.order-events".to_owned()),
                ..resource(
                    into_field("order-events-queue"),
                    sdk("aws.sqs.Queue"),
                    "order-events",
                    [
                        ("kmsMasterKeyId", shared("messaging-key").property("arn")),
                        (
                            "visibilityTimeoutSeconds",
                            Expression::Product(
                                Box::new(Expression::Integer(6)),
                                Box::new(setting("notify-timeout-seconds")),
                            ),
                        ),
                        (
                            "redrivePolicy",
                            Expression::JsonOutput(Box::new(Expression::data([
                                ("deadLetterTargetArn", this("dead-letter-queue").property("arn")),
                                ("maxReceiveCount", Expression::Integer(5)),
                            ]))),
                        ),
                    ],
                )
            }),
            Statement::Resource(Resource {
                origin: Origin::Flow(3),
                ..resource(
                    Binding::Local(name("rule")),
                    sdk("aws.cloudwatch.EventRule"),
                    "order-placed",
                    [
                        ("description", text("Orders placed")),
                        ("eventBusName", shared("bus").property("name")),
                        (
                            "eventPattern",
                            Expression::Json(Box::new(Expression::Object(vec![
                                Entry {
                                    key: Key::Data("source".to_owned()),
                                    value: list([local("order-events-source")]),
                                    comment: None,
                                },
                                Entry {
                                    key: Key::Data("detail-type".to_owned()),
                                    value: list([text("OrderPlaced")]),
                                    comment: None,
                                },
                                Entry {
                                    key: Key::Data("detail".to_owned()),
                                    value: Expression::data([(
                                        "total",
                                        list([Expression::data([(
                                            "numeric",
                                            list([text(">="), Expression::Integer(100)]),
                                        )])]),
                                    )]),
                                    comment: Some("Small orders are not worth a message.".to_owned()),
                                },
                            ]))),
                        ),
                    ],
                )
            }),
            let_(
                "environment",
                Expression::data([
                    ("QUEUE_URL", this("order-events-queue").property("url")),
                    ("USERS_TABLE_ARN", Expression::Argument(name("users-table-arn"))),
                ]),
            ),
            Statement::Resource({
                let mut notify = lambda(
                    "notify",
                    "Tells people about placed orders",
                    "notifications",
                    runtime("Python3d14", "PYTHON3D14"),
                    vec![],
                    vec![call(
                        "iam:allow",
                        [
                            text("ConsumeOrderEvents"),
                            Expression::texts(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
                            list([this("order-events-queue").property("arn")]),
                            Expression::data([(
                                "StringEquals",
                                Expression::data([("aws:SourceAccount", shared("account-id"))]),
                            )]),
                        ],
                    )],
                );
                notify.arguments.insert(6, ("environment".to_owned(), local("environment")));
                notify
            }),
            Statement::Resource(resource(
                Binding::None,
                sdk("aws.lambda.EventSourceMapping"),
                "order-events-to-notify",
                [
                    ("eventSourceArn", this("order-events-queue").property("arn")),
                    ("functionName", this("notify").property("alias").property("arn")),
                    ("batchSize", Expression::Integer(10)),
                    ("functionResponseTypes", Expression::texts(["ReportBatchItemFailures"])),
                    (
                        "scalingConfig",
                        when(
                            setting("maximum-concurrency"),
                            Expression::properties([("maximumConcurrency", setting("maximum-concurrency"))]),
                            None,
                        ),
                    ),
                    (
                        "tags",
                        Expression::data([
                            (
                                "Name",
                                Expression::Format(vec![
                                    value(setting("project")),
                                    fixed("-${notify}-"),
                                    value(setting("memory-mb")),
                                ]),
                            ),
                            ("quote\"'s", text("it's \"quoted\"\\n \n\u{2028}é")),
                        ]),
                    ),
                ],
            )),
        ],
        outputs: vec![(name("queue-url"), this("order-events-queue").property("url"))],
        origin: Origin::Service("notifications".to_owned()),
    }
}

fn lonely_component() -> Component {
    Component {
        name: "lonely".to_owned(),
        class: "LonelyService".to_owned(),
        token: "shop:index:LonelyService".to_owned(),
        module: vec!["services".to_owned(), "lonely".to_owned()],
        documentation: "Needs nobody".to_owned(),
        body: vec![Statement::Resource(resource(Binding::None, sdk("aws.sqs.Queue"), "lonely", []))],
        origin: Origin::Service("lonely".to_owned()),
        ..Component::default()
    }
}

fn setting_field(field: &str, kind: SettingKind, default: Option<Literal>) -> SettingField {
    SettingField {
        name: name(field),
        kind,
        default,
        optional: false,
        secret: false,
        documentation: None,
        origin: Origin::Frame,
    }
}

fn settings() -> Settings {
    Settings {
        fields: vec![
            setting_field("cors-origins", SettingKind::Texts, Some(Literal::Texts(vec!["*".to_owned()]))),
            setting_field("log-retention-days", SettingKind::Integer, Some(Literal::Integer(14))),
            SettingField {
                documentation: Some(
                    "Keep the data stores when their resources leave the program or the stack is destroyed, and \
                     never lose anything."
                        .to_owned(),
                ),
                ..setting_field("protect-data", SettingKind::Boolean, Some(Literal::Boolean(false)))
            },
            setting_field(
                "log-level",
                SettingKind::OneOf(["DEBUG", "INFO", "WARNING"].map(str::to_owned).to_vec()),
                Some(Literal::Text("INFO".to_owned())),
            ),
            setting_field("tier", SettingKind::OneOf(["free", "paid"].map(str::to_owned).to_vec()), None),
            SettingField { optional: true, ..setting_field("alarm-email", SettingKind::Text, None) },
            SettingField { optional: true, ..setting_field("maximum-concurrency", SettingKind::Integer, None) },
            setting_field("memory-mb", SettingKind::Integer, Some(Literal::Integer(256))),
            setting_field("notify-timeout-seconds", SettingKind::Integer, None),
            setting_field("sample-rate", SettingKind::Number, Some(Literal::Number(0.5))),
            SettingField {
                secret: true,
                documentation: Some("Kept encrypted.".to_owned()),
                ..setting_field("payment-api-key", SettingKind::Text, None)
            },
            setting_field("notification-email", SettingKind::Text, None),
        ],
    }
}

fn entry() -> EntryPoint {
    let settings_argument = || (name("settings"), local("settings"));
    let shared_argument = || (name("shared"), local("shared"));
    EntryPoint {
        references: Vec::new(),
        provider: Some(resource(
            Binding::Local(name("provider")),
            sdk("aws.Provider"),
            "aws",
            [
                ("region", setting("region")),
                (
                    "defaultTags",
                    Expression::properties([(
                        "tags",
                        Expression::data([
                            ("Project", setting("project")),
                            ("Environment", setting("environment")),
                            ("ManagedBy", text("pulumi")),
                        ]),
                    )]),
                ),
            ],
        )),
        instances: vec![
            Instance {
                variable: name("shared"),
                class: "Shared".to_owned(),
                name: "shared".to_owned(),
                arguments: vec![settings_argument()],
            },
            Instance {
                variable: name("notifications"),
                class: "NotificationsService".to_owned(),
                name: "notifications".to_owned(),
                arguments: vec![
                    settings_argument(),
                    shared_argument(),
                    (name("users-table-arn"), local("users-table-arn")),
                ],
            },
            Instance {
                variable: name("auth"),
                class: "AuthService".to_owned(),
                name: "auth".to_owned(),
                arguments: vec![settings_argument(), shared_argument()],
            },
            Instance {
                variable: name("lonely"),
                class: "LonelyService".to_owned(),
                name: "lonely".to_owned(),
                arguments: vec![],
            },
        ],
        deferred: vec![Deferred {
            variable: name("users-table-arn"),
            list: false,
            value: field("auth", "users-table").property("arn"),
            after: name("auth"),
        }],
        exports: vec![
            Export {
                name: "apiUrl".to_owned(),
                value: field("shared", "api").property("apiEndpoint"),
                comment: Some("Where the world comes in.".to_owned()),
            },
            Export { name: "auth".to_owned(), value: field("auth", "user-pool").property("id"), comment: None },
            Export {
                name: "functionVersions".to_owned(),
                value: Expression::data([
                    ("login", field("auth", "login").property("function").property("version")),
                    ("notify-people", field("notifications", "notify").property("function").property("version")),
                ]),
                comment: None,
            },
        ],
    }
}

/// The program.
pub fn shop() -> Program {
    Program {
        namespace: String::new(),
        project: "shop".to_owned(),
        description: Some("Orders with notifications".to_owned()),
        packages: BTreeSet::from(["aws", "random"].map(str::to_owned)),
        settings: settings(),
        stacks: Vec::new(),
        components: vec![shared_component(), notifications_component(), auth_component(), lonely_component()],
        entry: entry(),
        support: vec![
            SupportModule {
                path: ["components", "alarm"].map(str::to_owned).to_vec(),
                typescript: include_str!("support/alarm.ts"),
                python: include_str!("support/alarm.py"),
            },
            SupportModule {
                path: ["components", "lambda-function"].map(str::to_owned).to_vec(),
                typescript: include_str!("support/lambda-function.ts"),
                python: include_str!("support/lambda_function.py"),
            },
            SupportModule {
                path: vec!["iam".to_owned()],
                typescript: include_str!("support/iam.ts"),
                python: include_str!("support/iam.py"),
            },
        ],
        handlers: Vec::new(),
    }
}
