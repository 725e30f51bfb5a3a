"""The words of the status page in Indonesian and English, and how numbers, ages and times are written. Pure."""

from datetime import UTC, datetime, timedelta, timezone

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.units import format_unit

from syncd.health.sentences import STATES
from syncd.health.staleness import State

LANGUAGES = ("id", "en")
# The capital's time, which offices everywhere in the country convert from.
WIB = timezone(timedelta(hours=7), "WIB")
# Months, separators and plurals are Babel's; English is written as in Moodle's own tables.
LOCALES = {"id": "id", "en": "en_GB"}

TEXTS: dict[str, dict[str, str]] = {
    "id": {
        "title": "Status tenant",
        "skip": "Langsung ke isi",
        "as_of": "Per",
        "refresh": "Muat ulang",
        "every_minute": "Muat ulang tiap menit",
        "every_minute_off": "Hentikan muat ulang otomatis",
        "language": "Read in English",
        "filter": "Saring menurut status",
        "all": "semua",
        "search": "Cari nama tenant atau instansi",
        "search_button": "Cari",
        "search_clear": "Hapus pencarian",
        "caption": "Tenant, yang perlu perhatian lebih dulu",
        "state": "Status",
        "tenant": "Tenant",
        "age": "Terakhir dibaca",
        "verified": "Terbukti sama",
        "verified_yes": "Ya",
        "verified_was": "Terakhir",
        "verified_no": "Berbeda",
        "verified_unknown": "Belum",
        "course": "Pelatihan",
        "enrolment": "Pendaftaran",
        "completion": "Penyelesaian",
        "badge": "Lencana",
        "rating": "Penilaian",
        "rejection": "Ditolak",
        "held": "penghapusan tertahan",
        "detail": "Rincian teknis",
        "none": "Tidak ada tenant yang cocok.",
        "none_in_state": "Tidak ada tenant dengan status ini.",
        "not_open": "tidak dibuka",
        "refused_rows": "data ditolak; berlaku lagi begitu datang dengan benar",
        "fresh_group": "tenant terkini, tanpa catatan",
        "pages": "Halaman daftar",
        "page": "Halaman",
        "page_before": "Sebelumnya",
        "page_after": "Berikutnya",
        "all_tenants": "Semua tenant",
        "one_caption": "Tenant ini sekarang",
        "ok": "selesai",
        "partial": "belum selesai",
        "failed": "gagal",
        "lost": "terputus",
        "running": "berjalan",
        "badge_class": "Kelas lencana",
        "assertion": "Lencana diterima",
        "changes": "Perubahan status terbaru",
        "syncs": "Sinkronisasi terbaru",
        "refused": "Data ditolak terbaru",
        "at": "Waktu",
        "before": "Sebelumnya",
        "after": "Menjadi",
        "reason": "Alasan",
        "outcome": "Hasil",
        "rows": "Data dibaca",
        "kind": "Jenis data",
        "id": "Nomor",
        "field": "Kolom",
        "empty": "Belum ada tenant. Buat kode bergabung dengan perintah: syncd tenant invite",
        "never": "belum pernah",
        "ago": "{} lalu",
        "now": "baru saja",
        "footer": "Halaman ini membaca penyimpanan pusat, bukan situs tenant.",
        "fresh_means": "Terkini berarti terbukti sama dengan data tenant.",
    },
    "en": {
        "title": "State of the tenants",
        "skip": "Skip to the content",
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
        "verified_was": "Last",
        "verified_no": "Differs",
        "verified_unknown": "Not yet",
        "course": "Courses",
        "enrolment": "Enrolments",
        "completion": "Completions",
        "badge": "Badges",
        "rating": "Ratings",
        "rejection": "Rejected",
        "held": "deletions held",
        "detail": "Technical detail",
        "none": "No tenant matches.",
        "none_in_state": "No tenant is in this state.",
        "not_open": "not switched on",
        "refused_rows": "rows refused; each counts again once it comes in good order",
        "fresh_group": "tenants are fresh, with nothing to note",
        "pages": "Pages of the list",
        "page": "Page",
        "page_before": "Previous",
        "page_after": "Next",
        "all_tenants": "All tenants",
        "one_caption": "This tenant now",
        "ok": "done",
        "partial": "not finished",
        "failed": "failed",
        "lost": "cut off",
        "running": "running",
        "badge_class": "Badge classes",
        "assertion": "Assertions",
        "changes": "Newest changes of its state",
        "syncs": "Newest syncs",
        "refused": "Newest refused rows",
        "at": "Time",
        "before": "Before",
        "after": "After",
        "reason": "Reason",
        "outcome": "Outcome",
        "rows": "Rows read",
        "kind": "Kind",
        "id": "Id",
        "field": "Field",
        "empty": "There is no tenant yet. Make a join code with the command: syncd tenant invite",
        "never": "never",
        "ago": "{} ago",
        "now": "just now",
        "footer": "This page reads the central store, not the tenants' sites.",
        "fresh_means": "Fresh means proven equal to the tenant's own data.",
    },
}

