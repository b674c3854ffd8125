#! shared clients QUICK
#! client ses_client = boto3.client("sesv2", config=QUICK)
#! name send {{target}}
#! doc Send a mail from the address of {{id}}.
#! parameters to: str, subject: str, text: str
#! returns None
    ses_client.send_email(
        FromEmailAddress={{variable}},
        Destination={"ToAddresses": [to]},
        Content={
            "Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}},
        },
    )
