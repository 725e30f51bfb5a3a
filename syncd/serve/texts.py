"""The words of the status page in Indonesian and English, and how numbers, ages and times are written. Pure."""

from datetime import UTC, datetime, timedelta, timezone

from syncd.health.sentences import STATES
from syncd.health.staleness import State

LANGUAGES = ("id", "en")
# The capital's time, which offices everywhere in the country convert from.
_WIB = timezone(timedelta(hours=7), "WIB")
_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}

TEXTS: dict[str, dict[str, str]] = {
    "id": {
        "title": "Keadaan tenant",
        "skip": "Langsung ke daftar tenant",
        "as_of": "Keadaan pada",
        "refresh": "Muat ulang",
        "every_minute": "Muat ulang tiap menit",
        "every_minute_off": "Hentikan muat ulang otomatis",
        "language": "Read in English",
        "filter": "Saring menurut keadaan",
        "all": "semua",
        "search": "Cari nama tenant atau instansi",
        "search_button": "Cari",
        "search_clear": "Hapus pencarian",
        "caption": "Tenant, yang perlu perhatian lebih dulu",
        "state": "Keadaan",
        "tenant": "Tenant",
        "age": "Terakhir dibaca",
        "verified": "Terbukti sama",
        "verified_yes": "Ya",
        "verified_no": "Berbeda",
        "verified_unknown": "Belum",
        "course": "Kursus",
        "enrolment": "Pendaftaran",
        "completion": "Penyelesaian",
        "badge": "Lencana",
        "rejection": "Ditolak",
        "held": "penghapusan ditahan",
        "detail": "Rincian teknis",
        "none": "Tidak ada tenant yang cocok.",
        "empty": "Belum ada tenant. Buat kode bergabung dengan perintah: syncd tenant invite",
        "daemon_down": "Daemon sinkronisasi tidak berjalan: tidak ada tenant yang dibaca. Jalankan: syncd run",
        "never": "belum pernah",
        "now": "baru saja",
        "footer": "Halaman ini membaca penyimpanan pusat, bukan situs tenant.",
        "fresh_means": "Segar berarti terbukti sama dengan data tenant.",
    },
    "en": {
        "title": "State of the tenants",
        "skip": "Skip to the list of tenants",
        "as_of": "As of",
        "refresh": "Refresh",
        "every_minute": "Refresh every minute",
        "every_minute_off": "Stop refreshing by itself",
        "language": "Baca dalam bahasa Indonesia",
        "filter": "Filter by state",
        "all": "all",
        "search": "Search for a tenant or an agency",
        "search_button": "Search",
        "search_clear": "Clear the search",
        "caption": "Tenants, those that need attention first",
        "state": "State",
        "tenant": "Tenant",
        "age": "Last read",
        "verified": "Proven equal",
        "verified_yes": "Yes",
        "verified_no": "Differs",
        "verified_unknown": "Not yet",
        "course": "Courses",
        "enrolment": "Enrolments",
        "completion": "Completions",
        "badge": "Badges",
        "rejection": "Rejected",
        "held": "deletions held",
        "detail": "Technical detail",
        "none": "No tenant matches.",
        "empty": "There is no tenant yet. Make a join code with the command: syncd tenant invite",
        "daemon_down": "The sync daemon is not running: no tenant is being read. Start it with: syncd run",
        "never": "never",
        "now": "just now",
        "footer": "This page reads the central store, not the tenants' sites.",
        "fresh_means": "Fresh means proven equal to the tenant's own data.",
    },
}

# Beside the word, so that colour is never the only sign.
SYMBOLS: dict[State, str] = {State.FRESH: "✓", State.LATE: "◔", State.FAILING: "✕", State.NEW: "○", State.PAUSED: "‖"}


def state_name(state: State, language: str) -> str:
    """The state in words."""
    return STATES[state][LANGUAGES.index(language)]


def number(value: int, language: str) -> str:
    """A count with the separators of the language."""
    text = f"{value:,}"
    return text.replace(",", ".") if language == "id" else text


def age(seconds: int | None, language: str) -> str:
    """How long ago, in one unit."""
    words = TEXTS[language]
    if seconds is None:
        return words["never"]
    for size, indonesian, english in ((86_400, "hari", "day"), (3_600, "jam", "hour"), (60, "menit", "minute")):
        count = seconds // size
        if count:
            return f"{count} {indonesian} lalu" if language == "id" else f"{count} {english}{'s' if count > 1 else ''} ago"
    return words["now"]


def moment(now_ms: int, language: str) -> str:
    """A moment in the capital's time."""
    local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(_WIB)
    clock_time = f"{local:%H.%M.%S}" if language == "id" else f"{local:%H:%M:%S}"
    return f"{local.day} {_MONTHS[language][local.month - 1]} {local.year}, {clock_time} WIB"
