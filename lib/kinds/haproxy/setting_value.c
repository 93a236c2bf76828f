#include "kinds/haproxy/setting_value.h"

#include "kinds/haproxy/lines.h"
#include "kinds/haproxy/units.h"
#include "value/type.h"

/* Keywords of which each line counts, beside those whose grammar says so. */
static const struct str repeatable[] = {
    STR_INIT("capture cookie"),
    STR_INIT("capture request header"),
    STR_INIT("capture response header"),
    STR_INIT("cpu-map"),
    STR_INIT("declare capture"),
    STR_INIT("errorloc"),
    STR_INIT("errorloc302"),
    STR_INIT("errorloc303"),
    STR_INIT("force-persist"),
    STR_INIT("group"),
    STR_INIT("h1-case-adjust"),
    STR_INIT("hold"),
    STR_INIT("http-check comment"),
    STR_INIT("http-check set-var"),
    STR_INIT("http-check set-var-fmt"),
    STR_INIT("http-check unset-var"),
    STR_INIT("ignore-persist"),
    STR_INIT("load"),
    STR_INIT("lua-load"),
    STR_INIT("lua-load-per-thread"),
    STR_INIT("lua-prepend-path"),
    STR_INIT("mailer"),
    STR_INIT("monitor fail"),
    STR_INIT("nameserver"),
    STR_INIT("on"),
    STR_INIT("pass-header"),
    STR_INIT("presetenv"),
    STR_INIT("set-param"),
    STR_INIT("set-var"),
    STR_INIT("set-var-fmt"),
    STR_INIT("setenv"),
    STR_INIT("ssl-f-use"),
    STR_INIT("stats admin"),
    STR_INIT("stats auth"),
    STR_INIT("stats scope"),
    STR_INIT("table"),
    STR_INIT("tcp-check comment"),
    STR_INIT("tcp-check send"),
    STR_INIT("tcp-check send-binary"),
    STR_INIT("tcp-check send-binary-lf"),
    STR_INIT("tcp-check send-lf"),
    STR_INIT("tcp-check set-var"),
    STR_INIT("tcp-check set-var-fmt"),
    STR_INIT("tcp-check unset-var"),
    STR_INIT("thread-group"),
    STR_INIT("trace"),
    STR_INIT("unsetenv"),
    STR_INIT("user"),
};

static bool is_repeatable(struct str name)
{
    for (size_t i = 0; i < sizeof(repeatable) / sizeof(repeatable[0]); i++)
        if (str_eq(name, repeatable[i]))
            return true;
    return false;
}

/* Grammars of lines that all count. */
static bool is_list_grammar(struct str form)
{
    static const struct str lists[] = {
        STR_INIT("@acl"),
        STR_INIT("@action"),
        STR_INIT("@bind"),
        STR_INIT("@check_connect"),
        STR_INIT("@check_expect"),
        STR_INIT("@check_send"),
        STR_INIT("@errorfile"),
        STR_INIT("@errorfiles"),
        STR_INIT("@filter"),
        STR_INIT("@http_error"),
        STR_INIT("@log"),
        STR_INIT("@peer"),
        STR_INIT("@redirect"),
        STR_INIT("@server"),
        STR_INIT("@stats_socket"),
        STR_INIT("@stick"),
        STR_INIT("@use_backend"),
        STR_INIT("@use_server"),
        STR_INIT("@declare_capture"),
    };
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (str_eq(form, lists[i]))
            return true;
    return false;
}

/* Grammars of a single word. */
static bool is_word_grammar(struct str form)
{
    static const struct str words[] = {
        STR_INIT("@default_backend"), STR_INIT("@init_addr"), STR_INIT("@mode"),  STR_INIT("@mux"),
        STR_INIT("@resolvers"),       STR_INIT("@sni"),       STR_INIT("@track"),
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_eq(form, words[i]))
            return true;
    return false;
}

/* Options of bind that may be given several times. */
static bool adds_up(const struct haproxy_word *w)
{
    struct str name = haproxy_word_str(w->name);
    return w->class == HAPROXY_CLASS_BIND &&
           (str_eq(name, STR("crt")) || str_eq(name, STR("crt-list")) || str_eq(name, STR("default-crt")));
}

static enum haproxy_shape shape_of_item(struct str item)
{
    if (str_starts(item, STR("atol")) || str_starts(item, STR("whole")) || str_starts(item, STR("number")))
        return HAPROXY_SHAPE_INT;
    if (str_starts(item, STR("time")))
        return HAPROXY_SHAPE_TIME;
    return str_starts(item, STR("size")) ? HAPROXY_SHAPE_SIZE : HAPROXY_SHAPE_WORD;
}

