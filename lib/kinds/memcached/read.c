/* Options in the order in which getopt_long takes them, from lines of a file or the words of a command. */
#include "base/vec.h"
#include "diag/closest.h"
#include "kinds/embed.h"
#include "kinds/memcached/memcached.h"

struct word {
    struct str text;
    struct span at;
};

struct reader {
    struct kind_job *job;
    struct node *root;
    VEC(struct word) words;
    uint32_t i; /* the next word */
};

/* ---- words ---- */

static void add_comment(struct reader *r, struct str text, struct span at)
{
    struct node *c = node_new(r->job->a, NODE_COMMENT, at);
    c->name_at = span_part(at, 1, at.len);
    c->text = str_slice(text, 1, text.n);
    node_add(r->root, c);
}

/* Debian's wrapper hands over all lines that begin with '-', and leaves out what stands behind '#'; "logfile" is its own. */
static void read_line(struct reader *r, struct str line, uint32_t off)
{
    uint32_t i = 0, hash = str_find_byte(line, '#');
    struct str options = str_slice(line, 0, hash);
    while (i < options.n && ch_is_space(options.p[i]))
        i++;
    bool handed_over = str_byte(options, i) == '-';
    while (handed_over && i < options.n) {
        uint32_t from = i;
        while (i < options.n && !ch_is_space(options.p[i]))
            i++;
        vec_push(r->job->a, &r->words,
                 ((struct word){str_slice(options, from, i), {r->job->source, off + from, i - from}}));
        while (i < options.n && ch_is_space(options.p[i]))
            i++;
    }
    if (hash < line.n)
        add_comment(r, str_slice(line, hash, line.n), (struct span){r->job->source, off + hash, line.n - hash});
}

static void read_lines(struct reader *r, struct str text)
{
    for (uint32_t off = 0; off < text.n;) {
        struct str rest = str_slice(text, off, text.n), line = str_slice(rest, 0, str_find_byte(rest, '\n'));
        uint32_t next = off + line.n + 1;
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        read_line(r, line, off);
        off = next;
    }
}

static void read_command(struct reader *r, struct str text)
{
    struct str word;
    uint32_t off = 0;
    if (!command_next(text, &off, &word)) /* the program */
        return;
    for (uint32_t from = off; command_next(text, &off, &word); from = off)
        vec_push(r->job->a, &r->words, ((struct word){word, {r->job->source, from, word.n}}));
}

/* ---- options ---- */

/* What a shell, systemd or a template puts in its place is not known. */
static bool is_unknown(struct str text)
{
    return str_find_byte(text, '$') < text.n || str_find(text, STR("{{")) < text.n ||
           str_find(text, STR("<%")) < text.n;
}

static void tell_unknown(struct reader *r, struct str name, struct span at)
{
    struct str nearest = option_nearest(&memcached_table, name);
    struct finding *f = diag_syntax(r->job->sink, SYNTAX_UNKNOWN, at, "memcached has no option %.*s",
                                    STR_ARG(diag_quote(r->job->a, source_text(r->job->sources, at))));
    if (nearest.n && name.n > 1)
        diag_help(r->job->sink, f, "use --%.*s", STR_ARG(nearest));
}

static void check_number(struct reader *r, struct node *e, int row, const struct word *value)
{
    struct value v;
    int64_t least = memcached_flags[row].least;
    if (least == 0 || is_unknown(value->text) ||
        (memcached_table.read(&memcached_table.rows[row], value->text, r->job->a, &v) && v.as.i >= least))
        return;
    e->flags |= NODE_FAULTY;
    diag_syntax(r->job->sink, SYNTAX_VALUE, value->at, "%.*s is %.*s, not a number greater than 0", STR_ARG(e->text),
                STR_ARG(diag_quote(r->job->a, value->text)));
}

