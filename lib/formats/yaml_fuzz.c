/* The first byte chooses the file name, so templates are read too. */
#include "formats/yaml.h"

#include "formats/fuzz_tree.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cooking again must follow libyaml: a scalar with more than blanks in it leads to its bytes. Where libyaml was not
 * given the whole text, it may end early. */
static void check_scalar(struct fuzz *f, const struct node *n, bool template)
{
    struct arena_mark mark = arena_mark(&f->arena);
    bool exact = fuzz_map(f, yaml_scalar_map(&f->arena, &f->sources, n), n->text);
    bool may_fall_back =
        template || f->sink.findings.n || (n->flags & NODE_UNKNOWN) || str_trim(n->text).n < 2 || n->kind == NODE_ENTRY;
    MUST(exact || may_fall_back || n->text.p[0] == '\n' || str_find(n->text, STR("\xE2\x80")) < n->text.n);
    arena_pop(&f->arena, mark);
}

static void check_typed(const struct node *n)
{
    bool b;
    int64_t i;
    double d;
    for (int schema = YAML_SCHEMA_CORE; schema <= YAML_SCHEMA_1_1; schema++) {
        enum yaml_scalar type = yaml_scalar_type(n, (enum yaml_schema)schema);
        MUST(yaml_bool(n, (enum yaml_schema)schema, &b) == (type == YAML_SCALAR_BOOL));
        MUST(!yaml_int(n, (enum yaml_schema)schema, &i) || type == YAML_SCALAR_INT);
        MUST(yaml_double(n, (enum yaml_schema)schema, &d) == (type == YAML_SCALAR_FLOAT) || type == YAML_SCALAR_INT);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"t.yaml", "t.yaml.j2", "t.yaml.erb", "t.yaml.tmpl"};
    struct fuzz f;
    if (size == 0)
        return 0;
    fuzz_start(&f, names[data[0] % 4], (struct str){(const char *)data + 1, (uint32_t)size - 1});
    struct node *root = yaml_read(&f.arena, &f.sources, f.source, &f.sink);
    fuzz_tree(&f, root);
    fuzz_findings(&f);
    uint32_t scalars = 0;
    for (struct node *n = root; n; n = node_walk(root, n)) {
        MUST(n->kind != NODE_ENTRY || node_value(n));
        MUST(str_starts(yaml_tag(&f.sources, n), STR("!")) == ((n->flags & NODE_TAGGED) != 0));
        if (n->kind == NODE_WORD)
            check_typed(n);
        if ((n->kind == NODE_WORD || n->kind == NODE_ENTRY) && ++scalars < 1000)
            check_scalar(&f, n, data[0] % 4);
    }
    fuzz_end(&f);
    return 0;
}
