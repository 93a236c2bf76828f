#include "checks/capacity.h"

#include "base/num.h"

#include <math.h>

static const struct service *service_of(const struct check_input *in)
{
    return &in->service->service;
}

/* A value of the service; a host that is not known makes every fact unknown. */
static struct value of(const struct check_input *in, enum service_field f)
{
    return service_get(service_of(in), f);
}

static struct value host_fact(const struct check_input *in, enum host_field_id id)
{
    struct value v;
    struct str name = host_field_info(id)->name;
    if (in->host && host_field(in->host, name, &v))
        return v;
    return value_unknown(in->a, str_printf(in->a, "host.%s", name.p));
}

static const char *show(const struct check_input *in, struct value v)
{
    struct str s = value_show(in->a, v);
    return str_dup(in->a, s).p;
}

static bool is_event_service(const struct check_input *in)
{
    struct value model = of(in, SERVICE_WORKER_MODEL);
    return model.type == VALUE_STRING && str_eq((struct str){model.as.s, model.n}, STR("event"));
}

/* The one that --cpus and --memory describe has no name. */
static bool is_nameless(const struct host *host)
{
    return str_eq(host->source, STR("command line"));
}

/* "host web-1" */
static const char *host_title(const struct check_input *in)
{
    return is_nameless(in->host) ? "the host" : str_printf(in->a, "host %s", show(in, in->host->name)).p;
}

static const char *kind_of(const struct check_input *in)
{
    return show(in, of(in, SERVICE_KIND));
}

/* Whether the number of workers is left to the server. */
static bool is_automatic(struct value processes)
{
    return processes.origin && str_eq(processes.origin->written, STR("auto"));
}

static const char *workers_text(const struct check_input *in, struct value processes)
{
    const char *s = processes.as.i == 1 ? "" : "es";
    return str_printf(in->a, "%lld worker process%s", (long long)processes.as.i, s).p;
}

static void finish(const struct check_input *in, struct finding *f, enum host_field_id fact)
{
    f->service = str_dup(in->sink->a, value_format(in->a, of(in, SERVICE_NAME)));
    if (!is_nameless(in->host))
        vec_push(in->sink->a, &f->hosts, str_dup(in->sink->a, value_format(in->a, in->host->name)));
    struct span at = value_at(host_fact(in, fact));
    if (!span_is_none(at))
        diag_related(in->sink, f, at, "%s", host_title(in));
}

static const char *cpus_text(const struct check_input *in, struct value cpus)
{
    return str_printf(in->a, "%s CPU%s", show(in, cpus), value_as_double(cpus) == 1 ? "" : "s").p;
}

void check_workers_exceed_cpus(const struct check_input *in)
{
    struct value processes = of(in, SERVICE_PROCESSES), cpus = host_fact(in, HOST_cpus);
    if (!is_event_service(in) || is_automatic(processes))
        return;
    if (!check_needs(in, (struct value[]){processes, cpus}, 2, service_of(in)->at))
        return;
    double per_cpu = value_as_double(in->params[0]), has = value_as_double(cpus);
    int64_t allowed = (int64_t)fmax(1, floor(has * per_cpu));
    if (processes.as.i <= allowed)
        return;
    struct finding *f = diag_add(in->sink, in->rule, value_at(processes), "%s on a host with %s", workers_text(in, processes),
                                 cpus_text(in, cpus));
    diag_label(in->sink, f, "%s workers for each CPU; the limit here is %s",
               num_format_fixed(in->a, (double)processes.as.i / has, 1).p, num_format_fixed(in->a, per_cpu, 1).p);
    diag_note(in->sink, f, "%s has %s and %s", host_title(in), cpus_text(in, cpus), show(in, host_fact(in, HOST_memory)));
    diag_help(in->sink, f, "use one worker for each CPU");
    finish(in, f, HOST_cpus);
    if (processes.origin && processes.origin->kind == ORIGIN_SET)
        diag_fix(in->sink, f, FIX_UNSAFE, value_at(processes), str_printf(in->a, "%lld", (long long)allowed));
}

