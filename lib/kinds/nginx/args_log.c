/* log_format, access_log and error_log (ngx_http_log_module.c, ngx_stream_log_module.c, ngx_log.c). */
#include "kinds/nginx/args.h"
#include "kinds/nginx/syslog.h"
#include "kinds/nginx/units.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

/* What one buffered log keeps others of the same file to. */
struct log_buffer {
    int64_t size, flush, gzip;
    struct span at;
};

struct nginx_logs {
    struct map
        formats[NGINX_NAME_CLASSES]; /* by name in lower case: so are they looked up, though "A" and "a" are two */
    struct map unknown[NGINX_NAME_CLASSES]; /* formats that were used and not there: the finding */
    struct map buffers;                     /* by path, of http and stream together */
};

static struct nginx_logs *logs_of(struct nginx_reader *r)
{
    if (!r->logs) {
        r->logs = arena_new(r->scratch, struct nginx_logs);
        r->logs->buffers.a = r->scratch;
        for (uint32_t i = 0; i < NGINX_NAME_CLASSES; i++)
            r->logs->formats[i].a = r->logs->unknown[i].a = r->scratch;
    }
    return r->logs;
}

static struct str lower(struct nginx_reader *r, struct str name)
{
    return nginx_name_folded(r, NGINX_NAME_VARIABLE, name);
}

/* Defines the format. False when there is one of that name. */
static bool define_format(struct nginx_reader *r, struct node *entry, const struct node *name)
{
    uint32_t class = r->frame->class;
    if (!node_is_known(name)) {
        nginx_name_vague(r, NGINX_NAME_LOG_FORMAT);
        return true;
    }
    bool combined = class == NGINX_CLASS_HTTP && nginx_word_is(name, STR("combined"));
    const struct node *first = combined ? NULL : nginx_name_define(r, NGINX_NAME_LOG_FORMAT, name->text, entry);
    if (combined || (first && !r->conditional && !(first->flags & NODE_CONDITIONAL))) {
        struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, nginx_word_span(name),
                                        "duplicate \"log_format\" name \"%s\"", nginx_quoted(r, name->text));
        if (first)
            diag_related(r->sink, f, nginx_word_span(node_word(first, 0)), "the first one");
        else
            diag_label(r->sink, f, "nginx has this format of its own");
        return false;
    }
    map_put(&logs_of(r)->formats[class], lower(r, name->text), entry, NULL);
    struct finding *used = map_get(&logs_of(r)->unknown[class], lower(r, name->text));
    if (used)
        diag_related(r->sink, used, nginx_word_span(name), "it is defined here, which is too late");
    return true;
}

/* Another reading than that of other texts: no $1, and a message of its own. */
static bool check_format_text(struct nginx_reader *r, struct node *entry, const struct node *word)
{
    struct str text = word->text;
    if (!node_is_known(word))
        return true;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t dollar = i;
        if (text.p[i++] != '$')
            continue;
        bool bracket = i < text.n && text.p[i] == '{';
        uint32_t from = i += bracket;
        while (i < text.n && nginx_is_name(text.p[i]))
            i++;
        struct str name = str_slice(text, from, i);
        bool closed = bracket && i < text.n && text.p[i] == '}';
        if (bracket && !closed && from < text.n) {
            nginx_fault(r, SYNTAX_VALUE, nginx_part(word, dollar, i - dollar),
                        "the closing bracket in \"%s\" variable is missing", nginx_quoted(r, name));
            return false;
        }
        i += closed;
        if (name.n == 0) {
            nginx_fault(r, SYNTAX_VALUE, nginx_part(word, dollar, i - dollar), "invalid parameter \"%s\"",
                        nginx_quoted(r, nginx_c_string(str_slice(text, dollar, text.n))));
            return false;
        }
        nginx_use_variable(r, entry, name, nginx_part(word, dollar, i - dollar));
    }
    return true;
}

static bool check_escape(struct nginx_reader *r, const struct node *word)
{
    static const struct str ways[] = {STR_INIT("default"), STR_INIT("json"), STR_INIT("none")};
    struct str way;
    if (!nginx_word_has(word, STR("escape="), &way))
        return true;
    way = nginx_c_string(way);
    for (uint32_t i = 0; i < 3; i++)
        if (str_eq(way, ways[i]))
            return true;
    struct finding *f =
        nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "unknown log format escaping \"%s\"", nginx_quoted(r, way));
    diag_help(r->sink, f, "it is default, json or none");
    return false;
}

void nginx_check_log_format(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *w = node_word(entry, 0);
    struct str way;
    (void)row;
    if (!w || !define_format(r, entry, w))
        return;
    w = w->next;
    if (!w || w->kind != NODE_WORD || !check_escape(r, w))
        return;
    if (nginx_word_has(w, STR("escape="), &way))
        w = w->next;
    for (; w && w->kind == NODE_WORD; w = w->next)
        if (!check_format_text(r, entry, w))
            return;
}

