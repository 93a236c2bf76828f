/* Words of a command line as flags. */
#include "base/buf.h"
#include "diag/escape.h"
#include "kinds/jvm/jvm.h"
#include "text/span_map.h"

/* The short forms. */
static const struct {
    struct str flag, name;
} short_forms[] = {
    {STR_INIT("-Xmx"), STR_INIT("MaxHeapSize")},
    {STR_INIT("-Xms"), STR_INIT("InitialHeapSize")},
    {STR_INIT("-Xss"), STR_INIT("ThreadStackSize")},
};

static struct node *add_entry(struct kind_job *job, struct str name, struct str value, struct span at, bool known)
{
    struct node *e = node_new(job->a, NODE_ENTRY, at), *w = node_new(job->a, NODE_WORD, at);
    e->name_at = w->name_at = at;
    e->text = name;
    w->text = value;
    w->flags |= known ? 0 : NODE_UNKNOWN;
    node_add(e, w);
    return e;
}

/* A size behind -Xss has no unit of its own: bytes, where -XX:ThreadStackSize counts in KB. */
static struct str in_kilobytes(struct kind_job *job, struct str value)
{
    int64_t n;
    bool bare = value.n && ch_is_digit(value.p[value.n - 1]);
    return bare && jvm_parse_size(value, &n) ? str_printf(job->a, "%lld", (long long)(n / 1024)) : value;
}

/* The JVM ends at once over a value that it cannot read ("Invalid maximum heap size: -Xmx4GB"). */
static void check_value(struct kind_job *job, struct node *e, struct str word)
{
    const struct option_row *row = option_find(&jvm_table, 0, (struct str){0}, e->text);
    struct value v;
    if (!row || row->type == OPTION_STRING || !node_is_known(e->first) ||
        jvm_table.read(row, e->first->text, job->a, &v))
        return;
    struct finding *f =
        diag_syntax(job->sink, SYNTAX_VALUE, e->at, "invalid value in %.*s", STR_ARG(diag_quote(job->a, word)));
    if (row->type == OPTION_SIZE)
        diag_help(job->sink, f, "a size is digits and one of k, m, g, t, or none for bytes: 4g");
    e->flags |= NODE_FAULTY;
}

static void add_flag(struct kind_job *job, struct str name, struct str value, struct str word, struct span at,
                     bool known)
{
    struct jvm_state *s = job->state;
    struct node *e = add_entry(job, name, value, at, known);
    node_add(s->flags, e);
    check_value(job, e, word);
}

/* -XX:+Name, -XX:-Name, -XX:Name=value. */
static void add_long(struct kind_job *job, struct str word, struct span at, bool known)
{
    struct str rest = str_slice(word, 4, word.n);
    bool on = str_byte(rest, 0) == '+', off = str_byte(rest, 0) == '-';
    if (on || off) {
        add_flag(job, str_slice(rest, 1, rest.n), on ? STR("true") : STR("false"), word, at, known);
        return;
    }
    struct str name = str_cut(&rest, '=');
    add_flag(job, name, rest, word, at, known);
}

static void add_property(struct kind_job *job, struct str text, struct span at, bool known)
{
    struct jvm_state *s = job->state;
    struct str name = str_cut(&text, '=');
    vec_push(job->a, &s->properties, add_entry(job, name, text, at, known));
}

bool jvm_add_word(struct kind_job *job, struct str word, struct span at, bool known)
{
    known &= str_find_byte(word, '$') == word.n; /* a variable that nothing here knows */
    if (str_starts(word, STR("-XX:"))) {
        add_long(job, word, at, known);
        return true;
    }
    if (str_starts(word, STR("-D")) && word.n > 2) {
        add_property(job, str_slice(word, 2, word.n), at, known);
        return true;
    }
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++) {
        if (!str_starts(word, short_forms[i].flag))
            continue;
        struct str value = str_slice(word, short_forms[i].flag.n, word.n);
        bool stack = str_eq(short_forms[i].name, STR("ThreadStackSize"));
        add_flag(job, short_forms[i].name, stack ? in_kilobytes(job, value) : value, word, at, known);
        return true;
    }
    return str_starts(word, STR("-"));
}

/* The next word of a text from *off, quotes left out; false at its end. arguments.cpp, parse_options_buffer: either quote groups, nothing is escaped. */
static bool next_word(struct arena *a, struct str text, uint32_t *off, struct str *ret_word, struct span *ret_at)
{
    struct buf b = {.a = a};
    uint32_t i = *off, from;
    char quote = '\0';
    while (i < text.n && ch_is_space(text.p[i]))
        i++;
    for (from = i; i < text.n && (quote || !ch_is_space(text.p[i])); i++) {
        char c = text.p[i];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? '\0' : c;
        else
            buf_putc(&b, c);
    }
    *ret_word = buf_str(&b);
    *ret_at = (struct span){0, from, i - from};
    *off = i;
    return i > from;
}

void jvm_add_text(struct kind_job *job, struct str value, const struct span_map *map, struct span at)
{
    uint32_t off = 0;
    struct str word;
    struct span in;
    while (next_word(job->a, value, &off, &word, &in)) {
        bool exact = !map && at.len == value.n;
        struct span place = map     ? span_map_resolve(map, in)
                            : exact ? (struct span){at.src, at.off + in.off, in.len}
                                    : at;
        jvm_add_word(job, word, place, true);
    }
}
