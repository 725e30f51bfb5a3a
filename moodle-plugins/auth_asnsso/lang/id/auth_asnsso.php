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
 * Kata-kata plugin masuk dalam bahasa Indonesia.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['accounts'] = 'Akun';
$string['accounts_desc'] = 'Siapa yang mendapat akun di situs ini, dan akun lama mana milik siapa. Akun tidak pernah ditautkan hanya karena alamat surel atau nama yang sama, dan akun administrator situs hanya dapat ditautkan lewat baris perintah (auth/asnsso/cli/link.php).';
$string['auth_asnssodescription'] = 'ASN masuk dengan satu akun ASN Unggul. Penyedia identitas dan nama situs ini di sana datang bersama keanggotaan; tidak ada yang perlu ditempel di sini.';
$string['bulk_already'] = 'sudah ditautkan';
$string['bulk_create'] = 'akun tidak ada: dibuat saat pertama kali masuk';
$string['bulk_linked'] = 'ditautkan';
$string['bulk_refused'] = 'ditolak';
$string['buttonname'] = 'Tulisan pada tombol';
$string['buttonname_away'] = '{$a} (sedang tidak dapat dijangkau)';
$string['buttonname_default'] = 'Masuk dengan ASN Unggul';
$string['buttonname_desc'] = 'Kosongkan untuk “Masuk dengan ASN Unggul”.';
$string['cachedef_issuer'] = 'Alamat, kunci, dan keadaan penyedia identitas';
$string['check_blocked'] = 'permintaan ke penyedia identitas';
$string['check_blocked_ok'] = 'Moodle mengizinkan permintaan ke penyedia identitas.';
$string['check_blocked_yes'] = 'Moodle memblokir permintaan ke {$a->host}, porta {$a->port}. Di {$a->where}, hapus alamat host itu dari “{$a->blocked}” (curlsecurityblockedhosts), dan tambahkan {$a->port} ke “{$a->ports}” (curlsecurityallowedport).';
$string['check_breakglass'] = 'jalan masuk ketika penyedia identitas tidak tersedia';
$string['check_breakglass_none'] = 'Tidak ada administrator situs aktif yang masuk dengan metode “{$a->value}”: ketika penyedia identitas tidak tersedia, tidak ada yang dapat memperbaiki situs ini. Ubah “{$a->setting}” (auth) satu administrator menjadi “{$a->value}” dan beri akun itu kata sandi.';
$string['check_breakglass_ok'] = 'Administrator situs yang selalu dapat masuk di sini: {$a}.';
$string['check_clock'] = 'jam server';
$string['check_clock_ok'] = 'Kedua jam sesuai ({$a} detik).';
$string['check_clock_unknown'] = 'Penyedia identitas tidak memberi tahu waktunya.';
$string['check_clock_wrong'] = 'Jam penyedia identitas {$a} detik di depan jam server ini; token ditolak mulai selisih 60 detik. Aktifkan sinkronisasi waktu (NTP) di server ini.';
$string['check_enabled'] = 'diaktifkan';
$string['check_enabled_emergency'] = 'Pengalihan dimatikan (darurat). php auth/asnsso/cli/emergency.php --on mengaktifkannya kembali.';
$string['check_enabled_not'] = 'Plugin mati. Nyalakan di {$a}, atau jalankan php auth/asnsso/cli/enable.php.';
$string['check_enabled_ok'] = 'Plugin aktif.';
$string['check_https'] = 'https';
$string['check_https_not'] = 'Alamat situs ini {$a}: kode dan kuki dikirim tanpa enkripsi. Sajikan lewat https dan ubah $CFG->wwwroot di config.php.';
$string['check_https_ok'] = 'Situs ini disajikan lewat https.';
$string['check_keyset'] = 'kunci penyedia identitas';
$string['check_keyset_none'] = 'Penyedia identitas tidak menerbitkan kunci yang dapat dipakai di sini (RSA minimal 2048 bit dengan RS256, P-256 dengan ES256, Ed25519). Beri tahu LAN.';
$string['check_keyset_ok'] = 'Kunci yang dapat dipakai: {$a}.';
$string['check_member'] = 'keanggotaan';
$string['check_member_none'] = 'Situs ini belum bergabung dengan ASN Unggul. Tempel kode bergabung di {$a}.';
$string['check_member_nooidc'] = 'Keanggotaan tidak menyebut penyedia identitas yang aman dipakai. Minta LAN kode bergabung baru dengan login, lalu tempel di {$a}.';
$string['check_member_off'] = 'Layanan masuk dimatikan: $CFG->auth_asnsso_disable di config.php.';
$string['check_member_ok'] = 'Penyedia identitas: {$a}.';
$string['check_mobile'] = 'aplikasi Moodle';
$string['check_mobile_app'] = 'Pengguna tidak dapat masuk dari aplikasi Moodle. Di {$a->where}, ubah “{$a->setting}” (typeoflogin) menjadi “{$a->value}”.';
$string['check_mobile_off'] = 'Aplikasi Moodle tidak dipakai di sini.';
$string['check_mobile_ok'] = 'Aplikasi Moodle masuk melalui peramban.';
$string['check_nipfield'] = 'bidang NIP';
$string['check_noissuer'] = 'Tidak diperiksa: belum ada penyedia identitas.';
$string['check_reachable'] = 'penyedia identitas menjawab';
$string['check_reachable_ok'] = '{$a} menjawab dan identitasnya sesuai.';
$string['check_settings'] = 'setelan tersimpan';
$string['check_settings_ok'] = 'Setiap setelan berisi nilai yang diperbolehkan.';
$string['check_settings_wrong'] = 'Setelan berikut tersimpan dengan nilai yang tidak diperbolehkan. {$a->wrong} Pilih nilai lain di {$a->where}; sampai saat itu, pilihan yang tidak ada dianggap nilai bawaan.';
$string['check_timeout'] = 'lama sesi';
$string['check_timeout_long'] = 'Sesi di sini bertahan {$a->time} tanpa klik, lebih lama dari 10 jam milik penyedia identitas. Di {$a->where}, turunkan “{$a->setting}” (sessiontimeout) menjadi 8 jam.';
$string['check_timeout_ok'] = 'Sesi di sini berakhir sebelum sesi penyedia identitas.';
$string['cli_batch'] = 'Kelompok {$a}. Untuk membatalkannya: --undo={$a}';
$string['cli_columns'] = 'Baris pertama harus menyebut kolom subject dan tepat satu dari userid, username, idnumber.';
$string['cli_dryrun'] = 'Uji coba: tidak ada yang diubah.';
$string['cli_emergency'] = 'Mematikan pengalihan ke penyedia identitas: semua orang melihat formulir lokal, tombolnya tetap ada, sesi berjalan terus tanpa diperiksa.