/* "word ..." may be many words, and "time ..." is one: HAProxy does not look at what follows. */
enum haproxy_shape haproxy_shape_of(const struct haproxy_word *w)
{
    struct str form = haproxy_word_str(w->form), rest = form, item = str_cut(&rest, ' '),
               name = haproxy_word_str(w->name);
    bool optional = item.n > 1 && item.p[item.n - 1] == '?', proxy_like = w->class < HAPROXY_CLASS_BIND;
    if (is_list_grammar(form) || (proxy_like && is_repeatable(name)))
        return HAPROXY_SHAPE_LINES;
    if (adds_up(w))
        return HAPROXY_SHAPE_WORDS;
    if (form.n == 0 || (optional && str_starts(name, STR("option "))))
        return HAPROXY_SHAPE_FLAG;
    if (is_word_grammar(form))
        return HAPROXY_SHAPE_WORD;
    bool open = str_eq(rest, STR("...")), many = str_eq(item, STR("word")) && open;
    if (item.p[0] == '@' || item.p[0] == '.' || item.p[0] == '?' || optional || many || (rest.n && !open))
        return HAPROXY_SHAPE_WORDS;
    return shape_of_item(item);
}

enum haproxy_shape haproxy_shape_in(const struct kind_job *job, const struct haproxy_word *w)
{
    const struct haproxy_state *state = job->state;
    uint8_t *kept = &state->rows[w - haproxy_words].shape;
    if (!*kept)
        *kept = (uint8_t)(haproxy_shape_of(w) + 1);
    return (enum haproxy_shape)(*kept - 1);
}

const struct type *haproxy_shape_type(enum haproxy_shape shape)
{
    static const struct type lines = {.kind = TYPE_LIST, .param = {&type_list_string}};
    static const struct type *const types[] = {
        [HAPROXY_SHAPE_FLAG] = &type_bool, [HAPROXY_SHAPE_WORD] = &type_string,
        [HAPROXY_SHAPE_INT] = &type_int,   [HAPROXY_SHAPE_TIME] = &type_duration,
        [HAPROXY_SHAPE_SIZE] = &type_int,  [HAPROXY_SHAPE_WORDS] = &type_list_string,
        [HAPROXY_SHAPE_LINES] = &lines,
    };
    return types[shape];
}

/* ---- values ---- */

struct value haproxy_unknown_at(struct kind_job *job, enum haproxy_doubt why, struct span at)
{
    struct place p = source_place(job->sources, at);
    bool rendered = p.file && p.file->marks;
    const char *what = why == HAPROXY_FAULTY     ? "a fault"
                       : why == HAPROXY_UNFILLED ? (rendered ? "a template's expression" : "an environment variable")
                       : rendered                ? "a template's condition"
                                                 : "an .if that is not known";
    if (!p.file)
        return value_unknown(job->a, str_printf(job->a, "%s in the text", what));
    uint32_t line = file_line_column(p.file, p.off).line;
    return value_unknown(job->a, str_printf(job->a, "%s at %.*s:%u", what, STR_ARG(p.file->path), line));
}

/* One word; false where HAProxy would refuse it. */
static bool typed(const struct haproxy_word *w, enum haproxy_shape shape, struct str word, struct value *ret)
{
    int64_t number;
    uint32_t off;
    bool seconds = str_starts(haproxy_word_str(w->form), STR("time_s"));
    switch (shape) {
    case HAPROXY_SHAPE_INT:
        *ret = value_int(haproxy_atol(word, NULL));
        return true;
    case HAPROXY_SHAPE_TIME:
        if (haproxy_parse_time(word, seconds ? 1000 : 1, &number, &off) != HAPROXY_UNIT_OK)
            return false;
        *ret = value_duration(number);
        return true;
    case HAPROXY_SHAPE_SIZE:
        if (haproxy_parse_size(word, &number, &off) != HAPROXY_UNIT_OK)
            return false;
        *ret = value_size(number);
        return true;
    default:
        *ret = value_string(word);
        return true;
    }
}

static struct value word_value(struct kind_job *job, const struct node *word)
{
    struct value v =
        node_is_known(word) ? value_string(word->text) : haproxy_unknown_at(job, HAPROXY_UNFILLED, word->at);
    return value_with_origin(v, origin_new(job->a, ORIGIN_SET, word->at, (struct str){0}));
}

/* The action of a rule stands in its entry's name: "deny" of "http-request deny". */
static struct str action_of(const struct haproxy_word *w, const struct node *line)
{
    struct str name = haproxy_word_str(w->name);
    bool action = str_eq(haproxy_word_str(w->form), STR("@action")) && line->text.n > name.n + 1;
    return action ? str_slice(line->text, name.n + 1, line->text.n) : (struct str){0};
}

