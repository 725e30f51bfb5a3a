"""One sentence for every code and state, Indonesian and English: what it means, who acts, what was kept. Pure."""

from syncd.errors import Code
from syncd.health.staleness import State

_KEPT_ID = "Data terakhir yang baik tetap dipakai."
_KEPT_EN = "The last good data stays in use."

SENTENCES: dict[str, tuple[str, str]] = {
    Code.DOWN: (
        f"Situs tidak menjawab atau sedang pemeliharaan; dicoba lagi otomatis, bila lama hubungi admin tenant. {_KEPT_ID}",
        f"The site does not answer or is in maintenance; retried by itself, call the tenant admin if it lasts. {_KEPT_EN}",
    ),
    Code.SLOW: (
        f"Situs menjawab terlalu lambat; admin tenant memeriksa beban server. {_KEPT_ID}",
        f"The site answers too slowly; the tenant admin checks the load of the server. {_KEPT_EN}",
    ),
    Code.TLS: (
        f"Sertifikat HTTPS situs tidak sah; admin tenant memperbaruinya. {_KEPT_ID}",
        f"The site's HTTPS certificate is not valid; the tenant admin renews it. {_KEPT_EN}",
    ),
    Code.AUTH: (
        f"Situs menolak permintaan pusat; admin tenant menjalankan uji mandiri atau bergabung ulang. {_KEPT_ID}",
        f"The site refuses the centre's proof; the tenant admin runs the self-test or joins again. {_KEPT_EN}",
    ),
    Code.SITE_CLOCK: (
        f"Jam server situs salah, maka bukti waktunya tidak cocok; admin tenant menyetelnya. Dicoba lagi tiap menit. {_KEPT_ID}",
        f"The clock of the site's server is wrong, so no proof fits; its admin sets it. Retried every minute. {_KEPT_EN}",
    ),
    Code.WRONG_SITE: (
        "Yang menjawab bukan situs yang terdaftar (salinan, alamat salah); operator LAN memeriksa. Tidak ada yang diterima.",
        "Another site than the one that joined answers (a copy, a wrong address); the LAN operator checks. Nothing was accepted.",
    ),
    Code.NOT_API: (
        f"Alamat itu menjawab dengan halaman lain, bukan data pembelajaran; admin tenant memeriksa plugin dan proksi. {_KEPT_ID}",
        f"The address answers with another page, not the feed; the tenant admin checks the plugin and the proxy. {_KEPT_EN}",
    ),
    Code.BAD_PAYLOAD: (
        f"Jawaban rusak atau tidak utuh dan ditolak seluruhnya; dicoba lagi otomatis. {_KEPT_ID}",
        f"The answer was damaged or incomplete and was refused as a whole; retried by itself. {_KEPT_EN}",
    ),
    Code.TOO_BIG: (
        f"Jawaban melebihi batas ukuran dan dihentikan; operator LAN memeriksa. {_KEPT_ID}",
        f"The answer exceeded the size limit and was stopped; the LAN operator checks. {_KEPT_EN}",
    ),
    Code.RATE_LIMITED: (
        f"Situs meminta pusat menunggu; dicoba lagi pada waktu yang diminta. {_KEPT_ID}",
        f"The site asked the centre to wait; tried again at the time it named. {_KEPT_EN}",
    ),
    Code.PLUGIN_OLD: (
        f"Plugin di situs terlalu lama; admin tenant memperbaruinya. {_KEPT_ID}",
        f"The plugin on the site is too old; the tenant admin updates it. {_KEPT_EN}",
    ),
    Code.PLUGIN_NEW: (
        f"Plugin di situs lebih baru daripada pusat; operator LAN memperbarui pusat. {_KEPT_ID}",
        f"The plugin on the site is newer than the centre; the LAN operator updates the centre. {_KEPT_EN}",
    ),
    Code.SCHEMA_DRIFT: (
        f"Kolom data yang wajib tidak dikirim; admin tenant memperbarui plugin. {_KEPT_ID}",
        f"A required column was not sent; the tenant admin updates the plugin. {_KEPT_EN}",
    ),
    Code.URL_BLOCKED: (
        f"Alamat situs menunjuk ke jaringan yang dilarang; operator LAN memeriksa. {_KEPT_ID}",
        f"The site's address points into a forbidden network; the LAN operator checks. {_KEPT_EN}",
    ),
    Code.PAUSED: (
        "Pembacaan dijeda; yang menjeda dapat melanjutkannya. Datanya tetap; jeda oleh LAN menyembunyikan pelatihannya.",
        "Reading is paused; whoever paused it can resume. Its data stays; a pause by LAN hides its courses.",
    ),
    Code.CRASHED: (
        f"Giliran ini gagal karena kesalahan di pusat; operator LAN membaca log. {_KEPT_ID}",
        f"The turn failed because of an error at the centre; the LAN operator reads the log. {_KEPT_EN}",
    ),
    Code.TOO_MUCH: (
        f"Data tenant ini akan melebihi batasnya; operator LAN memeriksa, lalu menaikkannya: syncd tenant limit. {_KEPT_ID}",
        f"The tenant would store more than its limit; the LAN operator checks, and raises it: syncd tenant limit. {_KEPT_EN}",
    ),
    Code.UNFINISHED: (
        f"Pembacaan tidak pernah selesai, maka kini lebih jarang; admin tenant memeriksa beban server, LAN datanya. {_KEPT_ID}",
        f"Reading never comes to its end and is now rarer; the tenant admin checks the server's load, LAN the data. {_KEPT_EN}",
    ),
    "REJECTIONS_MANY": (
        "Data yang ditolak lebih banyak daripada yang dicatat, kesamaan tidak dapat dibuktikan; admin tenant memeriksa plugin.",
        "More rows were refused than are kept, and nobody can prove the copy equal; the tenant admin checks the plugin.",
    ),
    "DIVERGED": (
        "Salinan di pusat belum sama dengan data tenant; diperbaiki pada giliran berikut, penghapusan besar menunggu keputusan.",
        "The copy at the centre differs from the tenant's data; repaired at the next turn, mass deletions wait for a decision.",
    ),
    "MASS_DELETE_HELD": (
        "Terlalu banyak data akan hilang sekaligus; penghapusan tertahan sampai dipastikan lagi atau dilepas operator LAN.",
        "Too many rows would vanish at once; the deletion is held until it is confirmed again or a LAN operator releases it.",
    ),
    "REFUSED_HELD": (
        "Terlalu banyak data ditolak; data baik sebelumnya tetap dipakai. Admin tenant memeriksa plugin; LAN dapat melepasnya.",
        "Too many rows are refused; the good ones before them stay. The tenant admin checks the plugin; LAN can release them.",
    ),
    "ISSUER_DOWN": (
        "Keycloak tidak terjangkau atau menolak pusat; operator LAN memeriksa. Pembacaan tenant tetap berjalan.",
        "Keycloak cannot be reached or refuses the centre; the LAN operator checks. Reading of tenants goes on.",
    ),
    "PEOPLE_HELD": (
        "Terlalu banyak orang tidak lagi ada di realm; mereka tetap disimpan sampai operator LAN memastikannya.",
        "Too many people are no longer in the realm; they stay in the directory until a LAN operator confirms it.",
    ),
    "LOGOUT_WAITING": (
        "Situs tidak dapat diberi tahu bahwa sesi berakhir; dicoba lagi otomatis, admin tenant memeriksa situs dan versi plugin.",
        "Sites cannot be told that sessions have ended; retried by itself, the tenant admin checks the site and the plugin.",
    ),
    "CLOCK_WAS_AHEAD": (
        "Waktu yang tercatat di masa depan: jam pusat pernah salah. Dibaca ulang segera; operator LAN memeriksa server waktu.",
        "The time on record is in the future: the centre's clock was wrong. Read again at once; the LAN operator checks clocks.",
    ),
    Code.CLOCKS_DISAGREE: (
        "Jam daemon dan jam basis data berbeda; operator LAN menyamakan keduanya dengan server waktu yang sama.",
        "The daemon's clock and the database's differ; the LAN operator lets both follow the same time server.",
    ),
    "WORKERS_SHORT": (
        "Sebagian pekerja daemon tidak lagi bekerja; operator LAN membaca log dan menjalankan ulang daemon.",
        "Some of the daemon's workers no longer work; the LAN operator reads the log and starts the daemon again.",
    ),
    "DAEMON_DOWN": (
        f"Daemon sinkronisasi tidak aktif, tidak ada tenant yang dibaca; operator LAN menjalankan `syncd run`. {_KEPT_ID}",
        f"The sync daemon is not running, no tenant is being read; the LAN operator starts `syncd run`. {_KEPT_EN}",
    ),
    "CLIENT_LATE": (
        "Klien login sebuah tenant di Keycloak belum sesuai; daemon memperbaikinya sendiri begitu Keycloak menjawab.",
        "A tenant's client at Keycloak is not yet as it should be; the daemon corrects it once Keycloak answers.",
    ),
}

STATES: dict[State, tuple[str, str]] = {
    State.NEW: ("baru", "new"),
    State.FRESH: ("terkini", "fresh"),
    State.LATE: ("terlambat", "late"),
    State.FAILING: ("gagal", "failing"),
    State.PAUSED: ("dijeda", "paused"),
}


def sentence(code: str | None, language: str = "id") -> str:
    """Give the sentence for a code in `id` or `en`; empty where there is nothing to say."""
    if code is None:
        return ""
    indonesian, english = SENTENCES.get(code, (code, code))
    return english if language == "en" else indonesian
