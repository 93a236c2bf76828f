/* Variables that are used and that nobody defines (ngx_http_variables_init_vars, ngx_stream_variables_init_vars): told when http or stream has been read. */
#include "kinds/nginx/post.h"
#include "kinds/nginx/variables.h"

#include "diag/closest.h"

/* A file of directives is missing that loads modules, and no other. */
static bool may_load_modules(const struct nginx_reader *r)
{
    for (uint32_t i = 0; i < r->gaps.n; i++)
        for (const struct str *set = r->gaps.p[i].known->sets; set->n; set++)
            if (str_eq(*set, STR("load_module")))
                return true;
    return false;
}

static bool is_unsure(const struct nginx_reader *r, uint32_t contexts)
{
    return nginx_may_hide(r, contexts | NGINX_IN_MAIN) || r->foreign || r->third_party || may_load_modules(r) ||
           r->environment;
}

/* The name nearest to one that is unknown: of nginx's own and of those defined. */
static struct str nearest(struct nginx_reader *r, struct str name, uint32_t class)
{
    struct closest near = closest_start(name);
    const struct map *defined = &r->names.defined[NGINX_NAME_VARIABLE][class];
    if (r->n_searches == 0)
        return (struct str){0};
    r->n_searches--;
    for (uint32_t i = 1; i < nginx_variables_n; i++) {
        const struct nginx_variable *v = &nginx_variables[i];
        if (v->class == class && !(v->flags & NGINX_VARIABLE_PREFIX))
            closest_offer(&near, word_text_at(nginx_variable_text, v->name), 1);
    }
    for (uint32_t i = 0; i < defined->n; i++)
        closest_offer(&near, defined->entries[i].key, 0);
    return near.best;
}

static bool is_plain(struct str name)
{
    for (uint32_t i = 0; i < name.n; i++)
        if (!nginx_is_name(name.p[i]))
            return false;
    return true;
}

/* How to mend it. */
static void advise(struct nginx_reader *r, struct finding *f, struct str name, uint32_t class)
{
    const struct nginx_variable *other;
    if (!is_plain(name)) {
        diag_help(r->sink, f, "put spaces around the operator of a condition");
        return;
    }
    nginx_variable_find(name, class, r->job->target, &other);
    if (other) {
        bool early = other->since > r->job->target;
        diag_label(r->sink, f, "%s nginx %.*s on", early ? "known from" : "no longer known from",
                   STR_ARG(version_show(r->a, early ? other->since : other->until)));
        diag_note(r->sink, f, "judged for nginx %.*s", STR_ARG(version_show(r->a, r->job->target)));
        return;
    }
    struct str near = nearest(r, name, class);
    if (near.n)
        diag_help(r->sink, f, "the nearest variable is \"$%s\"", nginx_quoted(r, near));
}

static void unknown(struct nginx_reader *r, struct str name, const struct nginx_undefined *u, uint32_t class)
{
    struct finding *f = nginx_fault(r, SYNTAX_UNRESOLVED, u->at, "unknown \"%s\" variable", nginx_quoted(r, name));
    for (uint32_t i = 0; i < u->n_also; i++)
        diag_related(r->sink, f, u->also[i], "used here too");
    advise(r, f, name, class);
}

static void judge(struct nginx_reader *r, uint32_t class, uint32_t contexts)
{
    struct map used = r->names.undefined[class];
    uint32_t line = r->line;
    r->names.undefined[class] = (struct map){0};
    if (used.n == 0 || is_unsure(r, contexts))
        return;
    r->line = 0;
    for (uint32_t i = 0; i < used.n; i++) {
        struct str name = used.entries[i].key;
        if (!nginx_name_find(r, NGINX_NAME_VARIABLE, class, name) &&
            !nginx_name_in_doubt(r, NGINX_NAME_VARIABLE, class, name))
            unknown(r, name, used.entries[i].value, class);
    }
    r->line = line;
}

void nginx_post_http_variables(struct nginx_reader *r, struct node *block)
{
    (void)block;
    judge(r, NGINX_CLASS_HTTP,
          NGINX_IN_HTTP | NGINX_IN_SERVER | NGINX_IN_IF_IN_SERVER | NGINX_IN_LOCATION | NGINX_IN_IF_IN_LOCATION |
              NGINX_IN_LIMIT_EXCEPT | NGINX_IN_UPSTREAM);
}

void nginx_post_stream_variables(struct nginx_reader *r, struct node *block)
{
    (void)block;
    judge(r, NGINX_CLASS_STREAM, NGINX_IN_STREAM | NGINX_IN_STREAM_SERVER | NGINX_IN_STREAM_UPSTREAM);
}
