#include "checks/checks.h"

/* What services need raised, and what a unit calls it. */
static const struct {
    struct str item, setting;
} raised[] = {
    {STR_INIT("nofile"), STR_INIT("LimitNOFILE")},
    {STR_INIT("nproc"), STR_INIT("LimitNPROC")},
    {STR_INIT("memlock"), STR_INIT("LimitMEMLOCK")},
};

static struct str setting_of(struct str item)
{
    for (size_t i = 0; i < sizeof raised / sizeof *raised; i++)
        if (str_eq(raised[i].item, item))
            return raised[i].setting;
    return (struct str){0};
}

static bool sets_itself(const struct service *s, struct str item)
{
    for (uint32_t i = 0; i < s->own_limits.n; i++)
        if (str_eq(s->own_limits.p[i], item))
            return true;
    return false;
}

/* Whether a unit runs its service as the user whom the line names, and leaves the limit to be set elsewhere. */
static bool is_meant(const struct service *s, const struct login_limit *l)
{
    return s->user.type == VALUE_STRING && str_eq((struct str){s->user.as.s, s->user.n}, l->domain) &&
           !s->opens_session && !sets_itself(s, l->item);
}

static const struct stack_host *stack_of(const struct check_input *in)
{
    for (uint32_t i = 0; i < in->stack->hosts.n; i++)
        if (in->stack->hosts.p[i]->host == in->host)
            return in->stack->hosts.p[i];
    return NULL;
}

/* A soft and a hard line are one cause. */
static bool was_told(struct map *told, const struct login_limit *l)
{
    bool first;
    map_put(told, str_printf(told->a, "%.*s %.*s", STR_ARG(l->item), STR_ARG(l->domain)), NULL, &first);
    return !first;
}

static void tell(const struct check_input *in, const struct login_limit *l, const struct stack_host *on,
                 const struct service *first)
{
    struct str unit = diag_quote(in->a, value_format(in->a, first->field[SERVICE_NAME])), setting = setting_of(l->item);
    struct finding *f = diag_add(
        in->sink, in->rule, l->at, "%.*s of %.*s for user %.*s does not reach %.*s: limits.conf holds for sessions",
        STR_ARG(l->item), STR_ARG(diag_quote(in->a, l->value)), STR_ARG(diag_quote(in->a, l->domain)), STR_ARG(unit));
    diag_label(in->sink, f, "set when the user logs in, not when the service starts");
    for (uint32_t i = 0; i < on->services.n; i++) {
        const struct service *s = &on->services.p[i]->service;
        if (is_meant(s, l))
            diag_related(in->sink, f, value_at(s->user), "%.*s runs as this user, without %.*s",
                         STR_ARG(diag_quote(in->a, value_format(in->a, s->field[SERVICE_NAME]))), STR_ARG(setting));
    }
    diag_note(in->sink, f, "systemd starts services without PAM unless PAMName= asks for it");
    diag_help(in->sink, f, "set %.*s= in the unit", STR_ARG(setting));
    vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(in->a, in->host->name)));
}

/* A unit whose user is not known may be the one that the line is for: unknown, else null. */
static struct value doubt_of(const struct stack_host *on, const struct login_limit *l)
{
    for (uint32_t i = 0; i < on->services.n; i++) {
        const struct service *s = &on->services.p[i]->service;
        if (value_is_unknown(s->user) && s->user.origin && !s->opens_session && !sets_itself(s, l->item))
            return s->user;
    }
    return value_null();
}

static const struct service *first_meant(const struct stack_host *on, const struct login_limit *l)
{
    for (uint32_t i = 0; i < on->services.n; i++)
        if (is_meant(&on->services.p[i]->service, l))
            return &on->services.p[i]->service;
    return NULL;
}

void check_limits_not_for_services(const struct check_input *in)
{
    const struct stack_host *on = in->stack->logins.n ? stack_of(in) : NULL;
    struct map told = {.a = in->a};
    for (uint32_t i = 0; on && i < in->stack->logins.n; i++) {
        const struct host_login_limit *h = &in->stack->logins.p[i];
        if (h->host != in->host || setting_of(h->limit.item).n == 0 || was_told(&told, &h->limit))
            continue;
        const struct service *first = first_meant(on, &h->limit);
        struct value doubt = first ? value_null() : doubt_of(on, &h->limit);
        if (first)
            tell(in, &h->limit, on, first);
        else
            check_needs(in, &doubt, 1, h->limit.at);
    }
}
