#include "checks/check.h"

#include "checks/checks.h"
#include "checks/haproxy_settings.h"
#include "checks/nginx.h"

static const struct check checks[] = {
    {STR_INIT("reader"), CHECK_READER, NULL},
#define X(name, scope, function) {STR_INIT(name), scope, function},
    NGINX_CHECKS(X)
#undef X
        {STR_INIT("services-exceed-memory"), CHECK_HOST, check_services_exceed_memory},
    {STR_INIT("kernel-setting-overridden"), CHECK_HOST, check_kernel_setting_overridden},
    {STR_INIT("limits-not-for-services"), CHECK_HOST, check_limits_not_for_services},
    {STR_INIT("nobody-listens"), CHECK_SERVICE, check_nobody_listens},
    {STR_INIT("pool-outlives-idle-timeout"), CHECK_SERVICE, check_pool_idle},
    {STR_INIT("pools-exceed-connections"), CHECK_SERVICE, check_pool_connections},
    {STR_INIT("nginx-limit-key"), CHECK_SERVICE, check_nginx_limit_key},
#define X(function) {STR_INIT(#function), CHECK_KIND, function},
    HAPROXY_SETTING_CHECKS(X)
#undef X
#define X(name, function) {STR_INIT(name), CHECK_KIND, function},
        HAPROXY_CHECKS(X)
#undef X
            {STR_INIT("timeout-order"), CHECK_SERVICE, check_timeout_order},
};

const struct check *check_find(struct str name)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        if (str_eq(checks[i].name, name))
            return &checks[i];
    return NULL;
}

const struct check *check_at(uint32_t i)
{
    return i < sizeof(checks) / sizeof(checks[0]) ? &checks[i] : NULL;
}

bool check_needs(const struct check_input *in, const struct value *values, uint32_t n, struct span at)
{
    struct value all = value_null();
    for (uint32_t i = 0; i < n; i++)
        if (value_is_unknown(values[i]))
            all = value_unknown_both(in->a, all, values[i]);
    if (!value_is_unknown(all))
        return true;
    const struct reasons *r = all.as.reasons;
    struct str host = in->host ? (struct str){in->host->name.as.s, in->host->name.n} : (struct str){0};
    diag_not_run(in->sink, in->rule, r ? r->p : NULL, r ? r->n : 0, at, host);
    return false;
}
