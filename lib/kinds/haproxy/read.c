/* The reading of a document: lines into a tree, each judged as HAProxy does when it comes to it (readcfgfile of v2.6.0). */
#include "kinds/haproxy/haproxy.h"

#include "base/buf.h"
#include "base/limits.h"
#include "kinds/haproxy/form.h"
#include "kinds/haproxy/macros.h"
#include "kinds/haproxy/parts.h"
#include "kinds/haproxy/sections.h"

enum { MAX_SEARCHES = 200 };

static struct span span_of(const struct haproxy_reader *r, uint32_t from, uint32_t end)
{
    return (struct span){r->src, from, end - from};
}

static struct span token_span(const struct haproxy_reader *r, const struct haproxy_token *t)
{
    return (struct span){r->src, t->off, t->len};
}

static void add_pieces(struct haproxy_reader *r, struct node *word, const struct haproxy_token *t)
{
    for (uint32_t i = 0; i < t->pieces.n; i++) {
        const struct haproxy_piece *p = &t->pieces.p[i];
        struct node *n = node_new(r->a, NODE_PIECE, (struct span){r->src, p->off, p->len});
        n->name_at = n->at;
        n->text = p->text;
        n->flags = p->unknown ? NODE_UNKNOWN : 0;
        node_add(word, n);
    }
}

static struct node *make_word(struct haproxy_reader *r, const struct haproxy_token *t)
{
    struct node *w = node_new(r->a, NODE_WORD, token_span(r, t));
    bool quoted = t->quote != QUOTE_NONE;
    w->name_at = quoted ? span_of(r, t->off + 1, t->off + t->len - 1) : w->at;
    w->text = t->text;
    w->quote = t->quote;
    w->flags = t->open ? NODE_UNKNOWN : 0;
    add_pieces(r, w, t);
    return w;
}

/* An entry whose name is the first n words; what stands behind are its words. */
static struct node *make_entry(struct haproxy_reader *r, uint32_t n, struct str name)
{
    struct haproxy_token *t = r->words.tokens.p;
    uint32_t last = r->words.tokens.n - 1;
    struct node *e = node_new(r->a, NODE_ENTRY, span_of(r, t[0].off, t[last].off + t[last].len));
    e->name_at = span_of(r, t[0].off, t[n - 1].off + t[n - 1].len);
    e->text = name;
    if (haproxy_in_doubt(r))
        e->flags |= NODE_CONDITIONAL;
    for (uint32_t i = 0; i < n; i++)
        e->flags |= t[i].unknown ? NODE_UNKNOWN : 0;
    for (uint32_t i = n; i <= last; i++)
        node_add(e, t[i].node = make_word(r, &t[i]));
    return e;
}

/* The words that HAProxy sees: it takes an empty one for the line's end. */
static uint32_t words_seen(const struct haproxy_reader *r)
{
    uint32_t n = 0;
    while (n < r->words.tokens.n && (r->words.tokens.p[n].text.n || r->words.tokens.p[n].unknown))
        n++;
    return n;
}

/* A keyword of the words table, with its words. */
struct keyword {
    uint32_t first; /* its first word: 1 behind "no" and "default" */
    uint32_t n;     /* words up to its end */
    struct str name;
    uint32_t row;
    enum haproxy_fit fit;
    bool called; /* its last word goes on with a bracket: "set-var(x)"; that word is not counted in n */
};

static struct str joined(struct haproxy_reader *r, uint32_t from, uint32_t n)
{
    struct str all = r->words.tokens.p[from].text;
    for (uint32_t i = from + 1; i < from + n; i++)
        all = haproxy_joined(r, all, r->words.tokens.p[i].text);
    return all;
}

static enum haproxy_class class_of(uint32_t context)
{
    if (context == HAPROXY_IN_GLOBAL)
        return HAPROXY_CLASS_GLOBAL;
    return context & HAPROXY_IN_PROXY ? HAPROXY_CLASS_PROXY : HAPROXY_CLASS_MEMBER;
}

