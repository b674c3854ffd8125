#! package firebase-admin>=7.0,<8 import firebase_admin
#! package firebase-admin>=7.0,<8 from firebase_admin import auth
#! standard uuid
#! name add_to
#! doc Add a person to {{id}}.
#! parameters email: str, password: str
#! returns auth.UserRecord
    app = firebase_admin.initialize_app(
        options={"projectId": {{variable}}},
        name=uuid.uuid4().hex,
    )
    return auth.create_user(email=email, password=password, app=app)
