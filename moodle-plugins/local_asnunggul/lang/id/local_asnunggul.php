<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Indonesian texts.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_disconnect'] = 'Putuskan hubungan';
$string['action_disconnect_done'] = 'Hubungan situs ini telah diputus. Tanda terima ada di bawah.';
$string['action_disconnect_question'] = 'LAN menghapus semua data situs ini yang dimilikinya, dan pelatihan situs ini ditarik dari lokapasar pembelajaran. Anda menerima tanda terima. Situs ini tetap menyimpan seluruh datanya sendiri dan dapat bergabung lagi dengan kode baru. Putuskan hubungan?';
$string['action_pause'] = 'Jeda pembacaan';
$string['action_pause_done'] = 'Pembacaan dijeda.';
$string['action_pause_question'] = 'Pusat tidak dapat membaca apa pun sampai Anda melanjutkannya. Data yang sudah dibaca tetap berada di sana dan menjadi usang. Jeda pembacaan?';
$string['action_restored'] = 'Situs ini dipulihkan dari cadangan';
$string['action_restored_done'] = 'Pusat membaca ulang semuanya pada kunjungan berikutnya.';
$string['action_restored_question'] = 'Pusat membaca ulang dan membandingkan semuanya, karena data yang sudah dibaca mungkin lebih baru daripada cadangan. Tidak ada yang hilang. Apakah situs ini dipulihkan dari cadangan?';
$string['action_resume'] = 'Lanjutkan pembacaan';
$string['action_resume_done'] = 'Pusat dapat membaca kembali.';
$string['action_resume_question'] = 'Izinkan pusat membaca kembali?';
$string['action_selftest'] = 'Jalankan uji mandiri';
$string['action_selftest_done'] = 'Uji mandiri telah dijalankan.';
$string['action_selftest_question'] = 'Jalankan uji mandiri?';
$string['agency'] = 'Instansi';
$string['ago'] = '{$a} yang lalu';
$string['asnunggul:manage'] = 'Bergabung, menjeda, dan memutus hubungan dengan ASN Unggul';
$string['asnunggul:viewstatus'] = 'Melihat apa yang dibaca ASN Unggul dari situs ini';
$string['cachedef_answers'] = 'Laporan terakhir dari pusat dan uji mandiri terakhir';
$string['cachedef_rate'] = 'Permintaan dari pusat pada menit ini';
$string['centre'] = 'Pusat';
$string['centre_bad_request'] = '{$a->host} tidak memahami situs ini: {$a->detail} Perbarui plugin local_asnunggul; jika sudah terbaru, beri tahu LAN.';
$string['centre_badanswer'] = '{$a->host} menjawab, tetapi tidak sesuai kontrak data. Tidak ada yang berubah di sini. Beri tahu LAN; plugin di situs ini atau pusat mungkin sudah usang.';
$string['centre_blocked'] = 'Moodle sendiri melarang situs ini menghubungi {$a->host} pada porta {$a->port}. Buka Administrasi situs > Umum > Keamanan > Keamanan HTTP: hapus alamat itu dari "Daftar host yang diblokir cURL" (curlsecurityblockedhosts) dan, jika daftarnya tidak kosong, tambahkan {$a->port} ke "Daftar porta yang diizinkan cURL" (curlsecurityallowedport). Jika nama {$a->host} tidak dapat ditemukan oleh server ini, Moodle juga melarangnya: periksa DNS.';
$string['centre_broken'] = '{$a->host} sedang mengalami gangguan ({$a->detail}). Tidak ada yang berubah di sini. Coba lagi beberapa menit lagi; jika berlanjut, beri tahu LAN.';
$string['centre_code_expired'] = 'Kode bergabung ini sudah kedaluwarsa. Mintalah kode baru kepada LAN.';
$string['centre_code_used'] = 'Kode bergabung ini sudah pernah dipakai. Mintalah kode baru kepada LAN.';
$string['centre_conflict'] = '{$a->host} mengenal situs ini dengan kunci atau alamat lain. Jika situs dipindahkan atau dipulihkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN. Jika situs ini salinan dari situs lain, jalankan cli/identity.php --reset terlebih dahulu.';
$string['centre_dns'] = 'Server ini tidak dapat menemukan {$a->host}: namanya tidak terselesaikan. Periksa pengaturan DNS server ini.';
$string['centre_jwks_unreachable'] = '{$a->host} tidak dapat membaca {$a->wwwroot}/local/asnunggul/jwks.php: {$a->detail} Buka alamat ini di peramban dari luar jaringan Anda; aturan tembok api atau server web harus mengizinkannya.';
$string['centre_maintenance'] = '{$a->host} sedang dalam pemeliharaan. Tidak ada yang berubah di sini. Coba lagi nanti.';
$string['centre_network'] = 'Sambungan ke {$a->host} gagal. ({$a->detail}) Periksa jaringan server ini, lalu coba lagi.';
$string['centre_not_member'] = '{$a->host} tidak mengenal situs ini sebagai anggota. Mintalah kode bergabung baru kepada LAN; atau akhiri keanggotaan di sini dengan cli/leave.php --without-centre.';
$string['centre_notacentre'] = '{$a->url} tidak menjawab seperti pusat ASN Unggul ({$a->detail}). Pastikan kode berasal dari LAN dan tidak ada proksi Anda yang menjawab menggantikannya.';
$string['centre_rate_limited'] = '{$a->host} menerima terlalu banyak permintaan dari situs ini. Tunggu satu menit, lalu coba lagi.';
$string['centre_redirect'] = '{$a->host} mengalihkan situs ini ke alamat lain, dan pengalihan tidak pernah diikuti. Pastikan kode berasal dari LAN dan tidak ada proksi Anda yang menjawab menggantikannya.';
$string['centre_refused'] = '{$a->host} tidak menerima sambungan pada porta {$a->port}. Pastikan tembok api Anda mengizinkan server ini keluar ke alamat itu; jika sudah, beri tahu LAN.';
$string['centre_timeout'] = '{$a->host} tidak menjawab dalam 10 detik. Pastikan tembok api atau proksi Anda mengizinkan server ini keluar ke porta {$a->port}, lalu coba lagi.';
$string['centre_tls'] = 'Sertifikat TLS {$a->host} tidak dapat diverifikasi sehingga tidak ada yang dikirim. Periksa jam dan sertifikat CA server ini, serta apakah proksi Anda membuka TLS. ({$a->detail})';
$string['centre_unauthorised'] = '{$a->host} tidak menerima bukti identitas situs ini. Pastikan jam server ini tepat (NTP) dan {$a->wwwroot} adalah alamat yang dikenal LAN; jika situs dipindahkan atau dipulihkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN, lalu bergabunglah lagi.';
$string['centre_url_blocked'] = '{$a->host} tidak boleh mengunjungi {$a->wwwroot}: {$a->detail} Alamat situs ini harus publik; jika sudah, beri tahu LAN.';
$string['changelog'] = 'Log perubahan';
$string['checklastread'] = 'ASN Unggul: terakhir dibaca oleh pusat';
$string['checkmembership'] = 'ASN Unggul: keanggotaan';
$string['checkselftest'] = 'ASN Unggul: uji mandiri';
$string['column_audience'] = 'Ditawarkan kepada';
$string['column_badge'] = 'ID kelas lencana';
$string['column_batch'] = 'Angkatan';
$string['column_category'] = 'Kategori';
$string['column_competency'] = 'Kompetensi';
$string['column_completed'] = 'Diselesaikan';
$string['column_course'] = 'ID pelatihan';
$string['column_created'] = 'Dibuat';
$string['column_description'] = 'Deskripsi';
$string['column_ends'] = 'Selesai';
$string['column_expires'] = 'Kedaluwarsa';
$string['column_format'] = 'Format';
$string['column_id'] = 'ID';
$string['column_issued'] = 'Diberikan';
$string['column_issuer'] = 'Penerbit';
$string['column_jp_hundredths'] = 'JP × 100';
$string['column_language'] = 'Bahasa';
$string['column_learner'] = 'Kode peserta';
$string['column_level'] = 'Tingkat';
$string['column_method'] = 'Cara pendaftaran';
$string['column_minutes'] = 'Menit';
$string['column_name'] = 'Nama';
$string['column_self_enrol'] = 'Pendaftaran mandiri';
$string['column_starts'] = 'Mulai';
$string['column_status'] = 'Status';
$string['column_summary'] = 'Deskripsi';
$string['column_title'] = 'Judul';
$string['column_tracks_completion'] = 'Melacak penyelesaian';
$string['column_training_type'] = 'Jenis pelatihan';
$string['consent'] = 'Apa yang boleh keluar dari situs ini';
$string['consent_desc'] = 'Pusat hanya membaca yang diaktifkan di sini. Nama, alamat surel, dan NIP tidak pernah keluar dari situs ini: peserta dikenali dengan kode acak, atau, setelah akun ditautkan, dengan nomor akun ASN Unggul. Mematikan satu aliran data menghentikan pembacaan; data yang sudah dimiliki pusat tetap di sana sampai Anda memutuskan hubungan.';
$string['defaultoffer'] = 'Pelatihan yang tidak menyatakan apa pun';
$string['defaultoffer_desc'] = 'Hanya pelatihan yang terlihat yang pernah ditawarkan.';
$string['defaultoffer_none'] = 'tidak ditawarkan';
$string['defaultoffer_selfenrol'] = 'ditawarkan kepada semua ASN jika peserta dapat mendaftar sendiri';
$string['deletedthere'] = 'Dihapus di pusat';
$string['event_epoch_renewed'] = 'Situs ditandai sebagai hasil pemulihan atau salinan';
$string['event_joined'] = 'Situs bergabung dengan ASN Unggul';
$string['event_left'] = 'Situs keluar dari ASN Unggul';
$string['event_paused'] = 'Pembacaan oleh pusat dijeda';
$string['event_resumed'] = 'Pembacaan oleh pusat dilanjutkan';
$string['field_audience'] = 'Ditawarkan kepada';
$string['field_audience_desc'] = 'all (semua), agency (hanya instansi sendiri), atau no (tidak); kosong: sesuai pengaturan di atas.';
$string['field_batch'] = 'Angkatan';
$string['field_batch_desc'] = 'Nama atau nomor angkatan.';
$string['field_competency'] = 'Kompetensi';
$string['field_competency_desc'] = 'teknis, manajerial, atau sosial_kultural.';
$string['field_format'] = 'Format';
$string['field_format_desc'] = 'mandiri, sinkron, atau campuran.';
$string['field_jp'] = 'Jam pelajaran (JP)';
$string['field_jp_desc'] = 'Angka, misalnya 3 atau 1,5.';
$string['field_level'] = 'Tingkat';
$string['field_level_desc'] = 'dasar, menengah, atau lanjut.';
$string['field_minutes'] = 'Menit';
$string['field_minutes_desc'] = 'Menit yang dibutuhkan peserta, bilangan bulat.';
$string['field_training_type'] = 'Jenis pelatihan';
$string['field_training_type_desc'] = 'Misalnya PKA.';
$string['fields'] = 'Tempat menyimpan keterangan pelatihan';
$string['fields_desc'] = 'Plugin ini membuat bidang khusus pelatihan untuk keterangan berikut. Jika pelatihan Anda sudah menyimpan suatu keterangan di bidang khusus lain, pilih bidang tersebut.';
$string['firstseen'] = 'pertama terlihat {$a}';
$string['join'] = 'Bergabung';
$string['joincode'] = 'Kode bergabung';
$string['joincode_help'] = 'Kode diawali dengan ASN1 dan hanya dapat dipakai satu kali, selama satu jam kecuali LAN menyatakan lain. Jika sudah tidak berlaku, mintalah kode baru kepada LAN.';
$string['joincode_insecure'] = 'Kode ini mengarah ke {$a} yang tidak memakai TLS. Tidak ada yang dikirim. Mintalah kode dengan alamat https kepada LAN.';
$string['joincode_malformed'] = 'Ini bukan kode bergabung. Kode terdiri atas tiga bagian yang dipisahkan titik dan diawali ASN1. Salin seluruh kode dari pesan LAN.';
$string['joined'] = 'Sudah bergabung';
$string['joinedto'] = 'Situs ini telah bergabung dengan {$a}.';
$string['joinintro'] = 'LAN mengirimkan kode bergabung kepada Anda. Tempelkan di sini: situs ini membuktikan dirinya kepada pusat dengan kuncinya sendiri, tanpa pertukaran kata sandi. Pada awalnya hanya katalog pelatihan yang ditawarkan yang dibaca; data tentang peserta tetap di sini sampai Anda mengaktifkannya di pengaturan.';
$string['justnow'] = 'baru saja';
$string['keysfailed'] = 'OpenSSL tidak dapat membuat pasangan kunci di server ini. Periksa ekstensi openssl PHP dan berkas openssl.cnf.';
$string['kind_assertion'] = 'Lencana diterima';
$string['kind_badge_class'] = 'Kelas lencana';
$string['kind_completion'] = 'Penyelesaian';
$string['kind_course'] = 'Pelatihan';
$string['kind_enrolment'] = 'Pendaftaran';
$string['lastread'] = 'Terakhir dibaca oleh pusat';
$string['lastread_ago'] = 'Pusat terakhir membaca situs ini {$a} yang lalu.';
$string['lastread_never'] = 'Pusat belum pernah membaca situs ini. Pembacaan dimulai beberapa menit setelah bergabung.';
$string['lastread_notread'] = 'Pusat sedang tidak membaca situs ini.';
$string['left'] = 'Diputus pada';
$string['membership'] = 'Keanggotaan';
$string['newestrows'] = '{$a}: baris terbaru';
$string['norows'] = '{$a}: tidak ada yang dikirim.';
$string['notjoined'] = 'Situs ini belum bergabung';
$string['offer'] = 'Apa yang ditawarkan';
$string['offer_desc'] = 'Setiap pelatihan dapat menyatakan sendiri, melalui bidang khusus yang dipilih di bawah, apakah ditawarkan kepada semua ASN, hanya kepada instansi sendiri, atau tidak sama sekali. Pengaturan ini menentukan pelatihan yang tidak menyatakan apa pun.';
$string['outcome_failed'] = 'gagal';
$string['outcome_lost'] = 'terputus';
$string['outcome_ok'] = 'berhasil';
$string['outcome_partial'] = 'sebagian';
$string['outcome_running'] = 'berjalan';
$string['paused'] = 'Dijeda';
$string['pluginname'] = 'ASN Unggul';
$string['privacy:metadata:lan'] = 'LAN menyimpan satu catatan pembelajaran untuk setiap ASN. LAN menerima data berikut hanya jika admin tenant mengaktifkannya; tidak pernah nama, alamat surel, atau NIP.';
$string['privacy:metadata:lan:assertion'] = 'Lencana dan waktu setiap lencana yang diberikan.';
$string['privacy:metadata:lan:completion'] = 'Pelatihan dan waktu setiap penyelesaian.';
$string['privacy:metadata:lan:enrolment'] = 'Pelatihan, status, cara, dan waktu setiap pendaftaran.';
$string['privacy:metadata:lan:learner'] = 'Kode peserta.';
$string['privacy:metadata:person'] = 'Kode yang digunakan LAN untuk mengenali sebuah akun.';
$string['privacy:metadata:person:learner'] = 'Kode acak, atau, setelah akun ditautkan, nomor akun ASN Unggul.';
$string['privacy:metadata:person:userid'] = 'Akun.';
$string['receipt'] = 'Tanda terima pemutusan hubungan';
$string['receiptnumber'] = 'Nomor tanda terima';
$string['rejections'] = 'Data ditolak';
$string['rejections_intro'] = 'Data berikut tidak diterima; semua data lain diterima. Perbaiki di sini, pusat mengambilnya pada kunjungan berikutnya.';
$string['rejections_none'] = 'Tidak ada data yang ditolak.';
$string['report'] = 'Apa yang dilakukan LAN dengan data itu';
$string['report_fetched'] = 'Ditanyakan {$a}.';
$string['report_none'] = 'Belum ada jawaban sebelumnya.';
$string['report_old'] = 'Yang ditampilkan di bawah adalah jawaban terakhir yang baik, dari {$a}.';
$string['report_state'] = 'Status di pusat: {$a}.';
$string['retentiondays'] = 'Lama penyimpanan (hari)';
$string['retentiondays_desc'] = 'Entri yang lebih lama dari ini dihapus. Jika pusat tidak membaca lebih lama dari itu, pusat membaca ulang semuanya. Antara 7 dan 399.';
$string['selftest'] = 'Uji mandiri';
$string['selftest_address'] = 'Alamat situs ini';
$string['selftest_address_blocked'] = 'Keamanan HTTP Moodle melarang situs ini menghubungi alamatnya sendiri {$a} sehingga tidak dapat diuji dari sini. Proses bergabung membuktikannya dari luar.';
$string['selftest_address_other'] = 'Di {$a} disajikan himpunan kunci yang berbeda dari milik situs ini: tembolok di depannya usang, atau alamat itu mengarah ke server lain. Kosongkan tembolok tersebut, atau perbaiki wwwroot.';
$string['selftest_address_unreachable'] = 'Situs ini tidak dapat membaca {$a->url} miliknya sendiri. Dari luar mungkin tetap berfungsi; buka di peramban. {$a->error}';
$string['selftest_asked'] = 'Jaringan terakhir diuji {$a}; selebihnya adalah keadaan saat ini.';
$string['selftest_centre'] = 'Pusat';
$string['selftest_clock'] = 'Jam';
$string['selftest_clock_off'] = 'Jam server ini dan jam pusat berbeda {$a} detik; jika lebih dari 60, keduanya saling menolak. Atur jam server ini dengan NTP.';
$string['selftest_completion'] = 'Pelacakan penyelesaian';
$string['selftest_completion_off'] = 'Pelacakan penyelesaian dinonaktifkan (enablecompletion) sehingga tidak ada pelatihan yang dapat diselesaikan dan tidak ada JP yang diperoleh. Aktifkan di Fitur lanjutan.';
$string['selftest_cron'] = 'Cron';
$string['selftest_cron_late'] = 'Cron terakhir berjalan {$a} yang lalu. Atur admin/cli/cron.php agar berjalan setiap menit.';
$string['selftest_cron_never'] = 'Cron belum pernah berjalan. Atur admin/cli/cron.php agar berjalan setiap menit.';
$string['selftest_fields'] = 'Bidang khusus pelatihan';
$string['selftest_fields_missing'] = 'Bidang khusus pelatihan berikut tidak ada: {$a}. Buat di Pelatihan > Bidang khusus pelatihan, atau pilih bidang lain di pengaturan.';
$string['selftest_https'] = 'TLS';
$string['selftest_https_missing'] = '{$a} tidak memakai TLS: siapa pun di jalur jaringan dapat membaca yang dikirim. Siapkan https dan ubah wwwroot di config.php.';
$string['selftest_joined'] = 'Keanggotaan';
$string['selftest_joined_elsewhere'] = 'Situs ini bergabung sebagai {$a->then}, tetapi sekarang {$a->now}. Jika situs dipindahkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN, lalu bergabunglah lagi. Jika situs ini salinan, jalankan cli/identity.php --reset.';
$string['selftest_joined_not'] = 'Situs ini belum bergabung dengan ASN Unggul. Tempelkan kode bergabung yang dikirim LAN.';
$string['selftest_joined_paused'] = 'Pembacaan oleh pusat dijeda; data yang dimilikinya menjadi usang.';
$string['selftest_keys'] = 'Kunci situs ini';
$string['selftest_keys_unreadable'] = 'Kunci privat tidak dapat didekripsi sehingga situs ini tidak dapat membuktikan dirinya. Pulihkan kunci enkripsi Moodle {$a}, atau buat kunci baru dengan cli/keys.php --replace lalu bergabunglah lagi.';
$string['selftest_notasked'] = 'Jaringan belum diuji: jalankan uji mandiri.';
$string['selftest_selfenrol'] = 'Pendaftaran mandiri';
$string['selftest_selfenrol_off'] = 'Plugin pendaftaran "Pendaftaran mandiri" dinonaktifkan sehingga peserta tidak dapat masuk sendiri. Aktifkan di Plugin > Pendaftaran.';
$string['selftest_streams'] = 'Katalog';
$string['selftest_streams_off'] = 'Katalog dinonaktifkan sehingga tidak ada pelatihan situs ini di lokapasar pembelajaran. Aktifkan di pengaturan.';
$string['selftest_summary'] = 'Uji mandiri: {$a->failed} gagal, {$a->warned} peringatan.';
$string['selftest_values'] = 'Isi bidang khusus';
$string['selftest_values_unknown'] = 'Belum ada yang dikirim sehingga tidak ada yang dapat diperiksa.';
$string['selftest_values_unreadable'] = '{$a} isi bidang khusus tidak dapat dibaca dan dikirim kosong. Daftarnya beserta pelatihannya ada di bawah.';
$string['sent'] = 'Apa yang diterima LAN';
$string['sent_intro'] = 'Baris terbaru ditampilkan persis seperti yang keluar dari situs ini.';
$string['sent_settings'] = 'Ubah apa yang boleh keluar';
$string['settings'] = 'Pengaturan';
$string['since'] = 'Anggota sejak';
$string['siteid'] = 'ID situs';
$string['state_failing'] = 'gagal';
$string['state_fresh'] = 'terkini';
$string['state_late'] = 'terlambat';
$string['state_new'] = 'baru';
$string['state_paused'] = 'dijeda';
$string['state_stale'] = 'usang';
$string['status_failed'] = 'Gagal';
$string['status_ok'] = 'Baik';
$string['status_skipped'] = 'Tidak diuji';
$string['status_warning'] = 'Peringatan';
$string['statuspage'] = 'Keanggotaan dan status';
$string['stream_badges'] = 'Lencana';
$string['stream_badges_desc'] = 'Data pribadi. Lencana situs ini (nama, deskripsi, penerbit, status) dan, dari setiap lencana yang diberikan, kode peserta serta waktunya.';
$string['stream_catalogue'] = 'Katalog';
$string['stream_catalogue_desc'] = 'Dari setiap pelatihan yang ditawarkan: judul, deskripsi, kategori, jam pelajaran (JP), menit, kompetensi, format, tingkat, jenis pelatihan, angkatan dan tanggal, bahasa, serta apakah peserta dapat mendaftar sendiri. Pelatihan tersembunyi dan draf tidak pernah keluar. Tanpa data pribadi.';
$string['stream_learning'] = 'Pendaftaran dan penyelesaian';
$string['stream_learning_desc'] = 'Data pribadi. Dari setiap pendaftaran dan penyelesaian pada pelatihan yang ditawarkan: kode peserta, pelatihan, status dan cara pendaftaran, serta waktunya. Tanpa nilai, tanpa nama, tanpa aktivitas.';
$string['stream_off'] = 'Nonaktif';
$string['stream_on'] = 'Aktif';
$string['sync_error'] = 'Galat';
$string['sync_gone'] = 'Hilang';
$string['sync_outcome'] = 'Hasil';
$string['sync_rejected'] = 'Ditolak';
$string['sync_rows'] = 'Baris';
$string['sync_started'] = 'Dimulai';
$string['synced_lastok'] = 'Sinkronisasi terakhir yang berhasil {$a}.';
$string['synced_rows'] = 'Baris di pusat: {$a}.';
$string['synced_unverified'] = 'Belum terbukti sama dengan situs ini.';
$string['synced_verified'] = 'Terbukti sama dengan situs ini {$a}.';
$string['syncs'] = 'Sinkronisasi terakhir';
$string['task_rotate_keys'] = 'Merotasi kunci situs ini';
$string['tenant'] = 'Nama tenant di pusat';
