//! package @azure/communication-email ^1.0.0
//! import @azure/communication-email EmailClient
//! credential
//! name send {{target}}
//! doc Sends a mail from the address of {{id}}; gives up after the time that the design allows.
//! parameters to, subject, text
  const client = new EmailClient({{second}}, credential, {
    retryOptions: { maxRetries: {{retries}} },
  });
  await client.beginSend(
    {
      senderAddress: {{variable}},
      content: { subject, plainText: text },
      recipients: { to: [{ address: to }] },
    },
    { abortSignal: AbortSignal.timeout({{milliseconds}}) },
  );
