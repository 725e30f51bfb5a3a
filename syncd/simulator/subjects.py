"""What simulated courses teach: topics, forms and training programmes of the civil service, in our own words. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with the competency kind it builds and the category it is filed under."""

    name: str
    competency: str
    category: str


@dataclass(frozen=True, slots=True)
class Form:
    """A way to teach a topic: `title` has a place for it; minutes and JP (times 100) belong together."""

    title: str
    summary: str
    minutes: int
    jp_hundredths: int
    format: str
    level: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A training given in batches, with the days of one run."""

    title: str
    training_type: str
    competency: str
    jp_hundredths: int
    days: int


def _topics(competency: str, category: str, names: str) -> list[Topic]:
    return [Topic(name.strip(), competency, category) for name in names.replace("\n", " ").split(";")]


TOPICS: tuple[Topic, ...] = (
    *_topics(
        "teknis",
        "Teknis / Keuangan",
        """Pengelolaan Kas Daerah; Pengadaan Barang dan Jasa; Penyusunan Anggaran Berbasis Kinerja; Akuntansi Pemerintahan;
        Penatausahaan Barang Milik Negara; Pajak Bendahara; Analisis Beban Kerja; Pertanggungjawaban Perjalanan Dinas""",
    ),
    *_topics(
        "teknis",
        "Teknis / Digital",
        """Tanda Tangan Elektronik; Keamanan Informasi di Kantor; Satu Data Indonesia; Arsitektur SPBE;
        Analisis Data dengan Lembar Sebar; Kecerdasan Artifisial untuk Pelayanan; Pelindungan Data Pribadi;
        Peta Digital Wilayah""",
    ),
    *_topics(
        "teknis",
        "Teknis / Tata Naskah",
        """Menulis Nota Dinas; Menyusun Telaahan Staf; Kearsipan Dinamis; Perancangan Peraturan Daerah; Notula Rapat yang Berguna;
        Naskah Akademik""",
    ),
    *_topics(
        "teknis",
        "Teknis / Sektor",
        """Imunisasi di Puskesmas; Penyuluhan Pertanian; Mitigasi Bencana Banjir; Kalibrasi Alat Ukur;
        Pengawasan Obat dan Makanan; Pelayanan Perizinan Terpadu; Administrasi Kependudukan; Audit Kinerja;
        Inspeksi Jembatan; Statistik Sektoral""",
    ),
    *_topics(
        "manajerial",
        "Manajerial",
        """Memimpin Tim Kecil; Mengambil Keputusan Berbasis Bukti; Manajemen Risiko; Membina Pegawai Baru; Merancang Perubahan;
        Komunikasi Efektif; Penilaian Kinerja yang Adil; Manajemen Waktu; Kerja Sama Lintas Instansi; Pelayanan Prima""",
    ),
    *_topics(
        "sosial_kultural",
        "Sosial Kultural",
        """Bekerja dalam Keberagaman; Etika dan Antikorupsi; Layanan Ramah Disabilitas; Moderasi Beragama; Kesetaraan Gender;
        Wawasan Kebangsaan; Menyelesaikan Konflik Warga; Bahasa Isyarat Dasar""",
    ),
)

FORMS: tuple[Form, ...] = (
    Form("1 Menit: {}", "Satu gagasan tentang {} untuk dibaca sambil menunggu rapat.", 1, 2, "mandiri", "dasar"),
    Form("5 Menit: {}", "Ringkasan {} dengan satu contoh dan tiga pertanyaan.", 5, 11, "mandiri", "dasar"),
    Form("10 Menit: {}", "Video pendek dan latihan tentang {}.", 10, 22, "mandiri", "dasar"),
    Form("Dasar-Dasar {}", "Konsep, istilah dan alur kerja {} bagi pegawai yang baru memulai.", 135, 300, "mandiri", "dasar"),
    Form(
        "Praktik {}", "Latihan {} dengan kasus dari kantor sendiri dan umpan balik pengajar.", 450, 1000, "campuran", "menengah"
    ),
    Form("Webinar {}", "Pertemuan daring tentang {} bersama praktisi, dengan tanya jawab.", 90, 200, "sinkron", "dasar"),
    Form("{} Tingkat Lanjut", "Pendalaman {} untuk yang sudah menangani kasus sulit.", 900, 2000, "campuran", "lanjut"),
    Form("Klinik {}", "Bawa masalah nyata tentang {}, pulang dengan rencana kerja.", 180, 400, "sinkron", "menengah"),
)

PROGRAMMES: tuple[Programme, ...] = (
    Programme("Pelatihan Dasar CPNS", "Latsar CPNS", "sosial_kultural", 51100, 75),
    Programme("Pelatihan Kepemimpinan Pengawas", "PKP", "manajerial", 90500, 104),
    Programme("Pelatihan Kepemimpinan Administrator", "PKA", "manajerial", 90800, 110),
    Programme("Pelatihan Kepemimpinan Nasional Tingkat II", "PKN II", "manajerial", 92300, 124),
    Programme("Orientasi PPPK", "Orientasi PPPK", "sosial_kultural", 2400, 5),
    Programme("Pelatihan Fungsional Analis Kebijakan", "PFAK", "teknis", 8000, 14),
)

RENAMINGS: tuple[str, ...] = ("{} (edisi baru)", "{}: diperbarui", "{} 2026", "{} — daring 💻")
