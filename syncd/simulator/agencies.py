"""The agencies whose tenants are simulated, in the order in which a world grows. Pure data."""

_MINISTRIES = """Keuangan, Kesehatan, Dalam Negeri, Luar Negeri, Agama, Hukum, Pertahanan, Sosial, Perhubungan, Pertanian,
Perindustrian, Perdagangan, Ketenagakerjaan, Kehutanan, Pekerjaan Umum, Kelautan dan Perikanan, Energi dan Sumber Daya
Mineral, Komunikasi dan Digital, Lingkungan Hidup, Pendidikan Dasar dan Menengah, Pendidikan Tinggi Sains dan
Teknologi, Kebudayaan, Pariwisata, Pemuda dan Olahraga, Koperasi, Agraria dan Tata Ruang, Perumahan dan Kawasan
Permukiman, Transmigrasi, Ekonomi Kreatif, Sekretariat Negara"""

_INSTITUTIONS = """Lembaga Administrasi Negara, Badan Kepegawaian Negara, Badan Pusat Statistik, Badan Pengawas Obat dan Makanan,
Badan Meteorologi Klimatologi dan Geofisika, Badan Riset dan Inovasi Nasional, Arsip Nasional Republik Indonesia,
Perpustakaan Nasional, Badan Informasi Geospasial, Badan Nasional Penanggulangan Bencana, Badan Pengawasan Keuangan
dan Pembangunan, Badan Siber dan Sandi Negara, Lembaga Kebijakan Pengadaan, Badan Standardisasi Nasional, Badan
Pemeriksa Keuangan, Mahkamah Agung, Komisi Yudisial, Ombudsman, Badan Narkotika Nasional, Badan Pangan Nasional, Badan
Kependudukan dan Keluarga Berencana, Badan Pengawas Tenaga Nuklir"""

_PROVINCES = """Aceh, Sumatera Utara, Sumatera Barat, Riau, Kepulauan Riau, Jambi, Bengkulu, Sumatera Selatan, Kepulauan Bangka
Belitung, Lampung, Banten, DKI Jakarta, Jawa Barat, Jawa Tengah, DI Yogyakarta, Jawa Timur, Bali, Nusa Tenggara Barat,
Nusa Tenggara Timur, Kalimantan Barat, Kalimantan Tengah, Kalimantan Selatan, Kalimantan Timur, Kalimantan Utara,
Sulawesi Utara, Gorontalo, Sulawesi Tengah, Sulawesi Barat, Sulawesi Selatan, Sulawesi Tenggara, Maluku, Maluku Utara,
Papua, Papua Barat, Papua Selatan, Papua Tengah, Papua Pegunungan, Papua Barat Daya"""

_CITIES = """Banda Aceh, Sabang, Langsa, Lhokseumawe, Medan, Binjai, Tebing Tinggi, Pematangsiantar, Sibolga, Padangsidimpuan,
Padang, Bukittinggi, Payakumbuh, Pariaman, Solok, Sawahlunto, Padang Panjang, Pekanbaru, Dumai, Batam, Tanjungpinang,
Jambi, Sungai Penuh, Bengkulu, Palembang, Prabumulih, Lubuklinggau, Pagar Alam, Pangkalpinang, Bandar Lampung, Metro,
Serang, Cilegon, Tangerang, Tangerang Selatan, Bandung, Bekasi, Bogor, Cimahi, Cirebon, Depok, Sukabumi, Tasikmalaya,
Banjar, Magelang, Pekalongan, Salatiga, Semarang, Surakarta, Tegal, Yogyakarta, Batu, Blitar, Kediri, Madiun, Malang,
Mojokerto, Pasuruan, Probolinggo, Surabaya, Denpasar, Mataram, Bima, Kupang, Pontianak, Singkawang, Palangka Raya,
Banjarmasin, Banjarbaru, Balikpapan, Bontang, Samarinda, Tarakan, Manado, Bitung, Kotamobagu, Tomohon, Gorontalo,
Palu, Makassar, Palopo, Parepare, Kendari, Baubau, Ambon, Tual, Ternate, Tidore Kepulauan, Jayapura, Sorong"""