--off         tanpa pengalihan mulai sekarang
--on          sesuai setelan
-h, --help

Tidak ada administrator dengan kata sandi? php admin/cli/reset_password.php membuatnya untuk akun dengan metode masuk "manual".
Untuk menyembunyikan tombolnya juga, tulis $CFG->auth_asnsso_disable = 1; di config.php.';
$string['cli_enable'] = 'Menyalakan layanan masuk melalui ASN Unggul; setelannya tidak berubah.
Setelan itu dibaca dan ditulis dengan php admin/cli/cfg.php --component=auth_asnsso.

-h, --help';
$string['cli_link'] = 'Menautkan akun situs ini dengan identitas ASN Unggul. Mencetak id akun, tidak pernah nama.

--preview            akibat dari masuknya setiap orang untuk pertama kali; tidak mengubah apa pun
--file=DAFTAR.csv    tautkan menurut daftar (- berarti masukan standar): sebaris nama kolom, lalu satu akun per baris;
                     kolom subject, dan salah satu dari userid, username, idnumber
-n, --dry-run        dengan --file: cetak laporannya saja, tanpa mengubah apa pun
--allow-siteadmin    dengan --file: termasuk administrator situs; hanya dengan cara ini mereka ditautkan
--undo=KELOMPOK      batalkan seluruh daftar: akun-akunnya masuk seperti sebelumnya
--unlink=IDAKUN      batalkan satu tautan
--let-go             situs ini sudah meninggalkan penyedia identitasnya: semua akun masuk lagi seperti sebelumnya. Jika
                     ada penyedia yang baru, hal ini terjadi dengan sendirinya
