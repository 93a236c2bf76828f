/* Keywords of proxies with a grammar of their own: mode, balance, cookie, stick tables, logs, errors. */
#include "kinds/haproxy/form.h"

#include "base/buf.h"
#include "kinds/haproxy/units.h"

/* The item of a list that the word at x->pos + i is, or -1. */
static int find_word(const struct haproxy_args *x, uint32_t i, const struct str *words, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (haproxy_has(x, i) && str_eq(haproxy_arg(x, i), words[k]))
            return (int)k;
    return -1;
}
#define FIND(x, i, words) find_word((x), (i), (words), sizeof(words) / sizeof *(words))

static const char *shown(struct haproxy_args *x, uint32_t i)
{
    return haproxy_quoted(x->r, haproxy_arg(x, i));
}

/* Items of the words table's forms one after the other, for options within a line. */
static bool needs(struct haproxy_args *x, const char *form)
{
    x->kw = haproxy_arg(x, 0);
    x->pos++;
    return haproxy_form(x, str_from(form)) == HAPROXY_FORM_DONE;
}

bool haproxy_read_mode(struct haproxy_args *x, struct str rest)
{
    struct haproxy_proxy *p = x->r->proxy;
    (void)rest;
    if (haproxy_is(x, 0, "health"))
        return haproxy_bad(x, SYNTAX_VALUE, 0,
                           "'mode health' doesn't exist anymore. Please use 'http-request return status 200' instead");
    bool newer = haproxy_is(x, 0, "log") || haproxy_is(x, 0, "haterm") || haproxy_is(x, 0, "spop");
    bool later = newer && (x->r->job->target == 0 || x->r->job->target >= VERSION(2, 9, 0));
    if (!haproxy_is(x, 0, "http") && !haproxy_is(x, 0, "tcp") && !later)
        return haproxy_bad(x, SYNTAX_VALUE, 0, "unknown proxy mode '%s'", shown(x, 0));
    if (p) {
        p->mode = haproxy_is(x, 0, "http")  ? HAPROXY_MODE_HTTP
                  : haproxy_is(x, 0, "tcp") ? HAPROXY_MODE_TCP
                                            : HAPROXY_MODE_LOG;
        p->mode_known = !(x->entry->flags & NODE_CONDITIONAL);
    }
    x->pos++;
    return true;
}

static bool balance_uri(struct haproxy_args *x)
{
    for (; haproxy_has(x, 0); x->pos++) {
        bool number = haproxy_is(x, 0, "len") || haproxy_is(x, 0, "depth");
        if (!number && !haproxy_is(x, 0, "whole") && !haproxy_is(x, 0, "path-only"))
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "balance uri only accepts parameters 'len', 'depth', 'path-only', and 'whole' (got '%s')", shown(x, 0));
        if (number && haproxy_atoi(haproxy_arg(x, 1)) <= 0)
            return haproxy_bad(x, SYNTAX_VALUE, 1, "balance uri : '%s' expects a positive integer (got '%s')",
                               shown(x, 0), shown(x, 1));
        x->pos += number;
    }
    return true;
}

/* random(N) */
static bool balance_random(struct haproxy_args *x, struct str word)
{
    uint32_t end;
    if (word.n <= 6 || word.p[6] != '(' || (word.n > 7 && word.p[7] == ')'))
        return true;
    struct str inner = str_slice(word, 7, word.n);
    int64_t draws = haproxy_atol(inner, &end);
    if (end == inner.n)
        return haproxy_bad(x, SYNTAX_UNTERMINATED, 0, "balance random : missing closing parenthesis");
    if (inner.p[end] != ')')
        return haproxy_bad(x, SYNTAX_VALUE, 0, "balance random : unexpected character '%s' after argument",
                           haproxy_quoted(x->r, str_slice(inner, end, end + 1)));
    return draws >= 1 || haproxy_bad(x, SYNTAX_VALUE, 0, "balance random : number of draws must be at least 1");
}

/* What stands in brackets behind hdr and rdp-cookie. */
static bool has_name(struct str word, uint32_t open)
{
    uint32_t close = str_find_byte(word, ')');
    return close < word.n && close > open + 1;
}

