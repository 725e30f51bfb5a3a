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
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_disconnect'] = 'Putuskan hubungan';
$string['action_disconnect_done'] = 'Hubungan situs ini telah diputus. Tanda terima ada di bawah.';
$string['action_disconnect_question'] = 'LAN menghapus semua data situs ini yang dimilikinya, dan pelatihan situs ini ditarik dari lokapasar pembelajaran. Anda menerima tanda terima. Situs ini tetap menyimpan seluruh datanya sendiri, data tentang orang tidak boleh lagi keluar, dan situs dapat bergabung lagi dengan kode baru. Putuskan hubungan?';
$string['action_pause'] = 'Jeda pembacaan';
$string['action_pause_done'] = 'Pembacaan dijeda.';
$string['action_pause_question'] = 'Pusat tidak dapat membaca apa pun sampai Anda melanjutkannya. Data yang sudah dibaca tetap berada di sana dan menjadi usang. Jeda pembacaan?';
$string['action_restored'] = 'Situs ini dipulihkan dari cadangan';
$string['action_restored_done'] = 'Pusat membaca ulang semuanya pada kunjungan berikutnya.';
$string['action_restored_question'] = 'Pusat membaca ulang dan membandingkan semuanya, karena data yang sudah dibaca mungkin lebih baru daripada cadangan. Tidak ada yang hilang. Apakah situs ini dipulihkan dari cadangan?';
$string['action_resume'] = 'Lanjutkan pembacaan';
$string['action_resume_done'] = 'Pusat dapat membaca kembali.';
$string['action_resume_question'] = 'Izinkan pusat membaca kembali?';
$string['agency'] = 'Instansi';
$string['ago'] = '{$a} yang lalu';
$string['asnunggul:manage'] = 'Bergabung, menjeda, dan memutus hubungan dengan ASN Unggul';
$string['asnunggul:viewstatus'] = 'Melihat apa yang dibaca ASN Unggul dari situs ini';
$string['cachedef_answers'] = 'Status tenant terakhir dari pusat';
$string['cachedef_versions'] = 'Kapan terakhir tidak ada pemutakhiran yang tertunda';
$string['centre'] = 'Pusat';
$string['centre_bad_request'] = '{$a->host} tidak memahami situs ini: {$a->detail} Perbarui plugin local_asnunggul; jika sudah terbaru, beri tahu LAN.';
$string['centre_badanswer'] = '{$a->host} menjawab, tetapi tidak sesuai kontrak data. Tidak ada yang berubah di sini. Beri tahu LAN; plugin di situs ini atau pusat mungkin sudah usang.';
$string['centre_blocked'] = 'Moodle sendiri melarang situs ini menghubungi {$a->host} pada porta {$a->port}. Buka {$a->page}: hapus alamat itu dari "{$a->hosts}" (curlsecurityblockedhosts) dan, jika daftarnya tidak kosong, tambahkan {$a->port} ke "{$a->ports}" (curlsecurityallowedport). Jika nama {$a->host} tidak dapat ditemukan oleh server ini, Moodle juga melarangnya: periksa DNS.';
$string['centre_broken'] = '{$a->host} sedang mengalami gangguan ({$a->detail}). Tidak ada yang berubah di sini. Coba lagi setelah beberapa menit; jika berlanjut, beri tahu LAN.';
$string['centre_code_expired'] = 'Kode bergabung ini sudah kedaluwarsa. Mintalah kode baru kepada LAN.';
$string['centre_code_unknown'] = '{$a->host} tidak mengenal kode bergabung ini. Salin lagi seluruh barisnya, atau mintalah kode baru kepada LAN.';
$string['centre_code_used'] = 'Kode bergabung ini sudah pernah dipakai. Mintalah kode baru kepada LAN.';
$string['centre_conflict'] = '{$a->host} mengenal situs ini dengan kunci atau alamat lain. Jika situs dipindahkan atau dipulihkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN. Jika situs ini salinan dari situs lain, jalankan cli/identity.php --reset terlebih dahulu.';
$string['centre_dns'] = 'Server ini tidak dapat menemukan {$a->host}: namanya tidak terselesaikan. Periksa pengaturan DNS server ini.';
$string['centre_jwks_unreachable'] = '{$a->host} tidak dapat membaca {$a->wwwroot}/local/asnunggul/jwks.php: {$a->detail} Buka alamat ini di peramban dari luar jaringan Anda; aturan firewall atau server web harus mengizinkannya.';
$string['centre_maintenance'] = '{$a->host} sedang dalam pemeliharaan. Tidak ada yang berubah di sini. Coba lagi nanti.';
$string['centre_network'] = 'Sambungan ke {$a->host} gagal. ({$a->detail}) Periksa jaringan server ini, lalu coba lagi.';
$string['centre_not_member'] = '{$a->host} tidak mengenal situs ini sebagai anggota. Mintalah kode bergabung baru kepada LAN; atau akhiri keanggotaan di sini dengan cli/leave.php --without-centre.';
$string['centre_notacentre'] = '{$a->url} tidak menjawab seperti pusat ASN Unggul ({$a->detail}). Pastikan kode berasal dari LAN dan tidak ada proksi Anda yang menjawab menggantikannya.';
$string['centre_rate_limited'] = '{$a->host} menerima terlalu banyak permintaan dari situs ini. Tunggu satu menit, lalu coba lagi.';
$string['centre_redirect'] = '{$a->host} mengalihkan situs ini ke alamat lain, dan pengalihan tidak pernah diikuti. Pastikan kode berasal dari LAN dan tidak ada proksi Anda yang menjawab menggantikannya.';
$string['centre_refused'] = '{$a->host} tidak menerima sambungan pada porta {$a->port}. Pastikan firewall Anda mengizinkan server ini keluar ke alamat itu; jika sudah, beri tahu LAN.';
$string['centre_timeout'] = '{$a->host} tidak menjawab dalam 10 detik. Pastikan firewall atau proksi Anda mengizinkan server ini keluar ke porta {$a->port}, lalu coba lagi.';
$string['centre_tls'] = 'Sertifikat TLS {$a->host} tidak dapat diverifikasi sehingga tidak ada yang dikirim. Periksa jam dan sertifikat CA server ini, serta apakah proksi Anda membuka TLS. ({$a->detail})';
$string['centre_unauthorised'] = '{$a->host} tidak menerima bukti identitas situs ini. Pastikan jam server ini tepat (NTP) dan {$a->wwwroot} adalah alamat yang dikenal LAN; jika situs dipindahkan atau dipulihkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN, lalu bergabunglah lagi.';
$string['centre_url_blocked'] = '{$a->host} tidak boleh mengunjungi {$a->wwwroot}: {$a->detail} Alamat situs ini harus publik; jika sudah, beri tahu LAN.';
$string['changelog'] = 'Log perubahan';
$string['changelog_desc'] = 'Apa yang berubah di sini, disimpan sampai pusat membacanya.';
$string['check_address'] = 'Alamat situs ini';
$string['check_address_blocked'] = 'Keamanan HTTP Moodle melarang situs ini menghubungi alamatnya sendiri {$a} sehingga tidak dapat diuji dari sini. Proses bergabung membuktikannya dari luar.';
$string['check_address_other'] = 'Di {$a} disajikan set kunci yang berbeda dari milik situs ini: tembolok di depannya usang, atau alamat itu mengarah ke server lain. Kosongkan tembolok tersebut, atau perbaiki wwwroot.';
$string['check_address_unreachable'] = 'Situs ini tidak dapat menghubungi alamatnya sendiri {$a->url}. Dari luar mungkin tetap berfungsi; buka di peramban. ({$a->reason})';
$string['check_authorization'] = 'Server web';
$string['check_authorization_dropped'] = 'Server web membuang tajuk Authorization sebelum sampai ke PHP sehingga semua permintaan pusat ditolak. Apache dengan PHP-FPM atau CGI: CGIPassAuth On, atau SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1. nginx: fastcgi_param HTTP_AUTHORIZATION $http_authorization. Lalu jalankan uji mandiri lagi.';
$string['check_authorization_unknown'] = 'feed.php situs ini menjawab dengan HTTP {$a}, padahal seharusnya meminta bukti. Mungkin ada pemeliharaan, firewall, atau halaman masuk di depannya.';
$string['check_centre'] = 'Pusat';
$string['check_centre_clock'] = 'Jam server ini dan jam pusat berbeda {$a} detik; jika lebih dari 60, keduanya saling menolak. Atur jam server ini dengan NTP.';
$string['check_completion'] = 'Pelacakan penyelesaian';
$string['check_completion_off'] = '"{$a->setting}" (enablecompletion) dinonaktifkan sehingga tidak ada pelatihan yang dapat diselesaikan dan tidak ada JP yang diperoleh. Aktifkan di {$a->page}.';
$string['check_fields'] = 'Bidang kustom pelatihan';
$string['check_fields_missing'] = 'Bidang kustom berikut tidak ada: {$a->fields}. Buat di {$a->page}, atau pilih bidang lain di pengaturan.';
$string['check_https'] = 'TLS';
$string['check_https_missing'] = '{$a} tidak memakai TLS: siapa pun di jalur jaringan dapat membaca yang dikirim. Siapkan https dan ubah wwwroot di config.php.';
$string['check_jp'] = 'Jam pelajaran (JP)';
$string['check_jp_none'] = '{$a} pelatihan yang ditawarkan tidak menyebutkan JP sehingga penyelesaiannya tidak menghasilkan JP. Isi di pelatihannya, atau pilih bidang lain di pengaturan.';
$string['check_keys'] = 'Kunci situs ini';
$string['check_keys_unreadable'] = 'Kunci privat tidak dapat didekripsi sehingga situs ini tidak dapat membuktikan dirinya. Pulihkan kunci enkripsi Moodle {$a}, atau buat kunci baru dengan cli/keys.php --replace lalu bergabunglah lagi.';
$string['check_lastread'] = 'Terakhir dibaca';
$string['check_lastread_ago'] = 'Pusat terakhir membaca situs ini {$a} yang lalu.';
$string['check_lastread_ahead'] = 'Waktu pembacaan terakhir ada di masa depan: jam server ini pernah salah. Dicatat lagi pada pembacaan berikutnya.';
$string['check_lastread_never'] = 'Pusat belum pernah membaca situs ini. Pembacaan dimulai beberapa menit setelah bergabung.';
$string['check_lastread_notread'] = 'Pusat sedang tidak membaca situs ini.';
$string['check_membership'] = 'Keanggotaan';
$string['check_membership_elsewhere'] = 'Situs ini bergabung sebagai {$a->then}, tetapi sekarang {$a->now}. Jika situs dipindahkan, mintalah kode bergabung yang dibuat untuk tenant ini kepada LAN, lalu bergabunglah lagi. Jika situs ini salinan, jalankan cli/identity.php --reset.';
$string['check_membership_not'] = 'Situs ini belum bergabung dengan ASN Unggul. Tempelkan kode bergabung yang dikirim LAN.';
$string['check_membership_paused'] = 'Pembacaan oleh pusat dijeda; data yang dimilikinya menjadi usang.';
$string['check_offers'] = 'Pelatihan yang ditawarkan';
$string['check_offers_all'] = '{$a->n} dari {$a->m} pelatihan ditawarkan.';
$string['check_offers_some'] = '{$a->n} dari {$a->m} pelatihan ditawarkan. Yang lain: {$a->why}.';
$string['check_openstreams'] = 'Katalog';
$string['check_openstreams_off'] = 'Katalog dinonaktifkan sehingga tidak ada pelatihan situs ini di lokapasar pembelajaran. Aktifkan di pengaturan.';
$string['check_readable'] = 'Data untuk pusat';
$string['check_readable_not'] = 'Pusat tidak dapat membaca: {$a}. Sampaikan kata-kata ini kepada LAN; data lain yang aktif tidak terpengaruh.';
$string['check_selfenrol'] = 'Pendaftaran mandiri';
$string['check_selfenrol_off'] = 'Metode pendaftaran "{$a->plugin}" dinonaktifkan sehingga peserta tidak dapat masuk sendiri. Aktifkan di {$a->page}.';
$string['check_values'] = 'Isi bidang kustom';
$string['check_values_unreadable'] = '{$a} isi bidang kustom tidak dapat dibaca dan dikirim kosong. Perbaiki di pelatihannya.';
$string['cli_identity'] = 'Menampilkan id dan epoch situs ini.

