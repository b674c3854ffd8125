#! package azure-communication-email>=1.0,<2
#! import azure.communication.email EmailClient
#! credential
#! name send {{target}}
#! doc Send a mail from the address of {{id}}; give up after the time that the design allows.
#! parameters to: str, subject: str, text: str
#! returns None
    client = EmailClient(
        {{second}},
        credential,
        retry_total={{retries}},
        read_timeout={{seconds}},
    )
    client.begin_send(
        {
            "senderAddress": {{variable}},
            "content": {"subject": subject, "plainText": text},
            "recipients": {"to": [{"address": to}]},
        }
    )