/* What the host leaves to services. */
static struct value usable_memory(const struct check_input *in)
{
    struct value memory = host_fact(in, HOST_memory), reserve = host_fact(in, HOST_reserve);
    if (value_is_unknown(memory) || value_is_unknown(reserve))
        return memory;
    return value_size(memory.as.i - reserve.as.i);
}

static void note_host_memory(const struct check_input *in, struct finding *f)
{
    diag_note(in->sink, f, "%s has %s, of which %s are kept for the system", host_title(in),
              show(in, host_fact(in, HOST_memory)), show(in, host_fact(in, HOST_reserve)));
    diag_note(in->sink, f, "other services on the host are not counted yet");
}

/* How many workers of that size fit, and no more than there are CPUs for; at least one. */
static int64_t workers_that_fit(const struct check_input *in, struct value usable, int64_t one)
{
    struct value cpus = host_fact(in, HOST_cpus);
    double n = one > 0 ? floor((double)usable.as.i / (double)one) : 1;
    if (value_is_known(cpus))
        n = fmin(n, floor(value_as_double(cpus)));
    return (int64_t)fmax(n, 1);
}

static void offer_workers(const struct check_input *in, struct finding *f, struct value processes, int64_t fits)
{
    diag_help(in->sink, f, "use %lld worker%s, or a host with more memory", (long long)fits, fits == 1 ? "" : "s");
    if (processes.origin && processes.origin->kind == ORIGIN_SET && fits < processes.as.i)
        diag_fix(in->sink, f, FIX_UNSAFE, value_at(processes), str_printf(in->a, "%lld", (long long)fits));
}

/* Measured memory is the proof: workers x what one was seen to hold. */
static void judge_measured(const struct check_input *in, struct value processes, struct value one, struct value usable)
{
    struct value all = value_mul(in->a, processes, value_size(one.as.i));
    if (!value_is_known(all) || all.as.i <= usable.as.i)
        return;
    struct finding *f = diag_add(in->sink, in->rule, value_at(processes), "%s of %s need %s on a host with %s",
                                 workers_text(in, processes), show(in, one), show(in, all), show(in, host_fact(in, HOST_memory)));
    diag_label(in->sink, f, "%lld x %s = %s; %s are usable", (long long)processes.as.i, show(in, one), show(in, all),
               show(in, usable));
    diag_note(in->sink, f, "%s for one %s worker is measured (process_memory in the facts)", show(in, one), kind_of(in));
    note_host_memory(in, f);
    offer_workers(in, f, processes, workers_that_fit(in, usable, one.as.i));
    finish(in, f, HOST_process_memory);
}

/* The steps of a derivation, one a line of its text. */
static void note_derivation(const struct check_input *in, struct finding *f, struct value v)
{
    struct str steps = v.origin ? v.origin->text : (struct str){0};
    while (steps.n > 0) {
        struct str line = str_cut(&steps, '\n');
        diag_note(in->sink, f, "%.*s", STR_ARG(line));
    }
}

/* Without a measurement only the worst case can be told; it proves nothing by itself, so it never is an error. */
static void judge_worst(const struct check_input *in, struct value processes, struct value worst, struct value memory)
{
    if (worst.as.i <= memory.as.i)
        return;
    struct finding *f = diag_add(in->sink, in->rule, value_at(processes), "%s can need %s on a host with %s",
                                 workers_text(in, processes), show(in, worst), show(in, memory));
    f->severity_set = true;
    f->severity = worst.flags & VALUE_FROM_DEFAULTS ? SEV_NOTE : SEV_WARNING;
    diag_label(in->sink, f, "%s when every connection is busy and every buffer full", show(in, worst));
    note_derivation(in, f, worst);
    note_host_memory(in, f);
    diag_note(in->sink, f, "no measured memory: process_memory.%.*s-worker is not in the facts", STR_ARG(service_of(in)->program));
    diag_help(in->sink, f, "lower the buffers, worker_connections or worker_processes, or measure a worker under load and state it as process_memory");
    finish(in, f, HOST_memory);
}