/* The longest run of words that is a keyword of the section. */
static struct keyword find_keyword(struct haproxy_reader *r, uint32_t first, uint32_t seen)
{
    struct keyword k = {.first = first, .n = first + 1, .name = joined(r, first, 1), .fit = HAPROXY_FIT_UNKNOWN};
    enum { LONGEST = 3 };
    uint32_t most = haproxy_word_is_group(k.name) ? LONGEST : 1;
    for (uint32_t n = seen - first < most ? seen - first : most; n > 0; n--) {
        struct str all = joined(r, first, n), last = r->words.tokens.p[first + n - 1].text;
        uint32_t tail = n > 1 ? last.n - str_find_byte(last, '(') : 0;
        struct str name = str_slice(all, 0, all.n - tail);
        bool called = tail > 0;
        uint32_t row;
        enum haproxy_fit fit = haproxy_word_pick(name, class_of(r->context), r->context, r->job->target, &row);
        if (fit == HAPROXY_FIT_UNKNOWN || (k.row && fit != HAPROXY_FIT_OK))
            continue;
        k = (struct keyword){first, first + n - called, name, row, fit, called};
        if (fit == HAPROXY_FIT_OK)
            break;
    }
    return k;
}

static void unknown_keyword(struct haproxy_reader *r, struct node *e, const struct keyword *k, uint32_t seen)
{
    const struct haproxy_token *t = &r->words.tokens.p[k->first];
    bool group = haproxy_word_is_group(t->text);
    struct str name = group && seen > k->first + 1 ? joined(r, k->first, 2) : t->text;
    struct finding *f;
    if (group && seen == k->first + 1)
        f = haproxy_fault(r, SYNTAX_COUNT, token_span(r, t), "'%s' expects an argument", haproxy_quoted(r, t->text));
    else if (group && str_eq(t->text, STR("option")))
        f = haproxy_fault(r, SYNTAX_UNKNOWN, token_span(r, t + 1), "unknown option '%s'", haproxy_quoted(r, t[1].text));
    else
        f = haproxy_fault(r, SYNTAX_UNKNOWN, token_span(r, group ? t + 1 : t), "unknown keyword '%s' in '%s' section",
                          haproxy_quoted(r, name), haproxy_context_name(r->context));
    haproxy_suggest(r, f, name, class_of(r->context), r->context);
    e->flags |= NODE_FAULTY;
}

/* Where a word that is not of this section may stand. */
static void label_places(struct haproxy_reader *r, struct finding *f, uint32_t row)
{
    struct buf b = {.a = r->a};
    for (uint32_t bit = HAPROXY_IN_GLOBAL; bit <= HAPROXY_IN_HEALTHCHECK; bit <<= 1)
        if (haproxy_words[row].contexts & bit)
            buf_printf(&b, "%s%s", b.n ? ", " : "", haproxy_context_name(bit));
    diag_label(r->sink, f, "may stand in %.*s", STR_ARG(buf_str(&b)));
}

static void unfit_keyword(struct haproxy_reader *r, struct node *e, const struct keyword *k)
{
    const struct haproxy_word *w = &haproxy_words[k->row];
    struct finding *f;
    if (k->fit == HAPROXY_FIT_MISPLACED) {
        f = haproxy_fault(r, SYNTAX_MISPLACED, e->name_at, "'%s' not allowed in '%s' section",
                          haproxy_quoted(r, k->name), haproxy_context_name(r->context));
        label_places(r, f, k->row);
    } else if (!(e->flags & NODE_CONDITIONAL)) { /* a condition may ask for the version */
        f = haproxy_fault(r, SYNTAX_UNKNOWN, e->name_at,
                          k->fit == HAPROXY_FIT_LATER ? "unknown keyword '%s' in '%s' section"
                                                      : "the '%s' directive is not supported anymore in '%s' section",
                          haproxy_quoted(r, k->name), haproxy_context_name(r->context));
        struct str version = version_show(r->a, k->fit == HAPROXY_FIT_LATER ? w->since : w->until);
        diag_label(r->sink, f, k->fit == HAPROXY_FIT_LATER ? "known from HAProxy %.*s on" : "removed in HAProxy %.*s",
                   STR_ARG(version));
    }
    e->flags |= NODE_FAULTY;
}

