//! import @aws-sdk/client-eventbridge EventBridgeClient PutEventsCommand
//! client const eventBridge = new EventBridgeClient();
//! name publishTo {{target}}
//! doc Publishes {{event}} on {{id}}.
//! parameters detail
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: {{variable}},
          Source: EVENT_SOURCE,
          DetailType: "{{event}}",
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) {
    throw new Error(`{{event}} was refused: ${Entries[0].ErrorCode}`);
  }
