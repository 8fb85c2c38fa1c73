"""`bocso`: set a centre up, check and read its journal."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bocso.faults import report_faults

app = typer.Typer(
    name="bocso",
    help="Bốc Số: set a centre up, check and read its journal.",
    no_args_is_help=True,
    add_completion=False,
)
centre = typer.Typer(help="The centre's set-up.", no_args_is_help=True)
device = typer.Typer(help="Kiosks, boards, counter displays and pads.", no_args_is_help=True)
staff = typer.Typer(help="Officers, head, technician, greeter, auditor.", no_args_is_help=True)
app.add_typer(centre, name="centre")
app.add_typer(device, name="device")
app.add_typer(staff, name="staff")
procedures = typer.Typer(help="The list of administrative procedures.", no_args_is_help=True)
app.add_typer(procedures, name="procedures")
voice = typer.Typer(help="The voice of the calls: a person's recordings.", no_args_is_help=True)
app.add_typer(voice, name="voice")
language = typer.Typer(help="Further languages of the screens and slips.", no_args_is_help=True)
app.add_typer(language, name="language")
pad = typer.Typer(help="Rating pads: the labels of their buttons.", no_args_is_help=True)
app.add_typer(pad, name="pad")
certificates = typer.Typer(help="The centre's own certificates, for encrypted connections.", no_args_is_help=True)
app.add_typer(certificates, name="certificates")
broker = typer.Typer(help="The broker of the centre.", no_args_is_help=True)
app.add_typer(broker, name="broker")

Database = Annotated[Path, typer.Option("--database", help="The centre's database file.")]


@app.command()
@report_faults
def verify(
    database: Annotated[Path | None, typer.Option("--database", help="The centre's database file.")] = None,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", help="An export of bocso journal.", exists=True, dir_okay=False),
    ] = None,
    head: Annotated[
        list[str] | None,
        typer.Option("--head", help="A printed or published head: SEQUENCE:DIGITS, or digits alone, 16 or more."),
    ] = None,
    day_heads: Annotated[
        Path | None,
        typer.Option("--day-heads", help="A file of the heads of day slips.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Check a journal, in the centre with its tables or as an export away from it; exit 1 at the first fault."""
    from bocso.verify import heads_given, verify_database, verify_journal

    heads = heads_given(head or [], day_heads)
    if database is not None and journal is None:
        raise typer.Exit(verify_database(database, heads))
    if journal is not None and database is None:
        raise typer.Exit(verify_journal(journal, heads))
    raise typer.BadParameter("one of --database and --journal")


@app.command()
@report_faults
def journal(
    database: Database,
    after: Annotated[int, typer.Option(help="Only events after this sequence.")] = 0,
) -> None:
    """Write the journal as JSON Lines."""
    from bocso.journal import write_journal

    write_journal(database, after)


@app.command()
@report_faults
def replay(
    database: Database,
    out: Annotated[Path, typer.Option("--out", help="Where the rebuilt database is written; must not exist.")],
) -> None:
    """Rebuild the tables from the journal into a new database."""
    from bocso.replay import replay_into

    replay_into(database, out)


@app.command()
@report_faults
def backup(
    database: Database,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where the copy is put; the folder backups beside the database.")
    ] = None,
    second: Annotated[
        Path | None, typer.Option("--second", help="A folder on another disk, for the same copy once more.")
    ] = None,
) -> None:
    """Make a copy of the database now, checked whole; the server may be running."""
    from bocso.backup import back_up

    back_up(database, folder, second)