# Why a row was refused, and in which of its columns, in the words that its tenant admin reads.
REASONS: dict[str, tuple[str, str]] = {
    "control_character": ("mengandung karakter kendali", "holds a control character"),
    "empty": ("kosong", "is empty"),
    "missing": ("tidak ada", "is missing"),
    "not_a_hash": ("bukan sha256", "is not a sha256"),
    "not_a_learner": ("bukan kode peserta", "is not a learner's code"),
    "not_a_row": ("bukan data yang lengkap", "is not a whole record"),
    "not_allowed": ("bukan salah satu nilai yang dikenal kontrak data", "is not one of the values the contract knows"),
    "not_unicode": ("bukan teks yang sah", "is not valid text"),
    "out_of_range": ("terlalu kecil atau terlalu besar", "is too small or too large"),
    "too_long": ("terlalu panjang", "is too long"),
    "wrong_type": ("bukan jenis yang benar", "is not of the right type"),
}
COLUMNS: dict[str, tuple[str, str]] = {
    "answer": ("Jawaban", "Answer"),
    "answered": ("Dijawab", "Answered"),
    "audience": ("Ditawarkan kepada", "Offered to"),
    "author": ("Penulis", "Author line"),
    "badge": ("ID kelas lencana", "Badge class id"),
    "badges": ("Lencana", "Badges"),
    "batch": ("Angkatan", "Run"),
    "category": ("Kategori", "Category"),
    "competency": ("Kompetensi", "Competency"),
    "completed": ("Diselesaikan", "Completed"),
    "course": ("ID pelatihan", "Course id"),
    "created": ("Dibuat", "Created"),
    "description": ("Deskripsi", "Description"),
    "edited": ("Diubah", "Edited"),
    "ends": ("Selesai", "Ends"),
    "enrol_from": ("Pendaftaran dibuka", "Enrolment opens"),
    "enrol_until": ("Pendaftaran ditutup", "Enrolment closes"),
    "expires": ("Kedaluwarsa", "Expires"),
    "flagged": ("Ditandai karena", "Flagged because"),
    "format": ("Format", "Format"),
    "id": ("ID", "Id"),
    "image": ("Gambar (sha256)", "Image (sha256)"),
    "issued": ("Diberikan", "Awarded"),
    "issuer": ("Penerbit", "Issuer"),
    "jp_hundredths": ("JP", "JP"),
    "language": ("Bahasa", "Language"),
    "learner": ("Kode peserta", "Learner's code"),
    "level": ("Tingkat", "Level"),
    "method": ("Cara pendaftaran", "Enrolment method"),
    "minutes": ("Menit", "Minutes"),
    "name": ("Nama", "Name"),
    "places": ("Sisa tempat", "Places left"),
    "reports": ("Laporan penyalahgunaan", "Reports of abuse"),
    "self_enrol": ("Pendaftaran mandiri", "Self-enrolment"),
    "stars": ("Bintang", "Stars"),
    "starts": ("Mulai", "Starts"),
    "status": ("Status", "Status"),
    "summary": ("Deskripsi", "Description"),
    "text": ("Teks", "Text"),
    "title": ("Judul", "Title"),
    "topics": ("Topik", "Topics"),
    "tracks_completion": ("Melacak penyelesaian", "Tracks completion"),
    "training_type": ("Jenis pelatihan", "Training type"),
}

# Beside the word, so that colour is never the only sign.
SYMBOLS: dict[State, str] = {State.FRESH: "✓", State.LATE: "◔", State.FAILING: "✕", State.NEW: "○", State.PAUSED: "‖"}


def state_name(state: State, language: str) -> str:
    """The state in words."""
    return STATES[state][LANGUAGES.index(language)]


def refusal(column: str, reason: str, language: str) -> tuple[str, str]:
    """A refused row's column and reason in words; what this program does not know stands for itself."""
    place = LANGUAGES.index(language)
    return COLUMNS.get(column, (column, column))[place], REASONS.get(reason, (reason, reason))[place]


def number(value: float, language: str) -> str:
    """A count with the separators of the language."""
    return format_decimal(value, locale=LOCALES[language])


def count(value: int | None, language: str) -> str:
    """A count, or that nobody knows it because the stream is not switched on."""
    return TEXTS[language]["not_open"] if value is None else number(value, language)


def age(seconds: int | None, language: str) -> str:
    """How long ago, in one unit."""
    words = TEXTS[language]
    if seconds is None:
        return words["never"]
    for size, unit in ((86_400, "duration-day"), (3_600, "duration-hour"), (60, "duration-minute")):
        if count := seconds // size:
            return words["ago"].format(format_unit(count, unit, locale=LOCALES[language]))
    return words["now"]


def moment(now_ms: int, language: str) -> str:
    """A moment in the capital's time."""
    local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(WIB)
    locale = LOCALES[language]
    return f"{format_date(local, 'medium', locale)}, {format_time(local, 'medium', locale=locale)} WIB"