static bool balance_named(struct haproxy_args *x, struct str word)
{
    if (str_starts(word, STR("random")))
        return balance_random(x, word);
    if (str_starts(word, STR("hdr("))) {
        if (!has_name(word, 3))
            return haproxy_bad(x, SYNTAX_VALUE, 0, "balance hdr requires an http header field name");
        return !haproxy_has(x, 1) || haproxy_is(x, 1, "use_domain_only") ||
               haproxy_bad(x, SYNTAX_VALUE, 1, "balance hdr only accepts 'use_domain_only' modifier (got '%s')",
                           shown(x, 1));
    }
    if (str_starts(word, STR("rdp-cookie")))
        return word.n == 10 || (word.p[10] == '(' && has_name(word, 10)) ||
               haproxy_bad(x, SYNTAX_VALUE, 0, "balance rdp-cookie : missing cookie name");
    return haproxy_bad(
        x, SYNTAX_VALUE, 0,
        "balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hash', 'hdr(name)', "
        "'rdp-cookie(name)', 'first' and 'random', got '%s'",
        haproxy_quoted(x->r, word));
}

bool haproxy_read_balance(struct haproxy_args *x, struct str rest)
{
    static const struct str plain[] = {STR_INIT("roundrobin"), STR_INIT("static-rr"), STR_INIT("first"),
                                       STR_INIT("leastconn"),  STR_INIT("source"),    STR_INIT("log-hash"),
                                       STR_INIT("sticky")};
    struct str word = haproxy_arg(x, 0);
    bool ok = true;
    uint32_t end;
    (void)rest;
    if (haproxy_is(x, 0, "uri")) {
        x->pos++;
        ok = balance_uri(x);
    } else if (haproxy_is(x, 0, "url_param")) {
        if (!haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "balance url_param requires an URL parameter name");
        ok = !haproxy_has(x, 2) || haproxy_is(x, 2, "check_post") ||
             haproxy_bad(x, SYNTAX_VALUE, 2, "balance url_param only accepts 'check_post' modifier (got '%s')",
                         shown(x, 2));
    } else if (haproxy_is(x, 0, "hash")) {
        if (!haproxy_has(x, 1))
            return haproxy_bad(x, SYNTAX_COUNT, 0, "balance hash requires a sample expression");
        if (haproxy_has(x, 2))
            return haproxy_bad(x, SYNTAX_COUNT, 2, "balance hash takes no other argument (got '%s')", shown(x, 2));
        x->pos++;
        ok = haproxy_read_expression_in(x, haproxy_arg(x, 0), 0, &end, NULL, NULL);
    } else if (haproxy_has(x, 0) && FIND(x, 0, plain) < 0) {
        ok = balance_named(x, word);
    }
    x->pos = x->n;
    return ok;
}

bool haproxy_read_cookie(struct haproxy_args *x, struct str rest)
{
    static const struct str flags[] = {
        STR_INIT("rewrite"), STR_INIT("insert"),   STR_INIT("prefix"),   STR_INIT("indirect"), STR_INIT("preserve"),
        STR_INIT("nocache"), STR_INIT("postonly"), STR_INIT("httponly"), STR_INIT("secure"),   STR_INIT("dynamic")};
    unsigned seen = 0;
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'cookie' expects <cookie_name> as argument");
    struct span at = haproxy_arg_at(x, 0);
    for (x->pos++; haproxy_has(x, 0);) {
        int i = FIND(x, 0, flags);
        if (i >= 0) {
            seen |= 1u << i;
            x->pos++;
        } else if (haproxy_is(x, 0, "maxidle") || haproxy_is(x, 0, "maxlife")) {
            if (!needs(x, "time_s"))
                return false;
        } else if (haproxy_is(x, 0, "domain") || haproxy_is(x, 0, "attr")) {
            if (!needs(x, "word"))
                return false;
        } else {
            return haproxy_bad(
                x, SYNTAX_VALUE, 0,
                "'cookie' supports 'rewrite', 'insert', 'prefix', 'indirect', 'nocache', 'postonly', 'domain', 'maxidle', "
                "'dynamic', 'maxlife' and 'attr' options, got '%s'",
                shown(x, 0));
        }
    }
    bool two = __builtin_popcount(seen & 7) > 1, mixed = (seen & 9) == 9, lone = (seen & 16) && !(seen & 10);
    if (two || mixed || lone)
        haproxy_fault(x->r, SYNTAX_CONFLICT, at, "%s",
                      mixed ? "cookie 'rewrite' and 'indirect' modes are incompatible"
                      : two ? "cookie 'rewrite', 'insert' and 'prefix' modes are incompatible"
                            : "cookie 'preserve' requires at least 'insert' or 'indirect'");
    return !two && !mixed && !lone;
}