/* Rules hold in a defaults section only if it has a name; a frontend holds no servers and no rules for responses of TCP, a backend no connection rules. */
static bool fits_proxy(struct haproxy_reader *r, struct node *e, struct str name)
{
    const struct haproxy_proxy *p = r->proxy;
    bool connection = str_eq(name, STR("tcp-request connection")) || str_eq(name, STR("tcp-request session"));
    bool rules = connection || str_eq(name, STR("tcp-request content")) || str_eq(name, STR("tcp-response content")) ||
                 str_eq(name, STR("acl")) || str_eq(name, STR("http-request")) || str_eq(name, STR("http-response")) ||
                 str_eq(name, STR("http-after-response")) || str_eq(name, STR("tcp-request inspect-delay")) ||
                 str_eq(name, STR("tcp-response inspect-delay"));
    bool server =
        str_eq(name, STR("server")) || str_eq(name, STR("default-server")) || str_eq(name, STR("server-template"));
    if (p->context == HAPROXY_IN_DEFAULTS && !p->named && rules) {
        haproxy_fault(r, SYNTAX_MISPLACED, e->name_at, "'%.*s' not allowed in anonymous 'defaults' section",
                      STR_ARG(name));
        return false;
    }
    bool for_backend = server || str_starts(name, STR("tcp-response "));
    const char *needs = connection && !(p->caps & HAPROXY_CAP_FE)    ? "frontend"
                        : for_backend && !(p->caps & HAPROXY_CAP_BE) ? "backend"
                                                                     : NULL;
    if (needs)
        haproxy_fault(r, SYNTAX_MISPLACED, e->name_at, "'%.*s' is not allowed because %s '%s' is not a %s",
                      STR_ARG(name), haproxy_context_name(p->context), haproxy_quoted(r, p->name), needs);
    return !needs;
}

/* The name of a rule's entry takes its action in: "http-request set-header", "http-request set-var" of "set-var(txn.x)". */
static void name_action(struct haproxy_reader *r, struct node *e)
{
    struct node *word = e->first;
    if (!word || word->kind != NODE_WORD || (word->flags & NODE_UNKNOWN) || word->quote != QUOTE_NONE)
        return;
    uint32_t open = str_find_byte(word->text, '(');
    bool bare = word->text.n == word->at.len;
    e->text = haproxy_joined(r, e->text, str_slice(word->text, 0, open));
    if (open == word->text.n || !bare) {
        e->name_at = span_join(e->name_at, word->at);
        e->first = word->next;
        e->last = e->first ? e->last : NULL;
        return;
    }
    uint32_t close = word->text.p[word->text.n - 1] == ')';
    e->name_at = span_join(e->name_at, span_part(word->at, 0, open));
    word->at = word->name_at = span_part(word->at, open + 1, word->text.n - open - 1 - close);
    word->text = str_slice(word->text, open + 1, word->text.n - close);
}

static void check_keyword(struct haproxy_reader *r, struct node *e, const struct keyword *k, uint32_t seen)
{
    const struct haproxy_word *w = &haproxy_words[k->row];
    struct haproxy_args x = {
        .r = r, .entry = e, .t = r->words.tokens.p, .n = seen, .pos = k->n + k->called, .kw = k->name};
    uint32_t before = r->n_faults;
    if (!r->proxy || fits_proxy(r, e, k->name))
        haproxy_form_all(&x, haproxy_word_str(w->form));
    if (r->n_faults != before)
        e->flags |= NODE_FAULTY;
    haproxy_note_line(r, k->name);
}

