#! shared clients QUICK
#! client ses_client = boto3.client("sesv2", config=QUICK)
#! name send {{target}}
#! doc Send a mail from an address of the domain of {{id}}.
#! parameters sender: str, to: str, subject: str, text: str
#! returns None
    ses_client.send_email(
        FromEmailAddress=f"{sender}@{{{variable}}}",
        Destination={"ToAddresses": [to]},
        Content={
            "Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}},
        },
    )
