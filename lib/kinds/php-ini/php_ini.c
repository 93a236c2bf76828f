#include "kinds/php-ini/php_ini.h"

#include "base/num.h"
#include "base/path.h"
#include "formats/ini.h"
#include "kinds/php_value.h"
#include "stack/stack.h"
#include "text/marks.h"

/* ---- settings: main/main.c, ext/opcache and ext/session of PHP 8.2 ---- */

/* clang-format off */
#define ROW(name, deflt, type) {STR_INIT(name), {0}, STR_INIT(deflt), {0}, OPTION_##type, 0, 0, 0}
static const struct option_row rows[] = {
    ROW("allow_url_fopen",                "1",    BOOL),
    ROW("allow_url_include",              "0",    BOOL),
    ROW("date.timezone",                  "",     STRING),
    ROW("disable_functions",              "",     STRING),
    ROW("display_errors",                 "1",    BOOL),
    ROW("error_log",                      "",     STRING),
    ROW("expose_php",                     "1",    BOOL),
    ROW("file_uploads",                   "1",    BOOL),
    ROW("log_errors",                     "1",    BOOL),
    ROW("max_execution_time",             "30",   TIME),
    ROW("max_file_uploads",               "20",   INT),
    ROW("max_input_time",                 "-1",   INT),
    ROW("max_input_vars",                 "1000", INT),
    ROW("memory_limit",                   "128M", SIZE),
    ROW("opcache.enable",                 "1",    BOOL),
    ROW("opcache.validate_timestamps",    "1",    BOOL),
    ROW("open_basedir",                   "",     STRING),
    ROW("post_max_size",                  "8M",   SIZE),
    ROW("session.gc_maxlifetime",         "1440", INT),
    ROW("session.save_handler",           "files", STRING),
    ROW("session.save_path",              "",     STRING),
    ROW("upload_max_filesize",            "2M",   SIZE),
    ROW("upload_tmp_dir",                 "",     STRING),
};
#undef ROW
/* clang-format on */

static bool read_value(const struct option_row *row, struct str text, struct arena *a, struct value *ret)
{
    int64_t n = 0;
    bool on = false, ok;
    (void)a;
    if (row->type == OPTION_SIZE)
        return php_size(text, str_eq(row->name, STR("post_max_size")), ret);
    if (row->type == OPTION_BOOL) {
        ok = php_bool(text, &on);
        *ret = value_bool(on);
        return ok;
    }
    ok = num_parse_int(text, &n);
    *ret = value_int(n);
    if (row->type == OPTION_TIME) {
        ok &= num_mul(n, 1000000000, &n);
        *ret = value_duration(n);
    }
    return ok;
}

static const struct option_table table = {rows, sizeof rows / sizeof *rows, STR_INIT("PHP"), read_value, NULL};

/* Sections have no meaning but [PATH=...] and [HOST=...], which hold for requests of those only. */
struct php_ini_state {
    struct node *all; /* made by option_block */
};

static bool is_conditional(struct str section)
{
    return str_eq_nocase(str_slice(section, 0, 5), STR("PATH=")) ||
           str_eq_nocase(str_slice(section, 0, 5), STR("HOST="));
}

struct node *php_ini_read(struct kind_job *job)
{
    struct php_ini_state *s = job->state = arena_new(job->a, struct php_ini_state);
    struct marks marks = kind_marks(job, job->source);
    struct node *root = ini_read_marked(job->a, job->sources, job->source, &ini_php, &marks, job->sink);
    s->all = option_block(job->a, root, NULL);
    s->all->flags |= root->flags & NODE_TAINTED;
    for (struct node *e = node_walk(root, root); e; e = node_walk(root, e))
        if (e->kind == NODE_ENTRY && !(e->flags & NODE_BLOCK))
            php_check_size(job->sink, e->text, node_word(e, 0));
    for (struct node *e = root->first; e; e = e->next) {
        bool block = e->flags & NODE_BLOCK;
        if (e->kind != NODE_ENTRY || (block && is_conditional(e->text)))
            continue;
        s->all->flags |= block ? e->flags & NODE_TAINTED : 0;
        for (struct node *in = block ? e->first : e; in; in = block ? in->next : NULL)
            if (in->kind == NODE_ENTRY)
                option_block_add(job->a, s->all, in);
    }
    return root;
}

/* ---- rules ---- */

static const struct kind_scope scopes[] = {
    {STR_INIT("file"), STR_INIT("php.ini, or a file of its scan directory")},
    {{0}, {0}},
};

static struct node *next_block(struct kind_job *job, uint32_t scope, struct node *after)
{
    const struct php_ini_state *s = job->state;
    (void)scope;
    return after ? NULL : s->all;
}

static const struct type *setting_type(uint32_t scope, struct str name)
{
    const struct option_row *row = option_find(&table, 0, (struct str){0}, name);
    (void)scope;
    return row ? option_type_of(row) : NULL;
}

static struct str setting_name(uint32_t scope, uint32_t i)
{
    (void)scope;
    return i < table.n ? rows[i].name : (struct str){0};
}

