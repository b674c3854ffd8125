//! import @aws-sdk/client-sesv2 SESv2Client SendEmailCommand
//! shared clients quick
//! client const ses = new SESv2Client(quick);
//! name send {{target}}
//! doc Sends a mail from the address of {{id}}.
//! parameters to: string, subject: string, text: string
//! returns Promise<void>
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: {{variable}},
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } },
      },
    }),
    { abortSignal: AbortSignal.timeout({{milliseconds}}) },
  );
