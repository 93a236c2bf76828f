/* The first byte chooses dialect and file name. In plain strict files jansson must agree. */
#include "formats/json.h"

#include "formats/fuzz_tree.h"

#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool found(const struct fuzz *f, const char *rule)
{
    for (uint32_t i = 0; i < f->sink.findings.n; i++)
        if (str_eq(f->sink.findings.p[i]->rule, str_from(rule)))
            return true;
    return false;
}

/* Beyond RFC 8259 jansson refuses a BOM, numbers that do not fit and deep nesting; we stop at another depth. */
static void check_agreement(const struct fuzz *f)
{
    json_error_t error;
    bool has_nul = str_find_byte(f->text, '\0') < f->text.n; /* jansson passes over them */
    if (found(f, "meta/limit-exceeded") || str_starts(f->text, STR("\xEF\xBB\xBF")) || has_nul)
        return;
    json_t *json = json_loadb(f->text.p, f->text.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    bool beyond =
        !json && (strstr(error.text, "too big") || strstr(error.text, "overflow") || strstr(error.text, "depth"));
    bool accepts =
        f->sink.findings.n == 0 || (found(f, "syntax/duplicate") && !found(f, "syntax/invalid-value") &&
                                    !found(f, "syntax/unexpected-token") && !found(f, "syntax/unterminated"));
    MUST(beyond || accepts == (json != NULL));
    json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"t.json", "t.js", "t.json.j2", "t.js.j2"};
    struct fuzz f;
    if (size == 0)
        return 0;
    fuzz_start(&f, names[data[0] % 4], (struct str){(const char *)data + 1, (uint32_t)size - 1});
    struct node *root = json_read(&f.arena, &f.sources, f.source, data[0] % 2 ? JSON_RELAXED : JSON_STRICT, &f.sink);
    fuzz_tree(&f, root);
    fuzz_findings(&f);
    uint32_t scalars = 0;
    for (struct node *n = root; n; n = node_walk(root, n)) {
        MUST(n->kind != NODE_ENTRY || node_value(n));
        if ((n->kind == NODE_WORD || n->kind == NODE_ENTRY) && ++scalars < 1000)
            fuzz_map(&f, json_string_map(&f.arena, &f.sources, n), n->text);
    }
    if (data[0] % 4 == 0)
        check_agreement(&f);
    fuzz_end(&f);
    return 0;
}