/* atoi stops at what is no digit: "2g" are 2 megabytes. */
static void check_unit(struct reader *r, const struct word *value)
{
    uint32_t n = 0;
    while (n < value->text.n && ch_is_digit(value->text.p[n]))
        n++;
    if (n == value->text.n || is_unknown(value->text))
        return;
    struct str shown = diag_quote(r->job->a, value->text), megabytes = str_slice(value->text, 0, n);
    struct finding *f =
        diag_add(r->job->sink, STR("memcached/size-with-unit"), value->at,
                 "memory limit %.*s is read as %.*s megabytes", STR_ARG(shown), STR_ARG(n ? megabytes : STR("0")));
    diag_label(r->job->sink, f, "what stands behind the digits does not count");
    diag_help(r->job->sink, f, "write the number of megabytes");
}

/* An option with its value: NULL for one that takes none. */
static void add_option(struct reader *r, int row, struct span at, const struct word *value)
{
    struct node *e = node_new(r->job->a, NODE_ENTRY, value ? span_join(at, value->at) : at);
    struct node *w = node_new(r->job->a, NODE_WORD, value ? value->at : at);
    e->name_at = at;
    e->text = memcached_table.rows[row].name;
    w->name_at = w->at;
    w->text = value ? value->text : STR("yes");
    w->flags |= value && is_unknown(value->text) ? NODE_UNKNOWN : 0;
    node_add(r->root, e);
    node_add(e, w);
    if (value)
        check_number(r, e, row, value);
    if (value && str_eq(e->text, STR("memory-limit")))
        check_unit(r, value);
}

/* given: the value in the option's own word; else it is the next one. */
static void take_option(struct reader *r, int row, struct span at, const struct word *given)
{
    if (!memcached_flags[row].takes_value) {
        add_option(r, row, at, NULL);
    } else if (given || r->i < r->words.n) {
        struct word value = given ? *given : r->words.p[r->i++];
        add_option(r, row, at, &value);
    } else {
        diag_syntax(r->job->sink, SYNTAX_COUNT, at, "%.*s needs a value",
                    STR_ARG(diag_quote(r->job->a, source_text(r->job->sources, at))));
    }
}

static void read_long(struct reader *r, const struct word *w)
{
    uint32_t eq = str_find_byte(w->text, '=');
    struct str name = str_slice(w->text, 2, eq);
    struct span at = span_part(w->at, 0, eq);
    struct word given = {str_slice(w->text, eq + 1, w->text.n), span_part(w->at, eq + 1, w->at.len)};
    int row = memcached_long(name);
    if (row >= 0)
        take_option(r, row, at, eq < w->text.n ? &given : NULL);
    else
        tell_unknown(r, name, at);
}

/* -vvm64 */
static void read_short(struct reader *r, const struct word *w)
{
    for (uint32_t i = 1; i < w->text.n; i++) {
        struct word given = {str_slice(w->text, i + 1, w->text.n), span_part(w->at, i + 1, w->at.len)};
        struct span at = i == 1 ? span_part(w->at, 0, 2) : span_part(w->at, i, 1);
        int row = memcached_letter(w->text.p[i]);
        if (row < 0) {
            tell_unknown(r, str_slice(w->text, i, i + 1), at);
            return;
        }
        take_option(r, row, at, given.text.n ? &given : NULL);
        if (memcached_flags[row].takes_value)
            return;
    }
}

struct node *memcached_read(struct kind_job *job)
{
    struct str text = source_get(job->sources, job->source)->text;
    struct reader r = {.job = job, .root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, text.n})};
    if (job->container && job->container->form == EMBEDDED_COMMAND)
        read_command(&r, text);
    else
        read_lines(&r, text);
    while (r.i < r.words.n) {
        struct word w = r.words.p[r.i++];
        if (str_eq(w.text, STR("--")))
            break;
        if (is_unknown(w.text) && w.text.p[0] != '-')
            r.root->flags |= NODE_TAINTED; /* $OPTIONS */
        else if (str_starts(w.text, STR("--")))
            read_long(&r, &w);
        else if (w.text.n > 1 && w.text.p[0] == '-')
            read_short(&r, &w);
    }
    return r.root;
}
