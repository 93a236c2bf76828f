#include "kinds/nginx/args.h"

#include "base/path.h"

/* "modules/ngx_http_lua_module.so" is ngx_http_lua_module. */
static struct str module_of(struct str path)
{
    struct str name = path_base(path);
    return str_ends(name, STR(".so")) ? str_slice(name, 0, name.n - 3) : name;
}

static bool is_in_table(struct str module)
{
    for (uint32_t i = 1; i < nginx_words_n; i++)
        if (str_eq(nginx_word_str(nginx_words[i].module), module))
            return true;
    return false;
}

/* Modules are taken before the first block that they may have a say in. */
static bool is_too_late(struct nginx_reader *r)
{
    static const struct str blocks[] = {STR_INIT("events"), STR_INIT("http"), STR_INIT("stream"), STR_INIT("mail")};
    for (uint32_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (nginx_seen(r, blocks[i]))
            return true;
    return false;
}

void nginx_check_load_module(struct nginx_reader *r, struct node *entry, const struct nginx_word *row)
{
    struct str path;
    const struct node *word = node_word(entry, 0);
    (void)row;
    if (is_too_late(r)) {
        nginx_fault(r, SYNTAX_MISPLACED, entry->name_at, "\"load_module\" directive is specified too late");
        return;
    }
    if (!nginx_known(entry, 0, &path)) {
        r->foreign = true;
        r->foreign_at = word->at;
        return;
    }
    struct str module = module_of(path);
    struct node *first = nginx_name_define(r, NGINX_NAME_MODULE, module, entry);
    if (first) {
        struct finding *f =
            nginx_fault(r, SYNTAX_DUPLICATE, word->at, "module \"%s\" is already loaded", nginx_quoted(r, module));
        diag_related(r->sink, f, first->at, "the first one");
    } else if (!r->foreign && !is_in_table(module)) {
        r->foreign = true;
        r->foreign_at = word->at;
    }
}
