#! shared clients QUICK
#! client dynamodb = boto3.resource("dynamodb", config=QUICK)
#! name put_into {{target}}
#! doc Write an item of {{id}}.
#! parameters item: dict[str, Any]
#! returns None
    dynamodb.Table({{variable}}).put_item(
        Item=item,
    )
