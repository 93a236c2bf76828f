/* Any bytes as a rule file: loading ends, and what it accepts can be printed and asked. */
#include "base/limits.h"
#include "ruleset/load.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every place of an expression must lie in the file. */
static void resolve(const struct rule_text *t, uint32_t file_len)
{
    for (uint32_t off = 0; off <= t->text.n && t->map; off++) {
        struct span at = span_map_resolve(t->map, (struct span){0, off, 1});
        if (t->text.n && span_end(at) > file_len)
            __builtin_trap();
    }
}

static void use(struct arena *a, const struct rule *rule, uint32_t file_len)
{
    const struct rule_text *texts[] = {&rule->when,  &rule->assertion, &rule->at,
                                       &rule->label, &rule->message,   &rule->help};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        resolve(texts[i], file_len);
    for (uint32_t i = 0; i < rule->n_notes; i++)
        resolve(&rule->notes[i], file_len);
    for (uint32_t i = 0; i < rule->n_tests; i++)
        resolve(&rule->tests[i].host, file_len);
    for (uint32_t i = 0; i < rule->n_params; i++)
        if (!value_is_known(rule_param_default(a, &rule->params[i])))
            __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct file_store files;
    struct source_store sources;
    arena_init(&a, NULL);
    file_store_init(&files, STR("/"), LIMIT_FILE_BYTES, NULL);
    source_store_init(&sources, NULL);
    struct sink sink = {.a = &a};
    struct str text = {(const char *)data, (uint32_t)size};
    uint32_t source = source_add(&sources, file_from_bytes(&files, STR("ops/rule.yaml"), text), SPAN_NONE);
    const struct rule *rule = rule_load(&a, &sources, source, &sink);
    if ((rule != NULL) != (sink.findings.n == 0) || sink.findings.n > LIMIT_RULE_FAULTS)
        __builtin_trap();
    if (rule)
        use(&a, rule, text.n);
    source_store_free(&sources);
    file_store_free(&files);
    arena_free(&a);
    return 0;
}