/* An access_log while its words are read. */
struct access_log {
    struct nginx_reader *r;
    struct node *entry;
    const struct node *path;
    bool syslog;
    struct log_buffer buffer;
};

static bool check_path(struct access_log *l)
{
    struct str text = l->path->text;
    l->syslog = node_is_known(l->path) && str_starts(text, STR("syslog:"));
    return l->syslog ? nginx_check_syslog(l->r, l->path) : nginx_check_variables(l->r, l->entry, l->path);
}

static bool unknown_format(struct nginx_reader *r, const struct node *word, struct str name)
{
    struct nginx_logs *logs = logs_of(r);
    uint32_t class = r->frame->class;
    struct finding *f = nginx_fault(r, SYNTAX_UNRESOLVED, nginx_word_span(word), "unknown log format \"%s\"",
                                    nginx_quoted(r, word->text));
    map_put(&logs->unknown[class], name, f, NULL);
    if (str_starts(name, STR("buffer=")) || str_starts(name, STR("if=")) || str_starts(name, STR("flush="))) {
        diag_help(r->sink, f, "the name of a format stands before parameters: combined");
        return false;
    }
    struct closest near = closest_start(name);
    if (class == NGINX_CLASS_HTTP)
        closest_offer(&near, STR("combined"), 1);
    for (uint32_t i = 0; i < logs->formats[class].n && r->n_searches; i++)
        closest_offer(&near, logs->formats[class].entries[i].key, 0);
    r->n_searches -= r->n_searches > 0;
    if (near.best.n)
        diag_help(r->sink, f, "the nearest format is \"%s\"", nginx_quoted(r, near.best));
    return false;
}

/* The second word: a format that stands above. */
static bool check_format_name(struct access_log *l, const struct node *word)
{
    struct nginx_reader *r = l->r;
    uint32_t class = r->frame->class;
    bool http = class == NGINX_CLASS_HTTP;
    if (!word && http)
        return true;
    if (!word) {
        nginx_fault(r, SYNTAX_MISSING, l->entry->name_at, "log format is not specified");
        return false;
    }
    struct str name = lower(r, word->text);
    if (!node_is_known(word) || (http && str_eq(name, STR("combined"))) || map_has(&logs_of(r)->formats[class], name))
        return true;
    if (nginx_may_hide(r, http ? NGINX_IN_HTTP : NGINX_IN_STREAM) ||
        nginx_name_in_doubt(r, NGINX_NAME_LOG_FORMAT, class, name))
        return false;
    return unknown_format(r, word, name);
}

static bool bad_value(struct access_log *l, const struct node *word, const char *what, struct str value)
{
    nginx_fault(l->r, SYNTAX_VALUE, nginx_word_span(word), "invalid %s \"%s\"", what, nginx_quoted(l->r, value));
    return false;
}

static bool check_gzip(struct access_log *l, const struct node *word)
{
    struct str level = str_slice(word->text, 5, word->text.n);
    if (l->buffer.size == 0)
        l->buffer.size = 64 << 10;
    l->buffer.gzip = 1;
    if (word->text.n == 4)
        return true;
    return (nginx_parse_num(level, &l->buffer.gzip) && l->buffer.gzip >= 1 && l->buffer.gzip <= 9) ||
           bad_value(l, word, "compression level", level);
}

/* buffer=, flush=, gzip, if=. */
static bool check_log_param(struct access_log *l, const struct node *word)
{
    static const struct str names[] = {STR_INIT("buffer="), STR_INIT("flush="), STR_INIT("gzip="), STR_INIT("if=")};
    struct str v;
    if (nginx_word_has(word, names[0], &v))
        return (nginx_parse_size(v, &l->buffer.size) && l->buffer.size > 0) || bad_value(l, word, "buffer size", v);
    if (nginx_word_has(word, names[1], &v))
        return (nginx_parse_msec(v, &l->buffer.flush) && l->buffer.flush > 0) || bad_value(l, word, "flush time", v);
    if (nginx_word_has(word, names[2], &v) || str_eq(word->text, STR("gzip")))
        return check_gzip(l, word);
    if (nginx_word_has(word, names[3], &v)) {
        struct node text = nginx_cut_word(word, names[3].n, v.n);
        return nginx_check_variables(l->r, l->entry, &text);
    }
    nginx_help_parameter(l->r, nginx_invalid_parameter(l->r, word), word->text, names, 4);
    return false;
}

/* Logs that share a file share its buffer. */
static void check_shared_buffer(struct access_log *l)
{
    struct nginx_reader *r = l->r;
    bool is_new;
    if (r->conditional || !node_is_known(l->path))
        return;
    struct map_entry *e = map_put(&logs_of(r)->buffers, l->path->text, NULL, &is_new);
    if (is_new) {
        struct log_buffer *b = e->value = arena_new(r->scratch, struct log_buffer);
        *b = l->buffer;
        b->at = l->entry->at;
        return;
    }
    const struct log_buffer *b = e->value;
    if (b->size == l->buffer.size && b->flush == l->buffer.flush && b->gzip == l->buffer.gzip)
        return;
    struct finding *f =
        nginx_fault(r, SYNTAX_CONFLICT, nginx_word_span(l->path),
                    "access_log \"%s\" already defined with conflicting parameters", nginx_quoted(r, l->path->text));
    diag_related(r->sink, f, b->at, "the first one");
}

