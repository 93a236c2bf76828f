/* Telling nginx configurations from all the other files called *.conf. */
#include "kinds/nginx/nginx.h"

#include "base/path.h"
#include "kinds/nginx/lua.h"
#include "text/marks.h"

enum {
    SURE = 100,
    LIKELY = 90,
    POSSIBLE = 70,
    BY_PLACE = 50,       /* nothing in it speaks against what its path says */
    MAX_STATEMENTS = 200 /* looked at */
};

/* What the statements of a text look like. */
struct look {
    uint32_t telling; /* names that hardly any other format has, with the words and the ending that nginx wants */
    uint32_t known;   /* other names of nginx, likewise */
    uint32_t other;   /* neither, or not nginx's grammar */
};

static bool has_part(struct str path, struct str part)
{
    while (path.n)
        if (str_eq(str_cut(&path, '/'), part))
            return true;
    return false;
}

static bool has_any_part(struct str path, const struct str *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (has_part(path, parts[i]))
            return true;
    return false;
}

/* A directory above the file, or its name, says nginx. */
static bool path_says_nginx(struct str path)
{
    return str_find(path, STR("nginx")) < path.n;
}

/* Directories in which nginx's files stand beside those of others. */
static bool path_is_shared(struct str path)
{
    static const struct str parts[] = {
        STR_INIT("sites-available"), STR_INIT("sites-enabled"),    STR_INIT("conf.d"), STR_INIT("vhosts"),
        STR_INIT("vhosts.d"),        STR_INIT("snippets"),         STR_INIT("http.d"), STR_INIT("stream.d"),
        STR_INIT("streams-enabled"), STR_INIT("streams-available")};
    return has_any_part(path, parts, sizeof parts / sizeof *parts);
}

/* Names that can be nobody else's. */
static int claim_by_name(struct str base)
{
    if (str_eq(base, STR("nginx.conf")))
        return SURE;
    if (str_ends(base, STR(".nginx")) || str_ends(base, STR(".nginx.conf")))
        return LIKELY;
    bool conf = str_ends(base, STR(".conf"));
    return conf && (str_starts(base, STR("nginx.")) || str_starts(base, STR("nginx-")) ||
                    str_starts(base, STR("nginx_")))
               ? LIKELY
               : 0;
}

/* Files without an ending that other tools look for by their names. */
static bool is_of_another_tool(struct str base)
{
    static const char *const names[] = {
        "Makefile",  "GNUmakefile", "Dockerfile", "Containerfile", "Jenkinsfile", "Vagrantfile", "Rakefile", "Gemfile",
        "Procfile",  "Justfile",    "Earthfile",  "Tiltfile",      "BUILD",       "WORKSPACE",   "LICENSE",  "README",
        "CHANGELOG", "OWNERS",      "CODEOWNERS", "Kconfig",       "makefile",    "justfile",    NULL};
    return str_is_one_of(base, names);
}

/* Endings of files that are looked into, wherever they stand; below nginx's directories all are but those of other languages. */
static bool may_be_looked_into(struct str path, struct str base)
{
    static const struct str never[] = {
        STR_INIT(".md"),   STR_INIT(".txt"),  STR_INIT(".html"), STR_INIT(".js"),  STR_INIT(".css"), STR_INIT(".lua"),
        STR_INIT(".sh"),   STR_INIT(".py"),   STR_INIT(".yml"),  STR_INIT(".pem"), STR_INIT(".crt"), STR_INIT(".key"),
        STR_INIT(".yaml"), STR_INIT(".json"), STR_INIT(".php"),  STR_INIT(".c"),   STR_INIT(".h"),   STR_INIT(".go"),
        STR_INIT(".rb"),   STR_INIT(".pl"),   STR_INIT(".t"),    STR_INIT(".log"), STR_INIT(".xml"), STR_INIT(".toml"),
    };
    struct str ext = path_ext(base);
    if (is_of_another_tool(base))
        return false;
    if (ext.n == 0 || str_eq(ext, STR(".conf")) || str_eq(ext, STR(".vhost")) || str_eq(ext, STR(".inc")))
        return true;
    for (uint32_t i = 0; i < sizeof never / sizeof *never; i++)
        if (str_eq(ext, never[i]))
            return false;
    return path_says_nginx(path) || path_is_shared(path);
}

/* Words that other formats with ";" and "{" have as well: alone they prove nothing. */
static bool is_common_word(struct str name, bool block)
{
    static const struct str blocks[] = {STR_INIT("server"),   STR_INIT("http"),   STR_INIT("events"),
                                        STR_INIT("upstream"), STR_INIT("stream"), STR_INIT("location"),
                                        STR_INIT("map")};
    static const struct str lines[] = {STR_INIT("listen"), STR_INIT("rewrite"), STR_INIT("expires"), STR_INIT("gzip")};
    if (str_find_byte(name, '_') < name.n)
        return false;
    const struct str *words = block ? blocks : lines;
    uint32_t n = block ? sizeof blocks / sizeof *blocks : sizeof lines / sizeof *lines;
    for (uint32_t i = 0; i < n; i++)
        if (str_eq(name, words[i]))
            return false;
    return true;
}

/* The row that a statement fits by name, ending and number of words; 0 for none. */
static uint32_t row_of(struct str name, uint32_t args, bool block)
{
    uint32_t n, first = nginx_word_find(name, &n);
    for (uint32_t i = first; i < first + n; i++)
        if ((nginx_words[i].block != NGINX_BLOCK_NONE) == block && (nginx_words[i].args >> (args < 15 ? args : 15) & 1))
            return i;
    return 0;
}