--restored  situs ini dipulihkan dari cadangan: epoch baru, pusat membaca ulang dan membandingkan semuanya
--reset     situs ini salinan situs lain: id, epoch, dan kunci baru, tanpa keanggotaan. Situs asli tidak berubah
-h, --help';
$string['cli_join'] = 'Bergabung dengan ASN Unggul memakai kode dari LAN; bertanya dahulu, dengan menyebut nama dan pusat yang dituju kode itu.

--code=ASN1.…        kode bergabung
--streams=NAMA,NAMA  aliran data tentang orang yang diaktifkan, yang lain dimatikan; dari: {$a}
--yes                tanpa bertanya
--new-centre         pindah ke pusat atau penyedia identitas lain
-h, --help

Kode keluar: 0 bergabung, 1 tidak bergabung, 2 cara memanggil salah.';
$string['cli_joined'] = 'Lihat yang belum beres: php admin/cli/checks.php --filter=local_asnunggul';
$string['cli_keys'] = 'Menampilkan tahap penggantian kunci dan set kunci yang diumumkan.

--rotate    umumkan kunci berikutnya sekarang; cron beralih ke kunci itu sehari kemudian dan menarik kunci lama sehari sesudahnya
--replace   kunci dicuri: buang semua kunci sekarang. Lalu mintalah kode bergabung untuk tenant ini kepada LAN dan bergabunglah lagi
-h, --help';
$string['cli_leave'] = 'Keluar dari ASN Unggul: LAN menghapus semua data situs ini yang dimilikinya dan memberi tanda terima.

