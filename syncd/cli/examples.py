"""What operators type most, as examples below the help of the command. Only words; the first word of each is `syncd`."""

# Command -> what is typed and what it does; both fit into one line of 80 columns.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "status": (
        ("syncd status --state failing", "only the tenants that fail"),
        ("syncd status pusdiklat-contoh", "one tenant"),
        ("syncd status --check", "for cron: 3 if something is not well"),
    ),
    "sync": (
        ("syncd sync pusdiklat-contoh", "read one tenant now"),
        ("syncd sync --all", "read all that LAN has not paused"),
    ),
    "verify": (
        ("syncd verify pusdiklat-contoh", "compare, change nothing"),
        ("syncd verify pusdiklat-contoh --repair", "read again what differs"),
        ("syncd verify --all --json", "all, for a program"),
    ),
    "tenant invite": (
        ('syncd tenant invite --name "Pusdiklat A" --agency "Kementerian A"', "for an hour"),
        ("syncd tenant invite --tenant pusdiklat-a --valid-hours 72", "it moved"),
    ),
    "curate set": (
        ('syncd curate set balai-a 12 --jp 2.5 --why "SK 3/2026"', "LAN's JP"),
        ('syncd curate set balai-a 12 --competency teknis --why "SK 3"', "its kind"),
    ),
    "compare propose": (
        ("syncd compare propose", "what is nearly the same"),
        ("syncd compare propose --least 0.9 --limit 5", "only what is very like"),
    ),
    "compare confirm": (
        ('syncd compare confirm balai-a/12 balai-b/7 --why "Materi sama"', "a group"),
        ('syncd compare confirm balai-c/3 --group 1f2e3d4c --why "Sama"', "one more"),
    ),
    "collection add": (
        ('syncd collection add cpns balai-a/12 --why "Dasar"', "one at its end"),
        ('syncd collection add cpns balai-a/12 balai-b/7 --why "SK"', "two"),
    ),
    "people import": (
        ("syncd people import daftar.csv --dry-run", "try it, write nothing"),
        ("syncd people import daftar.csv", "verify whom the list names"),
    ),
}


def examples(command: str) -> str | None:
    """The examples of a command as they stand below its help; None if it has none."""
    if command not in EXAMPLES:
        return None
    width = max(len(typed) for typed, _does in EXAMPLES[command])
    return "\n".join(["Examples:", *(f"  {typed.ljust(width)}  {does}" for typed, does in EXAMPLES[command])])
