"""The topics that simulated courses teach, in our own words. Pure data.

A heading says the competency kind a topic builds and the category it is filed under. Each line is a topic and what is said of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with what a course about it speaks of, the competency kind it builds and the category it is filed under."""

    name: str
    about: str
    competency: str
    category: str


_FINANCE = """
# teknis: Teknis / Keuangan
Pengelolaan Kas Daerah: penerimaan, pengeluaran dan saldo rekening umum
Penyusunan Anggaran Berbasis Kinerja: indikator, standar biaya dan keluaran setiap kegiatan
Penyusunan RKA SKPD: rencana kerja dan anggaran, pagu, dan penelaahan bersama tim
Akuntansi Pemerintahan: jurnal, neraca dan kebijakan akuntansi berbasis akrual
Penyusunan Laporan Keuangan: catatan atas laporan, rekonsiliasi dan tindak lanjut temuan
Pajak Bendahara: pemotongan, pemungutan dan pelaporan PPh dan PPN oleh bendahara
Penatausahaan Bendahara Pengeluaran: uang persediaan, buku kas umum dan pertanggungjawaban
Pertanggungjawaban Perjalanan Dinas: bukti pengeluaran, uang harian dan kesalahan yang berulang
Pengelolaan Hibah dan Bantuan Sosial: proposal, penyaluran dan verifikasi penerima
Analisis Standar Belanja: kewajaran biaya dan perbandingan antarperangkat daerah
Pengelolaan BLUD: tarif layanan, fleksibilitas dan tata kelola rumah sakit
Pengelolaan Dana Desa: perencanaan, penyaluran dan pelaporan di pemerintah desa
Optimalisasi Pendapatan Asli Daerah: retribusi, pajak daerah dan pemutakhiran data wajib pajak
Penagihan Pajak Daerah: surat teguran, piutang dan penghapusan
Penilaian Pajak Bumi dan Bangunan: nilai jual objek, zona tanah dan pembaruan basis data
"""

_GOODS = """
# teknis: Teknis / Pengadaan dan Aset
Pengadaan Barang dan Jasa: pemilihan penyedia, katalog elektronik dan kontrak
Penyusunan Harga Perkiraan Sendiri: survei pasar, spesifikasi dan dokumentasi
Pengelolaan Kontrak Konstruksi: adendum, denda, serah terima dan sengketa
Pengadaan Melalui Swakelola: tipe pelaksana, kerangka acuan dan pertanggungjawaban
Pejabat Pembuat Komitmen: tugas, wewenang dan tanggung jawab PPK
Penatausahaan Barang Milik Negara: pencatatan, pelabelan dan rekonsiliasi BMN
Penghapusan Barang Milik Daerah: usulan, penilaian, lelang dan berita acara
Inventarisasi Aset Tetap: sensus barang, kodefikasi dan kartu inventaris
Pengelolaan Gudang dan Persediaan: stok opname, kartu barang dan penyimpanan
Sertifikasi Tanah Pemerintah: alas hak, pengukuran dan penyelesaian tumpang tindih
"""

_PLANNING = """
# teknis: Teknis / Perencanaan
Penyusunan Rencana Strategis: visi, sasaran, indikator kinerja utama dan pohon kinerja
Perencanaan Pembangunan Daerah: RPJMD, RKPD dan musyawarah perencanaan
Penyusunan Laporan Kinerja: SAKIP, capaian sasaran dan analisis penyebab
Pemantauan dan Evaluasi Program: kerangka logis, data dasar dan umpan balik
Analisis Kebijakan Publik: perumusan masalah, pilihan kebijakan dan rekomendasi
Penyusunan Naskah Kebijakan: policy brief yang dibaca pimpinan
Statistik Sektoral: metadata, rekomendasi survei dan penyajian angka
Penelitian Terapan untuk Pemerintah: rancangan, wawancara dan penulisan hasil kajian
Inovasi Daerah: gagasan, uji coba dan replikasi layanan
Penganggaran Responsif Gender: analisis kesenjangan dan pernyataan anggaran
"""

_STAFF = """
# teknis: Teknis / Kepegawaian
Penyusunan SKP: rencana hasil kerja, ekspektasi perilaku dan kesepakatan dengan atasan
Analisis Beban Kerja: norma waktu, volume dan kebutuhan jabatan
Analisis Jabatan: uraian tugas, syarat jabatan dan peta jabatan
Penilaian Angka Kredit: konversi predikat kinerja bagi pejabat fungsional
Manajemen Talenta ASN: kotak sembilan, suksesi dan rencana pengembangan individu
Pengelolaan Mutasi dan Promosi: pola karier, uji kompetensi dan berita acara
Disiplin Pegawai Negeri Sipil: pemeriksaan, hukuman dan keputusan
Pengadaan CPNS dan PPPK: formasi, seleksi berbasis komputer dan pemberkasan
Administrasi Pensiun: berkas, batas usia dan masa persiapan pensiun
Pengelolaan Cuti dan Presensi: hak cuti, tunjangan dan perekaman kehadiran
Analisis Kebutuhan Pelatihan: kesenjangan kompetensi dan rencana pengembangan
Menjadi Asesor Kompetensi: wawancara, simulasi dan penulisan laporan asesmen
Sistem Merit: penilaian mandiri, bukti dukung dan rencana perbaikan
Netralitas ASN: larangan dalam pemilu, media sosial dan sanksi
Hak dan Kewajiban PPPK: perjanjian kerja, gaji dan perpanjangan
"""