--yes               benar-benar keluar
--without-centre    pusat sudah tidak ada: akhiri keanggotaan di sini, tanpa tanda terima
-h, --help';
$string['cli_needs'] = 'Perintah ini memerlukan {$a}. Lihat --help.';
$string['cli_pause'] = 'Menjeda pembacaan oleh pusat; data yang sudah dibaca tetap di sana.

--resume    izinkan membaca lagi
-h, --help';
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
$string['column_enrol_from'] = 'Pendaftaran dibuka';
$string['column_enrol_until'] = 'Pendaftaran ditutup';
$string['column_expires'] = 'Kedaluwarsa';
$string['column_format'] = 'Format';
$string['column_id'] = 'ID';
$string['column_issued'] = 'Diberikan';
$string['column_issuer'] = 'Penerbit';
$string['column_jp_hundredths'] = 'JP';
$string['column_language'] = 'Bahasa';
$string['column_learner'] = 'Kode peserta';
$string['column_level'] = 'Tingkat';
$string['column_method'] = 'Cara pendaftaran';
$string['column_minutes'] = 'Menit';
$string['column_name'] = 'Nama';
$string['column_places'] = 'Sisa tempat';
$string['column_self_enrol'] = 'Pendaftaran mandiri';
$string['column_starts'] = 'Mulai';
$string['column_status'] = 'Status';
$string['column_summary'] = 'Deskripsi';
$string['column_title'] = 'Judul';
$string['column_tracks_completion'] = 'Melacak penyelesaian';
$string['column_training_type'] = 'Jenis pelatihan';
$string['consent'] = 'Apa yang boleh keluar dari situs ini';
$string['consent_desc'] = 'Pusat hanya membaca yang diaktifkan di sini. Nama, alamat surel, dan NIP tidak pernah keluar dari situs ini: peserta dikenali dengan kode acak, atau, setelah akun ditautkan, dengan pengenal akun ASN Unggul. Mematikan satu aliran data menghentikan pembacaan; data yang sudah dimiliki pusat tetap di sana sampai Anda memutuskan hubungan.';
$string['curation'] = 'Yang dikatakan LAN tentang pelatihan situs ini';
$string['curation_intro'] = 'Ini yang berlaku di lokapasar, apa pun isi pelatihan di sini. Bila menurut Anda keliru, sampaikan alasannya kepada LAN; hanya LAN yang dapat mencabutnya.';
$string['curation_why'] = 'Alasan: {$a}';
$string['curation_withheld'] = 'Ditahan: tidak tampil di lokapasar';
$string['customfield_audience'] = 'Ditawarkan kepada';
$string['customfield_audience_desc'] = 'Siapa yang boleh belajar di sini. Kosong: mengikuti ketentuan situs untuk semua pelatihan.';
$string['customfield_batch'] = 'Angkatan';
$string['customfield_batch_desc'] = 'Angkatan yang menjadi sasaran pelatihan ini, jika ada.';
$string['customfield_competency'] = 'Jenis kompetensi';
$string['customfield_competency_desc'] = 'Teknis, manajerial, atau sosial kultural.';
$string['customfield_format'] = 'Bentuk pembelajaran';
$string['customfield_format_desc'] = 'Mandiri, pada jam tertentu, atau keduanya.';
$string['customfield_jp'] = 'Jam pelajaran (JP)';
$string['customfield_jp_desc'] = 'Jam pelajaran yang diperoleh peserta setelah menyelesaikan pelatihan ini.';
$string['customfield_level'] = 'Tingkat';
$string['customfield_level_desc'] = 'Dasar, menengah, atau lanjut.';
$string['customfield_minutes'] = 'Menit';
$string['customfield_minutes_desc'] = 'Menit yang diperlukan seorang peserta.';
$string['customfield_training_type'] = 'Jenis pelatihan';
$string['customfield_training_type_desc'] = 'Misalnya PKA atau PKP.';
$string['defaultoffer'] = 'Pelatihan yang tidak menyatakan apa pun';
$string['defaultoffer_desc'] = 'Hanya pelatihan yang terlihat yang pernah ditawarkan.';
$string['defaultoffer_none'] = 'tidak ditawarkan';
$string['defaultoffer_selfenrol'] = 'ditawarkan kepada semua ASN jika peserta dapat mendaftar sendiri';
$string['deletedthere'] = 'Dihapus di pusat';
$string['event_epoch_renewed'] = 'Situs ditandai sebagai hasil pemulihan atau salinan';
$string['event_membership_joined'] = 'Situs bergabung dengan ASN Unggul';
$string['event_membership_left'] = 'Situs keluar dari ASN Unggul';
$string['event_reading_paused'] = 'Pembacaan oleh pusat dijeda';
$string['event_reading_resumed'] = 'Pembacaan oleh pusat dilanjutkan';
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
$string['fields_desc'] = 'Plugin ini membuat bidang kustom pelatihan untuk keterangan berikut. Jika pelatihan Anda sudah menyimpan suatu keterangan di bidang kustom lain, pilih bidang tersebut.';
$string['firstseen'] = 'pertama terlihat {$a}';
$string['join'] = 'Bergabung';
$string['join_othercentre'] = 'Situs ini anggota di {$a->now}, sedangkan kode ini mengarah ke {$a->then}. Tidak ada yang dikirim. Terima hanya jika LAN memberi tahu Anda bahwa pusat berpindah: php local/asnunggul/cli/join.php --new-centre. Setelah itu data tentang orang tetap di sini sampai Anda mengaktifkannya lagi.';
$string['join_otherissuer'] = 'Orang di situs ini masuk melalui {$a->now}, dan kode ini akan mengubahnya menjadi {$a->then}. Tidak ada yang berubah di sini. Terima hanya jika LAN memberi tahu Anda bahwa penyedia identitas berganti: php local/asnunggul/cli/join.php --new-centre.';
$string['joinagain'] = 'Tempelkan kode bergabung baru';
$string['joinagain_intro'] = 'Untuk kode yang dibuat LAN bagi tenant ini: karena membawa login, situs berpindah, atau kuncinya baru. Situs ini bergabung lagi sebagai dirinya sendiri; data yang sudah dibaca tetap di LAN, dan yang Anda aktifkan, nonaktifkan, atau jeda tetap demikian.';
$string['joincode'] = 'Kode bergabung';
$string['joincode_help'] = 'Kode diawali dengan ASN1 dan hanya dapat dipakai satu kali, selama satu jam kecuali LAN menyatakan lain. Jika sudah tidak berlaku, mintalah kode baru kepada LAN.';
$string['joincode_insecure'] = 'Kode ini mengarah ke {$a} yang tidak memakai TLS. Tidak ada yang dikirim. Mintalah kode dengan alamat https kepada LAN.';
$string['joincode_malformed'] = 'Ini bukan kode bergabung. Kode terdiri atas tiga bagian yang dipisahkan titik dan diawali ASN1. Salin seluruh kode dari pesan LAN.';
$string['joined'] = 'Sudah bergabung';
$string['joinedto'] = 'Situs ini telah bergabung dengan {$a}.';
$string['joinintro'] = 'LAN mengirimkan kode bergabung kepada Anda. Tempelkan di sini: situs ini membuktikan dirinya kepada pusat dengan kuncinya sendiri, tanpa pertukaran kata sandi. Pada awalnya hanya katalog pelatihan yang ditawarkan yang dibaca; data tentang peserta tetap di sini sampai Anda mengaktifkannya di pengaturan.';
$string['joinpreview_centre'] = 'Pusat: {$a}';
$string['joinpreview_issuer'] = 'Orang dapat masuk melalui {$a}.';
$string['joinpreview_known'] = 'Tenant ini dikenal di pusat dengan alamat {$a}. Jika itu bukan situs ini, jangan bergabung: situs ini akan menggantikannya. Tanyakan kepada LAN.';
$string['joinpreview_new'] = 'Tenant ini belum dikenal di pusat dan dimulai dengan situs ini.';
$string['joinpreview_noissuer'] = 'Tanpa masuk dengan satu akun.';
$string['joinpreview_question'] = 'Benarkah ini situs instansi Anda, dan benarkah ini pusat LAN? Bergabung?';
$string['joinpreview_tenant'] = 'Situs ini akan bergabung sebagai {$a->name} ({$a->agency}).';
$string['justnow'] = 'baru saja';
$string['keysfailed'] = 'OpenSSL tidak dapat membuat pasangan kunci di server ini. Periksa ekstensi openssl PHP dan berkas openssl.cnf.';
$string['kind_assertion'] = 'Lencana diterima';
$string['kind_badge_class'] = 'Kelas lencana';
$string['kind_completion'] = 'Penyelesaian';
$string['kind_course'] = 'Pelatihan';
$string['kind_enrolment'] = 'Pendaftaran';
$string['lastread'] = 'Terakhir dibaca oleh pusat';
$string['left'] = 'Diputus pada';
$string['membership'] = 'Keanggotaan';
$string['newestrows'] = '{$a}: data terbaru';
$string['norows'] = '{$a}: tidak ada yang dikirim.';
$string['notjoined'] = 'Situs ini belum bergabung';
$string['offer'] = 'Apa yang ditawarkan';
$string['offer_desc'] = 'Setiap pelatihan dapat menyatakan sendiri, melalui bidang kustom yang dipilih di bawah, apakah ditawarkan kepada semua ASN, hanya kepada instansi sendiri, atau tidak sama sekali. Pengaturan ini menentukan pelatihan yang tidak menyatakan apa pun.';
$string['offers_bysetting'] = '{$a} tidak menyatakan apa pun dan tidak ditawarkan menurut pengaturan';
$string['offers_closed'] = '{$a} tidak menerima peserta baru melalui pendaftaran mandiri';
$string['offers_cohort'] = '{$a} hanya dapat diikuti oleh kohort tertentu';
$string['offers_hidden'] = '{$a} tersembunyi';
$string['offers_key'] = '{$a} meminta kunci pendaftaran';
$string['offers_nodoor'] = '{$a} tanpa pendaftaran mandiri';
$string['offers_unreadable'] = '{$a} dengan isi "ditawarkan kepada" yang tidak dapat dibaca';
$string['offers_withheld'] = '{$a} diatur "tidak ditawarkan"';
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
$string['privacy:metadata:person:learner'] = 'Kode acak, atau, setelah akun ditautkan, pengenal akun ASN Unggul.';
$string['privacy:metadata:person:userid'] = 'Akun.';
$string['privacy:metadata:watched'] = 'Pendaftaran, penyelesaian, dan lencana menurut nomornya, juga yang sudah tidak ada di sini, agar LAN dapat diminta melupakannya juga.';
$string['privacy:metadata:watched:gone'] = 'Apakah sudah tidak ada di sini.';
$string['privacy:metadata:watched:kind'] = 'Pendaftaran, penyelesaian, atau lencana yang diberikan.';
$string['privacy:metadata:watched:objectid'] = 'Nomornya.';
$string['privacy:metadata:watched:userid'] = 'Akun pemiliknya.';
$string['reason_control_character'] = 'mengandung karakter kendali';
$string['reason_empty'] = 'kosong';
$string['reason_missing'] = 'tidak ada';
$string['reason_not_a_learner'] = 'bukan kode peserta';
$string['reason_not_a_row'] = 'bukan data yang lengkap';
$string['reason_not_allowed'] = 'bukan salah satu nilai yang dikenal kontrak data';
$string['reason_not_unicode'] = 'bukan teks yang sah';
$string['reason_out_of_range'] = 'terlalu kecil atau terlalu besar';
$string['reason_too_long'] = 'terlalu panjang';
$string['reason_wrong_type'] = 'bukan jenis yang benar';
$string['receipt'] = 'Tanda terima pemutusan hubungan';
$string['receiptnumber'] = 'Nomor tanda terima';
$string['record_assertion'] = 'Lencana diterima {$a}';
$string['record_badge_class'] = 'Kelas lencana {$a}';
$string['record_completion'] = 'Penyelesaian {$a}';
$string['record_course'] = 'Pelatihan {$a}';
$string['record_enrolment'] = 'Pendaftaran {$a}';
$string['rejections'] = 'Data ditolak';
$string['rejections_intro'] = 'Data berikut tidak diterima; semua data lain diterima. Perbaiki di sini, pusat mengambilnya pada kunjungan berikutnya.';
$string['rejections_none'] = 'Tidak ada data yang ditolak.';
$string['retentiondays'] = 'Lama penyimpanan (hari)';
$string['retentiondays_desc'] = 'Entri yang lebih lama dari ini dihapus. Jika pusat tidak membaca lebih lama dari itu, pusat membaca ulang semuanya. Antara 7 dan 399.';
$string['selftest'] = 'Uji mandiri';
$string['selftest_notasked'] = 'Alamat situs ini, server web, dan pusat hanya diuji saat Anda menjalankan uji mandiri.';
$string['selftest_run'] = 'Jalankan uji mandiri';
$string['sent'] = 'Apa yang diterima LAN';
$string['sent_intro'] = 'Data terbaru seperti yang keluar dari situs ini; kode ditampilkan dengan kata.';
$string['sent_off'] = 'Tidak ada yang keluar dari situs ini. Jika Anda mengaktifkannya, LAN menerima yang ditampilkan di sini.';
$string['sent_settings'] = 'Ubah apa yang boleh keluar';
$string['settings'] = 'Pengaturan';
$string['since'] = 'Anggota sejak';
$string['siteid'] = 'ID situs';
$string['state_failing'] = 'gagal';
$string['state_fresh'] = 'terkini';
$string['state_late'] = 'terlambat';
$string['state_new'] = 'baru';
$string['state_paused'] = 'dijeda';
$string['statuspage'] = 'Keanggotaan dan status';
$string['stream_badges'] = 'Lencana';
$string['stream_badges_desc'] = 'Data pribadi. Lencana situs ini (nama, deskripsi, penerbit, status, pelatihan, kapan dibuat) dan, dari setiap lencana yang diberikan, kode peserta serta waktunya.';
$string['stream_catalogue'] = 'Katalog';
$string['stream_catalogue_desc'] = 'Dari setiap pelatihan yang ditawarkan: judul, deskripsi, kategori, kepada siapa ditawarkan, jam pelajaran (JP), menit, kompetensi, format, tingkat, jenis pelatihan, angkatan dan tanggal, bahasa, apakah dan kapan peserta dapat mendaftar sendiri, sisa tempat, apakah penyelesaian dilacak, serta kapan pelatihan dibuat. Pelatihan tersembunyi dan draf tidak pernah keluar. Tanpa data pribadi.';
$string['stream_learning'] = 'Pendaftaran dan penyelesaian';
$string['stream_learning_desc'] = 'Data pribadi. Dari setiap pendaftaran dan penyelesaian pada pelatihan yang ditawarkan: kode peserta, pelatihan, status dan cara pendaftaran, serta waktunya. Tanpa nilai, tanpa nama, tanpa aktivitas.';
$string['stream_off'] = 'Nonaktif';
$string['stream_on'] = 'Aktif';
$string['sync_error'] = 'Galat';
$string['sync_gone'] = 'Hilang';
$string['sync_outcome'] = 'Hasil';
$string['sync_rejected'] = 'Ditolak';
$string['sync_rows'] = 'Data';
$string['sync_started'] = 'Dimulai';
$string['synced_lastok'] = 'Sinkronisasi terakhir yang berhasil {$a}.';
$string['synced_rows'] = 'Data di pusat: {$a}.';
$string['synced_unverified'] = 'Belum terbukti sama dengan situs ini.';
$string['synced_verified'] = 'Terbukti sama dengan situs ini {$a}.';
$string['syncs'] = 'Sinkronisasi terakhir';
$string['task_catch_up'] = 'Mencari penyelesaian dan lencana yang ditulis di luar event Moodle';
$string['task_prune'] = 'Menghapus entri lama log perubahan';
$string['task_rotate_keys'] = 'Merotasi kunci situs ini';
$string['tenant'] = 'Nama tenant di pusat';
$string['tenantstatus'] = 'Keterangan LAN tentang situs ini';
$string['tenantstatus_fetched'] = 'Ditanyakan {$a}.';
$string['tenantstatus_none'] = 'Belum ada jawaban sebelumnya.';
$string['tenantstatus_old'] = 'Yang ditampilkan di bawah adalah jawaban terakhir yang baik, dari {$a}.';
$string['tenantstatus_state'] = 'Status di pusat: {$a}.';
$string['value_active'] = 'aktif';
$string['value_agency'] = 'instansi sendiri';
$string['value_all'] = 'semua ASN';
$string['value_archived'] = 'diarsipkan';
$string['value_inactive'] = 'tidak dipakai';
$string['value_suspended'] = 'ditangguhkan';