static bool may_be_negated(struct str word)
{
    static const struct str words[] = {STR_INIT("option"),          STR_INIT("log"),
                                       STR_INIT("busy-polling"),    STR_INIT("set-dumpable"),
                                       STR_INIT("strict-limits"),   STR_INIT("insecure-fork-wanted"),
                                       STR_INIT("numa-cpu-mapping")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(word, words[i]))
            return true;
    return false;
}

/* "no" or "default" before a keyword: 1, else 0. */
static uint32_t read_prefix(struct haproxy_reader *r, uint32_t seen)
{
    const struct haproxy_token *t = r->words.tokens.p;
    bool prefix = seen > 1 && (str_eq(t[0].text, STR("no")) || str_eq(t[0].text, STR("default")));
    if (!prefix)
        return 0;
    if (!t[1].unknown && !may_be_negated(t[1].text))
        haproxy_fault(
            r, SYNTAX_MISPLACED, token_span(r, &t[0]),
            "negation/default currently supported only for options, log, busy-polling, set-dumpable, strict-limits, insecure-fork-wanted "
            "and numa-cpu-mapping");
    return 1;
}

/* What is asked for again later: so that nobody has to look for it. */
static void keep_line(struct haproxy_reader *r, struct node *e, struct str name)
{
    const struct haproxy_token *t = r->words.tokens.p;
    for (uint32_t i = 1; i + 1 < r->words.tokens.n; i++) {
        if (t[i].text.n == 0) {
            vec_push(r->a, &r->ended, e);
            break;
        }
    }
    if (!r->proxy || r->proxy->section != r->block)
        return;
    if (str_eq(name, STR("server")) || str_eq(name, STR("server-template")) || str_eq(name, STR("default-server")))
        vec_push(r->a, &r->proxy->server_lines, e);
    else
        vec_push(r->a, &r->proxy->lines, e);
    if (r->proxy->context != HAPROXY_IN_DEFAULTS)
        return;
    r->proxy->last.a = r->a;
    map_put(&r->proxy->last, name, NULL, NULL)->value = e;
}

static void keep_unread(struct haproxy_reader *r, struct node *n)
{
    node_add(r->block, n);
    if (r->proxy && r->proxy->section == r->block)
        vec_push(r->a, &r->proxy->unread, n);
}

/* A line of the section at hand. */
static void read_keyword(struct haproxy_reader *r, uint32_t seen)
{
    uint32_t first = read_prefix(r, seen);
    struct keyword k = find_keyword(r, first, seen);
    struct str name = first ? haproxy_joined(r, r->words.tokens.p[0].text, k.name) : k.name;
    struct node *e = make_entry(r, k.n, k.called ? joined(r, 0, k.n) : name);
    node_add(r->block, e);
    keep_line(r, e, k.name);
    if (r->words.tokens.p[first].unknown || r->context == 0)
        return;
    if ((r->context & HAPROXY_IN_PROXY) && !r->proxy) {
        haproxy_fault(r, SYNTAX_MISPLACED, e->name_at, "'listen' or 'defaults' expected");
        e->flags |= NODE_FAULTY;
        return;
    }
    if (k.fit == HAPROXY_FIT_UNKNOWN) {
        unknown_keyword(r, e, &k, seen);
        return;
    }
    e->word = k.fit == HAPROXY_FIT_OK ? k.row : 0;
    if (k.fit != HAPROXY_FIT_OK) {
        unfit_keyword(r, e, &k);
        return;
    }
    /* which options of program, fcgi-app and the like may be negated, the table does not say */
    bool in_proxy = (r->context & HAPROXY_IN_PROXY) != 0;
    if (first && in_proxy && str_starts(k.name, STR("option ")) &&
        !(haproxy_words[k.row].flags & HAPROXY_WORD_NEGATABLE)) {
        haproxy_fault(r, SYNTAX_MISPLACED, token_span(r, &r->words.tokens.p[0]),
                      "negation/default is not supported for option '%.*s'", STR_ARG(str_slice(k.name, 7, k.name.n)));
        e->flags |= NODE_FAULTY;
        return;
    }
    bool no_log = first && str_eq(k.name, STR("log"));
    if (!no_log)
        check_keyword(r, e, &k, seen);
    if (k.called || str_eq(haproxy_word_str(haproxy_words[k.row].form), STR("@action")))
        name_action(r, e);
}

