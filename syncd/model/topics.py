"""The topics of a course: LAN names one of a list, owners name their own (docs/contract.md section 6). Pure.

LAN's are in Indonesian, as pages and answers carry them. A name of the list has no more characters than LAN's word about a course
has room for, and once used it stays: courses carry it.
"""

TOPICS = (
    "Aset dan pengadaan",
    "Data dan statistik",
    "Hukum dan peraturan",
    "Integritas dan antikorupsi",
    "Kearsipan",
    "Kebencanaan",
    "Kepemimpinan",
    "Kesehatan",
    "Keuangan negara dan daerah",
    "Komunikasi dan kehumasan",
    "Lingkungan hidup",
    "Manajemen ASN",
    "Pelayanan publik",
    "Pemerintahan digital dan SPBE",
    "Pendidikan",
    "Pengawasan dan pemeriksaan",
    "Perencanaan dan penganggaran",
    "Wawasan kebangsaan",
)

# How many an owner may name, and how long each may be.
MOST, LENGTH = 10, 50


def of_text(text: str | None) -> tuple[str, ...]:
    """An owner's topics, which travel as one text with a line for each: each once, in order, not too many and none too long."""
    lines = dict.fromkeys(" ".join(line.split())[:LENGTH].strip() for line in (text or "").split("\n"))
    return tuple(line for line in lines if line)[:MOST]
