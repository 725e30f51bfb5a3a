"""What values of facets and orders of hits are called on the portal, Indonesian and English. Pure.

Moodle says the same: change these and the plugin's strings `market_…` together.
"""

# What the values of facets are called, in the order of the languages; a language is called as Babel calls it.
VALUES: dict[tuple[str, str], tuple[str, str]] = {
    ("competency", "teknis"): ("Teknis", "Technical"),
    ("competency", "manajerial"): ("Manajerial", "Managerial"),
    ("competency", "sosial_kultural"): ("Sosial kultural", "Socio-cultural"),
    ("format", "mandiri"): ("Mandiri", "At your own pace"),
    ("format", "sinkron"): ("Terjadwal bersama", "Together at set times"),
    ("format", "campuran"): ("Campuran", "Blended"),
    ("level", "dasar"): ("Dasar", "Basic"),
    ("level", "menengah"): ("Menengah", "Intermediate"),
    ("level", "lanjut"): ("Lanjut", "Advanced"),
    ("minutes", "1"): ("≤ 1 menit", "≤ 1 minute"),
    ("minutes", "5"): ("≤ 5 menit", "≤ 5 minutes"),
    ("minutes", "10"): ("≤ 10 menit", "≤ 10 minutes"),
    ("minutes", "60"): ("≤ 1 jam", "≤ 1 hour"),
    ("minutes", "longer"): ("lebih dari 1 jam", "more than 1 hour"),
    ("minutes", "unknown"): ("tidak disebutkan", "not said"),
    ("jp", "1"): ("≤ 1 JP", "≤ 1 JP"),
    ("jp", "3"): ("≤ 3 JP", "≤ 3 JP"),
    ("jp", "10"): ("≤ 10 JP", "≤ 10 JP"),
    ("jp", "20"): ("≤ 20 JP", "≤ 20 JP"),
    ("jp", "longer"): ("lebih dari 20 JP", "more than 20 JP"),
    ("jp", "unknown"): ("tidak disebutkan", "not said"),
    ("stars", "4"): ("★ 4 ke atas", "★ 4 and more"),
    ("stars", "3"): ("★ 3 ke atas", "★ 3 and more"),
    ("stars", "unrated"): ("belum berbintang", "no stars yet"),
    ("badge", "yes"): ("Dengan lencana", "With a badge"),
    ("open", "yes"): ("Pendaftaran dibuka", "Enrolment is open"),
    ("soon", "yes"): ("Dimulai dalam 30 hari", "Begins within 30 days"),
}

ORDERS: dict[str, tuple[str, str]] = {
    "relevance": ("Paling cocok", "Best match"),
    "newest": ("Terbaru", "Newest"),
    "popular": ("Terpopuler", "Most popular"),
    "rating": ("Nilai tertinggi", "Best rated"),
    "minutes": ("Paling singkat", "Shortest"),
    "title": ("Judul", "Title"),
}
