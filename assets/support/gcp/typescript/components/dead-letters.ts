import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

import { createAlarm } from "./alarm";

export interface DeadLettersArgs {
  region: string;
  description: string;
  /** Pub/Sub's own identity, which sets messages aside. */
  pubsubAgent: pulumi.Input<string>;
  alarmChannel: pulumi.Input<string>;
}

/** Where messages are kept for two weeks that could not be worked off; an alarm tells when there is one. */
export class DeadLetters extends pulumi.ComponentResource {
  readonly topic: gcp.pubsub.Topic;

  constructor(name: string, args: DeadLettersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:DeadLetters", name, {}, opts);
    const parent = { parent: this };

    this.topic = new gcp.pubsub.Topic(
      name,
      { messageStoragePolicy: { allowedPersistenceRegions: [args.region] } },
      parent,
    );
    // A topic keeps messages for its subscriptions only.
    const subscription = new gcp.pubsub.Subscription(
      name,
      {
        topic: this.topic.id,
        messageRetentionDuration: "1209600s",
        expirationPolicy: { ttl: "" },
      },
      parent,
    );
    new gcp.pubsub.TopicIAMMember(
      `${name}-set-aside`,
      { topic: this.topic.name, role: "roles/pubsub.publisher", member: args.pubsubAgent },
      parent,
    );

    createAlarm(
      `${name}-waiting`,
      {
        description: args.description,
        metric: pulumi.interpolate`resource.type = "pubsub_subscription" AND resource.labels.subscription_id = "${subscription.name}" AND metric.type = "pubsub.googleapis.com/subscription/num_undelivered_messages"`,
        threshold: 0,
        aligner: "ALIGN_MAX",
        channel: args.alarmChannel,
      },
      parent,
    );

    this.registerOutputs({ topic: this.topic.name });
  }
}