_TEACHING = """
# teknis: Teknis / Pembelajaran
Merancang Modul Pelatihan: tujuan belajar, urutan materi dan lembar kerja
Teknik Fasilitasi Orang Dewasa: andragogi, dinamika kelas dan pertanyaan terbuka
Membuat Video Pembelajaran: naskah, perekaman dengan ponsel dan penyuntingan
Mengelola Kelas di Moodle: kuis, penugasan dan pelacakan penyelesaian
Evaluasi Pascapelatihan: perilaku di tempat kerja dan dampak bagi organisasi
Pembelajaran Terintegrasi Corporate University: belajar dari atasan, rekan dan pekerjaan
Penulisan Soal Uji Kompetensi: kisi-kisi, butir soal dan analisis
Coaching dan Mentoring: percakapan pengembangan antara atasan dan pegawai
Widyaiswara di Ruang Daring: suara, papan tulis digital dan perhatian peserta
"""

_DIGITAL = """
# teknis: Teknis / Digital
Tanda Tangan Elektronik: sertifikat elektronik, verifikasi dokumen dan keabsahan
Keamanan Informasi di Kantor: kata sandi, pengelabuan lewat surel dan pencadangan
Tanggap Insiden Siber: pelaporan, isolasi dan pemulihan sistem
Satu Data Indonesia: standar data, walidata dan kode referensi
Arsitektur SPBE: proses bisnis, aplikasi dan infrastruktur pemerintahan berbasis elektronik
Manajemen Layanan SPBE: katalog layanan, gangguan dan tingkat kematangan
Analisis Data dengan Lembar Sebar: rumus, tabel ringkas dan grafik
Visualisasi Data dan Dasbor: memilih bagan, warna dan cerita di balik angka
Pemrograman Python untuk Pegawai: membaca berkas, merapikan tabel dan mengotomatisasi laporan
Pengelolaan Basis Data: SQL, cadangan dan hak akses
Kecerdasan Artifisial untuk Pelayanan: penyusunan perintah, batas dan tanggung jawab
Pelindungan Data Pribadi: dasar pemrosesan, persetujuan dan kebocoran
Peta Digital Wilayah: citra satelit, lapisan dan sistem informasi geografis
Pengelolaan Situs Web Instansi: isi, aksesibilitas dan pembaruan
Media Sosial Pemerintah: jadwal unggahan, gaya bahasa dan tanggapan warga
Desain Grafis untuk Pemula: tata letak, tipografi dan infografik
Rapat Daring yang Efektif: undangan, notula bersama dan etika kamera
Literasi Digital ASN: berita bohong, jejak digital dan pencarian sumber
Pengujian Aplikasi Pemerintah: skenario, cacat dan penerimaan pengguna
Transformasi Digital Layanan: perjalanan pengguna, prototipe dan perubahan budaya kerja
"""

_PAPERS = """
# teknis: Teknis / Tata Naskah
Menulis Nota Dinas: susunan, bahasa lugas dan contoh yang sering keliru
Menyusun Telaahan Staf: persoalan, praanggapan, fakta dan saran
Tata Naskah Dinas Elektronik: penomoran, disposisi dan surat keluar
Kearsipan Dinamis: klasifikasi, jadwal retensi dan berkas aktif
Penyusutan Arsip: penilaian, pemindahan dan pemusnahan
Alih Media Arsip: pemindaian, mutu citra dan autentikasi
Perancangan Peraturan Daerah: naskah akademik, harmonisasi dan pembahasan dengan dewan
Penyusunan Keputusan Kepala Daerah: konsiderans, diktum dan salinan
Notula Rapat yang Berguna: keputusan, penanggung jawab dan tenggat
Bahasa Indonesia Ragam Resmi: ejaan, kalimat efektif dan paragraf
Penulisan Pidato Pimpinan: pembuka, pesan utama dan gaya tutur
Penyusunan Standar Operasional Prosedur: diagram alir, mutu baku dan penerapan SOP
Keprotokolan dan Tata Upacara: tata tempat, tata penghormatan dan susunan acara
Pengelolaan Perpustakaan Khusus: katalogisasi, sirkulasi dan layanan rujukan
"""