bool haproxy_read_persist(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    x->pos = x->n;
    return true;
}

/* The type of a stick table, and "len" behind it. */
static bool table_type(struct haproxy_args *x)
{
    static const struct str types[] = {STR_INIT("ip"),     STR_INIT("ipv6"),   STR_INIT("integer"),
                                       STR_INIT("string"), STR_INIT("binary"), STR_INIT("ipv4"),
                                       STR_INIT("int"),    STR_INIT("str"),    STR_INIT("bin")};
    int type = FIND(x, 0, types);
    if (type < 0)
        return haproxy_bad(x, SYNTAX_VALUE, 0, "stick-table: unknown type '%s'", shown(x, 0));
    bool sized = type == 3 || type == 4 || type > 6;
    x->pos++;
    if (sized && haproxy_is(x, 0, "len")) {
        if (haproxy_atoi(haproxy_arg(x, 1)) <= 0)
            return haproxy_bad(x, SYNTAX_VALUE, 1, "stick-table: wrong length '%s'", shown(x, 1));
        x->pos += 2;
    }
    return true;
}

/* What may stand in brackets behind the name of stored data: nothing, a time, a number of elements, or both. */
static bool store_argument(struct haproxy_args *x, struct str name, bool given, struct str argument)
{
    bool array = str_eq(name, STR("gpc")) || str_eq(name, STR("gpt")) || str_eq(name, STR("gpc_rate")),
         rate = str_ends(name, STR("_rate"));
    struct str rest = argument, number = array ? str_cut(&rest, ',') : (struct str){0};
    uint32_t off;
    int64_t ns;
    if (!array && !rate)
        return !given || haproxy_bad(x, SYNTAX_COUNT, 0, "stick-table: unexpected argument to store option '%s'",
                                     haproxy_quoted(x->r, name));
    if (!given || (array && rate && str_find_byte(argument, ',') == argument.n))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "stick-table: missing argument to store option '%s'",
                           haproxy_quoted(x->r, name));
    int64_t n = array ? haproxy_atol(number, &off) : 1;
    if (n < 1 || n > 100)
        return haproxy_bad(x, SYNTAX_VALUE, 0,
                           "stick-table: array size is out of allowed range (1-100) for store option '%s'",
                           haproxy_quoted(x->r, name));
    bool no_time =
        rate && (rest.n == 0 || !ch_is_digit(rest.p[0]) || haproxy_parse_time(rest, 1, &ns, &off) != HAPROXY_UNIT_OK);
    return !no_time || haproxy_bad(x, SYNTAX_VALUE, 0, "stick-table: error when processing store option '%s'",
                                   haproxy_quoted(x->r, name));
}

static bool table_store(struct haproxy_args *x)
{
    static const struct str data[] = {
        STR_INIT("server_id"),      STR_INIT("gpc0"),           STR_INIT("gpc0_rate"),    STR_INIT("gpc1"),
        STR_INIT("gpc1_rate"),      STR_INIT("gpt0"),           STR_INIT("gpt"),          STR_INIT("gpc"),
        STR_INIT("gpc_rate"),       STR_INIT("conn_cnt"),       STR_INIT("conn_rate"),    STR_INIT("conn_cur"),
        STR_INIT("sess_cnt"),       STR_INIT("sess_rate"),      STR_INIT("http_req_cnt"), STR_INIT("http_req_rate"),
        STR_INIT("http_err_cnt"),   STR_INIT("http_err_rate"),  STR_INIT("bytes_in_cnt"), STR_INIT("bytes_in_rate"),
        STR_INIT("bytes_out_cnt"),  STR_INIT("bytes_out_rate"), STR_INIT("server_key"),   STR_INIT("http_fail_cnt"),
        STR_INIT("http_fail_rate"), STR_INIT("glitch_cnt"),     STR_INIT("glitch_rate"),  STR_INIT("server_name")};
    struct str list = haproxy_arg(x, 0);
    while (list.n) {
        uint32_t end = 0;
        while (end < list.n && list.p[end] != ',' && list.p[end] != '(')
            end++;
        struct str name = str_slice(list, 0, end);
        bool found = false, given = end < list.n && list.p[end] == '(';
        struct str inner = str_slice(list, end, list.n);
        for (size_t i = 0; i < sizeof data / sizeof *data; i++)
            found |= str_eq(name, data[i]);
        if (given) {
            uint32_t close = str_find_byte(inner, ')');
            if (close == inner.n)
                return haproxy_bad(x, SYNTAX_UNTERMINATED, 0,
                                   "stick-table: missing closing parenthesis after store option '%s'",
                                   haproxy_quoted(x->r, name));
            inner = str_slice(inner, 1, close);
            end += close + 1;
        }
        if (!found && name.n)
            return haproxy_bad(x, SYNTAX_UNKNOWN, 0, "stick-table: unknown store option '%s'",
                               haproxy_quoted(x->r, name));
        if (name.n && !store_argument(x, name, given, inner))
            return false;
        while (end < list.n && list.p[end] == ',')
            end++;
        if (end == 0)
            break;
        list = str_slice(list, end, list.n);
    }
    x->pos++;
    return true;
}

