"""HTTP: parse, execute, answer. the rest of Adsum needs only `app.make_app(services)`."""