_LAW = """
# teknis: Teknis / Hukum dan Pengawasan
Audit Kinerja: kriteria, bukti dan rekomendasi bagi auditor intern
Audit Investigatif: indikasi kecurangan, bukti dan pelaporan
Reviu Laporan Keuangan: kertas kerja aparat pengawasan intern pemerintah
Sistem Pengendalian Intern Pemerintah: penilaian risiko dan kegiatan pengendalian SPIP
Pengendalian Gratifikasi: pelaporan, batas kewajaran dan unit pengendalian
Zona Integritas: wilayah bebas korupsi, area perubahan dan survei persepsi
Penanganan Pengaduan Masyarakat: saluran, tenggat tanggapan dan perlindungan pelapor
Bantuan Hukum bagi Pemerintah: gugatan, sidang tata usaha negara dan kuasa
Penyidik Pegawai Negeri Sipil: pemeriksaan saksi, penyitaan dan berkas perkara
Mediasi Sengketa Pertanahan: pemetaan pihak, perundingan dan kesepakatan
Hukum Administrasi Pemerintahan: diskresi, keputusan dan upaya administratif
"""

_HEALTH = """
# teknis: Teknis / Kesehatan
Imunisasi di Puskesmas: jadwal, rantai dingin vaksin dan kejadian ikutan
Pencegahan Stunting: gizi seribu hari pertama, posyandu dan pendampingan keluarga
Surveilans Penyakit Menular: definisi kasus, pelacakan dan laporan mingguan
Kegawatdaruratan Dasar: bantuan hidup, pertolongan pertama dan rujukan
Keselamatan Pasien: identifikasi, komunikasi dan pelaporan insiden
Akreditasi Puskesmas: standar, telusur dan perbaikan mutu
Kesehatan Jiwa di Masyarakat: deteksi dini, stigma dan pendampingan
Kader Posyandu Terampil: penimbangan, buku KIA dan penyuluhan
Pengelolaan Limbah Medis: pemilahan, penyimpanan dan pemusnahan
Pengawasan Obat dan Makanan: izin edar, label dan pengambilan sampel
Keselamatan dan Kesehatan Kerja: bahaya, alat pelindung dan budaya K3 di kantor
"""

_FIELDS = """
# teknis: Teknis / Sektor
Penyuluhan Pertanian: kelompok tani, pupuk berimbang dan kunjungan lapangan
Budi Daya Ikan Air Tawar: benih, pakan dan mutu air kolam
Kesehatan Hewan dan Vaksinasi Ternak: penyakit mulut dan kuku, pelaporan dan karantina
Pengelolaan Irigasi: pembagian air, pemeliharaan saluran dan kelompok pemakai
Rehabilitasi Hutan dan Lahan: pembibitan, penanaman dan pemantauan tumbuh
Pengendalian Kebakaran Hutan: deteksi titik panas, patroli dan pemadaman
Mitigasi Bencana Banjir: peta rawan, peringatan dini dan jalur evakuasi
Tanggap Darurat Gempa Bumi: posko, kaji cepat dan logistik pengungsi
Pengelolaan Sampah Kota: bank sampah, pengomposan dan tempat pembuangan akhir
Penyusunan Amdal: kerangka acuan, pelibatan warga dan rencana pengelolaan lingkungan
Pembinaan UMKM: legalitas usaha, pemasaran dan pembiayaan
Kemetrologian Legal: tera ulang timbangan dan takaran di pasar
Kalibrasi Alat Ukur: ketertelusuran, ketidakpastian dan sertifikat
Inspeksi Jembatan: retak, korosi dan penilaian kondisi
Pemeliharaan Jalan Daerah: lubang, drainase dan survei kerataan
Penataan Ruang Kota: rencana detail, zonasi dan peninjauan kembali
Perumahan dan Kawasan Kumuh: pemetaan, peremajaan dan rumah tidak layak huni
Pengujian Kendaraan Bermotor: rem, emisi dan kelaikan jalan
Manajemen Lalu Lintas: rambu, simpang dan analisis dampak
Pengembangan Desa Wisata: daya tarik, pemandu dan paket kunjungan
Pelestarian Cagar Budaya: pendaftaran, penetapan dan perawatan
Hubungan Industrial: perundingan bersama, upah minimum dan perselisihan
Pembinaan Olahraga Pelajar: bakat, latihan dan kompetisi
Pengelolaan Koperasi: rapat anggota, simpan pinjam dan pengawasan
Energi Terbarukan di Desa: panel surya, mikrohidro dan pemeliharaan
Nelayan dan Keselamatan Melaut: cuaca, alat apung dan komunikasi
"""