void check_workers_exceed_memory(const struct check_input *in)
{
    struct value processes = of(in, SERVICE_PROCESSES), memory = host_fact(in, HOST_memory);
    if (!is_event_service(in) || !check_needs(in, (struct value[]){processes, memory}, 2, service_of(in)->at))
        return;
    struct value one = of(in, SERVICE_MEMORY_PROCESS), worst = of(in, SERVICE_MEMORY_WORST);
    if (value_is_known(one))
        judge_measured(in, processes, one, usable_memory(in));
    else if (check_needs(in, &worst, 1, service_of(in)->at))
        judge_worst(in, processes, worst, memory);
}

void check_auto_workers_ignore_quota(const struct check_input *in)
{
    struct value processes = of(in, SERVICE_PROCESSES);
    if (!is_event_service(in) || !is_automatic(processes))
        return;
    struct value online = host_fact(in, HOST_cpus_online), cpus = host_fact(in, HOST_cpus);
    if (!check_needs(in, (struct value[]){online, cpus}, 2, service_of(in)->at))
        return;
    double has = value_as_double(cpus);
    if ((double)online.as.i <= ceil(has))
        return;
    struct finding *f = diag_add(in->sink, in->rule, value_at(processes), "auto makes %s for %s that may be used",
                                 workers_text(in, online), cpus_text(in, cpus));
    diag_label(in->sink, f, "counts the %s online CPUs and no quota", show(in, online));
    diag_note(in->sink, f, "%s: %s of %s online may be used (quota, cpuset or affinity)", host_title(in), cpus_text(in, cpus),
              show(in, online));
    diag_help(in->sink, f, "write the number of CPUs that may be used");
    finish(in, f, HOST_cpus);
    diag_fix(in->sink, f, FIX_UNSAFE, value_at(processes), str_printf(in->a, "%lld", (long long)ceil(has)));
}

/* Where the limit comes from, in words. */
static const char *limit_source(const struct check_input *in, struct value limit)
{
    return limit.origin && limit.origin->kind == ORIGIN_FACT ? str_printf(in->a, "of %s", host_title(in)).p : "of this config";
}

void check_connections_exceed_nofile(const struct check_input *in)
{
    struct value slots = of(in, SERVICE_SLOTS_PROCESS), need = of(in, SERVICE_FDS_NEED), limit = of(in, SERVICE_FDS_LIMIT);
    if (!in->host && value_is_unknown(limit))
        limit = host_fact(in, HOST_nofile);
    if (!is_event_service(in) || !check_needs(in, (struct value[]){slots, limit, need}, 3, service_of(in)->at))
        return;
    if (need.as.i <= limit.as.i)
        return;
    bool over = slots.as.i > limit.as.i;
    struct span at = span_is_none(value_at(slots)) ? service_of(in)->at : value_at(slots);
    struct finding *f =
        over ? diag_add(in->sink, in->rule, at, "%s connections in a worker that may open %s files", show(in, slots), show(in, limit))
             : diag_add(in->sink, in->rule, at, "%s connections, sockets and logs in a worker that may open %s files",
                        value_format(in->a, need).p, show(in, limit));
    f->severity_set = !over;
    f->severity = SEV_NOTE;
    diag_label(in->sink, f, "the limit %s is %s files", limit_source(in, limit), show(in, limit));
    note_derivation(in, f, need);
    diag_help(in->sink, f, "set worker_rlimit_nofile above %s, at best to twice worker_connections", value_format(in->a, need).p);
    f->service = str_dup(in->sink->a, value_format(in->a, of(in, SERVICE_NAME)));
    if (in->host)
        finish(in, f, HOST_nofile);
}
