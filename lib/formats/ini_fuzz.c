/* The first byte chooses the dialect and whether the file is a template. */
#include "formats/ini.h"

#include "formats/fuzz_tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct ini_dialect *const dialects[] = {
        &ini_php,    &ini_systemd, &ini_mysql,      &ini_uwsgi,       &ini_redis,       &ini_postgres,   &ini_sysctl,
        &ini_limits, &ini_lines,   &ini_properties, &ini_env_systemd, &ini_env_compose, &ini_env_docker,
    };
    struct fuzz f;
    if (size == 0)
        return 0;
    const struct ini_dialect *dialect = dialects[data[0] / 2 % (sizeof(dialects) / sizeof(dialects[0]))];
    fuzz_start(&f, data[0] % 2 ? "t.conf.j2" : "t.conf", (struct str){(const char *)data + 1, (uint32_t)size - 1});
    struct node *root = ini_read(&f.arena, &f.sources, f.source, dialect, &f.sink);
    fuzz_tree(&f, root);
    fuzz_findings(&f);
    for (struct node *n = root; n; n = node_walk(root, n))
        if (n->kind == NODE_WORD) {
            bool exact = fuzz_map(&f, ini_word_map(&f.arena, &f.sources, dialect, n), n->text);
            MUST(exact || (n->flags & NODE_UNKNOWN) || n->text.n <= 4);
        }
    fuzz_end(&f);
    return 0;
}