static struct value list_value(struct kind_job *job, const struct haproxy_word *w, const struct node *line,
                               const struct node *first, uint32_t n)
{
    struct value *items = arena_array(job->a, struct value, n + 2);
    struct str action = action_of(w, line);
    uint32_t k = 0;
    if (action.n)
        items[k++] =
            value_with_origin(value_string(action), origin_new(job->a, ORIGIN_SET, line->name_at, (struct str){0}));
    for (const struct node *word = first; k < n + (action.n > 0) && word; word = word->next)
        items[k++] = word_value(job, word);
    return value_list(items, k);
}

struct value haproxy_words_value(struct kind_job *job, const struct haproxy_word *w, const struct node *line,
                                 const struct node *first, uint32_t n)
{
    enum haproxy_shape shape = haproxy_shape_in(job, w);
    struct value v;
    if (shape == HAPROXY_SHAPE_FLAG)
        return value_bool(true);
    if (shape == HAPROXY_SHAPE_WORDS || shape == HAPROXY_SHAPE_LINES)
        return list_value(job, w, line, first, n);
    if (n == 0)
        return haproxy_unknown_at(job, HAPROXY_FAULTY, line->name_at);
    if (!node_is_known(first))
        return haproxy_unknown_at(job, HAPROXY_UNFILLED, first->at);
    return typed(w, shape, first->text, &v) ? v : haproxy_unknown_at(job, HAPROXY_FAULTY, first->at);
}

struct value haproxy_line_value(struct kind_job *job, const struct haproxy_word *w, const struct node *line)
{
    if (line->flags & NODE_CONDITIONAL)
        return haproxy_unknown_at(job, HAPROXY_UNDECIDED, line->name_at);
    if (line->flags & NODE_FAULTY)
        return haproxy_unknown_at(job, HAPROXY_FAULTY, line->name_at);
    if (haproxy_is_negated(line))
        return haproxy_shape_in(job, w) == HAPROXY_SHAPE_FLAG ? value_bool(false) : value_null();
    const struct node *first = line->first && line->first->kind == NODE_WORD ? line->first : NULL;
    return haproxy_words_value(job, w, line, first, haproxy_words_seen(line));
}

/* ---- defaults ---- */

/* "3.3" at the end of "random since 3.3". */
static bool since_of(struct str text, struct str *ret_word, version_number *ret)
{
    uint32_t at = str_find(text, STR(" since "));
    if (at >= text.n || !version_parse(str_slice(text, at + 7, text.n), ret))
        return false;
    *ret_word = str_slice(text, 0, at);
    *ret &= ~(version_number)0xff;
    return true;
}

/* "A up to V; B since W" as A or B; any other text as it is. */
static struct str text_for_version(struct kind_job *job, struct str text, struct str *ret_since)
{
    uint32_t end = str_find(text, STR("; ")), upto = str_find(text, STR(" up to "));
    struct str later;
    version_number since;
    if (end >= text.n || upto > end || !since_of(str_slice(text, end + 2, text.n), &later, &since))
        return text;
    if (job->target == 0)
        *ret_since = str_slice(text, end + 2, text.n);
    return job->target >= since ? later : str_slice(text, 0, upto);
}

/* A number may be explained behind it: "0 = unlimited", "1 (0..256)". */
static bool plain_part(struct str *text)
{
    uint32_t blank = str_find_byte(*text, ' ');
    bool number = text->n && (ch_is_digit(text->p[0]) || (text->n > 1 && text->p[0] == '-' && ch_is_digit(text->p[1])));
    struct str rest = str_slice(*text, blank, text->n);
    bool explained =
        number && (str_starts(rest, STR(" (")) || str_starts(rest, STR(" = ")) || str_starts(rest, STR(" unlimited")));
    if (explained)
        *text = str_slice(*text, 0, blank);
    return text->n > 0 && (blank == text->n || explained);
}

bool haproxy_default_value(struct kind_job *job, const struct haproxy_word *w, struct value *ret, struct str *ret_since)
{
    enum haproxy_shape shape = haproxy_shape_in(job, w);
    struct str text = text_for_version(job, haproxy_word_str(w->deflt), ret_since);
    if (!plain_part(&text) || shape == HAPROXY_SHAPE_FLAG || shape == HAPROXY_SHAPE_LINES)
        return false;
    if (shape != HAPROXY_SHAPE_WORDS)
        return typed(w, shape, text, ret);
    struct value *item = arena_new(job->a, struct value);
    *item = value_string(text);
    *ret = value_list(item, 1);
    return true;
}