static bool table_option(struct haproxy_args *x, bool *size, bool *type)
{
    if (haproxy_is(x, 0, "size")) {
        *size = true;
        return needs(x, "size");
    }
    if (haproxy_is(x, 0, "expire"))
        return needs(x, "time");
    if (haproxy_is(x, 0, "nopurge") || haproxy_is(x, 0, "recv-only")) {
        x->pos++;
        return true;
    }
    if (haproxy_is(x, 0, "srvkey"))
        return needs(x, "{name|addr}");
    if (haproxy_is(x, 0, "brates-factor") || haproxy_is(x, 0, "write-to"))
        return needs(x, "word");
    if (haproxy_is(x, 0, "peers")) {
        haproxy_use_name(x, HAPROXY_USE_PEERS, haproxy_arg(x, 1), haproxy_arg_at(x, 1), STR("peers"));
        return needs(x, "word");
    }
    if (haproxy_is(x, 0, "type") || haproxy_is(x, 0, "store")) {
        bool is_type = haproxy_is(x, 0, "type");
        *type |= is_type;
        x->pos++;
        return is_type ? table_type(x) : table_store(x);
    }
    return haproxy_bad(x, SYNTAX_UNKNOWN, 0, "stick-table: unknown argument '%s'", shown(x, 0));
}

/* "table NAME ..." of a peers section; x is behind the name. */
static void define_table(struct haproxy_args *x)
{
    struct map *tables = &x->r->names[HAPROXY_NAME_TABLE];
    const struct node *peers = node_word(x->r->block, 0);
    if (!peers || x->pos < 2)
        return;
    tables->a = x->r->a;
    map_put(tables, str_printf(x->r->a, "%.*s/%.*s", STR_ARG(peers->text), STR_ARG(x->t[x->pos - 1].text)), x->entry,
            NULL);
}

bool haproxy_read_stick_table(struct haproxy_args *x, struct str rest)
{
    struct haproxy_proxy *p = x->r->proxy;
    bool size = false, type = false;
    (void)rest;
    if (p && p->context == HAPROXY_IN_DEFAULTS)
        return haproxy_bad(x, SYNTAX_MISPLACED, 0, "'stick-table' is not supported in 'defaults' section");
    struct span at = x->entry->name_at;
    bool sure = p && !p->conditional && !(x->entry->flags & NODE_CONDITIONAL);
    if (sure && p->table) {
        struct finding *f = haproxy_fault(
            x->r, SYNTAX_DUPLICATE, at, "stick-table name '%s' conflicts with table declared in %s '%s'",
            haproxy_quoted(x->r, p->name), haproxy_context_name(p->context), haproxy_quoted(x->r, p->name));
        diag_related(x->r->sink, f, p->table->name_at, "the first one");
        return false;
    }
    if (sure)
        p->table = x->entry;
    if (p)
        p->has_table = true;
    if (!p && x->r->context == HAPROXY_IN_PEERS)
        define_table(x);
    while (haproxy_has(x, 0))
        if (!table_option(x, &size, &type))
            return false;
    if (!size || !type)
        haproxy_fault(x->r, SYNTAX_MISSING, at, size ? "stick-table: missing type" : "stick-table: missing size");
    return size && type;
}

bool haproxy_read_stick(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'stick' expects a fetch method");
    if (!haproxy_read_expression(x, NULL))
        return false;
    if (haproxy_is(x, 0, "table")) {
        haproxy_use_name(x, HAPROXY_USE_TABLE, haproxy_arg(x, 1), haproxy_arg_at(x, 1), x->kw);
        x->pos += haproxy_has(x, 1) ? 2 : 1;
    } else if (x->r->proxy) {
        haproxy_use_name(x, HAPROXY_USE_OWN_TABLE, x->r->proxy->name, x->entry->name_at, x->kw);
    }
    if (haproxy_has(x, 0) && !haproxy_is(x, 0, "if") && !haproxy_is(x, 0, "unless"))
        return haproxy_bad(x, SYNTAX_UNEXPECTED_TOKEN, 0, "'stick': unknown keyword '%s'", shown(x, 0));
    return haproxy_read_condition(x, false);
}