@app.command()
@report_faults
def restore(
    file: Annotated[Path, typer.Argument(help="The copy, as bocso backup or the server made it.")],
    database: Database,
    highest: Annotated[
        list[str] | None,
        typer.Option("--highest", help="The highest number of today that somebody has seen, such as A=57."),
    ] = None,
    kiosk_data: Annotated[
        list[Path] | None,
        typer.Option("--kiosk-data", help="The data folder of a kiosk on this machine, which keeps its numbers."),
    ] = None,
    no_numbers_today: Annotated[
        bool, typer.Option("--no-numbers-today", help="No number was given today that the copy knows nothing of.")
    ] = False,
    today: Annotated[
        datetime | None,
        typer.Option("--today", formats=["%Y-%m-%d"], help="What day it is, where this machine's clock is wrong."),
    ] = None,
    settings_folder: Annotated[
        Path, typer.Option("--settings-folder", help="Where the programs' settings stand.", file_okay=False)
    ] = Path("/etc/bocso"),
) -> None:
    """Put a copy in the database's place; the server must be stopped. What was there is kept beside it."""
    from bocso.backup import restore_from

    restore_from(
        file,
        database,
        highest=highest or [],
        kiosk_data=kiosk_data or [],
        no_numbers_today=no_numbers_today,
        today=None if today is None else today.date(),
        settings_folder=settings_folder,
    )


@app.command()
@report_faults
def doctor(
    settings_folder: Annotated[
        Path, typer.Option("--settings-folder", help="Where the programs' settings stand.", file_okay=False)
    ] = Path("/etc/bocso"),
    language: Annotated[str, typer.Option("--language", help="vi or en.")] = "vi",
    bundle: Annotated[Path | None, typer.Option("--bundle", help="A new .tar.gz for whoever helps from afar.")] = None,
) -> None:
    """Say what is wrong on this machine and what to do; status 1 when something is."""
    from bocso.doctor.command import examine

    if not examine(settings_folder, language=language, bundle=bundle):
        raise typer.Exit(1)


@app.command("self-test")
@report_faults
def self_test(
    kind: Annotated[
        list[str] | None, typer.Argument(help="centre, kiosk, board, counter, pad or touch-pad; all that are here.")
    ] = None,
    settings_folder: Annotated[
        Path, typer.Option("--settings-folder", help="Where the programs' settings stand.", file_okay=False)
    ] = Path("/etc/bocso"),
    language: Annotated[str, typer.Option("--language", help="vi or en.")] = "vi",
    out: Annotated[
        Path, typer.Option("--out", help="The folder in which the pass sheet is written.", file_okay=False)
    ] = Path(),
    printer: Annotated[
        str | None, typer.Option("--printer", help="A ticket printer for the sheet: ADDRESS or ADDRESS:PORT.")
    ] = None,
) -> None:
    """Walk over this machine's parts with a technician; ends in a pass sheet. Status 1: a step failed, 3: one was not
    tried."""
    from bocso.self_test.command import walk_over

    status = walk_over(kind or [], folder=settings_folder, language=language, out=out, printer=printer)
    if status:
        raise typer.Exit(status)


Certificates = Annotated[
    Path, typer.Option("--folder", help="Where the certificates and their keys lie.", file_okay=False)
]


@certificates.command("make")
@report_faults
def certificates_make(
    name: Annotated[
        list[str], typer.Option("--name", help="A name or address of this machine; once for each it is reached by.")
    ],
    folder: Certificates = Path("/etc/bocso/tls"),
    also: Annotated[
        list[str] | None,
        typer.Option("--also", help="A further name, left out if the authority does not vouch for it."),
    ] = None,
    centre: Annotated[str, typer.Option("--centre", help="The centre's name, shown where one trusts it.")] = "",
) -> None:
    """Make the centre's authority (10 years) and this machine's certificate (1 year); what is there is kept."""
    from bocso.certificates import make

    make(folder, name, also or [], centre)


@certificates.command("show")
@report_faults
def certificates_show(folder: Certificates = Path("/etc/bocso/tls")) -> None:
    """Say for whom and until when they hold, and the fingerprint that people compare."""
    from bocso.certificates import show

    show(folder)


@certificates.command("renew")
@report_faults
def certificates_renew(folder: Certificates = Path("/etc/bocso/tls")) -> None:
    """Make this machine's certificate anew if it ends within 30 days or cannot be used; a timer does it each day."""
    from bocso.certificates import renew

    renew(folder)


