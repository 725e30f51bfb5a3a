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
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['accounts'] = 'Akun';
$string['accounts_desc'] = 'Siapa yang mendapat akun di situs ini, dan akun lama mana milik siapa. Akun tidak pernah ditautkan hanya karena alamat surel atau nama yang sama, dan akun administrator situs hanya dapat ditautkan lewat baris perintah (auth/asnsso/cli/link.php).';
$string['auth_asnssodescription'] = 'ASN masuk dengan satu akun ASN Unggul. Penerbit identitas dan nama situs ini di sana datang bersama keanggotaan; tidak ada yang perlu ditempel di sini.';
$string['bulk_already'] = 'sudah ditautkan';
$string['bulk_create'] = 'akun tidak ada: dibuat saat pertama kali masuk';
$string['bulk_linked'] = 'ditautkan';
$string['bulk_refused'] = 'ditolak';
$string['buttonname'] = 'Tulisan pada tombol';
$string['buttonname_default'] = 'Masuk dengan ASN Unggul';
$string['buttonname_desc'] = 'Kosongkan untuk “Masuk dengan ASN Unggul”.';
$string['cachedef_logouttokens'] = 'Token keluar yang sudah dipakai';
$string['cachedef_provider'] = 'Alamat, kunci, dan keadaan penerbit identitas';
$string['check_blocked'] = 'Masuk ASN Unggul: permintaan ke penerbit identitas';
$string['check_blocked_ok'] = 'Moodle mengizinkan permintaan ke penerbit identitas.';
$string['check_blocked_yes'] = 'Moodle memblokir permintaan ke {$a->host}, porta {$a->port}. Di Administrasi situs > Keamanan > Keamanan HTTP, hapus alamat host itu dari “Daftar host cURL yang diblokir” (curlsecurityblockedhosts), dan tambahkan {$a->port} ke “Daftar porta cURL yang diizinkan” (curlsecurityallowedport).';
$string['check_breakglass'] = 'Masuk ASN Unggul: jalan masuk ketika penerbit identitas tidak tersedia';
$string['check_breakglass_none'] = 'Tidak ada administrator situs aktif yang masuk dengan metode “manual”: ketika penerbit identitas tidak tersedia, tidak ada yang dapat memperbaiki situs ini. Ubah “Pilih metode otentikasi” (auth) satu administrator menjadi “Akun manual” dan beri akun itu kata sandi.';
$string['check_breakglass_ok'] = 'Administrator situs yang selalu dapat masuk di sini: {$a}.';
$string['check_clock'] = 'Masuk ASN Unggul: jam';
$string['check_clock_ok'] = 'Kedua jam sesuai ({$a} detik).';
$string['check_clock_unknown'] = 'Penerbit identitas tidak memberi tahu waktunya.';
$string['check_clock_wrong'] = 'Jam penerbit identitas {$a} detik di depan jam server ini; token ditolak mulai selisih 60 detik. Aktifkan sinkronisasi waktu (NTP) di server ini.';
$string['check_enabled'] = 'Masuk ASN Unggul: diaktifkan';
$string['check_enabled_emergency'] = 'Pengalihan dimatikan (darurat). php auth/asnsso/cli/emergency.php --on mengaktifkannya kembali.';
$string['check_enabled_not'] = 'Plugin mati: Administrasi situs > Plugin > Otentikasi > Kelola otentikasi, “Masuk ASN Unggul” (auth).';
$string['check_enabled_ok'] = 'Plugin aktif.';
$string['check_https'] = 'Masuk ASN Unggul: https';
$string['check_https_not'] = 'Alamat situs ini {$a}: kode dan kuki dikirim tanpa enkripsi. Sajikan lewat https dan ubah $CFG->wwwroot di config.php.';
$string['check_https_ok'] = 'Situs ini disajikan lewat https.';
$string['check_keyset'] = 'Masuk ASN Unggul: kunci penerbit identitas';
$string['check_keyset_none'] = 'Penerbit identitas tidak menerbitkan kunci yang dapat dipakai di sini (RSA minimal 2048 bit dengan RS256, P-256 dengan ES256, Ed25519). Beri tahu LAN.';
$string['check_keyset_ok'] = 'Kunci yang dapat dipakai: {$a}.';
$string['check_member'] = 'Masuk ASN Unggul: keanggotaan';
$string['check_member_none'] = 'Situs ini belum bergabung dengan ASN Unggul: Administrasi situs > Plugin > Plugin lokal > ASN Unggul.';
$string['check_member_nooidc'] = 'Keanggotaan tidak menyebut penerbit identitas yang aman dipakai. Minta LAN kode bergabung baru dengan layanan masuk, lalu tempel di Administrasi situs > Plugin > Plugin lokal > ASN Unggul.';
$string['check_member_off'] = 'Layanan masuk dimatikan: $CFG->auth_asnsso_disable di config.php.';
$string['check_member_ok'] = 'Penerbit identitas: {$a}.';
$string['check_mobile'] = 'Masuk ASN Unggul: aplikasi Moodle';
$string['check_mobile_app'] = 'Orang tidak dapat masuk dari aplikasi Moodle: ubah Administrasi situs > Aplikasi seluler > Otentikasi seluler > “Jenis masuk” (typeoflogin) menjadi “Melalui jendela peramban”.';
$string['check_mobile_off'] = 'Aplikasi Moodle tidak dipakai di sini.';
$string['check_mobile_ok'] = 'Aplikasi Moodle masuk melalui peramban.';
$string['check_noissuer'] = 'Tidak diperiksa: belum ada penerbit identitas.';
$string['check_reachable'] = 'Masuk ASN Unggul: penerbit identitas menjawab';
$string['check_reachable_ok'] = '{$a} menjawab dan identitasnya sesuai.';
$string['check_timeout'] = 'Masuk ASN Unggul: lama sesi';
$string['check_timeout_long'] = 'Sesi di sini bertahan {$a} tanpa klik, lebih lama dari 10 jam milik penerbit identitas. Turunkan Administrasi situs > Server > Penanganan sesi > “Batas waktu” (sessiontimeout) menjadi 8 jam.';
$string['check_timeout_ok'] = 'Sesi di sini berakhir sebelum sesi penerbit identitas.';
$string['checknipfield'] = 'ASN Unggul: kolom NIP';
$string['cli_batch'] = 'Kelompok {$a}. Untuk membatalkannya: --undo={$a}';
$string['cli_columns'] = 'Baris pertama harus menyebut kolom subject dan tepat satu dari userid, username, idnumber.';
$string['cli_dryrun'] = 'Uji coba: tidak ada yang diubah.';
$string['cli_nofile'] = 'Daftar tidak dapat dibaca.';
$string['cli_noissuer'] = 'Situs ini belum memiliki layanan masuk ASN Unggul: bergabunglah dengan kode yang menyertakannya.';
$string['cli_notenabled'] = 'Akun yang ditautkan tidak akan dapat masuk: layanan masuk ASN Unggul belum dinyalakan. Nyalakan dahulu, misalnya sebagai tombol: php auth/asnsso/cli/configure.php --mode=button';
$string['cli_notlinked'] = 'Akun ini tidak memiliki tautan.';
$string['cli_undone'] = 'Tautan yang dibatalkan: {$a}';
$string['cohortrules'] = 'Kohort dari grup';
$string['cohortrules_desc'] = 'Satu aturan per baris: jalur grup, dan nomor ID kohort bagi anggotanya di sini. Setiap * adalah satu bagian jalur, {1} bagian yang pertama. Hanya kohort buatan plugin ini yang disentuh.';
$string['createaccounts'] = 'Buat akun saat pertama kali masuk';
$string['createaccounts_desc'] = 'Orang dengan alamat surel terverifikasi yang diizinkan situs ini dan belum memiliki akun akan mendapat akun. Jika tidak, hanya orang dengan akun yang ditautkan yang dapat masuk.';
$string['event_account_created'] = 'Akun dibuat saat pertama kali masuk';
$string['event_account_linked'] = 'Akun ditautkan';
$string['event_account_unlinked'] = 'Tautan akun dihapus';
$string['event_role_refused'] = 'Peran dari penyedia identitas diabaikan';
$string['event_sessions_ended'] = 'Sesi diakhiri oleh penerbit identitas';
$string['event_sign_in_refused'] = 'Masuk melalui penerbit identitas ditolak';
$string['failure_again'] = 'Coba lagi';
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
$string['link_another'] = 'Alamat surel maupun nama pengguna akun ini tidak sama dengan akun ASN Unggul Anda, sehingga tidak dapat ditautkan di sini. Hubungi administrator situs ini.';
$string['link_expired'] = 'Waktunya sudah habis. Silakan masuk lagi.';
$string['link_identity'] = 'Anda masuk ke ASN Unggul sebagai';
$string['link_intro'] = 'Di {$a} sudah ada akun dengan alamat surel atau nama pengguna Anda. Jika akun itu milik Anda, masukkan nama pengguna dan kata sandinya di situs ini satu kali saja; setelah itu Anda masuk tanpa kata sandi tersebut.';
$string['link_notmine'] = 'Ini bukan akun saya';
$string['link_notmine_desc'] = 'Jika akun itu bukan milik Anda, Anda mendapat akun baru, kecuali alamat surel Anda sudah dipakai di sini: dalam hal itu administrator situs ini dapat membantu.';
$string['link_submit'] = 'Tautkan dan lanjutkan';
$string['link_title'] = 'Apakah akun ini milik Anda?';
$string['mode'] = 'Ketika seseorang harus masuk';
$string['mode_auto'] = 'Selalu ke ASN Unggul';
$string['mode_button'] = 'Tampilkan halaman masuk dengan tombol';
$string['mode_desc'] = 'Percobaan diam-diam menanyakan apakah orang itu sudah masuk di ASN Unggul; bila belum, halaman masuk tampil seperti biasa. Formulir lokal selalu ada di /login/index.php?noredirect=1.';
$string['mode_silent'] = 'Coba diam-diam dahulu, lalu halaman masuk';
$string['nipfield'] = 'Kolom NIP';
$string['nipfield_closed'] = 'Akun ditautkan menurut NIP dalam {$a}, yang tidak dapat diubah sendiri oleh pemilik akun.';
$string['nipfield_desc'] = 'Akun lama ditautkan jika kolom ini berisi NIP yang sudah diverifikasi LAN untuk orang tersebut. Hanya kolom yang tidak dapat diubah sendiri oleh pemilik akun yang dapat dipilih.';
$string['nipfield_idnumber'] = 'Pengguna dapat mengubah nomor ID mereka sendiri. Atur "Kunci nilai (Nomor ID)" menjadi "Terkunci" di Administrasi situs > Plugin > Autentikasi untuk: {$a}.';
$string['nipfield_missing'] = 'Kolom profil {$a} tidak ada. Pilih yang lain di Administrasi situs > Plugin > Autentikasi > Masuk ASN Unggul > Kolom NIP.';
$string['nipfield_none'] = 'Akun tidak ditautkan menurut NIP.';
$string['nipfield_selfregistration'] = 'Pengguna dapat memilih nama pengguna saat mendaftar sendiri. Atur "Pendaftaran mandiri" menjadi "Nonaktif" di Administrasi situs > Plugin > Autentikasi > Kelola autentikasi.';
$string['nipfield_signup'] = 'Kolom profil {$a} diisi sendiri oleh orang yang mendaftar. Atur "Tampilkan di halaman pendaftaran" menjadi "Tidak" di Administrasi situs > Pengguna > Akun > Kolom profil pengguna.';
$string['nipfield_unlocked'] = 'Pengguna dapat mengubah sendiri kolom profil {$a}. Atur "Apakah kolom ini dikunci?" menjadi "Ya" di Administrasi situs > Pengguna > Akun > Kolom profil pengguna.';
$string['nipfield_why'] = 'Siapa pun yang dapat menulis NIP orang lain ke profilnya sendiri akan memperoleh identitas orang itu. Sampai ini diperbaiki, tidak ada akun yang ditautkan menurut NIP.';
$string['notice_down'] = 'ASN Unggul sedang tidak dapat dihubungi. Yang memiliki kata sandi situs ini dapat masuk di sini; yang lain silakan mencoba lagi beberapa menit lagi.';
$string['notice_loop'] = 'Anda sudah beberapa kali dialihkan ke ASN Unggul tanpa hasil, jadi kami berhenti. Silakan coba tombolnya sekali lagi, atau izinkan kuki untuk situs ini.';
$string['notice_restarted'] = 'Proses masuk yang pertama terlalu lama atau dimulai di tempat lain, jadi dimulai lagi.';
$string['onlink'] = 'Akun yang ditautkan masuk';
$string['onlink_desc'] = 'Hanya lewat ASN Unggul: orang yang diblokir atau memakai faktor kedua di sana tidak dapat menghindarinya dengan kata sandi situs ini. Cara masuk sebelumnya disimpan agar dapat dikembalikan.';
$string['onlink_keep'] = 'juga dengan cara sebelumnya';
$string['onlink_switch'] = 'hanya lewat ASN Unggul';
$string['pluginname'] = 'Masuk ASN Unggul';
$string['privacy:metadata:core_cohort'] = 'Keanggotaan kohort instansi.';
$string['privacy:metadata:core_role'] = 'Peran yang mengikuti peran orang tersebut di penyedia identitas.';
$string['privacy:metadata:core_user'] = 'Nama, alamat surel, NIP, instansi, unit kerja, jabatan, golongan dan jenis ASN, dalam akun dan kolom profilnya.';
$string['privacy:metadata:issuer'] = 'Penyedia identitas nasional mengetahui bahwa orang tersebut masuk ke situs ini, dan memiliki data yang dibaca plugin ini.';
$string['privacy:metadata:issuer:signin'] = 'Bahwa dan kapan orang tersebut masuk.';
$string['privacy:metadata:link'] = 'Identitas pemilik suatu akun.';
$string['privacy:metadata:link:batch'] = 'Daftar asal penautan.';
$string['privacy:metadata:link:issuer'] = 'Penyedia identitas.';
$string['privacy:metadata:link:method'] = 'Cara penautan.';
$string['privacy:metadata:link:prevauth'] = 'Cara masuk akun sebelumnya.';
$string['privacy:metadata:link:subject'] = 'Kunci orang tersebut di penyedia identitas.';
$string['privacy:metadata:link:timecreated'] = 'Waktu penautan.';
$string['privacy:metadata:link:timelastlogin'] = 'Waktu terakhir orang tersebut masuk dengannya.';
$string['privacy:metadata:link:userid'] = 'Akun.';
$string['privacy:metadata:session'] = 'Sesi yang terbuka, agar dapat diakhiri saat orang tersebut keluar di tempat lain.';
$string['privacy:metadata:session:idpsid'] = 'Sesi di penyedia identitas.';
$string['privacy:metadata:session:sidhash'] = 'Sidik jari sesi di sini.';
$string['privacy:metadata:session:timecreated'] = 'Waktu dibuka.';
$string['privacy:metadata:session:userid'] = 'Akun.';
$string['provider_blocked'] = 'Moodle memblokir permintaan ke {$a}. Ubah “Daftar host cURL yang diblokir” (curlsecurityblockedhosts) atau “Daftar porta cURL yang diizinkan” (curlsecurityallowedport) di Administrasi situs > Keamanan > Keamanan HTTP.';
$string['provider_client'] = '{$a} tidak menerima situs ini. Beri tahu LAN: klien situs ini atau alamat set kuncinya di sana tidak benar.';
$string['provider_grant'] = '{$a} tidak lagi menerima kode atau sesi ini.';
$string['provider_notanissuer'] = '{$a} menjawab, tetapi tidak seperti penerbit identitas. Minta LAN kode bergabung baru bila alamatnya salah.';
$string['provider_otherissuer'] = '{$a} menyatakan diri sebagai penerbit identitas lain dari yang disebut keanggotaan. Minta LAN kode bergabung baru.';
$string['provider_unreachable'] = '{$a} tidak dapat dihubungi atau sedang bermasalah. Bila situs lain berfungsi, periksa pengaturan proksi Moodle (proxyhost) dan firewall.';
$string['refused_ambiguous'] = 'Beberapa akun di situs ini memiliki NIP Anda. Administrator situs ini perlu menentukan akun mana yang milik Anda.';
$string['refused_badsubject'] = 'Penyedia identitas mengirim kunci untuk Anda yang tidak dapat disimpan situs ini.';
$string['refused_badtoken'] = 'Jawaban ASN Unggul tidak dapat diverifikasi, jadi tidak ada yang masuk. Silakan coba lagi.';
$string['refused_busy'] = 'Akun Anda sedang dibuat di jendela lain. Silakan masuk lagi sebentar lagi.';
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
$string['refused_notactive'] = 'Status Anda sebagai ASN aktif belum dikonfirmasi, sedangkan situs ini untuk ASN aktif. Hubungi bagian kepegawaian instansi Anda.';
$string['refused_notready'] = 'Layanan masuk melalui ASN Unggul belum disiapkan di situs ini.';
$string['refused_remote'] = 'Akun Anda di situs ini milik situs lain. Hubungi administrator.';
$string['refused_siteadmin'] = 'Akun ini mengelola situs; akun tersebut hanya ditautkan lewat baris perintah (auth/asnsso/cli/link.php).';
$string['refused_suspended'] = 'Akun Anda di situs ini ditangguhkan. Hubungi administratornya.';
$string['refused_unconfirmed'] = 'Akun Anda di situs ini belum dikonfirmasi. Ikuti tautan dalam surel yang dikirim saat Anda mendaftar.';
$string['refused_unreachable'] = 'ASN Unggul sedang tidak dapat dihubungi. Silakan coba lagi beberapa menit lagi.';
$string['report_badnip'] = 'akun dengan isi bukan NIP di kolom yang dipilih';
$string['report_emailclash'] = 'ditanya kata sandi, tetapi ada akun lain dengan alamat surel yang sama';
$string['report_hasnip'] = 'akun dengan NIP di kolom yang dipilih';
$string['report_linked'] = 'sudah ditautkan';
$string['report_nip'] = 'ditautkan menurut NIP saat pertama kali masuk, tanpa pertanyaan';
$string['report_nipclash'] = 'ditolak: ada akun lain dengan NIP yang sama';
$string['report_nologin'] = 'ditolak: tidak dapat dipakai untuk masuk';
$string['report_nothing'] = 'tidak dapat ditemukan: tanpa alamat surel atau kata sandi situs ini';
$string['report_password'] = 'ditanya kata sandi satu kali, jika identitasnya memiliki alamat surel yang sama';
$string['report_remote'] = 'ditolak: milik situs lain';
$string['report_siteadmin'] = 'administrator situs: hanya lewat baris perintah';
$string['report_suspended'] = 'ditolak: ditangguhkan';
$string['report_unconfirmed'] = 'ditolak: belum dikonfirmasi';
$string['revalidate'] = 'Tanyakan apakah sesi masih berlaku';
$string['revalidate_desc'] = 'ASN Unggul tidak memberi tahu dengan sendirinya bahwa sesi habis atau akun dinonaktifkan. Karena itu sesi yang panjang ditanyakan, saat halaman dilihat dan tidak pernah saat formulir dikirim.';
$string['rolerules'] = 'Peran dari klaim';
$string['rolerules_desc'] = 'Satu aturan per baris: peran orang tersebut untuk situs ini di penyedia identitas, dan nama pendek peran yang diberikan di seluruh situs, misalnya: pengelola => manager. Peran tanpa aturan tidak berarti apa-apa di sini; tidak ada yang menjadi administrator situs. Peran hilang jika klaimnya hilang.';
$string['rules_cohort'] = 'sisi kiri adalah jalur seperti /instansi/*, sisi kanan nomor ID kohort seperti asn:{1}';
$string['rules_line'] = 'aturan ditulis: isi klaim => artinya di sini';
$string['rules_role'] = '{$a} bukan peran yang dapat diberikan di seluruh situs, atau dapat mengubah konfigurasi situs';
$string['settings_issuer'] = 'Penerbit identitas';
$string['settings_issuer_is'] = '{$a->issuer}, tempat situs ini dikenal sebagai {$a->client}. Ini datang bersama keanggotaan. Administrasi situs > Laporan > Status sistem memberi tahu apakah semuanya baik.';
$string['settings_issuer_none'] = 'Belum ada. LAN mengirim kode bergabung yang membawanya: Administrasi situs > Plugin > Plugin lokal > ASN Unggul.';
$string['singlelogout'] = 'Keluar dari semua';
$string['singlelogout_desc'] = 'Yang masuk melalui ASN Unggul lalu keluar di sini juga keluar dari sana, dan dengan begitu dari semua situs lain.';
$string['statusallowed'] = 'Siapa yang boleh masuk';
$string['statusallowed_desc'] = 'Nilai klaim status_asn, dipisahkan koma. Kosong: status tidak diperiksa.';
$string['task_cleanup'] = 'Lupakan sesi yang sudah tidak ada';
