#include "kinds/haproxy/lines.h"

struct str haproxy_keyword_of(const struct node *line)
{
    return line->word ? haproxy_word_str(haproxy_words[line->word].name) : (struct str){0};
}

bool haproxy_is_negated(const struct node *line)
{
    return str_starts(line->text, STR("no "));
}

bool haproxy_is_reset(const struct node *line)
{
    return str_starts(line->text, STR("default "));
}

struct node *haproxy_section_node(struct node *block)
{
    return block->flags & NODE_BLOCK ? block : block->parent;
}

static uint32_t context_of(const struct node *section)
{
    for (uint32_t bit = HAPROXY_IN_GLOBAL; bit <= HAPROXY_IN_HEALTHCHECK; bit <<= 1)
        if (str_eq(section->text, str_from(haproxy_context_name(bit))))
            return bit;
    return 0;
}

uint32_t haproxy_section_context(struct kind_job *job, const struct node *section)
{
    bool is_section = section->kind == NODE_ENTRY && (section->flags & NODE_BLOCK);
    return is_section ? haproxy_section_of(job, section)->context : 0;
}

uint32_t haproxy_words_seen(const struct node *line)
{
    uint32_t n = 0;
    const struct node *w = line->first;
    for (; w && w->kind == NODE_WORD && (w->text.n || !node_is_known(w)); w = w->next)
        n++;
    return n;
}

enum haproxy_group haproxy_group_of(struct str keyword)
{
    static const struct str checks[] = {
        STR_INIT("option httpchk"),        STR_INIT("option tcp-check"),   STR_INIT("option smtpchk"),
        STR_INIT("option ssl-hello-chk"),  STR_INIT("option mysql-check"), STR_INIT("option pgsql-check"),
        STR_INIT("option ldap-check"),     STR_INIT("option redis-check"), STR_INIT("option spop-check"),
        STR_INIT("option external-check"),
    };
    if (str_eq(keyword, STR("disabled")) || str_eq(keyword, STR("enabled")))
        return HAPROXY_GROUP_ENABLED;
    for (size_t i = 0; str_starts(keyword, STR("option ")) && i < sizeof(checks) / sizeof(checks[0]); i++)
        if (str_eq(keyword, checks[i]))
            return HAPROXY_GROUP_CHECK;
    return HAPROXY_GROUP_NONE;
}

static void add_line(struct kind_job *job, struct haproxy_section *s, struct node *line)
{
    bool fresh;
    struct str keyword = haproxy_keyword_of(line);
    if (line->word == 0 && (line->flags & NODE_UNKNOWN))
        s->vague = line;
    if (!keyword.n)
        return;
    struct map_entry *e = map_put(&s->keywords, keyword, NULL, &fresh);
    if (fresh) {
        struct haproxy_lines *none = arena_new(job->a, struct haproxy_lines);
        *none = (struct haproxy_lines){.group = haproxy_group_of(keyword)};
        e->value = none;
    }
    struct haproxy_lines *lines = e->value;
    s->stats |= str_starts(keyword, STR("stats "));
    vec_push(job->a, lines, line);
    if (lines->group)
        s->last_of_group[lines->group] = line;
}

static struct haproxy_section *make_section(struct kind_job *job, const struct node *node)
{
    struct haproxy_state *state = job->state;
    struct haproxy_section *s = arena_new(job->a, struct haproxy_section);
    *s = (struct haproxy_section){
        .node = node, .context = context_of(node), .keywords = {.a = job->a}, .proxy = haproxy_proxy_of(job, node)};
    for (struct node *line = node->first; line; line = line->next)
        if (line->kind == NODE_ENTRY)
            add_line(job, s, line);
    s->default_servers = map_get(&s->keywords, STR("default-server"));
    state->sections.a = job->a;
    map_put(&state->sections, (struct str){(const char *)&s->node, sizeof(s->node)}, s, NULL);
    return s;
}

struct haproxy_section *haproxy_section_of(struct kind_job *job, const struct node *node)
{
    struct haproxy_state *state = job->state;
    if (state->last_section && state->last_section->node == node)
        return state->last_section;
    struct haproxy_section *s = map_get(&state->sections, (struct str){(const char *)&node, sizeof(node)});
    state->last_section = s ? s : make_section(job, node);
    return state->last_section;
}

struct haproxy_section *haproxy_outer_section(struct kind_job *job, struct haproxy_section *s)
{
    if (!s->outer && s->proxy && s->proxy->from)
        s->outer = haproxy_section_of(job, s->proxy->from->section);
    return s->outer;
}

struct value haproxy_too_deep(struct kind_job *job)
{
    return value_unknown(job->a, STR("more defaults sections than are followed"));
}

bool haproxy_defaults_elsewhere(struct kind_job *job, const struct haproxy_section *s)
{
    bool proxy = s->context & (HAPROXY_IN_PROXY & ~HAPROXY_IN_DEFAULTS);
    bool elsewhere = job->role == DOCUMENT_FRAGMENT || ((const struct haproxy_state *)job->state)->has_inserts;
    return proxy && elsewhere && !(s->proxy && s->proxy->from);
}

const struct haproxy_lines *haproxy_lines_of(struct kind_job *job, const struct node *section, struct str keyword)
{
    return map_get(&haproxy_section_of(job, section)->keywords, keyword);
}
