#include "kinds/include.h"

#include "base/path.h"

#include <stddef.h>

/* clang-format off */
/* Files that come with a server, by the end of their path: installations keep them in /etc/nginx, /usr/local/etc/nginx (FreeBSD), conf/ below the
 * prefix (built from source, OpenResty), /opt/... and more, and repositories leave them out. Taken from: conf/ of the nginx sources; Debian's
 * nginx-common and module packages; Fedora's and Alpine's module packages (nginx/modules/); certbot's options-ssl-nginx.conf; naxsi and Passenger packages.
 * To refresh: list the directives at the start of the lines of each file in a new release. */
static const struct include_known known[] = {
    {STR_INIT("mime.types"),                {STR_INIT("types")}},
    {STR_INIT("fastcgi_params"),            {STR_INIT("fastcgi_param")}},
    {STR_INIT("fastcgi.conf"),              {STR_INIT("fastcgi_param")}},
    {STR_INIT("scgi_params"),               {STR_INIT("scgi_param")}},
    {STR_INIT("uwsgi_params"),              {STR_INIT("uwsgi_param")}},
    {STR_INIT("proxy_params"),              {STR_INIT("proxy_set_header")}},
    {STR_INIT("koi-utf"),                   {STR_INIT("charset_map")}},
    {STR_INIT("koi-win"),                   {STR_INIT("charset_map")}},
    {STR_INIT("win-utf"),                   {STR_INIT("charset_map")}},
    {STR_INIT("snippets/snakeoil.conf"),    {STR_INIT("ssl_certificate"), STR_INIT("ssl_certificate_key")}},
    {STR_INIT("snippets/fastcgi-php.conf"), {STR_INIT("fastcgi_split_path_info"), STR_INIT("try_files"), STR_INIT("set"),
                                             STR_INIT("fastcgi_param"), STR_INIT("fastcgi_index")}},
    {STR_INIT("modules-enabled/*"),         {STR_INIT("load_module")}},
    {STR_INIT("nginx/modules/*.conf"),      {STR_INIT("load_module")}},
    {STR_INIT("modules-available/*.conf"),  {STR_INIT("load_module")}},
    {STR_INIT("options-ssl-nginx.conf"),    {STR_INIT("ssl_session_cache"), STR_INIT("ssl_session_timeout"),
                                             STR_INIT("ssl_session_tickets"), STR_INIT("ssl_protocols"),
                                             STR_INIT("ssl_prefer_server_ciphers"), STR_INIT("ssl_ciphers")}},
    {STR_INIT("naxsi_core.rules"),          {STR_INIT("MainRule"), STR_INIT("main_rule")}},
    {STR_INIT("nginx/passenger.conf"),      {STR_INIT("passenger_root"), STR_INIT("passenger_ruby"),
                                             STR_INIT("passenger_instance_registry_dir")}},
};
/* clang-format on */

/* The last parts of path, as many as there are in like. */
static struct str last_parts(struct str path, struct str like)
{
    uint32_t slashes = 0, at = path.n;
    for (uint32_t i = 0; i < like.n; i++)
        slashes += like.p[i] == '/';
    while (at > 0 && (path.p[at - 1] != '/' || slashes-- > 0))
        at--;
    return str_slice(path, at, path.n);
}

const struct include_known *include_known(struct str path)
{
    for (uint32_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (path_match(known[i].file, last_parts(path, known[i].file), true))
            return &known[i];
    return NULL;
}
