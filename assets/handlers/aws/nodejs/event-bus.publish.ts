//! import @aws-sdk/client-eventbridge EventBridgeClient PutEventsCommand
//! shared clients quick
//! shared correlation correlationId
//! client const eventBridge = new EventBridgeClient(quick);
//! name publishTo {{target}}
//! doc Publishes {{event}} on {{id}}.
//! parameters detail: {{content}}
//! returns Promise<void>
  const { Entries = [], FailedEntryCount = 0 } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: {{variable}},
          Source: EVENT_SOURCE,
          DetailType: "{{event}}",
          Detail: JSON.stringify({ ...detail, correlationId: correlationId() }),
        },
      ],
    }),
  );
  if (FailedEntryCount > 0) {
    const reason = Entries[0]?.ErrorCode ?? "for no known reason";
    throw new Error(`{{event}} was refused: ${reason}`);
  }