static bool log_options(struct haproxy_args *x)
{
    if (haproxy_is(x, 0, "len")) {
        int32_t len = haproxy_atoi(haproxy_arg(x, 1));
        if (len < 80 || len > 65535)
            return haproxy_bad(x, SYNTAX_VALUE, 1, "invalid log length '%s', must be between 80 and 65535",
                               shown(x, 1));
        x->pos += 2;
    }
    if (haproxy_is(x, 0, "format") && !needs(x, "{local|rfc3164|rfc5424|priority|short|timed|iso|raw}"))
        return false;
    if (haproxy_is(x, 0, "sample") && !needs(x, "word"))
        return false;
    return !haproxy_is(x, 0, "profile") || needs(x, "word");
}

bool haproxy_read_log(struct haproxy_args *x, struct str rest)
{
    static const struct str facilities[] = {
        STR_INIT("kern"),   STR_INIT("user"),   STR_INIT("mail"),   STR_INIT("daemon"), STR_INIT("auth"),
        STR_INIT("syslog"), STR_INIT("lpr"),    STR_INIT("news"),   STR_INIT("uucp"),   STR_INIT("cron"),
        STR_INIT("auth2"),  STR_INIT("ftp"),    STR_INIT("ntp"),    STR_INIT("audit"),  STR_INIT("alert"),
        STR_INIT("cron2"),  STR_INIT("local0"), STR_INIT("local1"), STR_INIT("local2"), STR_INIT("local3"),
        STR_INIT("local4"), STR_INIT("local5"), STR_INIT("local6"), STR_INIT("local7")};
    static const struct str levels[] = {STR_INIT("emerg"),   STR_INIT("alert"),  STR_INIT("crit"), STR_INIT("err"),
                                        STR_INIT("warning"), STR_INIT("notice"), STR_INIT("info"), STR_INIT("debug")};
    (void)rest;
    if (haproxy_is(x, 0, "global") && !haproxy_has(x, 1)) {
        x->pos++;
        return x->r->context != HAPROXY_IN_GLOBAL ||
               haproxy_bad(x, SYNTAX_VALUE, 0, "log : 'global' is not supported for a global syslog server");
    }
    if (!haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "log : expects <address> and <facility> as arguments");
    struct str address = haproxy_arg(x, 0);
    struct haproxy_args start = *x;
    x->pos++;
    if (!log_options(x))
        return false;
    if (FIND(x, 0, facilities) < 0)
        return haproxy_bad(x, SYNTAX_VALUE, 0, "log : unknown log facility '%s'", shown(x, 0));
    x->pos++;
    for (int i = 0; i < 2 && haproxy_has(x, 0); i++, x->pos++)
        if (FIND(x, 0, levels) < 0)
            return haproxy_bad(x, SYNTAX_VALUE, 0, "log : unknown optional %slog level '%s'", i ? "minimum " : "",
                               shown(x, 0));
    if (haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "log : cannot handle unexpected argument '%s'", shown(x, 0));
    bool named = str_eq(address, STR("stdout")) || str_eq(address, STR("stderr")) || str_eq(address, STR("global")) ||
                 str_starts(address, STR("ring@")) || str_starts(address, STR("backend@"));
    if (str_starts(address, STR("ring@")))
        haproxy_use_name(&start, HAPROXY_USE_RING, str_slice(address, 5, address.n), haproxy_arg_at(&start, 0),
                         STR("log"));
    return named || haproxy_read_address(&start, 0, address, HAPROXY_PORT_OK | HAPROXY_ADDR_RESOLVED);
}