_SERVICE = """
# teknis: Teknis / Pelayanan Publik
Pelayanan Perizinan Terpadu: perizinan berusaha berbasis risiko, persyaratan dan waktu layanan
Administrasi Kependudukan: kartu keluarga, KTP elektronik dan akta kelahiran
Standar Pelayanan Publik: maklumat, persyaratan, biaya dan waktu
Survei Kepuasan Masyarakat: kuesioner, unsur penilaian dan tindak lanjut
Pelayanan Informasi Publik: permohonan, informasi dikecualikan dan PPID
Mal Pelayanan Publik: satu atap, antrean dan kerja sama instansi
Pelayanan Prima: sapaan, mendengarkan dan mengatasi keluhan
Layanan Ramah Disabilitas: akses gedung, bahasa isyarat dan pendamping
Penyaluran Bantuan Pangan: data penerima, gudang dan pengawasan
Rehabilitasi Sosial: penjangkauan, asesmen dan reintegrasi
"""

_MANAGING = """
# manajerial: Manajerial
Memimpin Tim Kecil: pembagian tugas, kepercayaan dan percakapan mingguan
Kepemimpinan Adaptif: membaca perubahan, eksperimen dan keberanian
Kepemimpinan Perempuan: jejaring, hambatan dan teladan
Mengambil Keputusan Berbasis Bukti: data, bias dan pilihan
Manajemen Risiko: identifikasi, selera risiko dan mitigasi
Manajemen Proyek Pemerintah: ruang lingkup, jadwal dan serah terima
Manajemen Perubahan: pemangku kepentingan, penolakan dan kemenangan cepat
Merancang Perubahan: proyek perubahan, tahapan dan dukungan pimpinan
Membina Pegawai Baru: orientasi, pendampingan dan target bulan pertama
Komunikasi Efektif: pesan, umpan balik dan presentasi
Berbicara di Depan Umum: suara, alur dan mengatasi gugup
Negosiasi untuk Pejabat: kepentingan, konsesi dan kesepakatan
Penilaian Kinerja yang Adil: dialog, catatan peristiwa dan predikat
Mengelola Konflik di Kantor: sumber, gaya dan penengahan
Manajemen Waktu: prioritas, gangguan dan kalender
Kerja Sama Lintas Instansi: nota kesepahaman, peran dan koordinasi
Berpikir Kritis: asumsi, argumen dan sebab akibat
Berpikir Desain: empati, purwarupa dan uji pengguna
Perencanaan Strategis bagi Pimpinan: skenario, prioritas dan komunikasi arah
Reformasi Birokrasi: penyederhanaan, dampak dan delapan area perubahan
Budaya Kerja BerAKHLAK: nilai dasar, perilaku dan teladan
Delegasi dan Pemberdayaan: kewenangan, kepercayaan dan pengawasan
Manajemen Krisis: juru bicara, pusat kendali dan pemulihan
Kesehatan Mental di Tempat Kerja: stres, kejenuhan dan dukungan rekan
Pengelolaan Pengetahuan: berbagi, dokumentasi dan pelajaran dari proyek
"""

_SOCIAL = """
# sosial_kultural: Sosial Kultural
Bekerja dalam Keberagaman: prasangka, bahasa dan kerja tim
Etika dan Antikorupsi: benturan kepentingan, kejujuran dan keberanian melapor
Moderasi Beragama: toleransi, kearifan lokal dan dialog
Kesetaraan Gender: pengarusutamaan, pelecehan dan peluang yang sama
Wawasan Kebangsaan: Pancasila, konstitusi dan persatuan
Bela Negara bagi ASN: kesiapsiagaan, cinta tanah air dan pengabdian
Menyelesaikan Konflik Warga: mediasi adat, tokoh masyarakat dan kesepakatan damai
Bahasa Isyarat Dasar: abjad jari, salam dan kalimat loket
Perekat Bangsa di Daerah Perbatasan: budaya setempat, pelayanan dan kepercayaan
Pencegahan Kekerasan terhadap Anak: tanda, pelaporan dan rumah aman
Pemberdayaan Masyarakat Desa: pemetaan potensi, musyawarah dan pendampingan
Pencegahan Radikalisme: narasi, deteksi dini dan ketahanan keluarga
Pencegahan Perundungan: saksi, korban dan pemulihan
Bahasa Inggris untuk Pelayanan: percakapan loket, telepon dan surat
"""


def _topics(text: str) -> list[Topic]:
    heading, *lines = [line.removeprefix("# ").split(": ", 1) for line in text.strip().splitlines()]
    return [Topic(name, about, *heading) for name, about in lines]


TOPICS: tuple[Topic, ...] = tuple(
    topic
    for text in (
        _FINANCE,
        _GOODS,
        _PLANNING,
        _STAFF,
        _TEACHING,
        _DIGITAL,
        _PAPERS,
        _LAW,
        _HEALTH,
        _FIELDS,
        _SERVICE,
        _MANAGING,
        _SOCIAL,
    )
    for topic in _topics(text)
)
