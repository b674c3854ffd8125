import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface DeliveryArgs {
  topic: pulumi.Input<string>;
  /** Which messages, by their attributes. */
  filter?: string;
  /** Who is called with each message, and as whom; without it the messages wait to be fetched. */
  push?: { uri: pulumi.Input<string>; account: pulumi.Input<string> };
  /** How long a delivery may take before it is repeated. */
  ackDeadlineSeconds: number;
  /** How long messages wait. */
  retentionSeconds: number;
  /** Messages with one ordering key come in order. */
  ordered?: boolean;
  /** Where messages are set aside that could not be delivered so often. */
  deadLetters?: { topic: pulumi.Input<string>; attempts: number };
  /** Pub/Sub's own identity, which takes messages that are set aside off the subscription. */
  pubsubAgent: pulumi.Input<string>;
}

/** A subscription that never expires, and gives up on a message only where that is set aside. */
export class Delivery extends pulumi.ComponentResource {
  readonly subscription: gcp.pubsub.Subscription;

  constructor(name: string, args: DeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:Delivery", name, {}, opts);
    const parent = { parent: this };
    const { deadLetters, push } = args;

    this.subscription = new gcp.pubsub.Subscription(
      name,
      {
        topic: args.topic,
        filter: args.filter,
        ackDeadlineSeconds: args.ackDeadlineSeconds,
        messageRetentionDuration: `${String(args.retentionSeconds)}s`,
        enableMessageOrdering: args.ordered,
        expirationPolicy: { ttl: "" },
        retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
        deadLetterPolicy: deadLetters && {
          deadLetterTopic: deadLetters.topic,
          maxDeliveryAttempts: deadLetters.attempts,
        },
        pushConfig: push && {
          pushEndpoint: push.uri,
          oidcToken: { serviceAccountEmail: push.account, audience: push.uri },
        },
      },
      parent,
    );
    if (deadLetters) {
      new gcp.pubsub.SubscriptionIAMMember(
        `${name}-set-aside`,
        {
          subscription: this.subscription.name,
          role: "roles/pubsub.subscriber",
          member: args.pubsubAgent,
        },
        parent,
      );
    }

    this.registerOutputs({ subscription: this.subscription.name });
  }
}
