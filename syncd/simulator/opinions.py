"""What simulated learners write about courses, by stars, and what owners answer. Pure: texts only.

Short as real ones are, and in any script: emoji with joiners and a text from right to left travel as every other.
"""

OPINIONS: dict[int, tuple[str, ...]] = {
    1: (
        "Tautan materi tidak dapat dibuka sejak hari pertama.",
        "Materi belum diperbarui, masih memakai peraturan lama.",
        "Tes akhir tidak sesuai dengan isi pelatihan 😞",
    ),
    2: (
        "Terlalu panjang untuk isi yang sedikit.",
        "Suara pada video kurang jelas; mohon ada teks.",
        "Banyak teori, contoh dari lapangan hampir tidak ada.",
    ),
    3: (
        "Cukup baik, tetapi contohnya perlu ditambah.",
        "Isinya berguna.\nTampilan di ponsel masih perlu diperbaiki.",
        "Lumayan 🙂",
    ),
    4: (
        "Jelas dan ringkas, langsung dapat dipakai di kantor.",
        "Bagus. Latihannya membantu; tes akhirnya agak sulit.",
        "Materi 10 menit seperti ini cocok di sela pekerjaan 👍🏽",
    ),
    5: (
        "Sangat bermanfaat! Terima kasih 🙏",
        "Terbaik tahun ini 🎉 👩🏽‍🏫👨‍👩‍👧‍👦",
        "جزاكم الله خيرا، materinya mudah dipahami.",  # Pegon and Arabic thanks are everyday Indonesian
        "Pembahasannya runtut, fasilitatornya menjawab semua pertanyaan.",
    ),
}
ANSWERS = (
    "Terima kasih atas masukannya. Materi sudah kami perbarui.",
    "Terima kasih! Sampai jumpa pada angkatan berikutnya 🙏",
    "Tautannya sudah diperbaiki. Mohon dicoba kembali.",
)
FLAG_REASONS = ("Teks berisi promosi.", "Isinya bukan tentang pelatihan ini.")
