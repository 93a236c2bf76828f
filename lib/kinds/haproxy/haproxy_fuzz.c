/* Any bytes as a HAProxy configuration: read as a root and a fragment, then asked for settings and placed on a host. */
#include "base/limits.h"
#include "kinds/haproxy/haproxy.h"
#include "stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_haproxy;

/* What the rules ask: a few settings of every block of every scope. */
static void ask_scopes(struct kind_job *job)
{
    for (uint32_t scope = 0; kind_haproxy.scopes[scope].name.n; scope++) {
        int n = 0;
        for (struct node *b = NULL; n < 8 && (b = kind_haproxy.next_block(job, scope, b)) != NULL; n++)
            for (uint32_t i = 0; kind_haproxy.setting_name(scope, i).n; i += i < 4 ? 1 : 7) {
                struct value v;
                if (kind_haproxy.setting(job, b, kind_haproxy.setting_name(scope, i), &v))
                    value_show(job->a, v);
            }
    }
}

static void ask(struct kind_job *job)
{
    static const struct str names[] = {STR_INIT("maxconn"), STR_INIT("timeout client"), STR_INIT("bind"),
                                       STR_INIT("option httplog"), STR_INIT("balance")};
    int n = 0;
    for (struct node *s = job->root->first; s && n < 64; s = s->next, n++)
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            struct value v;
            if (kind_haproxy.setting(job, s, names[i], &v))
                value_show(job->a, v);
        }
}

static void place(struct kind_job *job)
{
    struct contributions said = {.a = job->a};
    struct stack stack = {.a = job->a};
    struct host host = {.nofile = value_int(1024), .cpus = value_double(4)};
    const struct host *hosts[] = {&host};
    kind_haproxy.place(job, &said);
    host_finish(job->a, &host);
    for (uint32_t i = 0; i < said.services.n; i++)
        stack_place(&stack, said.services.p[i], &host);
    stack_join(&stack, hosts, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct file_store files;
    struct source_store sources;
    struct arena a, scratch;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    arena_init(&a, NULL);
    arena_init(&scratch, NULL);
    struct include_rules rules = {.a = &a};
    kind_haproxy.claims(STR("conf.d/x.cfg"), text);
    struct file *f = file_from_bytes(&files, STR("haproxy.cfg"), text);
    for (int i = 0; i < 2; i++) {
        struct sink sink = {.a = &a};
        struct kind_job job = {.kind = &kind_haproxy,
                               .a = &a,
                               .scratch = &scratch,
                               .sink = &sink,
                               .sources = &sources,
                               .files = &files,
                               .includes = &rules,
                               .target = i ? 0 : VERSION(2, 6, 12),
                               .role = i ? kind_haproxy.role(STR("x.cfg"), text) : DOCUMENT_ROOT,
                               .source = source_add(&sources, f, SPAN_NONE)};
        job.root = kind_haproxy.read(&job);
        ask(&job);
        ask_scopes(&job);
        place(&job);
    }
    arena_free(&a);
    arena_free(&scratch);
    source_store_free(&sources);
    file_store_free(&files);
    return 0;
}