static bool setting(struct kind_job *job, struct node *block, struct str name, struct value *ret)
{
    const struct option_row *row = option_find(&table, job->target, (struct str){0}, name);
    const struct node *e = row ? option_entry(&table, block, name) : NULL;
    const struct node *word = e ? node_word(e, 0) : NULL;
    if (row)
        *ret = option_value(job, &table, block, row);
    /* A variable of the environment, or a constant in an expression. */
    if (word && str_find(word->text, STR("${")) < word->text.n)
        *ret = value_with_origin(
            value_unknown(job->a, str_printf(job->a, "%.*s (an environment variable)", STR_ARG(name))), ret->origin);
    return row != NULL;
}

static struct str block_title(struct kind_job *job, const struct node *block)
{
    (void)block;
    return path_base(source_get(job->sources, job->source)->file->path);
}

/* ---- the stack ---- */

/* What the file says of a setting; null: nothing. The php.ini that PHP ships states the defaults: nobody chose those. */
static struct value set_value(struct kind_job *job, const char *name, bool base)
{
    const struct php_ini_state *s = job->state;
    const struct option_row *row = option_find(&table, job->target, (struct str){0}, str_from(name));
    struct value v = value_null(), deflt;
    if (option_entry(&table, s->all, row->name) || (s->all->flags & NODE_TAINTED))
        setting(job, s->all, row->name, &v);
    bool stated = base && v.type == VALUE_INT && read_value(row, row->deflt, job->a, &deflt) && v.as.i == deflt.as.i;
    return stated ? value_null() : v;
}

/* Debian has a directory for each way to run PHP: /etc/php/8.2/{fpm,cli,apache2}. */
static bool is_of_another_sapi(struct str path)
{
    static const char *const others[] = {"cli", "apache2", "cgi", "embed", "phpdbg", "litespeed"};
    for (; path.n && !str_eq(path, STR("/")) && !str_eq(path, STR(".")); path = path_dir(path))
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            if (str_eq(path_base(path), str_from(others[i])))
                return true;
    return false;
}

/* php.ini, php-fpm.ini; the others are of the scan directory. */
static bool is_base(struct str path)
{
    struct str base = path_base(marks_plain_name(path));
    return str_eq(base, STR("php.ini")) || (str_starts(base, STR("php-")) && str_ends(base, STR(".ini")));
}

void php_ini_place(struct kind_job *job, struct contributions *out)
{
    const struct file *file = source_get(job->sources, job->source)->file;
    bool base = is_base(file->path);
    struct value memory = set_value(job, "memory_limit", base), body = set_value(job, "post_max_size", base);
    if (is_of_another_sapi(path_dir(file->path)) || (memory.type == VALUE_NULL && body.type == VALUE_NULL))
        return;
    struct service *s = contribute_service(out, STR("php-ini"), path_base(file->path), job->root->at);
    s->program = STR("php-fpm");
    s->path = file->path;
    s->supplement = base ? SUPPLEMENT_BASE : SUPPLEMENT_LATER;
    if (memory.type != VALUE_NULL)
        s->field[SERVICE_MEMORY_PROCESS_LIMIT] = memory;
    if (body.type != VALUE_NULL)
        s->field[SERVICE_BODY_LIMIT] = body;
}

/* ---- telling it ---- */

enum { SURE = 100, LIKELY = 85, MAX_LINES = 400 };

static bool is_telling(struct str key)
{
    static const char *const names[] = {"zend_extension",     "extension",      "error_reporting",
                                        "max_execution_time", "max_input_time", "short_open_tag",
                                        "variables_order",    "request_order",  "realpath_cache_size"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(key, str_from(names[i])))
            return true;
    return option_find(&table, 0, (struct str){0}, key) || str_starts(key, STR("opcache.")) ||
           str_starts(key, STR("session.")) || str_starts(key, STR("xdebug.")) || str_starts(key, STR("apc."));
}

int php_ini_claims(struct str path, struct str head)
{
    struct str base = path_base(path);
    uint32_t telling = 0, other = 0;
    if (str_eq(base, STR("php.ini")) || str_starts(base, STR("php.ini-")))
        return SURE;
    if (!str_ends(base, STR(".ini")) || head.n == 0)
        return 0;
    for (uint32_t i = 0; i < MAX_LINES && head.n > 0; i++) {
        struct str rest = str_trim(str_cut(&head, '\n'));
        struct str key = str_trim(str_cut(&rest, '='));
        if (key.n == 0 || key.p[0] == ';' || key.p[0] == '#' || key.p[0] == '[')
            continue;
        bool ours = is_telling(key);
        telling += ours;
        other += !ours;
    }
    return telling > other ? LIKELY : 0;
}

const struct kind kind_php_ini = {
    .name = STR_INIT("php-ini"),
    .title = STR_INIT("PHP settings"),
    .comment = STR_INIT(";"),
    .spelling = {.setting = STR_INIT("name = value"),
                 .mebibytes = STR_INIT("M"),
                 .on = STR_INIT("On"),
                 .off = STR_INIT("Off")},
    .oldest = VERSION(7, 4, 0),
    .newest = VERSION(8, 5, 0),
    .claims = php_ini_claims,
    .read = php_ini_read,
    .setting = setting,
    .scopes = scopes,
    .next_block = next_block,
    .setting_type = setting_type,
    .setting_name = setting_name,
    .block_title = block_title,
    .place = php_ini_place,
};
