-- The two databases of docker-compose.yml. Read once, when MariaDB makes its data folder.
CREATE DATABASE asn_unggul CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER syncd IDENTIFIED BY 'only-on-this-machine';
GRANT ALL ON asn_unggul.* TO syncd;
CREATE DATABASE moodle CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE USER moodle IDENTIFIED BY 'only-on-this-machine';
GRANT ALL ON moodle.* TO moodle;