-h, --help

Kode keluar: 0 selesai, 1 tidak dilakukan, 2 cara memanggil salah, 3 selesai tetapi beberapa baris ditolak.';
$string['cli_nofile'] = 'Daftar tidak dapat dibaca.';
$string['cli_noissuer'] = 'Situs ini belum memiliki layanan masuk ASN Unggul: bergabunglah dengan kode yang menyertakannya.';
$string['cli_notenabled'] = 'Akun yang ditautkan tidak akan dapat masuk: layanan masuk ASN Unggul belum dinyalakan. Nyalakan dahulu: php auth/asnsso/cli/enable.php';
$string['cli_notlinked'] = 'Akun ini tidak memiliki tautan.';
$string['cli_redirectsoff'] = 'Pengalihan dimatikan. Masuk di {$a}';
$string['cli_redirectson'] = 'Pengalihan berjalan sesuai setelan.';
$string['cli_undone'] = 'Tautan yang dibatalkan: {$a}';
$string['cohortrules'] = 'Kohort dari grup';
$string['cohortrules_desc'] = 'Satu aturan per baris: jalur grup, dan nomor ID kohort bagi anggotanya di sini. Setiap * adalah satu bagian jalur, {1} bagian yang pertama. Hanya kohort buatan plugin ini yang disentuh.';
$string['createaccounts'] = 'Buat akun saat pertama kali masuk';
$string['createaccounts_desc'] = 'Orang dengan alamat surel terverifikasi yang diizinkan situs ini dan belum memiliki akun akan mendapat akun. Jika tidak, hanya orang dengan akun yang ditautkan yang dapat masuk.';
$string['event_account_created'] = 'Akun dibuat saat pertama kali masuk';
$string['event_account_linked'] = 'Akun ditautkan';
$string['event_account_unlinked'] = 'Tautan akun dihapus';
$string['event_role_refused'] = 'Peran dari penyedia identitas diabaikan';
$string['event_sessions_ended'] = 'Sesi diakhiri oleh penyedia identitas';
$string['event_sign_in_refused'] = 'Masuk melalui penyedia identitas ditolak';
$string['failure_again'] = 'Coba lagi';
$string['failure_another'] = 'Gunakan akun ASN Unggul lain';
$string['failure_home'] = 'Kembali ke situs';
$string['failure_local'] = 'Masuk dengan akun situs ini';
$string['failure_reference'] = 'Rujukan: {$a}';
$string['failure_title'] = 'Anda belum masuk';
$string['field_golongan'] = 'Golongan';
$string['field_instansi'] = 'Instansi';
$string['field_instansi_kode'] = 'Kode instansi';
$string['field_jabatan'] = 'Jabatan';
$string['field_jenis_asn'] = 'Jenis ASN';
$string['field_nip'] = 'NIP';
$string['field_unit_kerja'] = 'Unit kerja';
$string['issuer_blocked'] = 'Moodle memblokir permintaan ke {$a->url}. Ubah “{$a->blocked}” (curlsecurityblockedhosts) atau “{$a->ports}” (curlsecurityallowedport) di {$a->where}.';
$string['issuer_client'] = '{$a->url} tidak menerima situs ini. Beri tahu LAN: klien situs ini atau alamat set kuncinya di sana tidak benar.';
$string['issuer_grant'] = '{$a->url} tidak lagi menerima kode atau sesi ini.';
$string['issuer_notanissuer'] = '{$a->url} menjawab, tetapi tidak seperti penyedia identitas. Minta LAN kode bergabung baru bila alamatnya salah.';
$string['issuer_otherissuer'] = '{$a->url} menyatakan diri sebagai penyedia identitas lain dari yang disebut keanggotaan. Minta LAN kode bergabung baru.';
$string['issuer_unreachable'] = '{$a->url} tidak dapat dihubungi atau sedang bermasalah. Bila situs lain berfungsi, periksa setelan proksi Moodle (proxyhost) dan firewall.';
$string['link_account'] = 'Di situs ini Anda masuk dengan akun';
$string['link_confirm'] = 'Jika ditautkan, Anda selanjutnya masuk ke {$a} dengan ASN Unggul, dan nama serta alamat surel akun ini mengikuti ASN Unggul.';
$string['link_dont'] = 'Jangan tautkan';
$string['link_expired'] = 'Waktunya sudah habis. Silakan masuk lagi.';
$string['link_identity'] = 'Anda masuk ke ASN Unggul sebagai';
$string['link_intro'] = 'Di {$a} sudah ada akun dengan alamat surel atau nama pengguna Anda. Jika akun itu milik Anda, masuklah dengan akun itu satu kali seperti biasa; setelah itu Anda masuk dengan ASN Unggul.';
$string['link_link'] = 'Tautkan dan lanjutkan';
$string['link_local'] = 'Masuk dengan akun itu';
$string['link_notmine'] = 'Ini bukan akun saya';
$string['link_notmine_desc'] = 'Jika akun itu bukan milik Anda, Anda mendapat akun baru, kecuali alamat surel Anda sudah dipakai di sini: dalam hal itu administrator situs ini dapat membantu.';
$string['link_title'] = 'Apakah akun ini milik Anda?';
$string['mode'] = 'Ketika seseorang harus masuk';
$string['mode_auto'] = 'Selalu ke ASN Unggul';
$string['mode_button'] = 'Tampilkan halaman masuk dengan tombol';
$string['mode_desc'] = 'Percobaan diam-diam menanyakan apakah orang itu sudah masuk di ASN Unggul; bila belum, halaman masuk tampil seperti biasa. Formulir lokal selalu ada di /login/index.php?noredirect=1&loginredirect=0.';
$string['mode_silent'] = 'Coba diam-diam dahulu, lalu halaman masuk';
$string['nipfield'] = 'Bidang NIP';
$string['nipfield_closed'] = 'Akun ditautkan menurut NIP dalam {$a}, yang tidak dapat diubah sendiri oleh pemilik akun.';
$string['nipfield_desc'] = 'Akun lama ditautkan jika bidang ini berisi NIP yang sudah diverifikasi LAN untuk orang tersebut. Hanya bidang yang tidak dapat diubah sendiri oleh pemilik akun yang dapat dipilih.';
$string['nipfield_idnumber'] = 'Pengguna dapat mengubah nomor ID mereka sendiri. Atur “{$a->setting}” menjadi “{$a->value}” di {$a->where} untuk: {$a->names}.';
$string['nipfield_missing'] = 'Bidang profil {$a->field} tidak ada. Pilih yang lain di {$a->where}.';
$string['nipfield_none'] = 'Akun tidak ditautkan menurut NIP.';
$string['nipfield_selfregistration'] = 'Pengguna dapat memilih nama pengguna saat mendaftar sendiri. Atur “{$a->setting}” menjadi “{$a->value}” di {$a->where}.';
$string['nipfield_signup'] = 'Bidang profil {$a->field} diisi sendiri oleh orang yang mendaftar. Atur “{$a->setting}” menjadi “{$a->value}” untuk bidang itu di {$a->where}.';
$string['nipfield_unlocked'] = 'Pengguna dapat mengubah sendiri bidang profil {$a->field}. Atur “{$a->setting}” menjadi “{$a->value}” untuk bidang itu di {$a->where}.';
$string['nipfield_why'] = 'Siapa pun yang dapat menulis NIP orang lain ke profilnya sendiri akan memperoleh identitas orang itu. Sampai ini diperbaiki, tidak ada akun yang ditautkan menurut NIP.';
$string['notice_down'] = 'ASN Unggul sedang tidak dapat dihubungi. Jika memiliki kata sandi situs ini, silakan masuk di sini. Jika tidak, coba lagi setelah beberapa menit.';
$string['notice_linked'] = 'Jika akun Anda sudah beralih ke ASN Unggul, kata sandi situs ini tidak berlaku lagi: gunakan tombol “{$a}”.';
$string['notice_linking'] = 'Masuklah di bawah satu kali dengan nama pengguna dan kata sandi akun Anda di situs ini; setelah itu akun tersebut dapat ditautkan.';
$string['notice_loop'] = 'Anda sudah beberapa kali dialihkan ke ASN Unggul tanpa hasil, jadi kami berhenti. Silakan coba tombolnya sekali lagi, atau izinkan kuki untuk situs ini.';
$string['notice_restarted'] = 'Proses masuk yang pertama terlalu lama atau dimulai di tempat lain, jadi dimulai lagi.';
$string['onlink'] = 'Akun yang ditautkan masuk';
$string['onlink_desc'] = 'Hanya lewat ASN Unggul: orang yang diblokir atau memakai faktor kedua di sana tidak dapat menghindarinya dengan kata sandi situs ini. Cara masuk sebelumnya disimpan agar dapat dikembalikan.';
$string['onlink_keep'] = 'juga dengan cara sebelumnya';
$string['onlink_switch'] = 'hanya lewat ASN Unggul';
$string['pluginname'] = 'Login ASN Unggul';
$string['preview_badnip'] = 'akun dengan isi bukan NIP di bidang yang dipilih';
$string['preview_emailclash'] = 'ditanya kata sandi, tetapi ada akun lain dengan alamat surel yang sama';
$string['preview_hasnip'] = 'akun dengan NIP di bidang yang dipilih';
$string['preview_linked'] = 'sudah ditautkan';
$string['preview_nip'] = 'ditautkan menurut NIP saat pertama kali masuk, tanpa pertanyaan';
$string['preview_nipclash'] = 'ditolak: ada akun lain dengan NIP yang sama';
$string['preview_nologin'] = 'ditolak: tidak dapat dipakai untuk masuk';
$string['preview_nothing'] = 'tidak dapat ditemukan: tanpa alamat surel atau kata sandi situs ini';
$string['preview_password'] = 'ditanya kata sandi satu kali, jika identitasnya memiliki alamat surel yang sama';
$string['preview_remote'] = 'ditolak: milik situs lain';
$string['preview_siteadmin'] = 'administrator situs: hanya lewat baris perintah';
$string['preview_suspended'] = 'ditolak: ditangguhkan';
$string['preview_unconfirmed'] = 'ditolak: belum dikonfirmasi';
$string['privacy:metadata:centre'] = 'Pusat LAN ditanya apakah orang ini masih boleh masuk, selama aplikasi Moodle atau RSS-nya dapat dipakai.';
$string['privacy:metadata:core_cohort'] = 'Keanggotaan kohort instansi.';
$string['privacy:metadata:core_role'] = 'Peran yang mengikuti peran orang tersebut di penyedia identitas.';
$string['privacy:metadata:core_user'] = 'Nama, alamat surel, NIP, instansi, unit kerja, jabatan, golongan dan jenis ASN, dalam akun dan bidang profilnya.';
$string['privacy:metadata:issuer'] = 'Penyedia identitas nasional mengetahui bahwa orang tersebut masuk ke situs ini, dan memiliki data yang dibaca plugin ini.';
$string['privacy:metadata:issuer:signin'] = 'Bahwa dan kapan orang tersebut masuk.';
$string['privacy:metadata:link'] = 'Identitas pemilik suatu akun.';
$string['privacy:metadata:link:batch'] = 'Daftar asal penautan.';
$string['privacy:metadata:link:former'] = 'Nama, alamat surel, dan bidang profil akun itu sebelum data penyedia identitas menggantinya.';
$string['privacy:metadata:link:issuer'] = 'Penyedia identitas.';
$string['privacy:metadata:link:method'] = 'Cara penautan.';
$string['privacy:metadata:link:prevauth'] = 'Cara masuk akun sebelumnya.';
$string['privacy:metadata:link:subject'] = 'Pengenal orang tersebut di penyedia identitas.';
$string['privacy:metadata:link:timecreated'] = 'Waktu penautan.';
$string['privacy:metadata:link:timelastlogin'] = 'Waktu terakhir orang tersebut masuk dengannya.';
$string['privacy:metadata:link:userid'] = 'Akun.';
$string['privacy:metadata:session'] = 'Sesi yang terbuka, agar dapat diakhiri saat orang tersebut keluar di tempat lain.';
$string['privacy:metadata:session:sessionhash'] = 'Sidik jari sesi di sini.';
$string['privacy:metadata:session:sid'] = 'Sesi di penyedia identitas.';
$string['privacy:metadata:session:timecreated'] = 'Waktu dibuka.';
$string['privacy:metadata:session:userid'] = 'Akun.';
$string['privacy:metadata:taken_back'] = 'Tautan yang sudah dibatalkan, agar tidak dibuat lagi dengan sendirinya.';
$string['refused_ambiguous'] = 'Beberapa akun di situs ini memiliki NIP Anda. Administrator situs ini perlu menentukan akun mana yang milik Anda.';
$string['refused_badsubject'] = 'Penyedia identitas mengirim pengenal untuk Anda yang tidak dapat disimpan situs ini.';
$string['refused_badtoken'] = 'Jawaban ASN Unggul tidak dapat diverifikasi, jadi tidak ada yang masuk. Silakan coba lagi.';
$string['refused_busy'] = 'Akun Anda sedang dibuat di jendela lain. Tunggu sebentar, lalu masuk lagi.';
$string['refused_cookies'] = 'Peramban Anda tidak menyimpan kuki situs ini, jadi Anda tidak dapat masuk. Izinkan kuki lalu coba lagi.';
$string['refused_denied'] = 'Proses masuk di ASN Unggul dibatalkan.';
$string['refused_emailnotallowed'] = 'Situs ini tidak membuat akun untuk alamat surel seperti milik Anda. Hubungi administratornya.';
$string['refused_emailtaken'] = 'Sudah ada akun di situs ini dengan alamat surel Anda, sehingga tidak dibuat akun kedua. Administrator situs ini dapat menautkannya dengan Anda atau membebaskan alamat tersebut.';
$string['refused_emailunverified'] = 'Silakan verifikasi alamat surel Anda di akun ASN Unggul terlebih dahulu.';
$string['refused_ended'] = 'Sesi Anda di ASN Unggul telah berakhir, jadi Anda juga keluar dari sini.';
$string['refused_issuer'] = 'ASN Unggul tidak menerima proses masuk ini. Silakan coba lagi; bila berulang, beri tahu administrator situs ini.';
$string['refused_linked'] = 'Akun Anda di situs ini ditautkan dengan akun ASN Unggul lain. Hubungi administrator situs ini.';
$string['refused_loginas'] = 'Anda sedang bertindak sebagai pengguna lain di peramban ini. Akhiri itu dahulu.';
$string['refused_noaccount'] = 'Anda belum memiliki akun di situs ini, dan situs ini tidak membuat akun baru saat masuk. Hubungi administratornya.';
$string['refused_nologin'] = 'Akun Anda di situs ini tidak dapat dipakai untuk masuk. Hubungi administratornya.';
$string['refused_notactive'] = 'Status kepegawaian Anda di ASN Unggul tidak termasuk yang dapat masuk ke situs ini. Jika status itu keliru, hubungi bagian kepegawaian instansi Anda.';
$string['refused_notchecked'] = 'Akun ASN Unggul Anda masih menunggu pemeriksaan: setelah pendaftaran, LAN memastikan bahwa Anda ASN aktif, dan sesudah itu Anda dapat masuk di sini. Jika sudah lama menunggu, tanyakan kepada bagian kepegawaian instansi Anda.';
$string['refused_notready'] = 'Layanan masuk melalui ASN Unggul belum disiapkan di situs ini.';
$string['refused_notyours'] = 'Akun yang Anda pakai di situs ini tidak dapat ditautkan dengan akun ASN Unggul Anda di sini. Hubungi administrator situs ini.';
$string['refused_remote'] = 'Akun Anda di situs ini milik situs lain. Hubungi administrator.';
$string['refused_siteadmin'] = 'Akun ini mengelola situs; akun tersebut hanya ditautkan lewat baris perintah (auth/asnsso/cli/link.php).';
$string['refused_suspended'] = 'Akun Anda di situs ini ditangguhkan. Hubungi administratornya.';
$string['refused_unconfirmed'] = 'Akun Anda di situs ini belum dikonfirmasi. Ikuti tautan dalam surel yang dikirim saat Anda mendaftar.';
$string['refused_unreachable'] = 'ASN Unggul sedang tidak dapat dihubungi. Silakan coba lagi setelah beberapa menit.';
$string['revalidate'] = 'Tanyakan apakah sesi masih berlaku';
$string['revalidate_desc'] = 'ASN Unggul tidak memberi tahu dengan sendirinya bahwa suatu sesi telah habis atau suatu akun dinonaktifkan. Karena itu, sesi yang lama ditanyakan: saat sebuah halaman dibuka, dan bila sudah lama terlewat, pada permintaan apa pun.';
$string['rolerules'] = 'Peran dari klaim';
$string['rolerules_desc'] = 'Satu aturan per baris: peran orang tersebut untuk situs ini di penyedia identitas, dan nama pendek peran yang diberikan di seluruh situs, misalnya: pengelola => manager. Peran tanpa aturan tidak berarti apa-apa di sini; tidak ada yang menjadi administrator situs. Peran hilang jika klaimnya hilang.';
$string['rules_cohort'] = 'sisi kiri adalah jalur seperti /instansi/*, sisi kanan nomor ID kohort seperti asn:{1}';
$string['rules_line'] = 'aturan ditulis: isi klaim => artinya di sini';
$string['rules_role'] = '{$a} bukan peran yang dapat diberikan di seluruh situs, atau dapat mengubah konfigurasi situs';
$string['settings_issuer'] = 'Penyedia identitas';
$string['settings_issuer_is'] = '{$a->issuer}, tempat situs ini dikenal sebagai {$a->client}. Ini datang bersama keanggotaan. {$a->where} memberi tahu apakah semuanya baik.';
$string['settings_issuer_none'] = 'Belum ada. LAN mengirim kode bergabung yang membawanya; tempel di {$a}.';
$string['singlelogout'] = 'Keluar dari semua situs';
$string['singlelogout_desc'] = 'Yang masuk melalui ASN Unggul lalu keluar di sini juga keluar dari sana, dan dengan begitu dari semua situs lain.';
$string['statusallowed'] = 'Siapa yang boleh masuk';
$string['statusallowed_desc'] = 'Nilai klaim status_asn, dipisahkan koma. Kosong: status tidak diperiksa.';
$string['task_cleanup'] = 'Lupakan sesi yang sudah tidak ada';
$string['task_follow_links'] = 'Samakan data peserta dengan tautan akun';
