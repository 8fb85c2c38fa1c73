"""What all tests share."""

pytest_plugins = ["broker_fixture"]