static void check_buffering(struct access_log *l)
{
    struct nginx_reader *r = l->r;
    struct span at = nginx_word_span(l->path);
    if (l->buffer.flush && l->buffer.size == 0)
        nginx_fault(r, SYNTAX_CONFLICT, at, "no buffer is defined for access_log \"%s\"",
                    nginx_quoted(r, l->path->text));
    else if (l->buffer.size && nginx_has_variables(l->path->text))
        nginx_fault(r, SYNTAX_CONFLICT, at, "buffered logs cannot have variables in name");
    else if (l->buffer.size && l->syslog)
        nginx_fault(r, SYNTAX_CONFLICT, at, "logs to syslog cannot be buffered");
    else if (l->buffer.size)
        check_shared_buffer(l);
}

void nginx_check_access_log(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct access_log l = {.r = r, .entry = entry, .path = node_word(entry, 0)};
    const struct node *w = node_word(entry, 1);
    bool sure = true;
    (void)row;
    if (nginx_word_is(l.path, STR("off"))) {
        if (w)
            nginx_invalid_parameter(r, w);
        return;
    }
    bool may_have_format = !w && !nginx_all_known(entry);
    if (!l.path || !check_path(&l) || may_have_format || !check_format_name(&l, w) || !w)
        return;
    for (w = w->next; w && w->kind == NODE_WORD; w = w->next) {
        sure &= node_is_known(w);
        if (node_is_known(w) && !check_log_param(&l, w))
            return;
    }
    if (sure)
        check_buffering(&l);
}

static const struct str levels[] = {
    STR_INIT("emerg"), STR_INIT("alert"),  STR_INIT("crit"), STR_INIT("error"),
    STR_INIT("warn"),  STR_INIT("notice"), STR_INIT("info"), STR_INIT("debug"),
};
static const struct str debug_levels[] = {
    STR_INIT("debug_core"), STR_INIT("debug_alloc"), STR_INIT("debug_mutex"),  STR_INIT("debug_event"),
    STR_INIT("debug_http"), STR_INIT("debug_mail"),  STR_INIT("debug_stream"),
};
enum { N_LEVELS = sizeof levels / sizeof *levels, N_DEBUG = sizeof debug_levels / sizeof *debug_levels };

static bool is_one_of(const struct node *word, const struct str *words, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (nginx_word_is(word, words[i]))
            return true;
    return false;
}

/* One level; or parts of debug, any number. */
static void check_levels(struct nginx_reader *r, const struct node *w)
{
    const struct node *plain = NULL, *any = NULL;
    for (; w && w->kind == NODE_WORD; w = w->next) {
        bool is_plain = is_one_of(w, levels, N_LEVELS), is_debug = is_one_of(w, debug_levels, N_DEBUG);
        if (!node_is_known(w))
            continue;
        if (is_plain && any) {
            struct finding *f = nginx_fault(r, SYNTAX_DUPLICATE, nginx_word_span(w), "duplicate log level \"%s\"",
                                            nginx_quoted(r, w->text));
            diag_related(r->sink, f, nginx_word_span(any), "the first one");
            return;
        }
        if (!is_plain && (!is_debug || plain)) {
            struct finding *f =
                nginx_fault(r, SYNTAX_VALUE, nginx_word_span(w), "invalid log level \"%s\"", nginx_quoted(r, w->text));
            struct str near = is_debug ? (struct str){0} : closest_of(w->text, levels, N_LEVELS);
            if (near.n)
                diag_help(r->sink, f, "the nearest level is \"%.*s\"", STR_ARG(near));
            return;
        }
        any = w;
        plain = is_plain ? w : plain;
    }
}

/* Builds for debugging keep the last messages in memory; others refuse "memory:" whatever its size. */
static bool check_memory(struct nginx_reader *r, const struct node *word)
{
    struct str size;
    int64_t n;
    if (!nginx_word_has(word, STR("memory:"), &size) || nginx_parse_size(size, &n))
        return true;
    nginx_fault(r, SYNTAX_VALUE, nginx_word_span(word), "invalid buffer size \"%s\"", nginx_quoted(r, size));
    return false;
}

void nginx_check_error_log(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    const struct node *target = node_word(entry, 0);
    struct str params;
    (void)row;
    if (!target || (nginx_word_has(target, STR("syslog:"), &params) && !nginx_check_syslog(r, target)))
        return;
    if (check_memory(r, target))
        check_levels(r, target->next);
}
