"""How simulated courses teach a topic, and the training programmes of the civil service, in our own words. Pure data."""

from dataclasses import dataclass

from syncd.simulator.topics import Topic


@dataclass(frozen=True, slots=True)
class Form:
    """A way to teach a topic: `title` and `summary` have a place for it; minutes and JP (times 100) belong together."""

    title: str
    summary: str
    minutes: int
    jp_hundredths: int
    format: str
    level: str

    def title_of(self, topic: Topic) -> str:
        return self.title.format(topic.name)

    def summary_of(self, topic: Topic) -> str:
        return f"{self.summary.format(topic.name)} Dibahas: {topic.about}."


@dataclass(frozen=True, slots=True)
class Programme:
    """A training given in batches, with the days of one run."""

    title: str
    training_type: str
    competency: str
    jp_hundredths: int
    days: int


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
    Form("Pengantar {}", "Gambaran umum {} dalam setengah jam.", 30, 66, "mandiri", "dasar"),
    Form("Studi Kasus {}", "Tiga kasus {} dari instansi lain, dibahas langkah demi langkah.", 60, 133, "mandiri", "menengah"),
    Form("Bimbingan Teknis {}", "Bimtek {} selama dua hari bagi pelaksana di unit kerja.", 720, 1600, "campuran", "menengah"),
    Form("Klinik {}", "Bawa masalah nyata tentang {}, pulang dengan rencana kerja.", 180, 400, "sinkron", "menengah"),
)

PROGRAMMES: tuple[Programme, ...] = (
    Programme("Pelatihan Dasar CPNS", "Latsar CPNS", "sosial_kultural", 51100, 75),
    Programme("Pelatihan Kepemimpinan Pengawas", "PKP", "manajerial", 90500, 104),
    Programme("Pelatihan Kepemimpinan Administrator", "PKA", "manajerial", 90800, 110),
    Programme("Pelatihan Kepemimpinan Nasional Tingkat II", "PKN II", "manajerial", 92300, 124),
    Programme("Orientasi PPPK", "Orientasi PPPK", "sosial_kultural", 2400, 5),
    Programme("Pelatihan Kepemimpinan Nasional Tingkat I", "PKN I", "manajerial", 92300, 124),
    Programme("Pelatihan Kompetensi Pejabat Pembuat Komitmen", "Pelatihan PPK", "teknis", 5000, 8),
    Programme("Pelatihan Pembentukan Auditor Ahli Pertama", "Sertifikasi JFA", "teknis", 12000, 20),
    Programme("Pelatihan Calon Widyaiswara", "Cawi", "teknis", 19000, 25),
    Programme("Pelatihan Fungsional Analis Kebijakan", "PFAK", "teknis", 8000, 14),
)

RENAMINGS: tuple[str, ...] = ("{} (edisi baru)", "{}: diperbarui", "{} 2026", "{} — daring 💻")