static void read_section(struct haproxy_reader *r, uint32_t row, uint32_t seen)
{
    struct str name = r->words.tokens.p[0].text;
    haproxy_end_section(r);
    struct node *e = make_entry(r, 1, name);
    e->flags |= NODE_BLOCK;
    e->word = row;
    node_add(r->root, e);
    r->block = e;
    r->in_section = true;
    r->context = haproxy_context_of(name);
    r->has_global |= r->context == HAPROXY_IN_GLOBAL;
    struct haproxy_args x = {.r = r, .entry = e, .t = r->words.tokens.p, .n = seen, .pos = 1, .kw = name};
    uint32_t before = r->n_faults;
    haproxy_begin_section(&x, r->context);
    if (r->n_faults != before)
        e->flags |= NODE_FAULTY;
}

static void outside_of_sections(struct haproxy_reader *r)
{
    const struct haproxy_token *t = &r->words.tokens.p[0];
    struct node *e = make_entry(r, 1, t->text);
    e->flags |= NODE_FAULTY;
    node_add(r->root, e);
    if (t->unknown || r->fragment)
        return;
    struct finding *f = haproxy_fault(r, SYNTAX_MISPLACED, token_span(r, t), "unknown keyword '%s' out of section",
                                      haproxy_quoted(r, t->text));
    haproxy_suggest(r, f, t->text, HAPROXY_CLASS_SECTION, 0);
}

/* What a template puts in as whole lines: settings of the section, or, not indented, sections of its own. */
static void read_insert(struct haproxy_reader *r, uint32_t seen)
{
    bool indented = r->in_section && r->words.tokens.p[0].off > r->words.off;
    r->has_inserts = r->fragment = true;
    if (!indented)
        r->context = 0;
    if (r->proxy) {
        r->proxy->mode_known = false;
        r->proxy->any_acl = true;
    }
    if (r->in_section)
        read_keyword(r, seen);
    else
        node_add(r->root, make_entry(r, 1, r->words.tokens.p[0].text));
}

static void read_words(struct haproxy_reader *r)
{
    uint32_t seen = words_seen(r), row;
    const struct haproxy_token *t = r->words.tokens.p;
    if (seen == 0)
        return;
    if (t[0].text.n && t[0].text.p[0] == '.' && !t[0].unknown) {
        struct node *e = make_entry(r, 1, t[0].text);
        node_add(r->block, e);
        haproxy_macro(r, e, seen);
        return;
    }
    if (haproxy_is_dropped(r)) {
        struct node *raw = node_new(r->a, NODE_RAW, span_of(r, t[0].off, r->words.end));
        raw->text = str_slice(r->text, t[0].off, r->words.end);
        keep_unread(r, raw);
        return;
    }
    if (r->words.inserted) {
        read_insert(r, seen);
        return;
    }
    if (!t[0].unknown && haproxy_word_pick(t[0].text, HAPROXY_CLASS_SECTION, 0, r->job->target, &row) == HAPROXY_FIT_OK)
        read_section(r, row, seen);
    else if (!r->in_section)
        outside_of_sections(r);
    else
        read_keyword(r, seen);
}

static const char *fault_text(enum haproxy_lex_fault fault)
{
    switch (fault) {
    case HAPROXY_LEX_QUOTE:
        return "unmatched quote";
    case HAPROXY_LEX_BRACE:
        return "unmatched brace in environment variable name";
    case HAPROXY_LEX_VARIABLE:
        return "forbidden first char in environment variable name";
    case HAPROXY_LEX_HEX:
        return "truncated or invalid hexadecimal sequence";
    case HAPROXY_LEX_EXPAND:
        return "truncated or invalid word expansion sequence";
    default:
        return "too many words, the most is 64";
    }
}

