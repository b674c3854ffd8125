import * as eventgrid from "@pulumi/azure-native/eventgrid";
import * as pulumi from "@pulumi/pulumi";

import * as roles from "../roles";
import { Platform } from "./platform";

export interface EventDeliveryArgs {
  platform: Platform;
  topicName: pulumi.Input<string>;
  principalId: pulumi.Input<string>;
  undeliveredAccountId: pulumi.Input<string>;
  undeliveredContainer: pulumi.Input<string>;
  /** Whether the topic tells of a bucket's files. */
  ofBucket: boolean;
  /** Where events go: a queue or a topic of Service Bus. */
  destination: "ServiceBusQueue" | "ServiceBusTopic";
  destinationId: pulumi.Input<string>;
  /** Only events of these types; all when absent. */
  eventTypes?: string[];
  /** Only events whose subject begins so. */
  subjectBeginsWith?: pulumi.Input<string>;
  /** Only events whose subject ends so. */
  subjectEndsWith?: pulumi.Input<string>;
  maximumAttempts?: number;
}

/** Delivers events of a source to a queue or a topic, as the source itself. */
export class EventDelivery extends pulumi.ComponentResource {
  constructor(name: string, args: EventDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("{{project}}:components:EventDelivery", name, {}, opts);
    const { platform } = args;

    const mayDeliver = roles.assign(
      `${name}-deliver`,
      {
        role: "Azure Service Bus Data Sender",
        scope: args.destinationId,
        principalId: args.principalId,
        subscriptionId: platform.subscriptionId,
      },
      { parent: this },
    );

    const asItself = { type: "SystemAssigned" };
    const resourceId = args.destinationId;
    const subscription = {
      resourceGroupName: platform.resourceGroup.name,
      eventDeliverySchema: "CloudEventSchemaV1_0",
      filter: {
        ...(args.eventTypes && { includedEventTypes: args.eventTypes }),
        ...(args.subjectBeginsWith !== undefined && { subjectBeginsWith: args.subjectBeginsWith }),
        ...(args.subjectEndsWith !== undefined && { subjectEndsWith: args.subjectEndsWith }),
      },
      retryPolicy: {
        maxDeliveryAttempts: args.maximumAttempts ?? 30,
        eventTimeToLiveInMinutes: 1440,
      },
      deliveryWithResourceIdentity: {
        identity: asItself,
        destination:
          args.destination === "ServiceBusQueue"
            ? { endpointType: "ServiceBusQueue" as const, resourceId }
            : { endpointType: "ServiceBusTopic" as const, resourceId },
      },
      deadLetterWithResourceIdentity: {
        identity: asItself,
        deadLetterDestination: {
          endpointType: "StorageBlob" as const,
          resourceId: args.undeliveredAccountId,
          blobContainerName: args.undeliveredContainer,
        },
      },
    };
    // Event Grid asks whether it may deliver as soon as there is a subscription.
    const options = { parent: this, dependsOn: [mayDeliver] };
    if (args.ofBucket) {
      new eventgrid.SystemTopicEventSubscription(
        name,
        { ...subscription, systemTopicName: args.topicName },
        options,
      );
    } else {
      new eventgrid.TopicEventSubscription(
        name,
        { ...subscription, topicName: args.topicName },
        options,
      );
    }

    this.registerOutputs({});
  }
}