@broker.command("prepare")
@report_faults
def broker_prepare(
    file: Annotated[Path, typer.Argument(help="The file of mosquitto's dynamic security plugin.", dir_okay=False)],
    admin_password_file: Annotated[Path, typer.Option("--admin-password-file", help="Of the user _rights.")],
    server_password_file: Annotated[Path, typer.Option("--server-password-file", help="Of the user server.")],
    former: Annotated[
        Path | None, typer.Option("--former", help="A mosquitto_passwd file whose devices keep their passwords.")
    ] = None,
) -> None:
    """Let the server, and whoever gives rights for it, in at the broker; a file that does so already is kept."""
    from bocso.broker import prepare

    prepare(file, admin_password=admin_password_file, server_password=server_password_file, former=former)


@app.command("export-centre")
@report_faults
def export_centre(
    file: Annotated[Path, typer.Argument(help="Where the centre is written, JSON; must not exist.")], database: Database
) -> None:
    """Write the whole centre as one readable file: set-up, devices, people; no password, no credential."""
    from bocso.export import export

    export(database, file)


@app.command("import-centre")
@report_faults
def import_centre(
    file: Annotated[Path, typer.Argument(help="A file of export-centre, or one's own.")], database: Database
) -> None:
    """Make the centre what a file says, whole or not at all; every fault is named with its place."""
    from bocso.export import import_file

    import_file(database, file)


@centre.command("load")
@report_faults
def centre_load(file: Annotated[Path, typer.Argument(help="The centre file, JSON.")], database: Database) -> None:
    """Check a centre file and make it the set-up; a file with a fault changes nothing."""
    from bocso.centre import load

    load(database, file)


@procedures.command("load")
@report_faults
def procedures_load(
    file: Annotated[Path, typer.Argument(help="CSV or JSON; see docs/procedures.md.")], database: Database
) -> None:
    """Make a file's procedures the centre's, whole or not at all; every fault is named with its line."""
    from bocso.procedures import load

    load(database, file)


@procedures.command("check")
@report_faults
def procedures_check(
    file: Annotated[Path, typer.Argument(help="CSV or JSON; see docs/procedures.md.")],
    database: Annotated[
        Path | None, typer.Option("--database", help="The centre's database: its services are checked too.")
    ] = None,
) -> None:
    """Read a file as `load` does, and change nothing."""
    from bocso.procedures import check

    check(file, database)


@device.command("add")
@report_faults
def device_add(
    database: Database,
    device_id: Annotated[str, typer.Option("--id", help="Such as kiosk-1 or pad-Q1.")],
    kind: Annotated[str, typer.Option(help="kiosk, board, counter or pad.")],
    credential_file: Annotated[Path, typer.Option(help="Where its credential is written (mode 600).")],
    counter: Annotated[str | None, typer.Option(help="The counter of a counter display or pad.")] = None,
    broker_password_file: Annotated[
        Path | None, typer.Option(help="Where its password at the broker is written too (mode 600).")
    ] = None,
    broker_key_file: Annotated[
        Path | None, typer.Option(help="As in the server's settings; beside the database when left out.")
    ] = None,
) -> None:
    """Add a device, or give a known one a new credential; the old one ends at once."""
    from bocso.device import add

    add(
        database,
        device_id=device_id,
        kind=kind,
        counter_id=counter,
        credential_file=credential_file,
        broker_password_file=broker_password_file,
        broker_key_file=broker_key_file,
    )


@device.command("code")
@report_faults
def device_code(
    device_id: Annotated[str, typer.Argument(help="A device of the centre, such as kiosk-1.")],
    database: Database,
    broker_key_file: Annotated[
        Path | None, typer.Option(help="As in the server's settings; beside the database when left out.")
    ] = None,
) -> None:
    """Print a code with which a device is paired: good once, for ten minutes. Run it as the server's user."""
    from bocso.device import code

    code(database, device_id=device_id, broker_key_file=broker_key_file)


