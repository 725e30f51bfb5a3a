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

$string['auth_asnssodescription'] = 'ASN masuk dengan satu akun ASN Unggul. Penerbit identitas dan nama situs ini di sana datang bersama keanggotaan; tidak ada yang perlu ditempel di sini.';
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
$string['event_sessions_ended'] = 'Sesi diakhiri oleh penerbit identitas';
$string['event_sign_in_refused'] = 'Masuk melalui penerbit identitas ditolak';
$string['failure_again'] = 'Coba lagi';
$string['failure_home'] = 'Kembali ke situs';
$string['failure_local'] = 'Masuk dengan akun situs ini';
$string['failure_reference'] = 'Rujukan: {$a}';
$string['failure_title'] = 'Anda belum masuk';
$string['mode'] = 'Ketika seseorang harus masuk';
$string['mode_auto'] = 'Selalu ke ASN Unggul';
$string['mode_button'] = 'Tampilkan halaman masuk dengan tombol';
$string['mode_desc'] = 'Percobaan diam-diam menanyakan apakah orang itu sudah masuk di ASN Unggul; bila belum, halaman masuk tampil seperti biasa. Formulir lokal selalu ada di /login/index.php?noredirect=1.';
$string['mode_silent'] = 'Coba diam-diam dahulu, lalu halaman masuk';
$string['notice_down'] = 'ASN Unggul sedang tidak dapat dihubungi. Yang memiliki kata sandi situs ini dapat masuk di sini; yang lain silakan mencoba lagi beberapa menit lagi.';
$string['notice_loop'] = 'Anda sudah beberapa kali dialihkan ke ASN Unggul tanpa hasil, jadi kami berhenti. Silakan coba tombolnya sekali lagi, atau izinkan kuki untuk situs ini.';
$string['notice_restarted'] = 'Proses masuk yang pertama terlalu lama atau dimulai di tempat lain, jadi dimulai lagi.';
$string['pluginname'] = 'Masuk ASN Unggul';
$string['provider_blocked'] = 'Moodle memblokir permintaan ke {$a}. Ubah “Daftar host cURL yang diblokir” (curlsecurityblockedhosts) atau “Daftar porta cURL yang diizinkan” (curlsecurityallowedport) di Administrasi situs > Keamanan > Keamanan HTTP.';
$string['provider_client'] = '{$a} tidak menerima situs ini. Beri tahu LAN: klien situs ini atau alamat set kuncinya di sana tidak benar.';
$string['provider_grant'] = '{$a} tidak lagi menerima kode atau sesi ini.';
$string['provider_notanissuer'] = '{$a} menjawab, tetapi tidak seperti penerbit identitas. Minta LAN kode bergabung baru bila alamatnya salah.';
$string['provider_otherissuer'] = '{$a} menyatakan diri sebagai penerbit identitas lain dari yang disebut keanggotaan. Minta LAN kode bergabung baru.';
$string['provider_unreachable'] = '{$a} tidak dapat dihubungi atau sedang bermasalah. Bila situs lain berfungsi, periksa pengaturan proksi Moodle (proxyhost) dan firewall.';
$string['refused_badtoken'] = 'Jawaban ASN Unggul tidak dapat diverifikasi, jadi tidak ada yang masuk. Silakan coba lagi.';
$string['refused_cookies'] = 'Peramban Anda tidak menyimpan kuki situs ini, jadi Anda tidak dapat masuk. Izinkan kuki lalu coba lagi.';
$string['refused_denied'] = 'Proses masuk di ASN Unggul dibatalkan.';
$string['refused_ended'] = 'Sesi Anda di ASN Unggul telah berakhir, jadi Anda juga keluar dari sini.';
$string['refused_issuer'] = 'ASN Unggul tidak menerima proses masuk ini. Silakan coba lagi; bila berulang, beri tahu administrator situs ini.';
$string['refused_loginas'] = 'Anda sedang bertindak sebagai pengguna lain di peramban ini. Akhiri itu dahulu.';
$string['refused_notready'] = 'Layanan masuk melalui ASN Unggul belum disiapkan di situs ini.';
$string['refused_unreachable'] = 'ASN Unggul sedang tidak dapat dihubungi. Silakan coba lagi beberapa menit lagi.';
$string['revalidate'] = 'Tanyakan apakah sesi masih berlaku';
$string['revalidate_desc'] = 'ASN Unggul tidak memberi tahu dengan sendirinya bahwa sesi habis atau akun dinonaktifkan. Karena itu sesi yang panjang ditanyakan, saat halaman dilihat dan tidak pernah saat formulir dikirim.';
$string['settings_issuer'] = 'Penerbit identitas';
$string['settings_issuer_is'] = '{$a->issuer}, tempat situs ini dikenal sebagai {$a->client}. Ini datang bersama keanggotaan. Administrasi situs > Laporan > Status sistem memberi tahu apakah semuanya baik.';
$string['settings_issuer_none'] = 'Belum ada. LAN mengirim kode bergabung yang membawanya: Administrasi situs > Plugin > Plugin lokal > ASN Unggul.';
$string['singlelogout'] = 'Keluar dari semua';
$string['singlelogout_desc'] = 'Yang masuk melalui ASN Unggul lalu keluar di sini juga keluar dari sana, dan dengan begitu dari semua situs lain.';
$string['task_cleanup'] = 'Lupakan sesi yang sudah tidak ada';
