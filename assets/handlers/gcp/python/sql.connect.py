#! package cloud-sql-python-connector[pg8000]>=1.18,<2 from google.cloud.sql.connector import Connector, IPTypes
#! name reach
#! doc Connect to {{id}} by its private address, as this function's own account.
#! parameters user: str
#! returns object
    return Connector().connect(
        {{variable}},
        "pg8000",
        user=user,
        db={{database}},
        enable_iam_auth=True,
        ip_type=IPTypes.PRIVATE,
    )