_REGENCIES = """Aceh Besar, Pidie, Bireuen, Gayo Lues, Nagan Raya, Simeulue, Asahan, Karo, Langkat, Nias, Samosir, Simalungun,
Toba, Agam, Dharmasraya, Pasaman, Pesisir Selatan, Sijunjung, Tanah Datar, Bengkalis, Kampar, Kuantan Singingi, Pelalawan,
Rokan Hulu, Siak, Bintan, Karimun, Lingga, Natuna, Batanghari, Bungo, Kerinci, Merangin, Sarolangun, Tebo, Kaur,
Kepahiang, Lebong, Mukomuko, Seluma, Banyuasin, Lahat, Muara Enim, Musi Rawas, Ogan Ilir, Bangka, Belitung, Lampung
Barat, Pesawaran, Pringsewu, Tanggamus, Tulang Bawang, Way Kanan, Lebak, Pandeglang, Ciamis, Cianjur, Garut,
Indramayu, Karawang, Kuningan, Majalengka, Pangandaran, Purwakarta, Subang, Sumedang, Banjarnegara, Banyumas, Batang,
Blora, Boyolali, Brebes, Cilacap, Demak, Grobogan, Jepara, Karanganyar, Kebumen, Kendal, Klaten, Kudus, Pati,
Pemalang, Purbalingga, Purworejo, Rembang, Sragen, Sukoharjo, Temanggung, Wonogiri, Wonosobo, Bantul, Gunungkidul,
Kulon Progo, Sleman, Bangkalan, Banyuwangi, Bojonegoro, Bondowoso, Gresik, Jember, Jombang, Lamongan, Lumajang,
Magetan, Nganjuk, Ngawi, Pacitan, Pamekasan, Ponorogo, Sampang, Sidoarjo, Situbondo, Sumenep, Trenggalek, Tuban,
Tulungagung, Badung, Bangli, Buleleng, Gianyar, Jembrana, Karangasem, Klungkung, Tabanan, Dompu, Lombok Barat, Lombok
Tengah, Lombok Timur, Sumbawa, Alor, Belu, Ende, Flores Timur, Lembata, Manggarai, Ngada, Rote Ndao, Sikka, Sumba
Barat, Sumba Timur, Bengkayang, Kapuas Hulu, Ketapang, Landak, Melawi, Sambas, Sanggau, Sintang, Barito Selatan,
Barito Utara, Katingan, Kotawaringin Barat, Lamandau, Murung Raya, Seruyan, Balangan, Barito Kuala, Tabalong, Tanah
Bumbu, Tanah Laut, Tapin, Berau, Kutai Barat, Kutai Kartanegara, Kutai Timur, Mahakam Ulu, Paser, Bulungan, Malinau,
Nunukan, Tana Tidung, Bolaang Mongondow, Minahasa, Minahasa Utara, Talaud, Boalemo, Bone Bolango, Pohuwato, Banggai,
Buol, Donggala, Morowali, Parigi Moutong, Poso, Sigi, Tojo Una-Una, Toli-Toli, Majene, Mamasa, Mamuju, Polewali
Mandar, Bantaeng, Barru, Bone, Bulukumba, Enrekang, Gowa, Jeneponto, Luwu, Maros, Pangkep, Pinrang, Sinjai, Soppeng,
Takalar, Tana Toraja, Wajo, Bombana, Buton, Kolaka, Konawe, Muna, Wakatobi, Buru, Kepulauan Aru, Maluku Tengah, Seram
Bagian Barat, Halmahera Barat, Halmahera Selatan, Kepulauan Sula, Pulau Morotai, Biak Numfor, Keerom, Sarmi, Waropen,
Fakfak, Kaimana, Manokwari, Teluk Bintuni, Asmat, Boven Digoel, Mappi, Merauke, Mimika, Nabire, Paniai, Puncak Jaya,
Jayawijaya, Lanny Jaya, Tolikara, Yahukimo, Maybrat, Raja Ampat, Tambrauw"""


def _listed(prefix: str, names: str) -> list[str]:
    return [f"{prefix}{name.strip()}" for name in names.replace("\n", " ").split(",")]


def _interleaved(*groups: list[str]) -> list[str]:
    """One of each group in turn, so that a small world shows every sort of agency."""
    longest = max(len(group) for group in groups)
    return [group[place] for place in range(longest) for group in groups if place < len(group)]


_AGENCIES = _interleaved(
    _listed("Kementerian ", _MINISTRIES),
    _listed("", _INSTITUTIONS),
    _listed("Provinsi ", _PROVINCES),
    _listed("Kota ", _CITIES),
    _listed("Kabupaten ", _REGENCIES),
)
_UNITS = ("", "Sekretariat ", "Inspektorat ", "Perpustakaan ")


def agency(number: int) -> str:
    """The agency of the tenant with this number (1, 2, …); beyond the list come units of the same agencies."""
    round_, place = divmod(number - 1, len(_AGENCIES))
    unit = _UNITS[round_] if round_ < len(_UNITS) else f"Unit {round_} "
    return f"{unit}{_AGENCIES[place]}"