bool haproxy_read_retry_on(struct haproxy_args *x, struct str rest)
{
    static const struct str words[] = {STR_INIT("none"),
                                       STR_INIT("conn-failure"),
                                       STR_INIT("empty-response"),
                                       STR_INIT("junk-response"),
                                       STR_INIT("response-timeout"),
                                       STR_INIT("0rtt-rejected"),
                                       STR_INIT("all-retryable-errors"),
                                       STR_INIT("401"),
                                       STR_INIT("403"),
                                       STR_INIT("404"),
                                       STR_INIT("408"),
                                       STR_INIT("421"),
                                       STR_INIT("425"),
                                       STR_INIT("429"),
                                       STR_INIT("500"),
                                       STR_INIT("501"),
                                       STR_INIT("502"),
                                       STR_INIT("503"),
                                       STR_INIT("504"),
                                       STR_INIT("receiver-timeout")};
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'retry-on' needs at least one keyword to specify when to retry");
    if (haproxy_is(x, 0, "none") && haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_CONFLICT, 1, "'retry-on' 'none' keyword only usable alone");
    for (; haproxy_has(x, 0); x->pos++)
        if (FIND(x, 0, words) < 0)
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'retry-on': unknown keyword '%s'", shown(x, 0));
    return true;
}

bool haproxy_read_filter(struct haproxy_args *x, struct str rest)
{
    uint32_t row;
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'filter' : missing filter name");
    if (!str_starts(haproxy_arg(x, 0), STR("lua.")) &&
        haproxy_word_pick(haproxy_arg(x, 0), HAPROXY_CLASS_FILTER, 0, 0, &row) != HAPROXY_FIT_OK) {
        struct finding *f =
            haproxy_fault(x->r, SYNTAX_UNKNOWN, haproxy_arg_at(x, 0), "'filter' : unknown filter '%s'", shown(x, 0));
        haproxy_suggest(x->r, f, haproxy_arg(x, 0), HAPROXY_CLASS_FILTER, 0);
        return false;
    }
    if (haproxy_is(x, 0, "cache"))
        haproxy_use_name(x, HAPROXY_USE_CACHE, haproxy_arg(x, 1), haproxy_arg_at(x, 1), STR("filter cache"));
    x->pos = x->n;
    return true;
}

bool haproxy_read_compression_algo(struct haproxy_args *x, struct str rest)
{
    static const struct str words[] = {STR_INIT("identity"), STR_INIT("gzip"), STR_INIT("deflate"),
                                       STR_INIT("raw-deflate")};
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'compression algo' expects <algorithm>");
    for (; haproxy_has(x, 0); x->pos++)
        if (FIND(x, 0, words) < 0)
            return haproxy_bad(x, SYNTAX_VALUE, 0, "'compression' : '%s' is not a supported algorithm", shown(x, 0));
    return true;
}

bool haproxy_read_errorfile(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 1))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'%.*s' expects <status_code> and <file> as arguments", STR_ARG(x->kw));
    x->pos = x->n;
    return true;
}

bool haproxy_read_errorfiles(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    if (!haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0,
                           "'errorfiles' : expects http-errors section name and optional status codes as arguments");
    haproxy_use_name(x, HAPROXY_USE_HTTP_ERRORS, haproxy_arg(x, 0), haproxy_arg_at(x, 0), STR("errorfiles"));
    x->pos = x->n;
    return true;
}

bool haproxy_read_http_error(struct haproxy_args *x, struct str rest)
{
    bool status = false;
    uint32_t from = x->pos;
    for (uint32_t i = 0; haproxy_has(x, i); i++)
        status |= haproxy_is(x, i, "status");
    if (!haproxy_read_http_reply(x, rest))
        return false;
    if (haproxy_has(x, 0))
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'http-error' : unknown argument '%s'", shown(x, 0));
    x->pos = status ? x->pos : from;
    return status || haproxy_bad(x, SYNTAX_COUNT, 0, "'http-error' : expects at least a <status> as arguments");
}

bool haproxy_read_declare_capture(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    bool ok =
        (haproxy_is(x, 0, "request") || haproxy_is(x, 0, "response")) && haproxy_is(x, 1, "len") && haproxy_has(x, 2);
    if (!ok)
        return haproxy_bad(x, SYNTAX_COUNT, 0, "'declare capture' expects 'request' or 'response', 'len' and a length");
    x->pos += 3;
    return true;
}

bool haproxy_read_user(struct haproxy_args *x, struct str rest)
{
    (void)rest;
    for (; haproxy_has(x, 0); x->pos++) {
        bool value =
            haproxy_is(x, 0, "password") || haproxy_is(x, 0, "insecure-password") || haproxy_is(x, 0, "groups");
        if (!value)
            return haproxy_bad(x, SYNTAX_VALUE, 0,
                               "'user' only supports 'password', 'insecure-password' and 'groups' options, got '%s'",
                               shown(x, 0));
        x->pos++;
    }
    return true;
}
