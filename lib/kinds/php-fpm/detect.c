/* Telling files of PHP-FPM from the other *.conf. */
#include "base/path.h"
#include "kinds/php-fpm/php_fpm.h"
#include "text/marks.h"

enum { SURE = 100, LIKELY = 85, POSSIBLE = 75, MAX_LINES = 600 };

/* What the lines of a text look like. */
struct look {
    uint32_t telling; /* settings that are nobody else's */
    uint32_t known;
    uint32_t other;
};

static bool is_telling(struct str key)
{
    struct str name, index;
    if (fpm_array_key(key, &name, &index))
        return str_starts(name, STR("php_")) && fpm_is_array(name);
    return str_starts(key, STR("pm.")) || str_eq(key, STR("request_terminate_timeout")) ||
           str_eq(key, STR("catch_workers_output")) || str_eq(key, STR("security.limit_extensions"));
}

static void look_at_line(struct str line, struct look *look)
{
    struct str rest = str_trim(line);
    bool has_value = str_find_byte(rest, '=') < rest.n;
    struct str key = str_trim(str_cut(&rest, '='));
    if (key.n == 0 || key.p[0] == ';' || key.p[0] == '#' || key.p[0] == '[' || str_starts(key, STR("{")))
        return;
    struct str name, index;
    if (has_value && is_telling(key))
        look->telling++;
    else if (has_value && (option_find(&fpm_options, 0, (struct str){0}, key) || str_eq(key, STR("include")) ||
                           (fpm_array_key(key, &name, &index) && fpm_is_array(name))))
        look->known++;
    else
        look->other++;
}

static struct look look_at(struct str head)
{
    struct look look = {0};
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++)
        look_at_line(str_cut(&head, '\n'), &look);
    return look;
}

static bool may_be(struct str base)
{
    struct str ext = path_ext(base);
    return ext.n == 0 || str_eq(ext, STR(".conf")) || str_eq(ext, STR(".ini")) || str_eq(ext, STR(".pool")) ||
           str_eq(ext, STR(".inc"));
}

/* "php-fpm.d", "fpm/pool.d", "pool.d" */
static bool is_pool_directory(struct str path)
{
    struct str dir = path_base(path_dir(path));
    return str_eq(dir, STR("pool.d")) || str_eq(dir, STR("php-fpm.d")) || str_eq(dir, STR("php-fpm"));
}

int fpm_claims(struct str path, struct str head)
{
    struct str base = path_base(path);
    bool named = str_starts(base, STR("php-fpm")) && str_ends(base, STR(".conf"));
    if (head.n == 0)
        return str_eq(base, STR("php-fpm.conf")) ? POSSIBLE : 0;
    if (!may_be(base))
        return 0;
    struct look look = look_at(head);
    if (look.telling == 0 && !(look.known > 0 && look.other == 0 && (named || is_pool_directory(path))))
        return 0;
    return look.telling + look.known > look.other ? (named ? SURE : LIKELY) : named ? POSSIBLE : 0;
}