static void lexical_fault(struct haproxy_reader *r)
{
    const struct haproxy_line *l = &r->words;
    enum syntax_rule rule = l->fault == HAPROXY_LEX_QUOTE || l->fault == HAPROXY_LEX_BRACE ? SYNTAX_UNTERMINATED
                            : l->fault == HAPROXY_LEX_WORDS                                ? SYNTAX_TOO_LONG
                                                                                           : SYNTAX_UNEXPECTED_TOKEN;
    struct span at = span_of(r, l->fault_off, l->fault_off + l->fault_len);
    if (!l->marked) {
        struct finding *f = diag_syntax(r->sink, rule, at, "%s", fault_text(l->fault));
        f->server_line = r->line;
        r->n_faults++;
    }
    struct node *bad = node_new(r->a, NODE_BAD, span_of(r, l->off, l->end));
    bad->text = str_slice(r->text, l->off, l->end);
    keep_unread(r, bad);
}

static void read_comment(struct haproxy_reader *r)
{
    uint32_t at = r->words.comment;
    if (at >= r->words.end || r->text.p[at] != '#')
        return;
    struct node *c = node_new(r->a, NODE_COMMENT, span_of(r, at, r->words.end));
    c->text = str_slice(r->text, at + 1, r->words.end);
    node_add(r->block, c);
}

/* A line that begins with "[" is a scope: nothing that is judged. */
static bool is_scope(const struct haproxy_reader *r)
{
    return r->words.tokens.n && r->text.p[r->words.tokens.p[0].off] == '[';
}

static void end_of_line(struct haproxy_reader *r)
{
    const struct haproxy_line *l = &r->words;
    if (l->nul < l->next - l->ended) {
        haproxy_fault(r, SYNTAX_UNEXPECTED_TOKEN, span_of(r, l->nul, l->nul + 1), "stray NUL character");
    } else if (!l->ended && l->off < r->text.n && !r->marks.n) {
        struct finding *f = diag_syntax(r->sink, SYNTAX_UNTERMINATED, span_of(r, r->text.n - 1, r->text.n),
                                        "missing LF on last line, file might have been truncated");
        f->server_line = r->line;
        diag_fix(r->sink, f, FIX_SAFE, span_of(r, r->text.n, r->text.n), STR("\n"));
        r->n_faults++;
    }
}

/* HAProxy takes a byte order mark for a part of the first word. Reported once: the text is read as if it were not there. */
static uint32_t skip_mark(struct haproxy_reader *r)
{
    const struct str mark = STR("\xef\xbb\xbf");
    if (!str_starts(r->text, mark))
        return 0;
    struct finding *f = haproxy_fault(r, SYNTAX_UNEXPECTED_TOKEN, span_of(r, 0, mark.n),
                                      "stray byte order mark, part of the first word");
    f->server_line = 1;
    diag_fix(r->sink, f, FIX_SAFE, f->at, (struct str){0});
    return mark.n;
}

/* What `env` of loadline.yaml says holds until the configuration changes variables itself. */
static void forget_environment(struct haproxy_reader *r)
{
    static const char *const changing[] = {"setenv", "unsetenv", "resetenv", NULL};
    if (r->env && r->words.tokens.n && str_is_one_of(r->words.tokens.p[0].text, changing))
        r->env = NULL;
}

/* Of lines that a mark of a template goes over. */
static uint32_t breaks_within(const struct haproxy_reader *r)
{
    uint32_t n = 0;
    for (uint32_t i = r->words.off; r->marks.n && i < r->words.end; i++)
        n += r->text.p[i] == '\n';
    return n;
}

static void read_lines(struct haproxy_reader *r)
{
    for (uint32_t off = skip_mark(r); off < r->text.n && !arena_exhausted(r->a); off = r->words.next) {
        r->line++;
        haproxy_lex_line(r->a, r->text, off, r->env, &r->marks, &r->words);
        forget_environment(r);
        if (!is_scope(r)) {
            if (r->words.fault)
                lexical_fault(r);
            else
                read_words(r);
            read_comment(r);
        }
        if (r->in_section && r->words.tokens.n)
            r->block->at = span_join(r->block->at, span_of(r, off, r->words.end));
        end_of_line(r);
        r->line += breaks_within(r);
    }
}

