/* Any bytes as each format of a file that every figure is mapped in, and as a path into it. */
#include "kinds/app/fixture.h"

#include "kinds/app_address.h"
#include "kinds/placed_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct kind kind_app;

static void place(struct bench *b, struct kind_job *job)
{
    struct contributions c = {.a = &b->a};
    struct stack stack = {.a = &b->a};
    struct host h = {.cpus = value_double(3), .memory = value_size(1 << 30)};
    const struct host *hosts[] = {&h};
    job->root = job->kind->read(job);
    job->kind->place(job, &c);
    host_finish(&b->a, &h);
    for (uint32_t i = 0; i < c.services.n; i++)
        stack_place(&stack, c.services.p[i], &h);
    stack_join(&stack, hosts, 1);
}

static void read_as(struct bench *b, const char *name, struct str text, const struct app_map *map)
{
    struct file *f = file_from_bytes(&b->files, str_from(name), text);
    struct kind_job job = bench_start(b, source_add(&b->sources, f, SPAN_NONE));
    job.apps = &map;
    job.n_apps = 1;
    place(b, &job);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"shop.yaml", "shop.json", "shop.conf", "shop.yaml.j2"};
    struct str text = {(const char *)data, (uint32_t)size}, rest = text, line = str_cut(&rest, '\n');
    struct bench b;
    struct app_place p;
    uint32_t at = 0;
    bench_open(&b, &kind_app);
    struct app_map *map = map_of_all(&b.a);
    map_path(&b.a, &map->figure[FIGURE_WORKERS], APP_COUNT, str_dup(&b.a, line).p, "");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        read_as(&b, names[i], text, map);
    while (app_place_next(line, &at, &p))
        ;
    bench_close(&b);
    return 0;
}
