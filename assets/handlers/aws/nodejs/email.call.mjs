//! import @aws-sdk/client-sesv2 SESv2Client SendEmailCommand
//! client const ses = new SESv2Client();
//! name send {{target}}
//! doc Sends a mail from the address of {{id}}.
//! parameters to, subject, text
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