/* A state that nobody has asked anything yet. */
static void make_fresh(struct haproxy_state *s, struct arena *a)
{
    s->rows = arena_array(a, struct haproxy_row, haproxy_words_n);
    s->sections = s->lines = s->asked[0] = s->asked[1] = (struct map){.a = a};
    for (size_t i = 0; i < sizeof(s->questions) / sizeof(s->questions[0]); i++)
        s->questions[i] = (struct map){.a = a};
    s->used = NULL;
    s->any_vague = false;
    s->last_section = NULL;
    s->last_options = NULL;
}

void haproxy_share(struct kind_job *copy)
{
    struct haproxy_state *s = arena_new(copy->a, struct haproxy_state);
    *s = *(const struct haproxy_state *)copy->state;
    make_fresh(s, copy->a);
    copy->state = s;
}

/* What the engine and rules ask for afterwards. */
static struct haproxy_state *keep(struct haproxy_reader *r)
{
    struct haproxy_state *s = arena_new(r->a, struct haproxy_state);
    *s = (struct haproxy_state){.proxies = {r->proxies.p, r->proxies.n, r->proxies.n},
                                .cuts = {r->cuts.p, r->cuts.n, r->cuts.n},
                                .ended = {r->ended.p, r->ended.n, r->ended.n},
                                .bare = {r->bare.p, r->bare.n, r->bare.n},
                                .has_inserts = r->has_inserts};
    s->by_section.a = r->a;
    make_fresh(s, r->a);
    for (uint32_t i = 0; i < r->proxies.n; i++) {
        struct str key = {(const char *)&r->proxies.p[i]->section, sizeof r->proxies.p[i]->section};
        map_put(&s->by_section, key, r->proxies.p[i], NULL);
    }
    return s;
}

/* One of the files; own is the document's source. What the one before defined goes on to hold, its last section does not. */
static void read_part(struct haproxy_reader *r, struct file *file, const struct source *own)
{
    bool is_own = str_eq(file->real, own->file->real);
    r->src = is_own ? r->job->source : source_add(r->job->sources, file, SPAN_NONE);
    r->text = is_own ? own->text : file->bytes;
    if (!is_own) {
        struct included_file part = {file, SPAN_NONE};
        vec_push(r->a, &r->job->included, part);
    }
    r->marks = kind_marks(r->job, r->src);
    r->may_be_more |= r->marks.n_conditional > 0;
    r->line = r->context = r->n_branches = 0;
    r->in_section = false;
    r->block = r->root;
    r->proxy = NULL;
    read_lines(r);
    haproxy_end_section(r);
    haproxy_end_macros(r);
}

struct node *haproxy_read(struct kind_job *job)
{
    const struct source *s = source_get(job->sources, job->source);
    struct haproxy_reader *r = arena_new(job->a, struct haproxy_reader);
    haproxy_files files = {0};
    *r = (struct haproxy_reader){.job = job, .a = job->a, .sink = job->sink, .env = job->env};
    r->root = node_new(job->a, NODE_ROOT, (struct span){job->source, 0, s->text.n});
    r->n_searches = MAX_SEARCHES;
    r->fragment = job->role == DOCUMENT_FRAGMENT;
    haproxy_parts(job, &files);
    for (uint32_t i = 0; i < files.n && !arena_exhausted(r->a); i++)
        read_part(r, files.p[i], s);
    haproxy_check_uses(r);
    job->state = keep(r);
    return r->root;
}

const struct haproxy_proxy *haproxy_proxy_of(const struct kind_job *job, const struct node *section)
{
    const struct haproxy_state *s = job->state;
    struct str key = {(const char *)&section, sizeof section};
    return map_get(&s->by_section, key);
}
