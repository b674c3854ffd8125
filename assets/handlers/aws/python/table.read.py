#! shared clients QUICK
#! client dynamodb = boto3.resource("dynamodb", config=QUICK)
#! name get_from {{target}}
#! doc Find the item of {{id}} with the key; None when there is none.
#! parameters key: dict[str, Any]
#! returns dict[str, Any] | None
    response = dynamodb.Table({{variable}}).get_item(
        Key=key,
    )
    return response.get("Item")
