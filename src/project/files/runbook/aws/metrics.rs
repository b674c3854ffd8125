//! What alarms on metrics of AWS mean, what to look at and what to do. Data alone.

use super::super::Metric;

/// In the order of the runbook.
pub(super) const METRICS: &[Metric] = &[
    Metric {
        name: "Errors",
        means: "A function ended with an error, or ran out of time or memory.",
        look: "Its log group, from the time of the alarm: filter for `ERROR` and `Task timed out`; then the trace in \
         X-Ray, which shows the call that failed.",
        act: "If a deployment came just before, deploy the version before it again. If a service it calls fails, the \
         queue or the caller tries again; watch the dead letters below.",
    },
    Metric {
        name: "Throttles",
        means: "Calls were refused because no more copies of a function may run at once.",
        look: "The metric `ConcurrentExecutions` of the function and of the account, and what calls it so often.",
        act: "Raise `concurrency.reserved` of the function, or the quota of the account; for queues, lower \
         `max_concurrency` of the flow so that messages wait instead.",
    },
    Metric {
        name: "ConcurrentExecutions",
        means: "A function runs nearly as many copies as are reserved for it.",
        look: "What calls it, and whether its calls take longer than they did (`Duration`).",
        act: "Raise `concurrency.reserved` before calls are refused, or make the function faster.",
    },
    Metric {
        name: "ProvisionedConcurrencySpilloverInvocations",
        means: "Calls came while all copies that are kept warm were busy, and waited for new ones to start.",
        look: "How many copies were busy (`ProvisionedConcurrentExecutions`), and when.",
        act: "Raise `concurrency.provisioned`, or accept the wait at such hours.",
    },
    Metric {
        name: "IteratorAge",
        means: "A function is behind with the records of a stream or the changes of a table.",
        look: "Its errors first: a record that fails holds up those behind it; then its duration and the size of its \
         batches.",
        act: "Mend the error, or raise `batch.size` or `parallelization` of the flow. Records are lost when the stream's \
         retention ends.",
    },
    Metric {
        name: "ApproximateNumberOfMessagesVisible",
        means: "Something could not be worked off and was set aside.",
        look: "One of the messages, and the errors of the function that should have worked it off.",
        act: "Mend the cause first, then send the messages again as below.",
    },
    Metric {
        name: "ApproximateAgeOfOldestMessage",
        means: "Messages wait longer than they should: the reader is too slow, fails, or does not run.",
        look: "Errors, throttles and duration of the reader; how fast messages come (`NumberOfMessagesSent`).",
        act: "Raise `max_concurrency` or the batch size of the flow, or make the reader faster. Messages are lost when \
         the queue's retention ends.",
    },
    Metric {
        name: "5xx",
        means: "The API answered with server errors.",
        look: "The access log of the API: `integrationError` and `routeKey` tell which function failed; then its log group.",
        act: "As for errors of functions.",
    },
    Metric {
        name: "Latency",
        means: "The API answers slowly.",
        look: "The access log: which route; then the trace of one slow request in X-Ray.",
        act: "Give the function more memory, keep copies warm with `concurrency.provisioned`, or mend what it waits for.",
    },
    Metric {
        name: "IntegrationError",
        means: "A message of an open connection reached a function that failed.",
        look: "The log group of the function behind the route.",
        act: "As for errors of functions. The client got an error and may send again.",
    },
    Metric {
        name: "ExecutionError",
        means: "The API itself could not take a message of an open connection to its function.",
        look: "The access log of the API, and whether permissions or routes were changed by hand.",
        act: "Deploy again, which mends what was changed by hand.",
    },
    Metric {
        name: "AWS/AppSync 5XXError",
        means: "The API answered with errors of its own.",
        look: "Its log group: the entry of the request names the field and the data source.",
        act: "As for errors of functions; for a table, look at its throttles.",
    },
    Metric {
        name: "AWS/AppSync Latency",
        means: "The API answers slowly.",
        look: "The trace of one slow request in X-Ray: which field takes the time.",
        act: "Ask for less at once, or make what answers the field faster.",
    },
    Metric {
        name: "ReadThrottleEvents",
        means: "Reads of a table or of one of its indexes were refused and tried again.",
        look: "Which keys are read most, with CloudWatch Contributor Insights.",
        act: "With billing by capacity raise it; otherwise spread the keys, since one key has a limit of its own.",
    },
    Metric {
        name: "WriteThrottleEvents",
        means: "Writes to a table were refused and tried again.",
        look: "Which keys are written most, with CloudWatch Contributor Insights; an index that keeps up badly slows its \
         table.",
        act: "With billing by capacity raise it; otherwise spread the keys, since one key has a limit of its own.",
    },
    Metric {
        name: "NumberOfNotificationsFailed",
        means: "A topic could not deliver messages to a subscriber.",
        look: "The subscriber: whether it is there, and whether its policy still lets the topic in.",
        act: "Mend the subscriber; what was set aside can be sent again as below.",
    },
    Metric {
        name: "NumberOfNotificationsFailedToRedriveToDlq",
        means: "Messages were lost: they could neither be delivered nor set aside.",
        look: "The policy and the key of the dead-letter queue, and whether it is there.",
        act: "Deploy again, which mends what was changed by hand; ask the publisher for the lost messages.",
    },
    Metric {
        name: "FailedInvocations",
        means: "A rule of a bus could not deliver events to its target.",
        look: "The target: whether it is there, its policy, its limits; an external address may have answered with errors.",
        act: "Mend the target; what was set aside can be sent again as below.",
    },
    Metric {
        name: "InvocationDroppedCount",
        means: "A schedule gave up on starting something.",
        look: "The dead-letter queue of the schedule: the message says why.",
        act: "Mend the cause, and start by hand what was left out.",
    },
    Metric {
        name: "ExecutionsFailed",
        means: "A run of a workflow failed.",
        look: "The failed run in the console of Step Functions: the step in red, its input and its error.",
        act: "Mend the cause; a standard run can be redriven from the step that failed.",
    },
    Metric {
        name: "ExecutionsTimedOut",
        means: "A run of a workflow took longer than it may.",
        look: "The run in the console of Step Functions: the step in which it stood.",
        act: "Mend what the step waits for, or raise `timeout` of the workflow.",
    },
    Metric {
        name: "ExecutionThrottled",
        means: "Runs of workflows are held back by a limit of the account.",
        look: "How many runs and steps begin (`ExecutionsStarted`), and by whom.",
        act: "Ask for a higher quota, or let a queue even out the starts.",
    },
    Metric {
        name: "WriteProvisionedThroughputExceeded",
        means: "More is written to a stream than its shards take.",
        look: "Whether one partition key has most of the records.",
        act: "Raise `shards`, or choose a partition key that spreads better. Writers try again meanwhile.",
    },
    Metric {
        name: "ReadProvisionedThroughputExceeded",
        means: "The readers of a stream together ask for more than its shards give.",
        look: "How many readers share the stream.",
        act: "Give a reader a channel of its own with `fan_out`, or raise `shards`.",
    },
    Metric {
        name: "GetRecords.IteratorAgeMilliseconds",
        means: "A reader of a stream is behind.",
        look: "Errors and duration of the readers.",
        act: "As for `IteratorAge`. Records are lost when the stream's retention ends.",
    },
    Metric {
        name: "DeliveryToS3.DataFreshness",
        means: "Records wait too long before they are written to the bucket.",
        look: "The log of the delivery stream: what a delivery failed with.",
        act: "Mend the rights or the key of the bucket; Firehose keeps records for a day at the most.",
    },
    Metric {
        name: "ThrottledRecords",
        means: "More records are given to a delivery stream than it takes.",
        look: "Who puts the records, and how fast.",
        act: "Ask for a higher quota; writers try again meanwhile.",
    },
    Metric {
        name: "ThrottledGetRecords",
        means: "A delivery stream reads its stream more often than the shards give.",
        look: "How many readers share the stream.",
        act: "Raise `shards` of the stream, or give other readers channels of their own with `fan_out`.",
    },
    Metric {
        name: "ACUUtilization",
        means: "A database has nearly all the capacity that it may have.",
        look: "The statements that take most, in Performance Insights.",
        act: "Raise `capacity.max`, or mend the statements.",
    },
    Metric {
        name: "CPUUtilization",
        means: "A database is busy.",
        look: "The statements that take most, in Performance Insights.",
        act: "Mend the statements, or raise `capacity.min` so that it need not grow under load.",
    },
    Metric {
        name: "Deadlocks",
        means: "Transactions waited for each other, and the database ended one.",
        look: "The database's log, which names both statements.",
        act: "Take rows in one order everywhere; the code tries the ended transaction again.",
    },
    Metric {
        name: "DatabaseConnections",
        means: "A database has nearly as many connections as it takes.",
        look: "Who holds them: the number of copies of each function, and the pool of each.",
        act: "Lower the pools, or set `proxy` so that copies share connections.",
    },
    Metric {
        name: "ThrottledCmds",
        means: "A cache refuses commands, since it cannot grow as fast as the load.",
        look: "Which commands come so often.",
        act: "Spread the load over time; the cache grows by itself within minutes.",
    },
    Metric {
        name: "BytesUsedForCache",
        means: "A cache is nearly full.",
        look: "Which keys have no end.",
        act: "Let keys expire, or raise `size`. A full cache drops what was not used for longest.",
    },
    Metric {
        name: "AWS/ECS CPUUtilization",
        means: "The copies of a container are busy, although as many run as may.",
        look: "What the requests do; whether a deployment made them slower.",
        act: "Raise `max` or `cpu`.",
    },
    Metric {
        name: "AWS/ECS MemoryUtilization",
        means: "The copies of a container have nearly used up their memory.",
        look: "Whether it grows from copy to copy without end.",
        act: "Raise `memory`; mend the leak if there is one. A copy without memory is ended and replaced.",
    },
    Metric {
        name: "HTTPCode_Target_5XX_Count",
        means: "A container answered with server errors.",
        look: "Its log group, from the time of the alarm.",
        act: "If a deployment came just before, deploy the image before it again.",
    },
    Metric {
        name: "UnHealthyHostCount",
        means: "Copies of a container do not answer when the balancer asks for their health.",
        look: "The log of the copies, and why the last ones stopped, in the console of ECS.",
        act: "ECS replaces them; if new ones fail as well, deploy the image before again.",
    },
    Metric {
        name: "AWS/AOSS 5xx",
        means: "A search collection answered with errors of its own.",
        look: "The health of OpenSearch Serverless in the region, and whether capacity is used up (`SearchOCU`, \
         `IndexingOCU`).",
        act: "Callers try again; raise the limit of capacity if it is reached.",
    },
];