@staff.command("add")
@report_faults
def staff_add(
    database: Database,
    staff_id: Annotated[str, typer.Option("--id", help="An opaque id, such as CB01; it stands in the journal.")],
    login: Annotated[str, typer.Option(help="What they type to log in.")],
    name: Annotated[str, typer.Option(help="The name that displays show.")],
    role: Annotated[str, typer.Option(help="officer, head, technician, greeter or auditor.")] = "officer",
    password_file: Annotated[
        Path | None,
        typer.Option(help="A file with the password; without it, it is asked for."),
    ] = None,
) -> None:
    """Add a member of staff."""
    from bocso.staff import add

    add(database, staff_id=staff_id, login=login, display_name=name, role=role, password_file=password_file)


@staff.command("password")
@report_faults
def staff_password(
    database: Database,
    login: Annotated[str, typer.Option(help="Whose password is renewed.")],
    password_file: Annotated[
        Path | None,
        typer.Option(help="A file with the password; without it, it is asked for."),
    ] = None,
) -> None:
    """Give a member of staff a new password; whoever is logged in with the old one is logged out."""
    from bocso.staff import renew_password

    renew_password(database, login=login, password_file=password_file)


@staff.command("reset-password")
@report_faults
def staff_reset_password(
    database: Database,
    login: Annotated[
        str | None, typer.Option(help="Whose password is reset; the head's when the centre has one head.")
    ] = None,
) -> None:
    """Print a password for one login, which asks for a new one: for the head who has forgotten theirs."""
    from bocso.staff import reset

    reset(database, login=login)


@staff.command("reset-second-factor")
@report_faults
def staff_reset_second_factor(
    database: Database,
    login: Annotated[str, typer.Option(help="Who has lost the telephone and the recovery codes.")],
) -> None:
    """Take somebody's second factor away: the password alone lets them in again."""
    from bocso.staff import reset_code

    reset_code(database, login=login)


@voice.command("script")
@report_faults
def voice_script(
    language: Annotated[str, typer.Option(help="Which language is recorded: vi, en, or another tag.")] = "vi",
) -> None:
    """Print the lines to be read, one clip each."""
    from bocso.voice import script

    script(language)


@voice.command("check")
@report_faults
def voice_check(
    folder: Annotated[Path, typer.Argument(help="A language's folder of recordings, such as clips/vi.")],
    language: Annotated[
        str | None, typer.Option(help="Which language they are in; needed when the folder has no manifest yet.")
    ] = None,
) -> None:
    """Trim and even recordings in place, and name what is missing, silent, clipped or overlong; exit 1 if any is."""
    from bocso.voice import check

    check(folder, language)


@language.command("template")
@report_faults
def language_template(
    folder: Annotated[Path, typer.Argument(help="The language's folder, named by its tag, such as languages/rad.")],
) -> None:
    """Write the catalogues that are to be translated."""
    from bocso.language import template

    template(folder)


@language.command("check")
@report_faults
def language_check(
    folder: Annotated[Path, typer.Argument(help="The language's folder.")],
) -> None:
    """Name what is missing, overlong or unknown in a language's catalogues; exit 1 if anything is."""
    from bocso.language import check

    check(folder)


@pad.command("labels")
@report_faults
def pad_labels(
    out: Annotated[Path, typer.Option("--out", help="Where the sheet is written, SVG; must not exist.")],
    database: Annotated[
        Path | None, typer.Option("--database", help="The centre's database: its question and its levels' names.")
    ] = None,
    levels: Annotated[
        int | None, typer.Option(help="Without a database: 3, 4 or 5 levels with their usual names.")
    ] = None,
) -> None:
    """Write the labels of a button pad as a print sheet of A4 to scale."""
    from bocso.pad import labels

    labels(out, database=database, levels=levels)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
