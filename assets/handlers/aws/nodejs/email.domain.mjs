//! import @aws-sdk/client-sesv2 SESv2Client SendEmailCommand
//! client const ses = new SESv2Client();
//! name send {{target}}
//! doc Sends a mail from an address of the domain of {{id}}.
//! parameters from, to, subject, text
  await ses.send(
    new SendEmailCommand({
      FromEmailAddress: `${from}@${{{variable}}}`,
      Destination: { ToAddresses: [to] },
      Content: {
        Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } },
      },
    }),
    { abortSignal: AbortSignal.timeout({{milliseconds}}) },
  );
