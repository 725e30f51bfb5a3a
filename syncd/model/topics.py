"""The topics that LAN names a course by: one list, in Indonesian as pages and answers carry them. Pure data.

A name has no more characters than LAN's word about a course has room for, and once used it stays: courses carry it.
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
