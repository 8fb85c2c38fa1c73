"""docs/roles.md against the one table of roles."""

from documents import section

from server.web.roles import ANYBODY, DEVICE, OPERATIONS, ROLE_NAMES, ROLES

DOCUMENT = "docs/roles.md"


def test_the_table_of_the_document_is_the_table_of_the_program() -> None:
    said = {row[0]: [cell.strip() for cell in row[1:]] for row in section(DOCUMENT, "Roles").rows() if len(row) > 3}

    assert said == {
        operation.name: ["yes" if who in operation.who else "" for who in (*ROLES, ANYBODY, DEVICE)]
        for operation in OPERATIONS
    }


def test_every_role_is_explained() -> None:
    explained = {row[0].strip("`") for row in section(DOCUMENT, "Roles").rows() if len(row) == 2}

    assert explained == set(ROLE_NAMES)