static void pass_free_form(struct nginx_lex *l, const struct nginx_word *w)
{
    uint32_t end;
    if (w->block == NGINX_BLOCK_LUA) {
        nginx_lua_end(l->text, l->pos, &end);
        nginx_lex_seek(l, end < l->text.n ? end + 1 : end);
    } else if (w->block == NGINX_BLOCK_FREE) {
        enum nginx_end e;
        do
            e = nginx_lex_statement(l);
        while (e == NGINX_END_SEMICOLON);
    }
}

static void look_at_statement(struct nginx_lex *l, enum nginx_end end, struct look *look)
{
    bool block = end == NGINX_END_OPEN;
    struct str name = nginx_lex_text(l->a, l->text, &l->tokens.p[0]);
    uint32_t row = row_of(name, l->tokens.n - 1, block);
    if (row && !is_common_word(name, block))
        look->telling++;
    else if (row)
        look->known++;
    else
        look->other++;
    if (row)
        pass_free_form(l, &nginx_words[row]);
}

/* The last statement, cut off by the end of the head or never ended: its name alone can tell. */
static void look_at_rest(struct nginx_lex *l, struct look *look)
{
    uint32_t n;
    if (l->tokens.n == 0)
        return;
    if (nginx_word_find(nginx_lex_text(l->a, l->text, &l->tokens.p[0]), &n))
        look->known++;
    else
        look->other++;
}

static struct look look_at(struct arena *a, struct str head)
{
    struct nginx_lex l = {.a = a, .text = head, .line = 1};
    struct look look = {0};
    while (look.telling + look.known + look.other < MAX_STATEMENTS) {
        enum nginx_end end = nginx_lex_statement(&l);
        bool cut_off = end == NGINX_END_FAULT && l.pos == head.n;
        if (cut_off)
            look_at_rest(&l, &look);
        if (cut_off || end == NGINX_END_FILE)
            break;
        if (end == NGINX_END_FAULT)
            look.other++;
        else if (l.tokens.n)
            look_at_statement(&l, end, &look);
    }
    return look;
}

/* Without the blank and comment lines at its start; a first line "#!" stays. */
static struct str skip_comments(struct str head)
{
    struct str text = str_trim(head);
    while (text.n && text.p[0] == '#' && !str_starts(text, STR("#!"))) {
        str_cut(&text, '\n');
        text = str_trim(text);
    }
    return text;
}

/* Begins as files of other languages do: XML and Apache, INI, scripts, JSON. */
static bool starts_like_others(struct str head)
{
    struct str line = skip_comments(head);
    if (str_starts(line, STR("#!")) || str_starts(line, STR("{%")) || str_starts(line, STR("{{")))
        return str_starts(line, STR("#!"));
    return line.n && (line.p[0] == '<' || line.p[0] == '[' || line.p[0] == '{');
}

static int claim_by_content(struct str path, struct str head)
{
    if (starts_like_others(head) || str_find_byte(head, '\0') < head.n)
        return 0;
    struct arena a;
    arena_init(&a, NULL);
    struct look look = look_at(&a, head);
    arena_free(&a);
    bool ours = path_says_nginx(path);
    if (look.telling + look.known + look.other == 0)
        return ours && str_eq(path_ext(path), STR(".conf")) ? BY_PLACE : 0;
    if ((look.telling + look.known) * 10 < look.other * 15)
        return 0;
    if (look.telling)
        return ours || path_is_shared(path) ? LIKELY : POSSIBLE;
    return ours ? BY_PLACE : 0;
}

int nginx_claims(struct str path, struct str head)
{
    struct str plain = marks_plain_name(path), base = path_base(plain);
    int by_name = claim_by_name(base);
    if (by_name || head.n == 0 || !may_be_looked_into(plain, base))
        return by_name;
    return claim_by_content(plain, head);
}

/* The word before the "{" is events or http: the name, or, where the line before lost its ";", its last word. */
static bool opens_whole(struct nginx_lex *l)
{
    struct str word = nginx_lex_text(l->a, l->text, &l->tokens.p[l->tokens.n - 1]);
    return str_eq(word, STR("events")) || str_eq(word, STR("http"));
}

/* Behind a Lua block, whose braces are Lua's. */
static void pass_lua(struct nginx_lex *l)
{
    struct str name = l->tokens.n ? nginx_lex_text(l->a, l->text, &l->tokens.p[0]) : (struct str){0};
    uint32_t close;
    if (!str_ends(name, STR("_by_lua_block")))
        return;
    nginx_lua_end(l->text, l->pos, &close);
    nginx_lex_seek(l, close);
}

/* A whole configuration has an events or http block: outside of all others if its braces are right, and nothing else has one. A text without a single
 * statement tells nothing but by its name. */
enum document_role nginx_role(struct str path, struct str head)
{
    if (skip_comments(head).n == 0)
        return str_eq(path_base(marks_plain_name(path)), STR("nginx.conf")) ? DOCUMENT_ROOT : DOCUMENT_FRAGMENT;
    struct arena a;
    arena_init(&a, NULL);
    struct nginx_lex l = {.a = &a, .text = head, .line = 1};
    enum document_role role = DOCUMENT_FRAGMENT;
    while (role == DOCUMENT_FRAGMENT && l.pos < head.n) {
        enum nginx_end end = nginx_lex_statement(&l);
        if (end == NGINX_END_FAULT)
            end = nginx_lex_pass(&l);
        if (end == NGINX_END_OPEN && l.tokens.n > 0 && opens_whole(&l))
            role = DOCUMENT_ROOT;
        else if (end == NGINX_END_OPEN)
            pass_lua(&l);
    }
    arena_free(&a);
    return role;
}
