/* Any bytes as an nginx configuration: read as a root, a fragment and a template, then asked for settings. */
#include "base/limits.h"
#include "kinds/nginx/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_nginx;

struct bench {
    struct file_store files;
    struct source_store sources;
    struct include_rules rules;
    struct arena a, scratch;
    struct sink sink;
};

static void ask(struct kind_job *job)
{
    static const struct str names[] = {STR_INIT("worker_processes"), STR_INIT("gzip"),        STR_INIT("add_header"),
                                       STR_INIT("proxy_buffers"),    STR_INIT("proxy_pass"),  STR_INIT("listen"),
                                       STR_INIT("ssl_protocols"),    STR_INIT("send_timeout")};
    struct nginx_blocks it = nginx_blocks(job, job->root, NGINX_IN_ANY);
    struct node *block = job->root;
    for (int n = 0; block && n < 64; n++, block = nginx_next_block(&it))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            struct value v;
            if (kind_nginx.setting(job, block, names[i], &v))
                value_show(job->a, v);
        }
}

static void read_as(struct bench *b, struct file *f, enum document_role role, bool template, version_number target)
{
    b->sink = (struct sink){.a = &b->a};
    struct kind_job job = {.kind = &kind_nginx,
                           .a = &b->a,
                           .scratch = &b->scratch,
                           .sink = &b->sink,
                           .sources = &b->sources,
                           .files = &b->files,
                           .includes = &b->rules,
                           .target = target,
                           .role = role,
                           .template_marks = template,
                           .source = source_add(&b->sources, f, SPAN_NONE)};
    job.root = kind_nginx.read(&job);
    ask(&job);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bench b;
    struct str text = {(const char *)data, (uint32_t)size};
    file_store_init(&b.files, STR("/nowhere"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&b.sources, NULL);
    arena_init(&b.a, NULL);
    arena_init(&b.scratch, NULL);
    b.rules = (struct include_rules){.a = &b.a};
    kind_nginx.claims(STR("conf.d/x.conf"), text);
    enum document_role role = kind_nginx.role(STR("x.conf"), text);
    read_as(&b, file_from_bytes(&b.files, STR("nginx.conf"), text), DOCUMENT_ROOT, false, VERSION(1, 22, 1));
    read_as(&b, file_from_bytes(&b.files, STR("x.conf"), text), role, false, 0);
    read_as(&b, file_from_bytes(&b.files, STR("x.conf.j2"), text), DOCUMENT_FRAGMENT, true, 0);
    arena_free(&b.a);
    arena_free(&b.scratch);
    source_store_free(&b.sources);
    file_store_free(&b.files);
    return 0;
}
