#include "kinds/nginx/nginx.h"

#include <check.h>

Suite *detect_suite(void);

/* Heads of files, written for this test, and whether they are nginx's: claimed at all. */
static const struct {
    const char *path, *head;
    bool ours;
} cases[] = {
    {"nginx.conf", "", true},
    {"conf/nginx.conf", "anything", true},
    {"deploy/nginx.conf.j2", "", true},
    {"site.nginx", "", true},
    {"nginx-ssl.conf", "", true},
    {"a.conf", "", false},
    {"app.conf", "server {\n    listen 80;\n    server_name a;\n}\n", true},
    {"sites-enabled/example.com", "# site\nserver {\n  listen 80;\n  location / { try_files $uri =404; }\n}\n", true},
    {"sites-available/example.com", "upstream app { server 127.0.0.1:3000; }\n", true},
    {"conf.d/gzip.conf", "gzip on;\ngzip_types text/css;\n", true},
    {"etc/nginx/snippets/headers.conf", "add_header X-Frame-Options DENY;\n", true},
    {"etc/nginx/mime.types", "types {\n  text/html html;\n  text/css css;\n}\n", true},
    {"nginx/conf.d/empty.conf", "# all of it is commented out\n", true},
    {"nginx/fastcgi_params", "fastcgi_param QUERY_STRING $query_string;\n", true},
    {"maps.conf", "map $http_upgrade $connection_upgrade {\n default upgrade;\n '' close;\n}\n", true},
    {"lua.conf", "server { location / { content_by_lua_block { local t = {} } } }", true},
    {"typos.conf", "server {\n listne 80;\n server_name a;\n root /x;\n}\n", true},
    {"cut.conf", "server {\n listen 80;\n server_name a;\n add_header X \"unfini", true},
    {"stream.conf", "stream { server { listen 53 udp; proxy_pass dns; } }", true},

    {"sites-available/000-default.conf", "<VirtualHost *:80>\n  DocumentRoot /var/www\n</VirtualHost>\n", false},
    {"httpd.conf", "ServerRoot \"/etc/httpd\"\nListen 80\nInclude conf.modules.d/*.conf\n", false},
    {"haproxy.cfg", "global\n  maxconn 4000\ndefaults\n  mode http\nfrontend f\n  bind :80\n", false},
    {"app.service", "[Unit]\nDescription=x\n[Service]\nExecStart=/bin/x\n", false},
    {"nginx.service.d/limits.conf", "# limits\n[Service]\nLimitNOFILE=65536\n", false},
    {"setup.conf", "[section]\nkey = value\n", false},
    {"php-fpm.d/www.conf", "[www]\nuser = www-data\npm = dynamic\npm.max_children = 5\n", false},
    {"nginx/php-fpm.conf", "; comment\n[www]\nlisten = 9000\n", false},
    {"redis.conf", "bind 127.0.0.1\nport 6379\nmaxmemory 2gb\nsave 900 1\n", false},
    {"supervisord.conf", "[supervisord]\nnodaemon=true\n[program:nginx]\ncommand=nginx\n", false},
    {"my.cnf", "[mysqld]\nmax_connections = 100\n", false},
    {"postgresql.conf", "max_connections = 100\nshared_buffers = 128MB\n", false},
    {"logrotate.d/nginx", "/var/log/nginx/*.log {\n  daily\n  rotate 14\n  compress\n}\n", false},
    {"fail2ban/jail.conf", "[DEFAULT]\nbantime = 10m\n", false},
    {"named.conf", "options {\n  directory \"/var/cache/bind\";\n  recursion no;\n};\nzone \"a\" { type master; };\n",
     false},
    {"dhcpd.conf", "subnet 10.0.0.0 netmask 255.0.0.0 {\n  range 10.0.0.1 10.0.0.9;\n  option routers 10.0.0.1;\n}\n",
     false},
    {"syslog-ng.conf", "source s { system(); internal(); };\nlog { source(s); destination(d); };\n", false},
    {"dovecot.conf", "protocols = imap\nservice imap-login {\n  process_limit = 512\n}\n", false},
    {"unbound.conf", "server:\n  interface: 0.0.0.0\n", false},
    {"keepalived.conf", "vrrp_instance V {\n  state MASTER\n  priority 100\n}\n", false},
    {"data.conf", "{\"server\": {\"listen\": 80}}\n", false},
    {"nginx/entrypoint", "#!/bin/sh\nset -e;\nexec nginx;\n", false},
    {"nginx/Dockerfile", "FROM nginx:1.22\nCOPY nginx.conf /etc/nginx/\n", false},
    {"examples/nginx/Makefile", "include ../Makefile-base.mk\n\n.PHONY: image\n", false},
    {"docker/nginx/Dockerfile", "# syntax\n", false},
    {"Makefile", "all:\n\tcc -o x x.c\n", false},
    {"x.c", "int main(void) { return 0; }\n", false},
    {"README", "nginx is a server; this is how to run it.\n", false},
    {"resolv.conf", "nameserver 10.0.0.2\nsearch example.com\n", false},
    {"sysctl.conf", "net.core.somaxconn = 4096\n", false},
    {"squid.conf", "http_port 3128\nacl all src 0.0.0.0/0\n", false},
};

START_TEST(files_are_told_by_name_and_content)
{
    int score = nginx_claims(str_from(cases[_i].path), str_from(cases[_i].head));
    ck_assert_msg((score > 0) == cases[_i].ours, "%s: %d", cases[_i].path, score);
}
END_TEST

static const struct {
    const char *head;
    enum document_role role;
} roles[] = {
    {"events { }\nhttp { server { } }", DOCUMENT_ROOT},
    {"worker_processes 1;\nhttp {\n", DOCUMENT_ROOT},
    {"user x;\nevents\n{\n}", DOCUMENT_ROOT},
    {"server { listen 80; }", DOCUMENT_FRAGMENT},
    {"load_module x.so;", DOCUMENT_FRAGMENT},
    {"stream { }", DOCUMENT_FRAGMENT},
    {"# events { }\ngzip on;", DOCUMENT_FRAGMENT},
    {"", DOCUMENT_FRAGMENT},
    {"init_by_lua_block { local x = { http { } } } server { }", DOCUMENT_FRAGMENT},
    {"location / {\nworker_processes 1;\nevents { }\nhttp { } }", DOCUMENT_ROOT}, /* a line went astray */
    {"wrong }\nhttp { }", DOCUMENT_ROOT},
};

START_TEST(a_root_has_events_or_http)
{
    ck_assert_msg(nginx_role(STR("x.conf"), str_from(roles[_i].head)) == roles[_i].role, "%s", roles[_i].head);
}
END_TEST

START_TEST(an_empty_main_file_is_a_root)
{
    ck_assert_int_eq(nginx_role(STR("conf/nginx.conf"), STR("# nothing\n")), DOCUMENT_ROOT);
    ck_assert_int_eq(nginx_role(STR("conf.d/default.conf"), STR("# nothing\n")), DOCUMENT_FRAGMENT);
}
END_TEST

Suite *detect_suite(void)
{
    Suite *s = suite_create("detect");
    TCase *t = tcase_create("detect");
    tcase_add_loop_test(t, files_are_told_by_name_and_content, 0, sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, a_root_has_events_or_http, 0, sizeof roles / sizeof *roles);
    tcase_add_test(t, an_empty_main_file_is_a_root);
    suite_add_tcase(s, t);
    return s;
}
